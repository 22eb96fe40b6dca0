"""Reference names: a translated name is replaced with the name in the source.

``see `maybe entries`_`` links to a place called "maybe entries". A translator who sees words there
translates them, and the name with them. Stock Sphinx then guesses which place is meant.
"""

from __future__ import annotations

import re
from collections import Counter

from docutils.nodes import fully_normalize_name

from ..model.unit import Unit
from ..source.markup_facts import Markup
from ..source.message_markup import read_message

_NAMED = re.compile(
    r"(?<=<)(?P<address>[^<>`]+)_(?=>`_)"
    r"|(?<![\\\w`:<])(?:`(?P<phrase>[^`<>\\]+)`|(?P<word>[^\W_](?:[\w.-]*[^\W_])?))_(?![\w_])"
)
"""`` `words <name_>`_ ``, `` `some words`_ `` and ``word_``."""


def restore_reference_names(unit: Unit, target: str) -> str:
    """The translation with its one renamed reference written as `` `words <name_>`_ ``.

    The translation stays as it is when more than one name differs or the words are not found
    exactly once; the gate then refuses it. The result must pass the gate like any other text.
    """
    if not unit.markup or unit.markdown or "_" not in target:
        return target
    source, translation = read_message(unit, unit.text), read_message(unit, target)
    if not (source.references and translation.references):
        return target
    expected, actual = _names(source), _names(translation)
    missing, added = list((expected - actual).elements()), list((actual - expected).elements())
    if len(missing) != 1 or len(added) != 1:
        return target
    matches = [
        match
        for match in _NAMED.finditer(target)
        if fully_normalize_name(match[match.lastgroup or 0]) == added[0]
    ]
    if len(matches) != 1:
        return target
    (match,) = matches
    words = match["phrase"] or match["word"]
    reference = f"`{words} <{missing[0]}_>`_" if words else f"{missing[0]}_"
    return target[: match.start()] + reference + target[match.end() :]


def link_names(unit: Unit, text: str) -> frozenset[str]:
    """The names to which a text links."""
    return frozenset(_names(read_message(unit, text)))


def _names(markup: Markup) -> Counter[str]:
    """The names of links; those of notes and substitutions are never words."""
    return Counter(
        {key.name: count for key, count in markup.references.items() if key.kind == "link"}
    )
