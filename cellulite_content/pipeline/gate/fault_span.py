"""The place of a fault in a translation, which a finding shows with a mark.

A check says what differs. Where it is costs time that only a finding is worth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..model.unit import Unit
from ..source.markup_facts import Markup
from ..source.message_markup import read_text
from .checks.characters import MOST_MARKS, harmful_character
from .checks.leftovers import COUNTER, MERGE_MARKER, WIDE_COLONS, entities_in
from .checks.visibility import hidden_spans, pile_of_marks
from .inline_faults import inline_faults

Span = tuple[int, int]

BLOCK_MARK = re.compile(
    r"^[ \t]*(?:[-+*•‣⁃](?=\s|$)|\(?(?:\d+|[A-Za-z]|#|[ivxlcdmIVXLCDM]+)[.)](?=\s|$)"
    r"|\.\.(?=\s|$)|__(?=\s|$)|>>>|\|(?=\s|$)|:(?![: ])[^:\n]+:(?=\s|$)"
    r"|--?[A-Za-z]|/[A-Z]|[=\-`:'\"~^_*+#<>.!?&$%(),/;@\[\\\]{|}]{2,}[ \t]*$|[ \t]+)",
    re.MULTILINE,
)
"""What begins a list, a quotation, a table or another block at the start of a line."""

_TAG = re.compile(r"<[A-Za-z/!?][^\s>]{0,20}>?")
_NOQA = re.compile(r"(?<!\\)#\s*noqa\s*$")
_GOOD_PIECE = re.compile(r"(?<!\w)(\*\*?|``?)(?=\S)[^*`\n]*(?<=\S)\1_{0,2}(?!\w)")
_GLUED = re.compile(r"(?<=\w)(?:\*{1,2}|``?)|(?<!\\)(?:\*{1,2}|``?)(?=\w)|(?<!\S)\*{1,2}(?=\s)")
_SIGNS = re.compile(r"(?<!\\)[*`]+")
_NOTE = re.compile(r"[\[［][ ]*[#＃]?[ ]*[\w-]+[ ]*[\]］][ ]*_?")
_ROLE = re.compile(r"(?::(?P<name>[\w:+-]+):)?`(?P<words>[^`<>]*)(?:<(?P<place>[^`<>]*)>)?`(?!_)")
_LINK_END = re.compile(r">`_(?!_)")


def find_span(code: str, unit: Unit, target: str) -> Span | None:
    """The first and the next character of the fault that a check calls `code`, or None."""
    finder = _FINDERS.get(code)
    span = finder(unit, target) if finder else None
    return span if span and 0 <= span[0] < span[1] <= len(target) else None


def _harmful(unit: Unit, target: str) -> Span | None:
    match = harmful_character(target)
    return match.span() if match else pile_of_marks(target, MOST_MARKS)


def _hidden(unit: Unit, target: str) -> Span | None:
    return next(iter(hidden_spans(target)), None)


def _broken(unit: Unit, target: str) -> Span | None:
    faults = [] if unit.markdown else inline_faults(target)
    if faults:
        return faults[0][:2]
    ends = list(_LINK_END.finditer(target))
    return ends[-1].span() if len(ends) > 1 else _block(unit, target)


def _block(unit: Unit, target: str) -> Span | None:
    marks = (match.span() for match in BLOCK_MARK.finditer(target))
    line_break = target.find("\n")
    ending = len(target.rstrip())
    return next(marks, None) or (
        (line_break, line_break + 1) if line_break >= 0 else (ending - 2, ending)
    )


def _directive(unit: Unit, target: str) -> Span | None:
    return _search(re.compile(r"^[ \t]*\.\.|\|[^|\n]+\|", re.MULTILINE), target)


def _search(pattern: re.Pattern[str], target: str) -> Span | None:
    match = pattern.search(target)
    return match.span() if match else None


def _changed(texts: Callable[[Markup], Iterator[str]]) -> Callable[[Unit, str], Span | None]:
    """A finder of the first text that the translation's markup has and the source's lacks, or of
    one that the source's has and that is plain text in the translation."""

    def find(unit: Unit, target: str) -> Span | None:
        source, translation = (list(texts(read_text(unit, text))) for text in (unit.text, target))
        changed = [text for text in translation if text not in source]
        changed += [text for text in source if text not in translation]
        return next(filter(None, (_place(text, target) for text in changed)), None) or _glued(
            unit, target
        )

    return find


