"""Check for markup that readers see: stars and backticks that docutils takes for characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ....model.finding import Problem, Severity
from ....model.unit import MarkdownSyntax
from ....source.markup_facts import Markup
from ....source.message_markup import read_markup

_ESCAPED = re.compile(r"(``.+?``(?!`))|\\[*`]")
_HIDDEN = "\\\ue000"
"""Replaces an escaped sign, which readers are meant to see."""

_PAIR = re.compile(r"(?P<before>[^\W\d_]?)(?P<sign>\*{1,2})(?=[^*\n])(?P<words>[^*\n]+?)(?P=sign)")
_QUERY = re.compile(r"\w:[(\"\w]")
_SENTENCE = re.compile(r"(?<![\w:.])[a-z]+ [a-z]+ [a-z]+(?![\w:(])")
"""A term of a search, `state:new`, and three words of a sentence."""

_TICKS = re.compile(r"`+[^`\n]{0,40}`*")
_ROLE = re.compile(r":([A-Za-z][\w:+.-]*):$")
_LONGEST_EXCERPT = 40


def check_visible_markup(
    source: Markup, text: str, target: Markup, markdown: MarkdownSyntax | None = None
) -> Iterator[Problem]:
    r"""Slip: stars and backticks on the page, because the markup touches a letter or a space.

    `text` is the translation, and `target` its markup. docutils finds nothing wrong with it.

    Bad: `Read the *bytes* argument.` → `读取*bytes*参数。`, `Lies * Bytes *.`
    Good: `读取\ *bytes*\ 参数。`, `Leser*innen`, `2 * 3`, `Preis\*`
    """
    if "*" not in text and "`" not in text and not (markdown and "\\" in text):
        return
    visible, known = (_visible(markup.pieces) for markup in (target, source))
    raw = _visible_role(source, target)
    if markdown and visible.count("\\ ") > known.count("\\ "):
        raw = "\\ "  # what separates markup in reStructuredText
    if not raw and any(visible.count(sign) > known.count(sign) for sign in "*`"):
        pieces = _unescaped(text, target, markdown).pieces
        raw = _raw_ticks(pieces, known) or _raw_stars(pieces, known, source, target)
    if raw:
        yield Problem(
            "visible-markup",
            f"readers see the signs of the markup: {' '.join(raw.split())[:_LONGEST_EXCERPT]}",
            "put a space or `\\ ` (backslash and space) around the markup and none inside; write "
            "\\* for a star that is only a character",
            Severity.WARNING,
        )


def is_search(markup: Markup) -> bool:
    """Whether a text is a search for a program, whose stars are wildcards: `name:new AND (*b*)`."""
    return bool(_QUERY.search(markup.prose)) and not _SENTENCE.search(markup.prose)


_Pieces = Iterable[tuple[str, str]]


def _visible(pieces: _Pieces) -> str:
    """The text outside literals."""
    return "\n".join(words for element, words in pieces if element != "literal")


def _unescaped(text: str, markup: Markup, markdown: MarkdownSyntax | None) -> Markup:
    """The markup of a text without its escaped signs."""
    masked = _ESCAPED.sub(lambda match: match[1] or _HIDDEN, text)
    return markup if masked == text else read_markup(masked, markdown=markdown)


def _raw_ticks(pieces: _Pieces, known: str) -> str:
    visible = _visible(pieces)
    match = _TICKS.search(visible) if visible.count("`") > known.count("`") else None
    return match[0] if match else ""


def _raw_stars(pieces: _Pieces, known: str, source: Markup, target: Markup) -> str:
    """Stars around words, which are emphasis that is lost, or follow a letter without capitals.

    Elsewhere they may be what the translator means: `Leser*innen und Autor*innen`, `2 * 3 * 4`.
    """
    if _visible(pieces).count("*") <= known.count("*"):
        return ""
    if is_search(source):
        return ""
    is_lost = source.emphasis.total() > target.emphasis.total()
    for element, words in pieces:
        if element in ("emphasis", "strong") and (words[:1] == "*" or words[-1:] == "*"):
            return words
        for match in _PAIR.finditer(words) if element == "paragraph" else ():
            before = match["before"]
            if is_lost or (before and before.lower() == before.upper() and match["words"].strip()):
                return match[0].removeprefix(before)
    return ""


def _visible_role(source: Markup, target: Markup) -> str:
    """The name of a role that touches a letter: `按:kbd:`F1` `, read as text and bare backticks."""
    names = {role.name for role in source.roles}
    for (_, before), (element, words) in pairwise(target.pieces):
        match = _ROLE.search(before) if element == "inline" else None
        if match and match[1].lower() in names:
            return f"{match[0]}`{words}`"
    return ""
