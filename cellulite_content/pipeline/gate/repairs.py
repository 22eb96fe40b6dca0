"""Repairs of translations that say clearly what they mean, before they are judged.

A repaired text must pass the gate like any other. The catalog is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType

from ..files.printable import beginning
from ..model.finding import Problem, Severity
from ..model.unit import Unit
from ..source.inline.paragraph import BULLETS, escaped_list_mark, list_mark
from ..source.message_markup import PARAGRAPH, read_markup, read_message
from ..source.roles import Role, is_code
from .checks.markup.difference import differ
from .reference_names import link_names, restore_reference_names

_SWITCHED_OFF = re.compile(r":([A-Za-z][\w:+.-]*):`!([^`<>\\]+)`")
_TERM = re.compile(r"(?P<role>:term:|\{term\})`(?P<name>[^`<>!\\]+)`")


def repair(
    unit: Unit,
    target: str,
    terms: Mapping[str, str] = MappingProxyType({}),
    names: Container[str] = (),
) -> tuple[str, tuple[Problem, ...]]:
    """The translation with all repairs, and the warnings on those that a translator should know.

    `terms` has the source's name of each translated term, by the translation in lower case; `names`
    are those to which links of the document lead. The
    translation has passed `check_raw_text`: some texts parse slowly.
    """
    if not unit.markup:
        return target, ()
    if unit.markdown:  # its lists, addresses and names need no repair
        return _with_source_terms(unit, target.strip(" \t\n"), terms), ()
    tidy = _with_tidy_space(unit, target)
    marked = _with_list_mark(unit, tidy)
    switched = _with_switches(unit, marked)
    termed = _with_source_terms(unit, switched, terms)
    text = restore_reference_names(unit, termed)
    return text, (*_check_list_mark(unit, tidy, marked), *_check_names(unit, termed, text, names))


def _with_tidy_space(unit: Unit, target: str) -> str:
    """The translation without white space around it, and with its addresses set apart."""
    text = _without_edge_space(target)
    return _with_separate_addresses(unit, text) if "://" in unit.text else text


def _with_list_mark(unit: Unit, target: str) -> str:
    """The translation with a backslash in the mark of a list with which it begins.

    docutils would read it as a list, and Sphinx would drop it. Only a text of one line that is then
    one paragraph is repaired.
    """
    escaped = escaped_list_mark(target)
    if escaped == target or "\n" in target:
        return target
    is_list = read_markup(target).blocks != PARAGRAPH
    has_own = unit.heading and read_markup(unit.text).blocks == read_markup(target).blocks
    if not is_list or has_own:
        return target
    markup = read_message(unit, escaped)
    return escaped if markup.blocks == PARAGRAPH and not markup.complaints else target


def _with_switches(unit: Unit, target: str) -> str:
    """The translation with the `!` that keeps the source's names of code from being links."""
    if "`!" not in unit.text:
        return target
    switched_off = set(_SWITCHED_OFF.findall(unit.text))
    text = target
    for role, name in switched_off:
        linked = f":{role}:`{name}`"
        if linked not in unit.text and is_code(Role(role, "", ""), unit.dialect):
            text = text.replace(linked, f":{role}:`!{name}`")
    return text


def _check_names(
    unit: Unit, target: str, repaired: str, names: Container[str]
) -> Iterator[Problem]:
    """Slip: a link by name has another name, and it is not certain that only its words changed.

    Bad: `` doctors_ or nurses_ `` → `` Ärzte_ oder nurses_ ``; `` nurses_ `` → `` doctors_ ``, if
    other links of the document lead to it
    Good: `` maybe_ `` → `` Vielleicht_ ``: the text has one name only, and Sphinx does the same
    """
    if repaired == target:
        return
    old, new = (link_names(unit, text) for text in (unit.text, target))
    if len(old) > 1 or any(name in names for name in new - old):
        yield Problem(
            "reference-renamed",
            "the name of a reference is not the source's, and the name that is lost is added after "
            "the words",
            "check that the words belong to this name, and write it yourself: `words <name_>`_",
            Severity.WARNING,
        )


def _check_list_mark(unit: Unit, target: str, repaired: str) -> Iterator[Problem]:
    r"""Slip: a text that would be read as a list, and is published with a backslash in its mark.

    Bad: `1st May` → `1. Mai`
    Good: `1\. Mai`; `(b) When` → `(b) Wenn`, since the source begins so
    """
    if repaired != target and not _has_mark_like(target, unit.text):
        yield Problem(
            "list-mark",
            "the translation begins like a list and the source does not, so it is published with "
            "\\ in the mark, which readers do not see",
            "write it so yourself, or delete the mark if the text is no place for one: "
            f"{beginning(repaired)}",
            Severity.WARNING,
        )


def _has_mark_like(target: str, source: str) -> bool:
    """Whether both texts begin with a number or both with a bullet."""
    marks = [list_mark(text) for text in (target, source)]
    return all(marks) and (marks[0] in BULLETS) == (marks[1] in BULLETS)


def _without_edge_space(text: str) -> str:
    """The text without white space around it, with which docutils reads a quotation.

    A backslash and a space at the end belong together.
    """
    text = text.lstrip(" \t\n")
    stripped = text.rstrip(" \t\n")
    return text if stripped.endswith("\\") else stripped


def _with_source_terms(unit: Unit, text: str, terms: Mapping[str, str]) -> str:
    """The text with the source's name added to each term that the glossary translates."""
    if not terms or not _TERM.search(text):
        return text

    def with_name(match: re.Match[str]) -> str:
        name = " ".join(match["name"].lower().split())
        source = terms.get(name)
        kept = source is None or source == name or match[0] in unit.text
        return match[0] if kept else f"{match['role']}`{match['name']} <{source}>`"

    return _TERM.sub(with_name, text)


def _set_apart(match: re.Match[str]) -> str:
    before, address, after = match.group("before", "address", "after")
    return before + "\\ " * bool(before) + address + "\\ " * bool(after) + after


def _with_separate_addresses(unit: Unit, text: str) -> str:
    """The text with `\\ ` around each bare address that its script does not set apart.

    docutils finds a bare address only between spaces or punctuation; Chinese has no spaces.
    """
    expected, actual = read_message(unit, unit.text).links, read_message(unit, text).links
    for address in expected - actual if differ(expected, actual) else ():
        joined = re.compile(
            rf"(?P<before>\w?)(?P<address>{re.escape(address)})"
            r"(?P<after>(?![\w/?#&=%.-]*[A-Za-z0-9/])\w?)"
        )
        text = joined.sub(_set_apart, text)
    return text
