"""The units of a source and those of a translated file, matched, with the texts that fit."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ...model.unit import Unit
from .alignment import Pair, align
from .features import Features, cost
from .fitted_text import differs, fit
from .note_pairs import Note, find_notes, pair_notes, references

FOOTNOTE = "footnote"
DOUBTFUL = 60
"""Per cent of confidence below which a pair is reported as doubtful."""
_SURE_NOTE = 0.3
"""How sure it must be which note is which for it to count in the alignment of other texts."""


@dataclass(frozen=True)
class MatchedUnit:
    """A unit of the source with its translation; `confidence` is in per cent.

    `doubts` say why a person should look twice; none if it is as sure as structure can be.
    """

    unit: Unit
    text: str
    confidence: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """The matched units, the units of the source without a translation, and those of the
    translation without a place."""

    matched: tuple[MatchedUnit, ...]
    missing: tuple[Unit, ...]
    left: tuple[Unit, ...]


@dataclass(frozen=True)
class Side:
    """The units of a document and the text of its file."""

    units: Sequence[Unit]
    text: str

    def features(self, labels: Mapping[str, str]) -> list[Features]:
        """The features of the units; `labels` are those of the source's notes by the side's own."""
        counts = Counter(unit.text for unit in self.units)
        return [
            Features(
                unit,
                tuple(labels[name] for name in references(unit.text) if name in labels),
                counts[unit.text] > 1,
            )
            for unit in self.units
        ]

    def notes(self) -> list[Note]:
        """The notes of the document."""
        own = [(n, unit.text) for n, unit in enumerate(self.units) if unit.kind == FOOTNOTE]
        return find_notes(self.text, own)


def match_units(source: Side, target: Side) -> Matching:
    """Match the units of both sides by structure.

    Notes are matched by their content first, then by the places that refer to them: each language
    may have them in another order.
    """
    target = replace(target, units=tuple(_without_echoes(target.units)))
    own, other = source.features({}), target.features({})
    ratio = _ratio(own, other)
    notes = pair_notes(source.notes(), target.notes(), (), (own, other), ratio)
    by_content = {name: label for name, (label, sure) in notes.items() if sure >= _SURE_NOTE}
    own = source.features({label: label for label in by_content.values()})
    other = target.features(by_content)
    body = [n for n, each in enumerate(own) if each.kind != FOOTNOTE]
    other_body = [n for n, each in enumerate(other) if each.kind != FOOTNOTE]
    found = align([own[n] for n in body], [other[n] for n in other_body], ratio)
    pairs = [
        Pair(
            body[pair.source],
            tuple(other_body[n] for n in pair.targets),
            pair.cost,
            pair.margin,
            pair.joined,
        )
        for pair in found
    ]
    texts = [(source.units[pair.source].text, _text(target, pair.targets)) for pair in pairs]
    notes = pair_notes(source.notes(), target.notes(), texts, (own, other), ratio)
    labels = {name: label for name, (label, _) in notes.items()}
    matched = {pair.source: _matched(source, target, pair, labels) for pair in pairs}
    used = {n for pair in pairs for n in pair.targets}
    by_label = {note.label: note for note in source.notes()}
    for note in target.notes():
        label, sure = notes.get(note.label, ("", 0.0))
        for n, m in zip(by_label[label].places if label else (), note.places, strict=False):
            used.add(m)
            value = cost(own[n], other[m], ratio)
            same = len(by_label[label].places) == len(note.places)
            pair = Pair(n, (m,), value, sure if same else 0.0)
            matched[n] = _matched(source, target, pair, labels)
    return Matching(
        tuple(matched[n] for n in sorted(matched)),
        tuple(unit for n, unit in enumerate(source.units) if n not in matched),
        tuple(unit for n, unit in enumerate(target.units) if n not in used),
    )


def _without_echoes(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units without captions that repeat the alternative text: pandoc writes such captions."""
    before = ""
    for unit in units:
        if unit.kind != "caption" or unit.text != before:
            yield unit
        before = unit.text if unit.kind == "alternative text" else ""


def _ratio(own: Sequence[Features], other: Sequence[Features]) -> float:
    """How long the translation of a text of length 1 usually is."""
    lengths = [sum(each.length for each in side) for side in (own, other)]
    return min(3.0, max(1 / 3, lengths[1] / lengths[0])) if all(lengths) else 1.0


def _text(target: Side, places: Sequence[int]) -> str:
    return " ".join(target.units[n].text for n in places)


def _matched(source: Side, target: Side, pair: Pair, labels: dict[str, str]) -> MatchedUnit:
    unit = source.units[pair.source]
    text = fit(unit, _text(target, pair.targets), labels)
    confidence = round(100 * (1 - math.exp(-2.5 * pair.margin)) * math.exp(-0.35 * pair.cost))
    doubts = []
    if confidence < DOUBTFUL:
        doubts.append("the place is not certain")
    if len(pair.targets) > 1:
        doubts.append("two texts of the file, joined")
    if pair.joined:
        doubts.append("the whole of a text that is two in the source")
    if differs(unit, text):
        doubts.append("other links, notes or emphasis than the source")
    return MatchedUnit(unit, text, confidence, tuple(doubts))
