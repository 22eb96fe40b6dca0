"""Damaged catalogs: refused by line or read rightly, never a crash and never half of a text.

Our own catalogs are cut, spliced, shuffled and garbled as editors, hosts and merges do it.
"""

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, CatalogError, parse_catalog
from cellulite_content.pipeline.gate.gate import check_catalog, check_document
from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.finding import Finding
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.unit import Document, Unit
from support import CHECKOUT
from support.fuzz.budget import FIRST_SEED, SECONDS, Recorder, say

pytestmark = pytest.mark.slow

ROOT = CHECKOUT
DOMAIN = "articles/will-running-reduce-cellulite"
LINES = [
    b"<<<<<<< HEAD", b"=======", b">>>>>>> branch", b"||||||| base", b"", b" ", b"#", b"#~", b"#|",
    b"#, fuzzy", b"#~ msgid \"a\"", b"#~| msgid \"a\"", b"msgid \"\"", b"msgid \"a\"",
    b"msgstr \"b\"", b"msgstr[0] \"b\"", b"msgid_plural \"c\"", b"msgctxt \"d\"",
    b"\"e\"", b"\"e", b"e\"", b"\\",
    b"msgstr \"\\v\\x41\\101\"", b"\"Content-Type: text/plain; charset=latin-1\\n\"",
    b"\"Plural-Forms: nplurals=2; plural=__import__('os');\\n\"", b"domain \"x\"", b"\xff\xfe",
    b"\xef\xbb\xbf", b"\x00", b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85", b"\x1e", b"\r", b"\t",
]  # fmt: skip
ENCODINGS = [
    "latin-1",
    "utf-16",
    "utf-16-le",
    "utf-32",
    "cp1252",
    "utf-7",
    "utf-8-sig",
    "shift-jis",
]


@cache
def catalogs() -> tuple[bytes, ...]:
    """Our catalogs, and the templates."""
    paths = [*(ROOT / "locales").rglob("*.po"), *(ROOT / "locales").rglob("*.pot")]
    return tuple(path.read_bytes() for path in sorted(paths))


