"""Pseudo translations: texts that show on a page what was not extracted or does not fit.

`en_XA` is English with accents, in brackets and about 40 % longer; `ar_XB` is English in Arabic
letters, so that it runs from right to left. The names are Android's. Markup that the gate compares
stays, and so the texts pass it. The bidi overrides that Android uses for `ar_XB` would be refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import cycle
from types import MappingProxyType

from ...model.unit import Unit

_UNTRANSLATED_KINDS = frozenset({"literal", "math_block"})

_KEPT = re.compile(
    r"""
    ``.+?``                                 # a literal
    | (?::math:|\{math\})`[^`]*`            # a formula
    | `__(?!\w)                             # the end of a link to the next anonymous target
    | `[^`<]*`_(?!_)                        # a link by name: the words are its name
    | (?::[\w:+.-]+:)?`[^`<>]*`(?!_)        # a role without words of its own
    | :[\w:+.-]+:(?=`)                      # the role of one with words
    | <[^<>]*>(?:`_{0,2})?                  # where its words lead, and placeholders
    | \[[^\]\s]+\]_ | \[\^[^\]\s]+\]        # a note
    | \]\([^()\s]*\) | \]\[[^\]]+\] | \$[^$]+\$  # in Markdown: where a link leads, a formula
    | \|[^|\s][^|]*\|_{0,2}                 # a substitution
    | [A-Za-z][\w+.-]*:(?://)?[\w./-][^\s<>]+ | [\w.-]+@[\w.-]+  # addresses
    | (?<!\w)\w[\w.:+-]*_{1,2}(?!\w)        # a reference of one word
    | &\#?\w+;                              # a character of Markdown
    | %\(\w+\)\w | %[\w%] | \{[^{}\s]*\}    # placeholders
    | \\.                                   # a character without its meaning
    """,
    re.VERBOSE | re.DOTALL,
)

_ROLE = re.compile(r"^(?::[\w:+.-]+:|\{[\w:+.-]+\})")
_WORD = re.compile(r"\w+")

_ACCENTS = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz", "ÅÇĐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçđéĝĥîĵķļñöŕšţûŵýž"
)
_ARABIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,;?",
    "ابچدعفغهيجكلمنوپقرستثڤشخظزابچدعفغهيجكلمنوپقرستثڤشخظز،؛؟",
)
_FILLERS = tuple("one two three four five six seven eight nine ten".split())
_GROWTH = 0.4


def accented(unit: Unit) -> str:
    """The unit's text with accents, in brackets, and about 40 % longer."""
    if unit.kind in _UNTRANSLATED_KINDS:
        return unit.text
    text = _outside_markup(unit, lambda words: words.translate(_ACCENTS))
    fillers = cycle(_FILLERS)
    while len(f"[{text}]") < len(unit.text) * (1 + _GROWTH):
        text = f"{text} {next(fillers).translate(_ACCENTS)}"
    return f"[{text}]"


def mirrored(unit: Unit) -> str:
    """The unit's text in Arabic letters."""
    if unit.kind in _UNTRANSLATED_KINDS:
        return unit.text
    return _outside_markup(unit, lambda words: words.translate(_ARABIC))


PSEUDO_LOCALES: Mapping[str, Callable[[Unit], str]] = MappingProxyType(
    {"en_XA": accented, "ar_XB": mirrored}
)
"""What makes the text of a unit, by the code of the pseudo-locale."""


def kept_words(unit: Unit) -> set[str]:
    """The words in markup that both rules keep, though a translation may have others there, such as
    those of `:term:`; the names of roles are none."""
    if unit.kind in _UNTRANSLATED_KINDS:
        return set(_WORD.findall(unit.text))
    kept = (_ROLE.sub("", match[0]) for match in _KEPT.finditer(unit.text))
    return {word for markup in kept for word in _WORD.findall(markup)}


def _outside_markup(unit: Unit, change: Callable[[str], str]) -> str:
    """The text with changed words; what the gate compares with the source is kept."""
    parts = []
    end = 0
    for match in _KEPT.finditer(unit.text):
        parts += [change(unit.text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, change(unit.text[end:])])
