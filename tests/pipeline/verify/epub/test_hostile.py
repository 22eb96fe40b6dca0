"""Hostile and damaged books: one finding each, in one line, in little time and memory."""

from __future__ import annotations

import io
import random
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.model.unit import Document, Source
from cellulite_content.pipeline.verify.epub import container
from cellulite_content.pipeline.verify.epub.book import read_book
from cellulite_content.pipeline.verify.epub.container import BookError, read_container
from cellulite_content.pipeline.verify.epub.lint import lint_books
from support.book_checks.books import SLUG, TEXT, Files, pack, unpack

MEGABYTE = 1024**2
LAUGHS = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "ha">{}]><html>&a9;</html>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
)
OUTSIDE = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html>&x;</html>'


@pytest.fixture(scope="module")
def book(site: Path) -> Files:
    """The German book's files."""
    return unpack(site / "downloads" / f"{SLUG}.de.epub")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for books."""
    return tmp_path_factory.mktemp("odd")


def _renamed(data: bytes, old: str, new: str) -> bytes:
    """The zip with a name of the same length in its headers: Python's writer would refuse some."""
    assert len(old) == len(new)
    return data.replace(old.encode(), new.encode())


def _bomb(files: Files) -> bytes:
    return pack(files | {"EPUB/zeros.xhtml": bytes(40 * MEGABYTE)})


def _many_bombs(files: Files) -> bytes:
    """No file is too large, all together are."""
    return pack(files | {f"EPUB/{n}.bin": bytes(7 * MEGABYTE) for n in range(9)})


def _lying(files: Files) -> bytes:
    """A directory that tells of 10 bytes where 40 MB are packed."""
    data = _bomb(files)
    size = (40 * MEGABYTE).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (10).to_bytes(4, "little"))


def _twice(files: Files) -> bytes:
    buffer = io.BytesIO(pack(files))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(TEXT, "<html/>")
    return buffer.getvalue()


def _locked(files: Files) -> bytes:
    """All entries say that they are encrypted."""
    data = bytearray(pack(files))
    for magic, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(magic)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(magic, place + 4)
    return bytes(data)


def _lzma(files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


HOSTILE: dict[str, Callable[[Files], bytes]] = {
    "not a zip": lambda files: b"%PDF-1.7",
    "empty": lambda files: b"",
    "cut short": lambda files: pack(files)[:-400],
    "without its beginning": lambda files: pack(files)[700:],
    "damaged in the middle": lambda files: _renamed(pack(files), "PK\3\4", "PK\3\5"),
    "zip bomb": _bomb,
    "many zip bombs": _many_bombs,
    "bomb with a lying header": _lying,
    "too many files": lambda files: pack(files | {f"EPUB/{n}.css": b"" for n in range(600)}),
    "name that leads out": lambda files: pack(files | {"../../etc/passwd": b"x"}),
    "absolute name": lambda files: pack(files | {"/etc/passwd": b"x"}),
    "name of another system": lambda files: pack(files | {"EPUB\\x.css": b"x"}),
    "name with a drive": lambda files: pack(files | {"c:x.css": b"x"}),
    "name with a null byte": lambda files: _renamed(pack(files), "book.css", "book\0css"),
    "a file twice": _twice,
    "encrypted": _locked,
    "packed by another method": _lzma,
    "a billion laughs": lambda files: pack(files | {TEXT: LAUGHS.encode()}),
    "an entity from outside": lambda files: pack(files | {TEXT: OUTSIDE.encode()}),
    "broken XML": lambda files: pack(files | {TEXT: files[TEXT][:-9]}),
    "a prefix that nothing declares": lambda files: pack(
        files | {TEXT: files[TEXT].replace(b' xmlns:epub="', b' xmlns:other="')}
    ),
    "nested too deeply": lambda files: pack(
        files | {TEXT: (b"<p>" * 200_000) + b"x" + (b"</p>" * 200_000)}
    ),
    "no package document": lambda files: pack(
        {name: data for name, data in files.items() if not name.endswith(".opf")}
    ),
    "no container": lambda files: pack(
        {name: data for name, data in files.items() if not name.startswith("META-INF")}
    ),
    "no navigation": lambda files: pack(
        {name: data for name, data in files.items() if not name.endswith("nav.xhtml")}
    ),
    "no text": lambda files: pack({name: data for name, data in files.items() if name != TEXT}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_one_finding(name: str, book: Files, tmp_path: Path, project: Project) -> None:
    """The book cannot be read, says one finding; it took little time and memory to know."""
    path = tmp_path / f"{SLUG}.de.epub"
    path.write_bytes(HOSTILE[name](book))
    source = Source((Document(f"articles/{SLUG}", (), article=f"articles/{SLUG}"),))
    begin = time.process_time()
    (finding,) = lint_books(project, source, {"de": ()}, [path])
    assert time.process_time() - begin < 30
    assert finding.problem.code == "book-unreadable"
    assert len(str(finding).splitlines()) == 1
    assert len(str(finding)) < 400


def test_link_to_another_file_is_not_read(tmp_path: Path, project: Project) -> None:
    """A link among the books, to whatever file, is reported and not followed."""
    path = tmp_path / f"{SLUG}.de.epub"
    path.symlink_to("/etc/passwd")
    source = Source((Document(f"articles/{SLUG}", (), article=f"articles/{SLUG}"),))
    (finding,) = lint_books(project, source, {"de": ()}, [path])
    assert finding.problem.code == "book-unreadable"


def test_bomb_is_not_unpacked(book: Files) -> None:
    """What a bomb unpacks to is never in memory."""
    data = _many_bombs(book) + b""
    tracemalloc.start()
    try:
        with pytest.raises(BookError):
            read_container(data)
        assert tracemalloc.get_traced_memory()[1] < 3 * container.MAX_BOOK_SIZE
    finally:
        tracemalloc.stop()


_ATTRIBUTE = re.compile(rb'[\w:-]+="[^"]*"')
_VALUES = (b"", b'href="//[x#y"', b'id="a"', b'class="label"', b'lang="en"', b'role="doc-noteref"')


@settings(max_examples=100)
@given(seed=st.integers(0, 2**32), share=st.sampled_from([1, 5, 50]))
def test_odd_books_never_raise(
    book: Files, report: Report, project: Project, folder: Path, seed: int, share: int
) -> None:
    """However the attributes of its files are changed, a book gets findings of one line each."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    files = dict(book)
    names = [name for name in files if name.endswith((".xhtml", ".opf", ".ncx"))]
    for _ in range(share):
        name = chance.choice(names)
        found = list(_ATTRIBUTE.finditer(files[name]))
        here = chance.choice(found)
        value = chance.choice((*_VALUES, chance.choice(found)[0]))
        files[name] = files[name][: here.start()] + value + files[name][here.end() :]
    path = folder / f"{SLUG}.de.epub"
    path.write_bytes(pack(files))
    for finding in lint_books(project, report.source, report.results, [path]):
        assert len(str(finding).splitlines()) == 1


@settings(max_examples=75)
@given(seed=st.integers(0, 2**32), share=st.sampled_from([1, 3, 30, 300]))
def test_damaged_bytes_never_raise(book: Files, seed: int, share: int) -> None:
    """However a book's bytes are damaged: it is read, or refused as a book."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(pack(book))
    for _ in range(share):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with suppress(BookError):
        read_book(read_container(bytes(data)))
