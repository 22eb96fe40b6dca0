"""The alignment of the article with its translations, and of both with a text missing or split."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import polib
import pytest

from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.importing.translated.fitted_text import LOCAL_ADDRESS, fit
from cellulite_content.pipeline.importing.translated.matched_units import (
    Matching,
    Side,
    match_units,
)
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.workers.process_pool import ProcessPool

ARTICLE = "articles/will-running-reduce-cellulite"
LANGUAGES = ("ar", "de", "es", "fr", "hi", "it", "ja", "pl", "pt_BR", "ru", "zh_Hans")


@pytest.fixture(scope="module")
def units(project: Project) -> tuple[Unit, ...]:
    """The units of the article."""
    document = extract_source(project, ProcessPool(1)).document(ARTICLE)
    assert document
    return document.units


@pytest.fixture(scope="module")
def text(checkout: Path) -> str:
    """The file of the article."""
    return (checkout / "docs" / f"{ARTICLE}.rst").read_text(encoding="utf-8")


def _translated(project: Project, units: tuple[Unit, ...], code: str) -> list[Unit]:
    catalog = polib.pofile(str(project.catalog(project.locale(code), ARTICLE)))
    texts = {entry.msgid: entry.msgstr for entry in catalog}
    return [replace(unit, text=texts[unit.text]) for unit in units]


def _notes(text: str, units: list[Unit]) -> str:
    """The notes of a file: those of the source with the texts of these units."""
    labels = re.findall(r"^\.\. \[#(\w+)\]", text, flags=re.MULTILINE)
    texts = [unit.text for unit in units if unit.kind == "footnote"]
    return "".join(f".. [#{label}] {own}\n" for label, own in zip(labels, texts, strict=True))


Sides = tuple[list[Unit], list[Unit]]


def _without(own: int, other: int, number: int, units: list[Unit], targets: list[Unit]) -> Sides:
    """Both sides, of which one lacks a text."""
    return (
        [*units[:number], *units[number + own :]],
        [*targets[:number], *targets[number + other :]],
    )


def _split(unit: Unit) -> Iterator[Unit]:
    """Two halves of a text, between words where it has any."""
    middle = unit.text.find(" ", len(unit.text) // 2)
    middle = middle if middle > 0 else len(unit.text) // 2
    for part in (unit.text[:middle], unit.text[middle:]):
        yield replace(unit, text=part.strip())


def _halved(side: int, number: int, units: list[Unit], targets: list[Unit]) -> Sides:
    """Both sides, of which one has a text as two."""
    sides = [units, targets]
    sides[side] = [*sides[side][:number], *_split(sides[side][number]), *sides[side][number + 1 :]]
    return sides[0], sides[1]


CHANGES: dict[str, Callable[..., Sides]] = {
    "missing in the source": partial(_without, 1, 0),
    "missing in the translation": partial(_without, 0, 1),
    "split in the source": partial(_halved, 0),
    "split in the translation": partial(_halved, 1),
}


def _faults(matching: Matching, truth: dict[str, str], changed: str) -> list[str]:
    """The matched units with the text of another, and without a doubt."""
    return [
        matched.unit.text
        for matched in matching.matched
        if not matched.doubts
        and matched.text != truth.get(matched.unit.text)
        and matched.unit.text not in changed  # a half of the changed text, or the text itself
    ]


@pytest.mark.slow
def test_each_text_has_its_translation(
    project: Project, units: tuple[Unit, ...], text: str
) -> None:
    """In one language, all 72 of them, most of them without a doubt."""
    targets = _translated(project, units, "de")
    matching = match_units(Side(units, text), Side(targets, _notes(text, targets)))
    assert [matched.text for matched in matching.matched] == [unit.text for unit in targets]
    assert (matching.missing, matching.left) == ((), ())
    assert sum(not matched.doubts for matched in matching.matched) >= len(units) - 2


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("change", CHANGES)
def test_nothing_shifts(
    project: Project, units: tuple[Unit, ...], text: str, code: str, change: str
) -> None:
    """With a paragraph missing or split on one side: no other unit gets a text that is not its own
    without a doubt, and 99 of 100 are right. Each language tries other places."""
    targets = _translated(project, units, code)
    truth = {unit.text: target.text for unit, target in zip(units, targets, strict=True)}
    places = [n for n, unit in enumerate(units) if unit.kind in ("paragraph", "list item")]
    right = total = 0
    for number in places[LANGUAGES.index(code) % 5 :: 5]:
        own, other = CHANGES[change](number, list(units), targets)
        matching = match_units(Side(own, text), Side(other, _notes(text, other)))
        changed = units[number].text
        assert _faults(matching, truth, changed) == [], changed
        others = [each for each in matching.matched if each.unit.text not in changed]
        total += len([unit for unit in own if unit.text not in changed])
        right += sum(each.text == truth[each.unit.text] for each in others)
    assert right / total >= 0.99


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("A [#one]_ b [#two]_", "B [#note-2]_ a [#note-1]_", "B [#two]_ a [#one]_"),
        ("A [#one]_ b", "B [#note-9]_", "B [#one]_"),
        ("A :ref:`x <there>`.", f"B `y <{LOCAL_ADDRESS}#z>`__.", "B :ref:`y <there>`."),
        ("A :doc:`there`.", f"B `y <{LOCAL_ADDRESS}z.html>`__.", "B :doc:`y <there>`."),
        ("A.", f"B `y <{LOCAL_ADDRESS}#z>`__.", "B y."),
    ],
)
def test_notes_and_places_are_those_of_the_source(source: str, text: str, expected: str) -> None:
    """Known notes by their names, the others in order; a link to no place is text."""
    notes = {"note-1": "one", "note-2": "two"}
    assert fit(Unit("p", "d", "paragraph", source), text, notes) == expected
