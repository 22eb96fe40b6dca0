"""Catalogs: what is read is written back byte for byte, and a broken line costs its entry."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import (
    Catalog,
    CatalogError,
    Entry,
    parse_catalog,
    write_entry,
)
from cellulite_content.pipeline.files.atomic import write_file
from support.samples import FUZZ, HEADER, again, po, read

CONTENT_TYPE = '"Content-Type: text/plain; charset=UTF-8\\n"\n'

# Round trips

WHOLE = """\
# Translators of this file
# and their notes.
#, custom
msgid ""
msgstr ""
"Project-Id-Version: Walking 1.0\\n"
"Language: de\\n"
"X-Generator: Weblate 5.9\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Poedit-Basepath: ../\\n"

#   Indented, and a tab\t.
#. paragraph, in: Walking
#: docs/a.rst docs/b.rst
#: docs/c.rst
#, fuzzy, my-flag
#| msgctxt "noun"
#| msgid ""
#| "an "
#| "older text"
msgctxt "noun"
msgid ""
"a "
"text"
msgstr "ein "
"Text"
msgid "directly below"
msgstr "direkt darunter"


# A comment, then a blank line.

msgid "after\t\\"blanks\\"\\n"

msgstr   "nach"  \t
#= a comment of a new gettext
msgid "one"
msgid_plural "many"
msgstr[0] "eins"
msgstr[1] "viele"

# Of an obsolete entry.
#, fuzzy
#~| msgid "oldest"
#~ msgid "old"
#~ msgstr "alt"
#~ msgid ""
#~ "older"
#~ msgstr ""
#~ "älter"
#~msgid "tight"
#~msgstr "eng"
msgid "live again"
msgstr "wieder da"

