"""A translated text, fitted to its source: with the source's notes and places."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model.unit import Unit
from ...source.message_markup import read_message
from .note_pairs import REFERENCE, references

LOCAL_ADDRESS = "https://in-this-document.invalid/"
"""What links to places in a translated file begin with, until they are those of the source."""

_LOCAL_LINK = re.compile(rf"`(?P<words>[^`]*?) <{re.escape(LOCAL_ADDRESS)}[^`>]*>`__")
_ROLE = re.compile(r":(?P<name>(?:std:)?(?:ref|doc|numref|term)):`(?P<content>[^`]+)`")
_TARGET = re.compile(r"(?:.*?<(?P<target>[^<>]+)>|(?P<whole>.+))", re.DOTALL)


def fit(unit: Unit, text: str, notes: Mapping[str, str]) -> str:
    """The text for the source's unit.

    `notes` are the labels of the source's notes, by those of the translation. Links to places get
    the source's, in their order; one for which it has none is text.
    """
    own = references(unit.text)
    known = [notes.get(label, "") for label in references(text)]
    free = [label for label in own if label not in known]
    if len(known) == len(own):
        known = [label or free.pop(0) for label in known] if known.count("") <= len(free) else known
    labels = iter(known)
    text = REFERENCE.sub(lambda match: f"[#{next(labels) or match[1]}]_", text)
    roles = [_place(match) for match in _ROLE.finditer(unit.text)]
    return _LOCAL_LINK.sub(lambda match: _linked(match["words"], roles), text)


def _place(match: re.Match[str]) -> tuple[str, str]:
    target = _TARGET.fullmatch(match["content"])
    return match["name"], (target and (target["target"] or target["whole"])) or ""


def _linked(words: str, roles: list[tuple[str, str]]) -> str:
    if not roles:
        return words
    name, target = roles.pop(0)
    return f":{name}:`{words} <{target}>`"


def differs(unit: Unit, text: str) -> bool:
    """Whether the text has other links, notes or emphasis than its source."""
    if not unit.markup:
        return False
    return not read_message(unit, text).has_facts_of(read_message(unit, unit.text))