def _place(text: str, target: str) -> Span | None:
    """The place of a text; names of references are folded to lower case and single spaces."""
    words = [re.escape(word) for word in text.split()]
    match = re.search(r"\s+".join(words), target, re.IGNORECASE) if words else None
    return match.span() if match else None


def _glued(unit: Unit, target: str) -> Span | None:
    """The first sign of markup that is not part of a well-formed piece."""
    return _search(_GLUED, _GOOD_PIECE.sub(lambda match: " " * len(match[0]), target))


def _strings(values: Iterable[object]) -> Iterator[str]:
    """The texts among the values of a counter, which are texts or tuples of them."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _strings(reversed(value))


def _addresses(markup: Markup) -> Iterator[str]:
    return (address for address in _strings((*markup.links, *markup.targets)) if "(" not in address)


def _sign(unit: Unit, target: str) -> Span | None:
    """The first sign that is not part of a well-formed piece of markup."""
    rest = _GOOD_PIECE.sub(lambda match: " " * len(match[0]), target)
    return _glued(unit, target) or _search(_SIGNS, rest) or _search(_SIGNS, target)


def _note(unit: Unit, target: str) -> Span | None:
    known = set(_NOTE.findall(unit.text))
    matches = list(_NOTE.finditer(target))
    new = (match.span() for match in matches if match[0] not in known)
    glued = (match.span() for match in matches if not target[: match.start()][-1:].isspace())
    return next(new, None) or next(glued, None)


def _role(unit: Unit, target: str) -> Span | None:
    known = {_role_key(match) for match in _ROLE.finditer(unit.text)}
    new = (match.span() for match in _ROLE.finditer(target) if _role_key(match) not in known)
    return next(new, None) or _glued(unit, target)


def _role_key(match: re.Match[str]) -> tuple[str, str]:
    """The name and the target. A `!` before the words switches the link off."""
    is_off = match["words"].startswith("!")
    return match["name"] or "", "!" if is_off else match["place"] or match["words"]


def _placeholder(unit: Unit, target: str) -> Span | None:
    known = set(re.findall(r"%\(\w+\)\w?|%\w?", unit.text))
    matches = re.finditer(r"%\(\w+\)\w?|%\w?", target)
    return next((match.span() for match in matches if match[0] not in known), None)


def _entity(unit: Unit, target: str) -> Span | None:
    entities = (entity for entity in entities_in(target) if entity not in unit.text)
    return next(filter(None, (_place(entity, target) for entity in entities)), None)


def _edge(unit: Unit, target: str) -> Span | None:
    start = unit.text[:1].isspace() != target[:1].isspace()
    return (0, 1) if start else (len(target) - 1, len(target))


def _number(unit: Unit, target: str) -> Span | None:
    known = set(re.findall(r"\d+", unit.text))
    matches = re.finditer(r"\d+(?:[.,:]\d+)*", target)
    return next(
        (match.span() for match in matches if not set(re.findall(r"\d+", match[0])) <= known), None
    )


_FINDERS: dict[str, Callable[[Unit, str], Span | None]] = {
    "no-visible-text": lambda unit, target: (0, len(target)),
    "harmful-character": _harmful,
    "hidden-character": _hidden,
    "broken-markup": _broken,
    "not-one-paragraph": _block,
    "directive": _directive,
    "noqa": lambda unit, target: _search(_NOQA, target),
    "link-changed": _changed(_addresses),
    "link-without-words": _changed(
        lambda markup: (words for element, words in markup.pieces if element == "reference")
    ),
    "reference-changed": _changed(
        lambda markup: (name.strip("|") for name in _strings(markup.references))
    ),
    "reference-renamed": _changed(lambda markup: _strings(markup.references)),
    "footnote-changed": _note,
    "role-changed": _role,
    "display-differs": _role,
    "emphasis-differs": _glued,
    "literal-differs": _changed(lambda markup: iter(markup.literals)),
    "markup-in-plain-text": lambda unit, target: _search(re.compile(r"[*`_]+|:\w+:`"), target),
    "looks-like-a-tag": lambda unit, target: _search(_TAG, target),
    "placeholder-changed": _placeholder,
    "html-entity": _entity,
    "leading-counter": lambda unit, target: _search(COUNTER, target),
    "list-mark": _block,
    "visible-markup": _sign,
    "merge-marker": lambda unit, target: _search(MERGE_MARKER, target),
    "wide-colons": lambda unit, target: _search(WIDE_COLONS, target),
    "edge-space": _edge,
    "number-differs": _number,
    "end-punctuation": lambda unit, target: (len(target.rstrip()) - 1, len(target.rstrip())),
}
"""Findings without a finder are about the whole text."""
