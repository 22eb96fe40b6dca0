"""Which note of a translation is which of the source: by the places that refer to both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .features import Features, cost

REFERENCE = re.compile(r"\[#([\w.:+-]+)\]_")
_DEFINITION = re.compile(r"^[ \t]*\.\. \[#([\w.:+-]+)\][ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Note:
    """A note: its label, and the places of its texts among the units."""

    label: str
    places: tuple[int, ...]


def references(text: str) -> list[str]:
    """The labels of the named notes to which a text refers, in order."""
    return REFERENCE.findall(text)


def find_notes(source_text: str, notes: Sequence[tuple[int, str]]) -> list[Note]:
    """The notes of a document, whose file has `source_text`.

    `notes` are the places and the texts of the units of notes, in order. A note has more than one
    if it has more paragraphs than one.
    """
    found: list[tuple[str, list[int]]] = []
    definitions = [(label, _squeezed(line)) for label, line in _DEFINITION.findall(source_text)]
    for place, text in notes:
        words = _squeezed(text)
        if definitions and (not definitions[0][1] or words.startswith(definitions[0][1])):
            found.append((definitions.pop(0)[0], [place]))
        elif found:
            found[-1][1].append(place)
    return [Note(label, tuple(places)) for label, places in found]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def pair_notes(
    sources: Sequence[Note],
    targets: Sequence[Note],
    aligned: Sequence[tuple[str, str]],
    units: tuple[Sequence[Features], Sequence[Features]],
    ratio: float,
) -> dict[str, tuple[str, float]]:
    """The source's note for each label of the translation, and how sure that is (0 to 1).

    `aligned` are the texts of pairs outside of notes: notes in the same pair may be the same.
    `units` are the features of both sides, by place.
    """
    votes: Counter[tuple[str, str]] = Counter()
    for source, target in aligned:
        own, other = references(source), references(target)
        for number, label in enumerate(own):
            for place, name in enumerate(other):
                is_same_place = len(own) == len(other) and number == place
                votes[label, name] += 3 if is_same_place else 1 if len(own) != len(other) else 0
                votes[label, name] += 1 if len(own) == len(other) and number != place else 0
    scores: dict[tuple[str, str], float] = {}
    for source_note in sources:
        for target_note in targets:
            pair = source_note.label, target_note.label
            features = units[0][source_note.places[0]], units[1][target_note.places[0]]
            scores[pair] = min(3, votes[pair]) / 3 + 1 - min(1.0, cost(*features, ratio))
    pairs: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for (label, name), score in sorted(scores.items(), key=lambda item: -item[1]):
        if label in taken or name in pairs or score < 0.5:
            continue
        rivals = (
            value
            for (own, other), value in scores.items()
            if (own == label) != (other == name) and own not in taken and other not in pairs
        )
        taken.add(label)
        pairs[name] = label, max(0.0, min(1.0, score - max(rivals, default=0.0)))
    return pairs
