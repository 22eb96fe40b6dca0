"""Complaints: docutils' own messages all have plain words, without docutils' terms."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import states
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.checks.complaints import FALLBACK, plain_blocks, plain_words
from cellulite_content.pipeline.source.message_markup import read_markup

TERMS = re.compile(
    r"start-string|end-string|interpreted|phrase reference|substitution_|block_|_list|inline|"
    r"unindent|overline|underline|directive|explicit|implicit",
    re.IGNORECASE,
)
"""Words of docutils' documentation, which no guide for translators explains."""

REPORTS = frozenset({"info", "warning", "error", "severe", "system_message"})


def _messages(path: Path) -> Iterator[str]:
    """The messages that a module of docutils can report, with `x` for what it fills in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in REPORTS and node.args:
            text = _text(node.args[0])
            if text.strip("x ") and not text.startswith("Internal error"):
                yield text.strip()


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return re.sub(r"%\w", "x", str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + (_text(node.right) if isinstance(node.op, ast.Add) else "")
    return "x"


MESSAGES = sorted({*_messages(Path(states.__file__)), *_messages(Path(nodes.__file__))})
INLINE = (
    "emphasis",
    "strong",
    "literal",
    "interpreted text or phrase reference",
    "substitution_reference",
    "target",
)


def test_the_messages_are_found() -> None:
    """The collector itself works."""
    assert len(MESSAGES) > 30
    assert any(message.startswith("Multiple roles in interpreted") for message in MESSAGES)


@pytest.mark.parametrize("message", [each for each in MESSAGES if not each.startswith("Inline x")])
def test_each_message_of_docutils_has_plain_words(message: str) -> None:
    """All that its parser can report, in paragraphs and in blocks."""
    assert plain_words(message) is not FALLBACK


@pytest.mark.parametrize("kind", INLINE)
def test_each_open_markup_has_words_of_its_own(kind: str) -> None:
    """The sign that is open is named, with the way to close it and to write it as a sign."""
    words = plain_words(f"Inline {kind} start-string without end-string.")
    assert words is not FALLBACK
    assert "nothing closes it" in words.fault
    assert "close it" in words.remedy
    assert "\\" in words.remedy


@pytest.mark.parametrize(
    "message", [*MESSAGES, *(f"Inline {kind} start-string without end-string." for kind in INLINE)]
)
def test_no_words_are_docutils(message: str) -> None:
    """Neither the fault nor the remedy needs docutils' documentation."""
    assert not TERMS.search(" ".join(plain_words(message)))


@given(st.text())
def test_an_unknown_message_has_words(message: str) -> None:
    """A new version of docutils may report something new."""
    assert all(plain_words(message))


@given(st.text("ab *`_|<>[]#:.\\\n-1)(=", min_size=1, max_size=30))
def test_no_text_shows_docutils_words(text: str) -> None:
    """Whatever a translator writes: complaints and blocks are reported in plain words."""
    markup = read_markup(text)
    for complaint in markup.complaints:
        assert plain_words(complaint) is not FALLBACK, complaint
    assert not TERMS.search(plain_blocks(markup.blocks))


def test_blocks_are_counted() -> None:
    """Two paragraphs are two, and a text may be nothing at all."""
    assert plain_blocks(("paragraph", "bullet_list", "paragraph")) == "2 paragraphs, a list"
    assert plain_blocks(()) == "nothing"
