"""Parse one paragraph of reStructuredText without docutils' state machine for blocks.

Nearly all messages are one line that begins no block. docutils creates 15 states with 170
transitions before it reads a text: three quarters of its time for a message.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.parsers.rst import languages
from docutils.parsers.rst.states import Body, Inliner

from ..reference_cycles import release_inliner

_BLOCK_PATTERNS = [
    re.compile(pattern).pattern for name, pattern in Body.patterns.items() if name != "text"
]
"""docutils' own patterns of lines that begin lists, tables, comments and other blocks."""

_NUMBERED_GROUP = re.compile(r"\\[1-9]")
_BLOCKS = tuple(
    re.compile(pattern).match
    for pattern in (
        "|".join(each for each in _BLOCK_PATTERNS if not _NUMBERED_GROUP.search(each)),
        *filter(_NUMBERED_GROUP.search, _BLOCK_PATTERNS),
    )
)
"""The same, in one pattern where they can be joined: each call takes as long as a short text."""


# The estimate of a message's cost asks too, and so does each reader of it.
@lru_cache(maxsize=4096)
def is_paragraph(text: str) -> bool:
    """Whether docutils certainly parses the text to one paragraph: no line of it can begin a block.

    The text has one line, no tabs to expand, no white space around it, and no `::` at its end,
    which would introduce a literal block.
    """
    if text.splitlines() != [text] or text != text.strip() or "\t" in text or text.endswith("::"):
        return False
    for begins in _BLOCKS:  # noqa: SIM110 - `any` takes twice as long, for every message
        if begins(text):
            return False
    return True


BULLETS = "-\u2022\u2023\u2043"
"""Marks of lists that a sentence may begin with. Stars and plus signs are none: they may be
emphasis, or nothing that a reader should see."""

_LIST_MARK = re.compile(
    rf"(?:[{BULLETS}]|(?P<open>\()?(?P<number>\d+|[A-Za-z#]|[ivxlcdm]+|[IVXLCDM]+)[.)])(?=\s|$)"
)


def list_mark(text: str) -> str:
    """The mark of a list with which a text begins, such as `1.` and `-`; empty for none."""
    match = _LIST_MARK.match(text)
    return match[0] if match else ""


def escaped_list_mark(text: str) -> str:
    r"""The text with a backslash in the mark of a list with which it begins, if it has one.

    `1. Mai` becomes `1\. Mai`, and `(b) so` becomes `\(b) so`.
    """
    match = _LIST_MARK.match(text)
    if not match:
        return text
    start = match.end("number") if match["number"] and not match["open"] else 0
    return f"{text[:start]}\\{text[start:]}"


class _AddressPattern:
    """docutils' pattern of addresses in text, which is searched only where an address can be.

    The search takes a sixth of the time of a message, and nearly no message has an address.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text, or None."""
        return self._pattern.search(text) if ":" in text or "@" in text else None


def compile_patterns() -> None:
    """Compile docutils' patterns with Sphinx's settings, which takes 15 ms; Python keeps them."""
    settings: Any = SimpleNamespace(
        character_level_inline_markup=False, pep_references=None, rfc_references=None
    )
    ParagraphParser(settings).close()


class ParagraphParser:
    """Parser of texts that are one paragraph each, all with the same docutils settings."""

    def __init__(self, settings: Any) -> None:
        self._inliner = Inliner()
        self._inliner.init_customizations(settings)
        addresses = self._inliner.patterns.uri
        self._inliner.implicit_dispatch = [
            (_AddressPattern(pattern) if pattern is addresses else pattern, method)  # type: ignore[misc]
            for pattern, method in self._inliner.implicit_dispatch
        ]

    def close(self) -> None:
        """Release the inliner; the parser cannot be used any more."""
        release_inliner(self._inliner)

    def parse(self, text: str, document: nodes.document) -> None:
        """Fill an empty document as docutils' parser would: a paragraph, then messages."""
        reporter = document.reporter
        source = document.current_source
        # docutils parses a paragraph after it has read the line after it.
        reporter.get_source_and_line = lambda line=None: (source, line or 2)  # type: ignore[misc]
        memo = SimpleNamespace(
            document=document,
            reporter=reporter,
            language=languages.get_language(document.settings.language_code, reporter),
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            inliner=self._inliner,
        )
        inline_nodes, messages = self._inliner.parse(text, 1, memo, document)
        paragraph = nodes.paragraph(text, "", *inline_nodes)
        paragraph.source, paragraph.line = source, 1
        document += [paragraph, *messages]
