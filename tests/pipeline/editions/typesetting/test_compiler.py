"""Typst as it is used here: words are data, files and the network are out of reach."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from cellulite_content.pipeline.editions.typesetting.compiler import (
    MissingGlyphError,
    TypesettingError,
    set_pdf,
    set_pictures,
)

PLAIN = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "T", date: auto)
#set text(lang: "de", font: "Source Serif 4")
= Title
#data.words
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plain.typ").write_text(PLAIN, encoding="utf-8")
    return tmp_path


def test_equal_inputs_give_equal_bytes(folder: Path) -> None:
    """The date is the given one, not the clock's."""
    pdf = set_pdf(folder, "plain.typ", {"words": "Ja."}, date(2026, 11, 22))
    assert pdf == set_pdf(folder, "plain.typ", {"words": "Ja."}, date(2026, 11, 22))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261122")


def test_a_missing_character_is_an_error(folder: Path) -> None:
    """In a PDF and in a picture: nothing is set with a hole."""
    for make in (set_pdf, set_pictures):
        with pytest.raises(MissingGlyphError, match="no font has 'ꔀ' \\(U\\+A500 VAI"):
            make(folder, "plain.typ", {"words": "ein ꔀ"})


@pytest.mark.parametrize("letter", ["\u07a8", '"\U0001d800', "\\\u07a8"])
def test_a_missing_mark_is_named(folder: Path, letter: str) -> None:
    """Typst writes marks as numbers; what is named is a character of the text."""
    with pytest.raises(MissingGlyphError) as caught:
        set_pdf(folder, "plain.typ", {"words": f"ein {letter} so"})
    assert caught.value.letter in letter.strip('"\\')


@pytest.mark.parametrize(
    "template",
    [
        '#read("/etc/hostname")',
        '#read("../../../../etc/hostname")',
        '#import "@preview/a:0.1.0": b',
    ],
)
def test_templates_reach_only_their_folder(folder: Path, template: str) -> None:
    """No other file, and no package from the network."""
    (folder / "bad.typ").write_text(template, encoding="utf-8")
    with pytest.raises(TypesettingError):
        set_pdf(folder, "bad.typ", {})


def test_what_is_not_accessible_is_refused(folder: Path) -> None:
    """Typst checks PDF/UA-1: a document without a title is none."""
    (folder / "bad.typ").write_text("= Heading", encoding="utf-8")
    with pytest.raises(TypesettingError, match="PDF/UA-1"):
        set_pdf(folder, "bad.typ", {})