# A last word that belongs to no message.
#~| msgid "nor does this"
"""

LAYOUTS = {
    "as an editor writes it": WHOLE,
    "without a newline at the end": WHOLE.removesuffix("\n"),
    "with blank lines at the end": WHOLE + "\n\n \t\n",
    "with spaces at the end": WHOLE + "  \t",
    "with blank lines at the start": "\n \n\n" + WHOLE,
    "ending in an entry": po('msgid "a"\nmsgstr "b"\n').decode(),
    "ending in an entry without a newline": po('msgid "a"\nmsgstr "b"').decode(),
    "ending in an entry and spaces": po('msgid "a"\nmsgstr "b"\n   ').decode(),
    "ending in an obsolete entry": po('#~ msgid "a"\n#~ msgstr "b"').decode(),
    "of a header alone": HEADER,
    "of a header alone, without a newline": HEADER.removesuffix("\n"),
    "with tabs behind the keywords": po(
        'msgid\t"a"\nmsgstr\t"b"\nmsgid\t"c"\nmsgstr\t""\n'
    ).decode(),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_file_comes_back_byte_for_byte(layout: str, bom: str, newline: str) -> None:
    """However a file is laid out, reading and writing it changes no byte."""
    data = (bom + LAYOUTS[layout]).replace("\n", newline).encode()
    catalog = parse_catalog(data)
    assert catalog.to_bytes() == data
    assert (catalog.bom, catalog.newline) == (bool(bom), newline)


def test_what_the_file_says() -> None:
    """Every part of an entry is read, whatever stands around it."""
    catalog = parse_catalog(WHOLE.encode())
    first, second, third, plural, *obsolete, live = catalog.entries
    assert (first.context, first.msgid, first.msgstr) == ("noun", "a text", "ein Text")
    assert first.comments == ("Indented, and a tab\t.",)
    assert first.extracted == ("paragraph, in: Walking",)
    assert first.references == ("docs/a.rst", "docs/b.rst", "docs/c.rst")
    assert (first.flags, first.fuzzy) == (("fuzzy", "my-flag"), True)
    assert first.previous == "an older text"
    assert (second.msgid, second.gap) == ("directly below", "")
    assert (third.msgid, third.msgstr) == ('after\t"blanks"\n', "nach")
    assert (plural.msgid_plural, plural.plural) == ("many", ("eins", "viele"))
    assert plural.has_translation
    assert [(each.msgid, each.msgstr) for each in obsolete] == [
        ("old", "alt"),
        ("older", "älter"),
        ("tight", "eng"),
    ]
    assert obsolete[0].previous == "oldest"
    assert obsolete[0].comments == ("Of an obsolete entry.",)
    assert all(each.obsolete and each not in catalog.live for each in obsolete)
    assert (live.msgid, live.obsolete) == ("live again", False)
    assert catalog.tail.startswith("\n# A last word")


def test_the_header_has_fields() -> None:
    """Fields are found by name in any case, also those with X-; a missing one is empty."""
    catalog = parse_catalog(WHOLE.encode())
    assert catalog.field("X-Generator") == "Weblate 5.9"
    assert catalog.field("language") == "de"
    assert catalog.field("Plural-Forms") == ""


def test_a_field_cannot_hide_behind_a_strange_line_break() -> None:
    """gettext ends a field at a newline alone; U+2028 and its like end none here either."""
    text = (
        'msgid ""\nmsgstr ""\n"X-Note: a\u2028Plural-Forms: b\x85Language: xx\\n"\n' + CONTENT_TYPE
    )
    catalog = parse_catalog(text.encode())
    assert (catalog.field("Plural-Forms"), catalog.field("Language")) == ("", "")


@pytest.mark.parametrize(
    ("flags", "read_as"),
    [("fuzzy", ("fuzzy",)), ("fuzzy,x", ("fuzzy", "x")), (" x , ,fuzzy, ", ("x", "fuzzy"))],
)
def test_flags_stand_between_commas(flags: str, read_as: tuple[str, ...]) -> None:
    """White space and empty places between commas are no flags."""
    (entry,) = read(f'#,{flags}\nmsgid "a"\nmsgstr "b"\n').entries
    assert entry.flags == read_as


# Refusals

REFUSALS = {
    "text outside of quotation marks": ('msgid "a"\nmsgstr "b"\nloose words\n', 8, "no keyword"),
    "unquoted": ("msgid a\nmsgstr b\n", 6, "quotation marks"),
    "unterminated": ('msgid "a"\nmsgstr "b\n', 7, "not closed"),
    "unterminated by a backslash": ('msgid "a"\nmsgstr "b\\"\n', 7, "not closed"),
    "a quotation mark inside": ('msgid "a"\nmsgstr "say "b""\n', 7, "backslash"),
    "text behind the string": ('msgid "a"\nmsgstr "b" c\n', 7, "outside of quotation"),
    "unterminated continuation": ('msgid ""\n"a\nmsgstr "b"\n', 7, "not closed"),
    "cut off behind msgid": ('msgid "a"\nmsgstr "b"\n\n# Hm.\nmsgid "c"\n', 10, "cut off"),
    "cut off behind msgid, obsolete": ('#~ msgid "a"\n', 6, "cut off"),
    "msgid without msgstr": ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 6, "no msgstr"),
    "obsolete half an entry": ('msgid "a"\n#~ msgstr "b"\n', 6, "cut off"),
    "msgstr without msgid": ('msgstr "b"\n', 6, "not allowed here"),
    "two msgstr": ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 8, "not allowed here"),
    "a string of nothing": ('# Hm.\n"b"\nmsgstr "c"\n', 7, "before any msgid"),
    "escape of a line break": ('msgid "a\\\v"\nmsgstr "b"\n', 6, "\\\\x0b is unknown"),
    "escape in a continuation": ('msgid "a"\nmsgstr ""\n"b\\ü"\n', 8, "\\ü is unknown"),
    "a second header": ('msgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "x"\n', 9, "second header"),
    "U+2028 for a line end": ('msgid "a"\nmsgstr "b"\n\u2028msgstr "c"\n', 8, "no keyword"),
    "plural without forms": ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 6, "goes together"),
    "forms without plural": ('msgid "a"\nmsgstr[0] "c"\n', 6, "goes together"),
    "a form left out": ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 6, "goes together"),
    "forms and a msgstr": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr "d"\n',
        6,
        "goes together",
    ),
    "a form of another script": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[٠] "c"\n',
        8,
        "quotation marks",
    ),
    "a context behind its msgid": (
        'msgid "a"\nmsgctxt "b"\nmsgstr "c"\n',
        7,
        "is not allowed here",
    ),
    "a plural behind its msgstr": (
        'msgid "a"\nmsgstr[0] "b"\nmsgid_plural "c"\n',
        8,
        "is not allowed here",
    ),
    # Lines lost in a merge: the msgstr is another message's.
    "a comment inside an entry": ('msgid "a"\n\n#. b\nmsgstr "c"\n', 8, "inside an entry"),
    "a domain without its name": ('domain\nmsgid "a"\nmsgstr "b"\n', 6, "has no text"),
}


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("gap", ["\n", "\n# A comment.\n"], ids=["blank line", "comment"])
def test_a_broken_line_costs_its_entry(name: str, gap: str) -> None:
    """The fault has the line, its text and the remedy; the entry after it and all bytes stay."""
    text, line, words = REFUSALS[name]
    catalog = read(text + gap + 'msgid "kept"\nmsgstr "behalten"\n')
    *_, last = catalog.entries
    assert (last.msgid, last.msgstr) == ("kept", "behalten")
    (fault,) = catalog.faults
    assert fault.line == line
    assert words in fault.reason
    assert fault.quote == po(text).decode().split("\n")[line - 1].strip()
    assert len(str(fault).splitlines()) == 1
    assert catalog.to_bytes() == po(text + gap + 'msgid "kept"\nmsgstr "behalten"\n')


@pytest.mark.parametrize("hidden", ["", "#, fuzzy\r", "#. b\r"], ids=["entry", "flag", "comment"])
def test_a_line_end_that_hides_an_entry_is_refused(hidden: str) -> None:
    """Behind a comment, CR among other line ends would make an entry or its flag a comment."""
    with pytest.raises(CatalogError, match="CR, as on old Macs") as error:
        read(f'msgid "a"\nmsgstr "b"\n\n# c\r{hidden}msgid "d"\nmsgstr "e"\n')
    assert error.value.line == 9


CONFLICTS = {
    "ours": ('<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n', 6),
    "between": ('msgid "a"\n=======\nmsgstr "b"\n', 7),
    "base": ('msgid "a"\n||||||| base\nmsgstr "b"\n', 7),
    "theirs": ('msgid "a"\nmsgstr "b"\n>>>>>>> x\n', 8),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_file_with_conflict_marks_is_no_catalog(name: str) -> None:
    """Which side of a conflict is right is unknown for each of its entries."""
    text, line = CONFLICTS[name]
    with pytest.raises(CatalogError, match="merge conflict") as raised:
        read(text)
    assert raised.value.line == line


HEADERS = {
    "an empty file": ("", 1, "no entries; bring back an earlier version"),
    "blank lines alone": ("\n\n", 1, "no entries"),
    "comments alone": ("# Nothing\n", 1, "no entries"),
    "an entry first": ('msgid "a"\nmsgstr "b"\n', 1, "header is missing"),
    "an obsolete header": (f'#~ msgid ""\n#~ msgstr {CONTENT_TYPE}', 1, "header is missing"),
    "a header with a context": (f'msgctxt "x"\nmsgid ""\nmsgstr {CONTENT_TYPE}', 1, "is missing"),
    "no charset": ('msgid ""\nmsgstr "Language: de\\n"\n', 1, "charset=UTF-8"),
    "another charset": (
        "# Grüße, Füße, Öl, Möhre, Übung, Käse.\n"
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n',
        1,
        "the file is UTF-8",
    ),
    "a charset that is not ASCII": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-16\\n"\n',
        1,
        "charset=UTF-8",
    ),
    "charset of a template": (
        '\n\nmsgid ""\nmsgstr "Content-Type: text/plain; charset=CHARSET\\n"\n',
        3,
        "charset=UTF-8",
    ),
    "charset in another field": ('msgid ""\nmsgstr "X-Note: charset=UTF-8\\n"\n', 1, "charset"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_catalog_begins_with_a_header_of_its_charset(name: str) -> None:
    """Without it, readers disagree about every letter that is not ASCII."""
    text, line, words = HEADERS[name]
    with pytest.raises(CatalogError, match=words) as raised:
        parse_catalog(text.encode())
    assert raised.value.line == line


@pytest.mark.parametrize("spelling", ["UTF-8", "utf-8", "utf8", "UTF8  "])
def test_utf_8_has_spellings(spelling: str) -> None:
    """Tools write the charset in small letters, or without its hyphen."""
    text = f'msgid ""\nmsgstr "content-type: text/plain; charset={spelling}\\n"\n'
    assert parse_catalog(text.encode()).entries == ()


@pytest.mark.parametrize("data", [b'msgstr "\xfc"\n', b"# \xff\n", 'msgstr "ü"'.encode("utf-16")])
def test_what_is_not_utf_8_is_refused_at_its_line(data: bytes) -> None:
    """The line of the first wrong byte is reported, also in a comment."""
    with pytest.raises(CatalogError, match="UTF-8") as raised:
        parse_catalog(po('msgid "a"\n') + data)
    assert raised.value.line == 7


@pytest.mark.parametrize("sign", ["\v", "\f", "\x85", "\u2028", "\x1c"])
def test_a_strange_line_break_in_a_comment_ends_no_comment(sign: str) -> None:
    """To other parsers it does, and what is behind it becomes a message there."""
    catalog = read(f'# x{sign}msgid "hidden"\n# y{sign}msgstr "evil"\nmsgid "a"\nmsgstr "b"\n')
    (entry,) = catalog.entries
    assert (entry.msgid, entry.msgstr) == ("a", "b")
    assert again(replace(catalog, entries=(write_entry(entry),))).entries[0].comments == (
        entry.comments
    )


def test_a_file_of_many_lines_is_read_in_time() -> None:
    """Reading takes time in proportion to the file: 8 MB of continuation lines do not stall it."""
    lines = 100_000
    data = po('#| msgid ""\n' + '#| "a"\n' * lines + 'msgid "b"\nmsgstr ""\n' + '"c"\n' * lines)
    start = time.process_time()
    (entry,) = parse_catalog(data).entries
    assert time.process_time() - start < 60
    assert (entry.previous, entry.msgstr) == ("a" * lines, "c" * lines)


# Writing


@pytest.mark.parametrize("sign", ["\v", "\b", "\f", "\x85", "\u2028", "\t", "\r", "\\", '"', "\\v"])
def test_what_is_written_can_be_read(sign: str) -> None:
    """polib writes the escapes `\\v`, `\\b` and `\\f`, which no strict reader knows."""
    entry = write_entry(
        Entry("", msgid=f"a{sign}b", msgstr=f"{sign}c", previous=f"d{sign}", comments=("e\\v",))
    )
    (found,) = read(entry.raw).entries
    assert (found.msgid, found.msgstr) == (f"a{sign}b", f"{sign}c")
    assert (found.previous, found.comments) == (f"d{sign}", ("e\\v",))


def test_a_string_stands_on_one_line() -> None:
    """Nothing is wrapped: a long address stays whole, and a change is one line of diff."""
    address = f"https://example.org/{'a-b/' * 60}"
    raw = write_entry(Entry("", msgid=address, msgstr=address, comments=(address,))).raw
    assert raw == f'# {address}\nmsgid "{address}"\nmsgstr "{address}"\n'


def test_a_previous_context_hides_no_previous_source() -> None:
    """`#| msgctxt` is above `#| msgid`, and `#| msgid_plural` behind it."""
    (entry,) = read(
        '#, fuzzy\n#| msgctxt "x"\n#| "y"\n#| msgid "old"\n#| "er"\n#| msgid_plural "z"\n'
        'msgid "a"\nmsgstr "b"\n'
    ).entries
    assert entry.previous == "older"


def test_an_unreadable_previous_source_harms_nobody() -> None:
    """It is a hint to translators; nothing is published from it."""
    (entry,) = read('#| msgid "open\n#| "\\q"\nmsgid "a"\nmsgstr "b"\n').entries
    assert (entry.msgstr, entry.previous) == ("b", "\\q")


def test_a_write_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """The folders are made, and the file beside which it was written is gone."""
    path = tmp_path / "de" / "LC_MESSAGES" / "a.po"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill before the rename costs nothing: the old file is whole."""
    path = tmp_path / "a.po"
    write_file(path, b"old")

    def killed(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"


# Random catalogs

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text(
    '\\"ntrvbf\n\t\r\v\b\f\x85\u2028#~ü', max_size=12
)
LINES = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=12)
    .map(lambda text: text.strip(" \t"))
    .filter(bool)
)
WORDS = st.from_regex(r"[a-z][a-z0-9/.:-]{0,8}", fullmatch=True)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry with random texts in every field that its kind has."""
    obsolete, forms = draw(st.booleans()), draw(st.lists(TEXTS, max_size=3).map(tuple))
    return write_entry(
        Entry(
            "",
            msgid=draw(TEXTS.filter(bool)),
            msgstr="" if forms else draw(TEXTS),
            context=draw(st.none() | TEXTS),
            msgid_plural=draw(TEXTS.filter(bool)) if forms else None,
            plural=forms,
            comments=draw(st.lists(LINES, max_size=2).map(tuple)),
            extracted=() if obsolete else draw(st.lists(LINES, max_size=2).map(tuple)),
            references=() if obsolete else draw(st.lists(WORDS, max_size=3).map(tuple)),
            flags=draw(st.lists(WORDS, max_size=3).map(tuple)),
            previous=draw(st.none() | TEXTS),
            obsolete=obsolete,
        )
    )


@FUZZ
@given(st.lists(entries(), max_size=4))
def test_what_is_written_reads_back_equal(written: list[Entry]) -> None:
    """Whatever the texts, each field comes back, and the bytes of each entry."""
    catalog = Catalog(read("").header, tuple(written))
    found = again(catalog)
    assert [replace(entry, line=0, gap="\n") for entry in found.entries] == written
    assert found.to_bytes() == catalog.to_bytes()


@FUZZ
@given(st.lists(entries(), min_size=1, max_size=4))
def test_polib_reads_the_same(written: list[Entry]) -> None:
    """Another reader of PO files finds the same messages in what we write."""
    data = Catalog(read("").header, tuple(written)).to_bytes()
    with tempfile.NamedTemporaryFile(suffix=".po") as file:
        file.write(data)
        file.flush()
        found = polib.pofile(file.name, encoding="utf-8")
    assert [
        (
            each.msgctxt,
            each.msgid,
            each.msgstr,
            each.msgid_plural or None,
            tuple(each.msgstr_plural[form] for form in sorted(each.msgstr_plural)),
            each.flags,
            each.obsolete,
        )
        for each in found
    ] == [
        (
            each.context,
            each.msgid,
            each.msgstr,
            each.msgid_plural,
            each.plural,
            list(each.flags),
            each.obsolete,
        )
        for each in written
    ]


PIECES = [
    'msgid "a"', 'msgid ""', 'msgid\t"b"', 'msgid_plural "b"', 'msgstr "c"', 'msgstr ""',
    'msgstr[0] "d"', 'msgstr[1] "e"', 'msgctxt "f"', '"g"', '"\\n"', '"', "\\", "#", "# h",
    "#. i", "#: j", "#, fuzzy", '#| msgid "k"', '#~| msgid "l"', "#~", "#~ ", "\n", "\n", "\n",
    "\n\n", " ", "\t", "\v", "\u2028", "\r", "\r\n", "\ufeff", "<<<<<<<", CONTENT_TYPE, HEADER,
]  # fmt: skip


def check_round_trip(data: bytes) -> None:
    """Whatever parses comes back byte for byte; whatever does not is refused with a line."""
    try:
        catalog = parse_catalog(data)
    except CatalogError as error:
        refused_at = error.line
    else:
        refused_at = 1
        assert catalog.to_bytes() == data
    assert 1 <= refused_at <= data.count(b"\n") + 1


@FUZZ
@given(st.binary(max_size=80), st.booleans())
@example(b"\xef\xbb\xbf", False)
def test_random_bytes_are_read_or_refused(data: bytes, behind_a_header: bool) -> None:
    """No file can stop the program with another error than the one that is reported."""
    check_round_trip(po("") + data if behind_a_header else data)


@FUZZ
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_random_pieces_are_read_or_refused(text: str) -> None:
    """The same, with what PO files are made of."""
    check_round_trip(po(text))


@FUZZ
@given(st.data())
def test_a_damaged_catalog_is_read_or_refused(data: st.DataObject) -> None:
    """The same, with a good file of which a part is cut out or doubled."""
    whole = WHOLE.encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(0, len(whole)))
    check_round_trip(whole[:start] + whole[end:])
