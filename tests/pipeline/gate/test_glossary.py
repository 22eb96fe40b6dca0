"""The glossary: read strictly, so that no rule is off without a word."""

from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.gate.glossary import Glossary, Term, load_glossary
from cellulite_content.pipeline.model.locale import Locale
from support.samples import project

FIRST = "term,locale,use,avoid,definition\n"


def load(root: Path, text: str | bytes) -> Glossary:
    """The glossary of a project whose file holds `text`."""
    place = project(root)
    place.locales_folder.mkdir()
    data = text if isinstance(text, bytes) else text.encode()
    (place.locales_folder / "glossary.csv").write_bytes(data)
    return load_glossary(place)


def test_a_project_without_the_file_has_no_terms(tmp_path: Path) -> None:
    """Nobody is made to have a glossary."""
    assert load_glossary(project(tmp_path)) == Glossary()


def test_a_cell_holds_forms_and_remarks(tmp_path: Path) -> None:
    """Brackets hold glosses in `use`, which are right too, and remarks in `avoid`."""
    row = 'hip,de,"Hüfte, Hüftgelenk (Hüftregion)","Oberschenkel (thigh), Becken",A place.\n'
    (term,) = load(tmp_path, FIRST + row).terms
    assert term.forms == ("Hüfte", "Hüftgelenk")
    assert term.glosses == ("Hüftregion",)
    assert term.avoided == ("Oberschenkel", "Becken")


def test_full_width_signs_count_as_well(tmp_path: Path) -> None:
    """As Chinese and Japanese keyboards write them."""
    (term,) = load(tmp_path, FIRST + "x,ja,蜂窩織炎（ほうかしきえん）、炎,,y\n").terms
    assert (term.forms, term.glosses) == (("蜂窩織炎", "炎"), ("ほうかしきえん",))


def test_a_locale_has_its_terms_or_its_languages(tmp_path: Path) -> None:
    """`pt_PT` takes those of `pt` until it has its own."""
    rows = "hip,pt,anca,,x\nhip,pt_BR,quadril,,x\n"
    glossary = load(tmp_path, FIRST + rows)
    assert [term.use for term in glossary.of(Locale("pt_BR"))] == ["quadril"]
    assert [term.use for term in glossary.of(Locale("pt_PT"))] == ["anca"]
    assert glossary.of(Locale("de")) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Hips, and a hip.", 2),
        ("hipster, ship, hip_x", 0),
        ("skin.hip.x, hip/x, a|hip", 0),
    ],
)
def test_a_term_is_a_word_of_the_source(text: str, found: int) -> None:
    """Its plural too, and no part of a longer word or of a name in code."""
    term = Term("hip", "de", "Hüfte", "", "A place.")
    assert len(term.in_source.findall(text)) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the first line must be"),
        ("term,locale,use\n", ":1: the first line must be"),
        (FIRST + "hip,de,Hüfte,,x,y\n", ":2: 6 fields instead of 5"),
        (FIRST + "hip,de,Hüfte,,x\n\n", ":3: 0 fields instead of 5"),
        (FIRST + "hip,de,,,x\n", ":2: term, use and definition must not be empty"),
        (FIRST + "hip,de,(Hüfte),,x\n", ":2: term, use and definition must not be empty"),
        (FIRST + "hip,German,Hüfte,,x\n", ":2: 'German' is no locale code"),
        (FIRST + "hip,de,Hüfte,,x\nhip,de,Becken,,x\n", ":3: 'hip' has a line for de above"),
        (FIRST + "hip,de,Hüfte (a,,x\n", ":2: a bracket is not closed"),
        (FIRST + 'hip,de,"Hüfte" a,,x\n', ":2: "),
        (FIRST + 'hip,de,"Hüfte\nx', ":3: "),
        (FIRST.encode() + b"hip,de,H\xfcfte,,x\n", ": 'utf-8' codec"),
    ],
)
def test_a_broken_line_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    """One line that names the file, the line, and what to do."""
    with pytest.raises(ProjectError) as error:
        load(tmp_path, text)
    assert str(error.value).startswith(f"locales/glossary.csv{said}")
    assert ";" in str(error.value) or "must be term,locale" in str(error.value)
    assert len(str(error.value).splitlines()) == 1