@cache
def document() -> Document:
    """The article's units."""
    entries = parse_catalog((ROOT / "locales" / "templates" / f"{DOMAIN}.pot").read_bytes()).live
    units = (Unit("x", DOMAIN, each.extracted[0].partition(",")[0], each.msgid) for each in entries)
    return Document(DOMAIN, tuple(units))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A catalog after one to four accidents."""
    data = draw(st.sampled_from(catalogs()))
    for _ in range(draw(st.integers(1, 4))):
        data = draw(st.sampled_from(ACCIDENTS))(draw, data)
    return data


def _place(draw: st.DrawFn, data: bytes) -> int:
    return draw(st.integers(0, len(data)))


def _cut(draw: st.DrawFn, data: bytes) -> bytes:
    return data[: _place(draw, data)]


def _behead(draw: st.DrawFn, data: bytes) -> bytes:
    return data[_place(draw, data) :]


def _drop(draw: st.DrawFn, data: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + data[place + draw(st.integers(1, 200)) :]


def _splice(draw: st.DrawFn, data: bytes) -> bytes:
    other = draw(st.sampled_from(catalogs()))
    return data[: _place(draw, data)] + other[_place(draw, other) :]


def _flip(draw: st.DrawFn, data: bytes) -> bytes:
    changed = bytearray(data or b" ")
    for _ in range(draw(st.integers(1, 3))):
        changed[draw(st.integers(0, len(changed) - 1))] ^= 1 << draw(st.integers(0, 7))
    return bytes(changed)


def _insert(draw: st.DrawFn, data: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + draw(st.sampled_from(LINES) | st.binary(max_size=4)) + data[place:]


def _insert_line(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(LINES)))
    return b"\n".join(lines)


def _move_lines(draw: st.DrawFn, data: bytes) -> bytes:
    lines = data.split(b"\n")
    start = draw(st.integers(0, len(lines) - 1))
    moved = lines[start : start + draw(st.integers(1, 6))]
    del lines[start : start + len(moved)]
    place = draw(st.integers(0, len(lines)))
    return b"\n".join([*lines[:place], *moved, *lines[place:]])


def _recode(draw: st.DrawFn, data: bytes) -> bytes:
    text = data.decode(errors="replace")
    return text.encode(draw(st.sampled_from(ENCODINGS)), errors="replace")


def _end_lines(draw: st.DrawFn, data: bytes) -> bytes:
    return data.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r", b"\n\n", b"\n\r"])))


def _repeat(draw: st.DrawFn, data: bytes) -> bytes:
    place = _place(draw, data)
    piece = data[place : place + draw(st.integers(1, 400))]
    return data[:place] + piece * draw(st.integers(2, 4)) + data[place:]


ACCIDENTS = [
    *(_cut, _behead, _drop, _splice, _flip, _insert, _insert_line, _move_lines, _recode),
    *(_end_lines, _repeat),
]


def _for_polib(data: bytes) -> Iterator[bytes]:
    """The lines without what gettext's manual allows and polib refuses: `#so`, `msgid""`, `#,c`.

    A `#,` without flags goes too: behind the last entry it makes polib 1.2 drop that entry.
    """
    for line in data.split(b"\n"):
        if line.startswith(b"#,"):
            if flags := line[2:].strip(b" \t"):
                yield b"#, " + flags
        elif not line.startswith(b"#") or line.startswith((b"#~ ", b"#~m", b'#~"')):
            yield re.sub(rb'^((?:#~[ \t]*)?msg[a-z_]+(?:\[\d\])?)"', rb'\1 "', line)


_UNKNOWN_TO_POLIB = re.compile(
    rb"""
    \\[^nrt"\\] | \\\\\n | [\r\v\f]  # escapes, joined lines, and white space
    | "[ \t]*(?:"|msg|\[|\#) | ^[ \t]+[^ \t\n] | ^msg[a-z_]+[ \t]*$  # layouts
    | ^\#~[ \t]*(?:\n|\Z|\#)
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What msgfmt and we read, and polib refuses or reads in another way."""


def as_polib_reads(data: bytes, path: Path) -> list[tuple[object, ...]]:
    """Live and obsolete messages of a catalog in the words of another reader."""
    path.write_bytes(b"\n".join(_for_polib(data.removeprefix(b"\xef\xbb\xbf"))))
    entries = polib.pofile(str(path), encoding="utf-8")
    return sorted(
        _row(e.msgctxt, e.msgid, e.msgstr, e.msgid_plural, e.fuzzy, e.obsolete) for e in entries
    )


def as_we_read(catalog: Catalog) -> list[tuple[object, ...]]:
    """The same in ours."""
    return sorted(
        _row(e.context, e.msgid, e.msgstr, e.msgid_plural or "", e.fuzzy, e.obsolete)
        for e in catalog.entries
    )


def _row(context: str | None, *rest: object) -> tuple[object, ...]:
    return (context is not None, context or "", *rest)


def parsed(data: bytes) -> Catalog | CatalogError:
    """The catalog, or why there is none; whatever else is raised is a fault."""
    try:
        return parse_catalog(data)
    except CatalogError as error:
        return error


def check(data: bytes, project: Project, path: Path) -> bool:
    """Assert what must be of a damaged catalog; gives whether it was accepted."""
    locale = project.locale("de")
    target = project.catalog(locale, DOMAIN)
    target.write_bytes(data)
    result = check_document(project, locale, document())
    for finding in result.findings:
        assert isinstance(finding, Finding)
        assert len(str(finding).splitlines()) == 1, finding
    lines = (data.count(b"\n") or data.count(b"\r")) + 1
    catalog = parsed(data)
    if isinstance(catalog, CatalogError):
        assert len(str(catalog).splitlines()) == 1
        assert 1 <= catalog.line <= lines
        assert result.accepted == {}
        assert [each.problem.code for each in result.findings] == ["unreadable-catalog"]
        return False
    assert catalog.to_bytes() == data
    for fault in catalog.faults:
        assert 1 <= fault.line <= lines
        assert fault.line in {
            each.line for each in result.findings if each.problem.code == "unreadable-entry"
        } or any(each.problem.code == "plural-forms" for each in result.findings)
    # polib guesses at what we refuse, and knows none of C's escapes: other files are compared.
    if not catalog.refused and not _UNKNOWN_TO_POLIB.search(data):
        assert as_we_read(catalog) == as_polib_reads(data, path)
    assert check_catalog(locale, document(), catalog, "x").accepted == result.accepted
    meant = {entry.msgid: entry.msgstr for entry in reversed(catalog.live)}
    units = document().messages
    for msgid, text in result.accepted.items():
        unit = units[msgid]
        assert text == repair(unit, meant[msgid])[0]
    return True


def test_damaged_catalogs(
    copy_project: Callable[[Path], Path],
    tmp_path: Path,
    record_property: Recorder,
) -> None:
    """Only `CatalogError` and findings; what is accepted, polib reads the same."""
    project = load_project(copy_project(tmp_path / "project"))
    end = time.monotonic() + SECONDS * 0.4
    tried = read = 0
    number = FIRST_SEED

    def run(number: int) -> None:
        @seed(number)
        @settings(
            max_examples=500,
            deadline=None,
            derandomize=False,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(damaged())
        def one(data: bytes) -> None:
            nonlocal tried, read
            tried += 1
            read += check(data, project, tmp_path / "polib.po")

        try:
            one()
        except BaseException as error:
            error.add_note(f"FUZZ_SEED={number} repeats it")
            raise

    while time.monotonic() < end or number == FIRST_SEED:
        run(number)
        number += 1
    say(record_property, f"{tried} damaged catalogs tried, {read} of them read")
    assert 0.02 * tried < read < 0.98 * tried
