"""Corrections: for slips that a rule can undo, a translation that the gate accepts.

Each rule proposes texts and knows nothing of the gate. A text is offered only when the gate finds
nothing in it; where no text passes, none is offered, because a wrong correction would be copied.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from ..model.finding import Finding, Problem
from ..model.unit import Unit
from ..source.markup_facts import Markup
from ..source.message_markup import read_text
from .checks.characters import without_harmful_characters
from .checks.leftovers import COUNTER, MERGE_MARKER, WIDE_COLONS, entities_in
from .checks.visibility import hidden_spans
from .markup_rules import (
    anonymous_links,
    balanced,
    closed_as_source,
    escaped,
    escaped_block,
    escaped_noqa,
    escaped_reference,
    heading,
    joined_links,
    links_rebuilt,
    loose_signs,
    markup_for_tags,
    one_line,
    punctuation_outside,
    separated,
    spaces_inside,
    without_markup,
)
from .reference_names import restore_reference_names

_BREAKS = re.compile(r"\s*[\t\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]\s*")
"""White space with a character that is refused."""

_UNSPACED = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff9f]{2}")
"""Two letters or signs of Chinese or Japanese."""

Judge = Callable[[Unit, str], Iterable[Problem]]
"""The problems of a translation; none when it may be offered."""

Rule = Callable[[Unit, str], Iterator[str]]

_MOST_TRIALS = 24
"""The most texts that are tried for a finding, in one step and in two."""

_SWITCHED_OFF = re.compile(r"(:[A-Za-z][\w:+.-]*:`)!")
_PERCENT = re.compile(r"%(?![(%a-zA-Z])")


class Correction(NamedTuple):
    """A text that may be copied, and whether one rule was enough: then there was one mistake."""

    text: str = ""
    one_mistake: bool = False


def correct(finding: Finding, judge: Judge, codes: Iterable[str] = ()) -> Correction:
    """A translation without the fault of a finding, which `judge` accepts; empty if none is found.

    `judge` returns the problems that a text would still have. With `codes`, the rules for these
    findings are tried too.
    """
    unit, target = finding.unit, finding.target
    if unit is None:
        return Correction()
    own_code = finding.problem.code
    all_codes = (own_code, *sorted(set(codes) - {own_code}))
    rules = tuple(dict.fromkeys(rule for code in all_codes for rule in _RULES.get(code, ())))
    if unit.markdown:
        rules = tuple(rule for rule in rules if rule in _IN_MARKDOWN)
    # The translation of an obsolete entry is the correction of the empty one.
    trials = (
        iter((Correction(target),))
        if own_code == "translation-in-obsolete"
        else _trials(rules, unit, target)
    )
    for trial in islice(trials, _MOST_TRIALS):
        if trial.text != unit.text and not tuple(judge(unit, trial.text)):
            return trial
    return Correction()


def _trials(rules: tuple[Rule, ...], unit: Unit, target: str) -> Iterator[Correction]:
    """The texts to try: after one rule, then after two."""
    tried = {target, ""}
    first = []
    for text in _changed(rules, unit, target):
        if text not in tried:
            tried.add(text)
            first.append(text)
            yield Correction(text, one_mistake=True)
    for text in first:
        for second in _changed(rules, unit, text):
            if second not in tried:
                tried.add(second)
                yield Correction(second)


def _changed(rules: tuple[Rule, ...], unit: Unit, target: str) -> Iterator[str]:
    for rule in rules:
        yield from rule(unit, target)


# Rules that take from the source what must be equal


def _names_of_source(unit: Unit, target: str) -> Iterator[str]:
    """Where one name is lost and one is new, the lost one takes its place.

    The names of links are words that readers see: `restore_reference_names` keeps the words.
    """
    yield restore_reference_names(unit, target)
    source, translation = read_text(unit, unit.text), read_text(unit, target)
    counters = (
        (source.links, translation.links),
        (_labels(source, "footnote"), _labels(translation, "footnote")),
        (_labels(source, "citation"), _labels(translation, "citation")),
        (_labels(source, "substitution"), _labels(translation, "substitution")),
        (_targets(source), _targets(translation)),
        (_placeholders(unit.text), _placeholders(target)),
    )
    for expected, actual in counters:
        yield from _exchanged(expected, actual, target)


def _links_switched_on(unit: Unit, target: str) -> Iterator[str]:
    """Without the `!` that keeps Sphinx from making a link of a role."""
    yield _SWITCHED_OFF.sub(r"\1", target)


def _labels(markup: Markup, kind: str) -> Counter[str]:
    """The names of references of a kind that readers do not see."""
    return Counter(each.name for each in markup.references.elements() if each.kind == kind)


def _targets(markup: Markup) -> Counter[tuple[str, str]]:
    """The names and targets of roles; of one without a target, the words are the target."""
    return Counter((role.name, role.target or role.text) for role in markup.roles.elements())


def _placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"%\(\w+\)[a-z]|%[a-z](?!\w)", text))


def _exchanged(expected: Counter, actual: Counter, target: str) -> Iterator[str]:  # type: ignore[type-arg]
    lost, new = list((expected - actual).elements()), list((actual - expected).elements())
    if len(lost) != 1 or len(new) != 1 or type(lost[0]) is not type(new[0]):
        return
    olds, news = _parts(new[0]), _parts(lost[0])
    text = target
    for old, replacement in zip(olds, news, strict=False):
        if old != replacement and old:
            text = text.replace(old, replacement)
    yield text


def _parts(value: object) -> list[str]:
    return list(map(str, value)) if isinstance(value, tuple) else [str(value).strip("[]|")]


# Rules of characters


def _without_hidden(unit: Unit, target: str) -> Iterator[str]:
    text = without_harmful_characters(_BREAKS.sub(_space, target))
    for start, end in reversed(hidden_spans(text)):
        text = text[:start] + text[end:]
    yield text


def _space(gap: re.Match[str]) -> str:
    """The space for tabs and line breaks; none at an end or between letters that have none."""
    before, after = gap.string[: gap.start()][-1:], gap.string[gap.end() :][:1]
    return " " if before and after and not _UNSPACED.match(before + after) else ""


def _characters_for_entities(unit: Unit, target: str) -> Iterator[str]:
    text = target
    for entity in entities_in(target):
        if entity not in unit.text:
            text = text.replace(entity, html.unescape(entity))
    yield text


def _without_marker(unit: Unit, target: str) -> Iterator[str]:
    """One text is left when the others are equal; otherwise a person decides."""
    texts = {part.strip() for part in MERGE_MARKER.split(target) if part.strip()}
    if len(texts) == 1:
        yield texts.pop()


def _without_counter(unit: Unit, target: str) -> Iterator[str]:
    yield COUNTER.sub("", target, count=1)


def _narrow_colons(unit: Unit, target: str) -> Iterator[str]:
    yield WIDE_COLONS.sub("::" if unit.text.rstrip().endswith("::") else "：", target)


def _joined_colons(unit: Unit, target: str) -> Iterator[str]:
    """`so ::`, of which readers see no colon, becomes `so::`."""
    yield re.sub(r"\s+::\s*$", "::", target)


def _edges_of_source(unit: Unit, target: str) -> Iterator[str]:
    start = unit.text[: len(unit.text) - len(unit.text.lstrip())]
    end = unit.text[len(unit.text.rstrip()) :]
    yield f"{start}{target.strip()}{end}"


def _space_after_sign(unit: Unit, target: str) -> Iterator[str]:
    """`<so` becomes `< so`, but not `<so>`: readers would see a tag with a space."""
    yield re.sub(r"<(?=[A-Za-z/!?])(?![^<>]*>)", "< ", target)


def _doubled_percent(unit: Unit, target: str) -> Iterator[str]:
    yield _PERCENT.sub("%%", target)


_MARKUP: tuple[Rule, ...] = (
    punctuation_outside,
    joined_links,
    loose_signs,
    links_rebuilt,
    closed_as_source,
    spaces_inside,
    separated,
    anonymous_links,
    balanced,
)
_NAMES: tuple[Rule, ...] = (*_MARKUP, _names_of_source)

_RULES: dict[str, tuple[Rule, ...]] = {
    "broken-markup": (*_MARKUP, escaped, one_line, escaped_block),
    "not-one-paragraph": (spaces_inside, one_line, heading, escaped_block),
    "directive": (loose_signs, one_line),
    "noqa": (escaped_noqa,),
    "link-changed": (*_NAMES, markup_for_tags),
    "reference-changed": (escaped_reference, *_NAMES),
    "footnote-changed": _NAMES,
    "reference-renamed": (_names_of_source,),
    "role-changed": (_links_switched_on, *_NAMES),
    "looks-like-a-tag": (
        *(links_rebuilt, loose_signs, without_markup),
        *(_space_after_sign, markup_for_tags, separated),
    ),
    "placeholder-changed": (_names_of_source, _doubled_percent),
    "list-mark": (escaped_block,),
    "visible-markup": _MARKUP,
    "emphasis-differs": _MARKUP,
    "literal-differs": _MARKUP,
    "display-differs": _MARKUP,
    "markup-in-plain-text": (without_markup,),
    "harmful-character": (_without_hidden,),
    "hidden-character": (_without_hidden,),
    "html-entity": (_characters_for_entities,),
    "merge-marker": (_without_marker,),
    "leading-counter": (_without_counter,),
    "wide-colons": (_narrow_colons,),
    "end-punctuation": (_joined_colons,),
    "edge-space": (_edges_of_source,),
}


_IN_MARKDOWN = frozenset(
    (
        *(balanced, joined_links, one_line, punctuation_outside, spaces_inside, without_markup),
        *(_names_of_source, _space_after_sign, markup_for_tags, _doubled_percent, _without_hidden),
        *(_without_marker, _without_counter, _edges_of_source),
    )
)
"""The rules for Markdown too; the others write reStructuredText."""
