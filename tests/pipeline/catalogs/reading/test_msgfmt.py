"""msgfmt as the oracle: what it accepts is read as the same messages, but for listed exceptions."""

import gettext
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import CatalogError, parse_catalog
from support.samples import FUZZ

_HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=%s\\n"\n\n'

FILES = {
    "escapes of C": b'msgid "a\\a\\b\\f\\v\\t\\r"\nmsgstr "\\x41\\102\\x1234\\7"\n',
    "escapes of bytes": b'msgid "a"\nmsgstr "\\xc3\\xa4\\303\\244"\n',
    "mixed line ends": b'msgid "a"\r\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\r\n',
    "old line ends": b'msgid "a"\rmsgstr "b"\r',
    "white space": b'\tmsgid\v"a"\f\n\n msgstr\n\n"b"  "c"\n\n"d"',
    "no white space": b'msgid"a"msgstr"b"#c',
    "a domain": b'domain "x"\nmsgid "a"\nmsgstr "b"\n',
    "domains": b'# c\ndomain\n"x"\n\nmsgid "a"\nmsgstr "b"\ndomain "z" msgid "c" msgstr "d"\n',
    "an obsolete domain": b'#~ domain "x"\n#~ msgid "a"\n#~ msgstr "b"\n',
    "many forms": b'msgid "a"\nmsgid_plural "b"\n'
    + b"".join(b'msgstr[%d] "%d"\n' % (form, form) for form in range(13)),
    "forms on lines": b'msgid "a"\nmsgid_plural "b"\nmsgstr [ 00 ]\n"c"\nmsgstr\n[1]"d"',
    "joined lines": b'msgid "a"\nmsgstr "b\\\nc"\n',
    "an obsolete entry": b'#~| msgid "a"\n#~ msgid "b"\n#~ msgstr "c"\n#~\n',
    "comments": b'#= no-wrap\n#! a\n#,c-format\n#| msgid "b"\nmsgid "c"\nmsgstr "d" # e\n',
    "controls": 'msgid "a"\nmsgstr "b\x01\x7f\u0085\u2028\ufeff\ufffe\r"\n'.encode(),
    "a context of nothing": b'msgctxt ""\nmsgid ""\nmsgstr "a"\n',
}
"""What is behind the header of a file in UTF-8."""

EXCEPTIONS = {
    "no header": b'msgid "a"\nmsgstr "b"\n',  # a file that has lost its beginning
    "the header last": b'msgid "a"\nmsgstr "b"\n\n' + _HEADER % b"UTF-8",  # the same
    "no charset": b'msgid ""\nmsgstr "Language: de\\n"\n',  # bytes without a meaning
    "an unknown charset": _HEADER % b"EUC-TW",  # Python does not know it
    "a false charset": _HEADER % b"ISO-8859-1" + 'msgid "a"\nmsgstr "ääääääää"\n'.encode(),  # UTF-8
    "bytes that are no text": _HEADER % b"UTF-8" + b'msgid "a"\nmsgstr "\\xc3"\n',
    "a character in two strings": _HEADER % b"UTF-8" + b'msgid "a"\nmsgstr "\\xc3" "\\xa4"\n',
    # A line that was cut off there would take the next entry with it.
    "a backslash outside of strings": _HEADER % b"UTF-8" + b'msgid "a"\nmsgstr "b"\n\\\n',
    # msgfmt's file ends the text there; the gate refuses a text with this character.
    "a null character": _HEADER % b"UTF-8" + b'msgid "a"\nmsgstr "b\\0c"\n',
}
"""What msgfmt accepts and this reader, or the gate, refuses, with the reason."""

CHARSETS = {
    "ISO-8859-1": "ä",
    "KOI8-R": "б",
    "CP1252": "„",
    "EUC-JP": "表",
    "SHIFT_JIS": "表ソ",
    "GBK": "誠",
    "BIG5": "功",
    "GB18030": "ソ",
    "ASCII": "a",
}


@pytest.fixture(scope="module")
def msgfmt() -> str:
    """The program; Debian: package gettext."""
    program = shutil.which("msgfmt")
    assert program, "install msgfmt (Debian: `apt-get install gettext`)"
    return program


