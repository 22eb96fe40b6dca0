"""Repairs of translations that say clearly what they mean, before they are judged.

A repaired text must pass the gate like any other. The catalog is not changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.unit import Unit
from ..source.message_markup import read_message
from .checks.markup.difference import differ
from .reference_names import restore_reference_names

_TERM = re.compile(r":term:`(?P<name>[^`<>!\\]+)`")


def repair_space(unit: Unit, target: str) -> str:
    """The translation without white space around it, and with its addresses set apart.

    The translation has passed `check_raw_text`: some texts parse slowly.
    """
    if not unit.markup:
        return target
    text = _without_edge_space(target)
    return _with_separate_addresses(unit, text) if "://" in unit.text else text


def repair_names(unit: Unit, target: str, terms: Mapping[str, str]) -> str:
    """The translation with the source's names of links and of terms of a glossary.

    `terms` has the source's name of each translated term, by the translation in lower case.
    """
    if not unit.markup:
        return target
    text = _with_source_terms(unit, target, terms) if terms and ":term:`" in target else target
    return restore_reference_names(unit, text)


def _without_edge_space(text: str) -> str:
    """The text without white space around it, with which docutils reads a quotation.

    A backslash and a space at the end belong together.
    """
    text = text.lstrip(" \t\n")
    stripped = text.rstrip(" \t\n")
    return text if stripped.endswith("\\") else stripped


def _with_source_terms(unit: Unit, text: str, terms: Mapping[str, str]) -> str:
    """The text with the source's name added to each term that the glossary translates."""

    def with_name(match: re.Match[str]) -> str:
        name = " ".join(match["name"].lower().split())
        source = terms.get(name)
        kept = source is None or source == name or f":term:`{match['name']}`" in unit.text
        return match[0] if kept else f":term:`{match['name']} <{source}>`"

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
