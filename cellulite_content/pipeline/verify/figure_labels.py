"""The audit of the labels in pictures: each must be in the edition's language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from ..model.fault import Fault, FaultKind
from ..model.gate_result import GateResult, article_results
from ..model.unit import split_key
from ..source.pictures.svg_picture import read_picture
from .page_facts import without_spaces
from .staged_editions import Editions, original_name


class _Label:
    """The texts that a label may have, without spaces, and its message's document and key."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.place = ("", "")


def missing_labels(
    editions: Editions, original: Editions, results: Sequence[GateResult]
) -> Iterator[Fault]:
    """Harm: readers see a word of another language in a picture, or none.

    Where the original's picture has a label, the edition's must have its translation, or the
    source's text if none is accepted. Pictures that were drawn for the language are not checked.
    """
    expected = _expected(results)
    for name in sorted(editions.files) if expected else ():
        if not name.endswith(".svg") or name in editions.drawn_for_language:
            continue
        source = original.files.get(original_name(name))
        if source is None:
            continue
        own = [_comparable(label.text) for label in read_picture(editions.files[name]).labels]
        for number, label in enumerate(read_picture(source).labels):
            known = expected.get(label.text)
            if known and (number >= len(own) or own[number] not in known.texts):
                domain, key = known.place
                fault = f"{name} lacks the translation of the label {label.text[:40]!r}"
                yield Fault(FaultKind.AUDIT, fault, domain, key)


def _expected(results: Sequence[GateResult]) -> Mapping[str, _Label]:
    """The allowed texts of each label, by its text in the source."""
    labels: dict[str, _Label] = {}
    for result in article_results(results):
        for key in result.labels:
            text = split_key(key)[1]
            label = labels.setdefault(text, _Label())
            own = [each for each in result.accepted if split_key(each)[1] == text]
            label.texts |= {_comparable(result.accepted[each]) for each in own}
            if key not in result.accepted:
                label.texts.add(_comparable(text))
            if own:
                label.place = result.domain, own[0]
    return labels


def _comparable(text: str) -> str:
    """A text without spaces, which line breaks add, and without signs of direction."""
    return "".join(each for each in without_spaces(text) if unicodedata.category(each) != "Cf")