def _compiled(msgfmt: str, folder: Path, data: bytes) -> dict[object, str] | None:
    """The messages of all files that msgfmt makes of a catalog; None if it refuses it."""
    for path in folder.iterdir():
        path.unlink()
    (folder / "a.po").write_bytes(data)
    command = [msgfmt, "-o", "a.mo", "a.po"]
    if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
        return None
    messages: dict[object, str] = {}
    for path in folder.glob("*.mo"):
        with path.open("rb") as file:
            messages |= gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {key: text for key, text in messages.items() if key}


def _read(data: bytes) -> dict[object, str]:
    """The messages that msgfmt would compile, by its keys."""
    catalog = parse_catalog(data)
    assert [str(fault) for fault in catalog.faults] == []
    assert catalog.to_bytes() == data
    messages: dict[object, str] = {}
    for entry in catalog.live:
        if entry.has_translation and not entry.fuzzy:
            forms = {(entry.key, form): text for form, text in enumerate(entry.plural)}
            messages |= forms or {entry.key: entry.msgstr}
    return messages


@pytest.mark.parametrize("name", FILES)
def test_what_msgfmt_accepts_is_read(name: str, msgfmt: str, tmp_path: Path) -> None:
    """As the same messages, and written with the same bytes."""
    data = _HEADER % b"UTF-8" + FILES[name]
    compiled = _compiled(msgfmt, tmp_path, data)
    assert compiled is not None
    assert _read(data) == compiled


@pytest.mark.parametrize("name", CHARSETS)
def test_other_charsets_are_read(name: str, msgfmt: str, tmp_path: Path) -> None:
    """A second byte may be a quotation mark or a backslash."""
    text = CHARSETS[name].encode(name)
    data = _HEADER % name.encode() + b'msgid "a"\nmsgstr "%s"\n' % text
    assert _read(data) == _compiled(msgfmt, tmp_path, data) == {"a": CHARSETS[name]}


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_one(name: str, msgfmt: str, tmp_path: Path) -> None:
    """It is refused or read as another text, and msgfmt accepts it."""
    path = tmp_path / "a.po"
    path.write_bytes(EXCEPTIONS[name])
    done = subprocess.run([msgfmt, "-o", tmp_path / "a.mo", path], capture_output=True, check=False)
    assert done.returncode == 0
    try:
        catalog = parse_catalog(EXCEPTIONS[name])
    except CatalogError:
        return
    assert catalog.refused or any("\0" in entry.msgstr for entry in catalog.live)


_STRINGS = st.lists(
    st.sampled_from(rb"a|\n|\t|\"|\\|\a|\x41|\102|\xc3\xa4|\x|\q|\0|\001".split(b"|"))
    | st.sampled_from(["ä", "表", "\r", "\v", "\x7f", "\u2028", "#", "~"]).map(str.encode),
    max_size=3,
).map(b"".join)
_PIECES = (
    st.sampled_from(
        (
            b'msgid |msgid "a"|msgid "b" |msgctxt "c"\n|msgid_plural "d"\n|msgstr |msgstr "e"\n|'
            b'msgstr[0] |msgstr[1] "f"|domain "g"|#~ |#~ msgid "h"\n#~ msgstr "i"\n|# j\n|'
            b'#, fuzzy\n|#| msgid "k"\n|#~| msgid "l"\n| |\t|\n|\r\n|\n\n|msgid "m"\nmsgstr "n"\n\n'
        ).split(b"|")
    )
    | _STRINGS.map(b'"%s"'.__mod__)
    | st.tuples(_STRINGS, _STRINGS).map(b'msgid "%s"\nmsgstr "%s"\n'.__mod__)
)


@pytest.mark.slow
def test_random_files_are_read_as_msgfmt_reads_them(msgfmt: str, tmp_path: Path) -> None:
    """But for files that gettext, the reader of its output, cannot read either."""
    accepted = 0

    @FUZZ
    @given(st.sampled_from([*CHARSETS, "UTF-8", "UTF-8", "UTF-8"]), st.lists(_PIECES, max_size=9))
    def run(charset: str, pieces: list[bytes]) -> None:
        nonlocal accepted
        data = _HEADER % charset.encode() + b"".join(pieces)
        try:
            compiled = _compiled(msgfmt, tmp_path, data)
        except UnicodeDecodeError:
            return
        false_charset = charset != "UTF-8" and not data.isascii()
        if compiled is None or false_charset or b"\\0" in data:
            return
        accepted += 1
        assert _read(data) == compiled

    run()
    assert accepted > 10
