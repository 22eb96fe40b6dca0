"""Prose: what the quality rules look at, and what markup keeps from them."""

from cellulite_content.pipeline.gate.prose import OMITTED, read_prose
from cellulite_content.pipeline.model.unit import Unit
from support.samples import DOMAIN


def unit(kind: str = "paragraph") -> Unit:
    """A unit of this kind."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, "x")


def test_markup_is_taken_apart() -> None:
    """Each rule has the words that it judges; a held piece leaves its place behind."""
    text = "**A** *b* ``c`` `d <https://example.org>`__ :ref:`e <f>` |g| h@i.org. [#j]_ [1]_"
    prose = read_prose(unit(), text)
    assert prose.text == text
    assert prose.visible.split() == ["A", "b", "c", "d", "e", "g", "h@i.org."]
    assert prose.running.split() == ["A", "b", *[OMITTED] * 4, f"{OMITTED}."]
    assert prose.plain.split() == ["A", *[OMITTED] * 5, f"{OMITTED}."]


def test_plain_text_is_taken_as_it_stands() -> None:
    """Stars and backticks of a label are its text; a program's gaps are held."""
    prose = read_prose(unit("interface"), "*%(date)s* by %(name)s, 100%")
    assert prose.plain == prose.running == prose.visible == f"*{OMITTED}* by {OMITTED}, 100%"


def test_escapes_vanish() -> None:
    """As a reader sees it, without the signs that part words from markup."""
    assert read_prose(unit(), "これは\\ *b*\\ です \\*").running == "これはbです *"


def test_what_is_no_paragraph_has_its_words_too() -> None:
    """A source may be what no translation may, and a copy of it is accepted."""
    assert read_prose(unit(), "1. May").plain == "May"
    assert read_prose(unit(), "::").plain.strip() == ""
