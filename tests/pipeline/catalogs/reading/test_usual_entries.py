"""Usual entries: read with one pattern, and to the same values as by the parser of pieces."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.reading import po_parser
from cellulite_content.pipeline.catalogs.reading.po_parser import CatalogError, read_entries
from cellulite_content.pipeline.catalogs.reading.usual_entries import read_usual_entries
from support.samples import FUZZ

LINES = st.sampled_from(
    (
        '|||# a|#. b|#: c:1 d|#, fuzzy, x|#| msgid "e"|#~ msgid "f"|#~ msgstr "g"|#~|#~| x|#=x|'
        'msgctxt "h"|msgid "i"|msgid "a\\"b\\\\c\\n"|msgid ""|"j"|"k\\t"|"l\\"|"m" "n"|'
        'msgid_plural "o"|msgstr "p"|msgstr ""|msgstr[0] "q"|'
        'msgstr[1] "r"|domain "s"|stray| |"|msgid "t" |'
        ' msgid "u"|msgstr "\\q"|msgstr "v\\\\"|msgid|"\x00"|"\x01\\n"|msgstr "w" # x|# y\\|"z\r"'
    ).split("|")
)
USUAL = st.sampled_from(
    ('# a\n#: b\nmsgid "c"\nmsgstr ""\n"d\\n"\n"e"\n', 'msgctxt "f"\nmsgid "g"\nmsgstr "h"\n')
)
TEXTS = st.lists(
    st.lists(LINES, max_size=6).map(lambda lines: "\n".join(lines) + "\n") | USUAL, max_size=6
).map("\n".join)


@contextmanager
def _no_usual_entries() -> Iterator[None]:
    with patch.object(po_parser, "read_usual_entries", lambda text, place, line: ([], place, line)):
        yield


def _entries(text: str) -> object:
    try:
        return read_entries(text)
    except CatalogError as error:
        return str(error), error.line


@FUZZ
@given(TEXTS)
@example('msgid "a"\nmsgstr "b"\n\n"c"\n')
@example('msgid "a"\nmsgstr "b"\n\nmsgid "c"\n\nmsgid "d"\nmsgstr "e"\n')
@example('domain "a"\n\nmsgid "b"\nmsgstr "c"\n\nmsgid "d"\nmsgstr "e"\n')
def test_usual_entries_are_those_of_the_slower_parser(text: str) -> None:
    """Every field is equal, and so are the places, the white space between, and the faults."""
    with _no_usual_entries():
        expected = _entries(text)
    assert _entries(text) == expected


def test_ordinary_entries_are_usual() -> None:
    """The fast way is worth its place only if it is taken."""
    text = '#: a\n#, fuzzy\n#| msgid "b"\nmsgid ""\n"c "\n"\\"d\\""\nmsgstr "e\\\\ "\n'
    entries, end, line = read_usual_entries(text * 2, 0, 1)
    assert (entries, end, line) == ([], 0, 1)  # no blank line is between them
    entries, end, line = read_usual_entries(f"{text}\n\n{text}\n", 0, 1)
    assert [entry.line for entry in entries] == [1, 10]
    assert (end, line) == (2 * len(text) + 2, 17)
    assert [entry.msgid for entry in entries] == ['c "d"'] * 2
