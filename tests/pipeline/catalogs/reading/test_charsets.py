"""Charsets: files in another one than UTF-8 keep it, and their bytes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import (
    Catalog,
    CatalogError,
    parse_catalog,
    write_entry,
)
from support.samples import FUZZ

TEXTS = {
    "ISO-8859-1": "Größe",
    "KOI8-R": "бег",
    "CP1252": "„Größe“ – €",
    "EUC-JP": "走る",
    "Shift_JIS": "表ソ",
    "GBK": "誠功",
    "BIG5": "功能",
    "GB18030": "表ソ",
    "EUC-KR": "달리기",
    "TIS-620": "วิ่ง",
}


def catalog(charset: str, *texts: bytes) -> bytes:
    """A catalog with a message for each text."""
    header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n'
    entries = (b'\nmsgid "%d"\nmsgstr "%s"\n' % pair for pair in enumerate(texts))
    return header.encode() + b"".join(entries)


@pytest.mark.parametrize("charset", TEXTS)
def test_an_edited_file_keeps_its_charset(charset: str) -> None:
    """A second byte may be a backslash or a quotation mark. Escapes stand for bytes."""
    text = TEXTS[charset]
    data = text.encode(charset)
    escaped = "".join(f"\\x{byte:02x}" for byte in data)
    old = parse_catalog(catalog(charset, data, escaped.encode(), b"Gehen"))
    assert (old.charset, old.refused) == (charset, ())
    assert [entry.msgstr for entry in old.live] == [text, text, "Gehen"]
    *first, last = old.entries
    new = replace(old, entries=(*first, write_entry(replace(last, msgstr=text))))
    assert new.to_bytes() == catalog(charset, data, escaped.encode(), data)


@pytest.mark.parametrize("data", [b"\xa2\xcc", b"\xa4\x51"])
def test_one_of_two_codes_of_a_character_is_kept(data: bytes) -> None:
    """BIG5 has two codes for U+5341, and Python writes the second one."""
    written = catalog("BIG5", data, b"a")
    assert parse_catalog(written).live[0].msgstr == "十"
    assert parse_catalog(written).to_bytes() == written
    assert parse_catalog(written.replace(b"\n", b"\r\n")).to_bytes() == written.replace(
        b"\n", b"\r\n"
    )


def test_both_codes_of_a_character_are_refused_on_equal_lines() -> None:
    """Lines are recognised by their text."""
    with pytest.raises(CatalogError, match="different bytes"):
        parse_catalog(catalog("BIG5", b"\xa2\xcc", b"\xa4\x51"))


def test_a_text_that_the_charset_lacks_makes_the_file_utf_8() -> None:
    """Nothing is lost, and the header is true."""
    old = parse_catalog(catalog("ISO-8859-1", "Größe".encode("latin-1")))
    entry = write_entry(replace(old.entries[0], msgid="–"))
    new = replace(old, entries=(*old.entries, entry)).to_bytes()
    assert new == catalog("UTF-8", "Größe".encode()) + '\nmsgid "–"\nmsgstr "Größe"\n'.encode()


@FUZZ
@given(
    st.sampled_from(list(TEXTS)),
    st.lists(st.binary(max_size=6)),
    st.sampled_from([b"\n", b"\r\n"]),
)
def test_every_file_that_is_read_comes_back(
    charset: str, texts: list[bytes], newline: bytes
) -> None:
    """Whatever bytes it has, also with faults."""
    data = catalog(charset, *texts).replace(b"\n", newline)
    try:
        read: Catalog = parse_catalog(data)
    except CatalogError:
        return
    assert read.to_bytes() == data
