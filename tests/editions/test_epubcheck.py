"""Every book passes EPUBCheck, the W3C's validator, and broken ones do not."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reader import LOCALES, SLUG, TRANSLATIONS

Edit = Callable[[dict[str, bytes]], None]


def _wrong_direction(files: dict[str, bytes]) -> None:
    """A `dir` that no specification knows."""
    _put(files, f"EPUB/{SLUG}.xhtml", b'dir="ltr"', b'dir="down"')


def _duplicate_identifier(files: dict[str, bytes]) -> None:
    """Two sections with one id."""
    _put(files, f"EPUB/{SLUG}.xhtml", b'id="conclusion"', b'id="sources"')


def _unlisted_file(files: dict[str, bytes]) -> None:
    """A page that the manifest does not list."""
    _put(files, "EPUB/package.opf", b'href="about.xhtml"', b'href="elsewhere.xhtml"')


def _missing_language(files: dict[str, bytes]) -> None:
    """A book that does not say its language."""
    _put(files, "EPUB/package.opf", b"<dc:language>de</dc:language>", b"")


def _remote_image(files: dict[str, bytes]) -> None:
    """An image from another server."""
    _put(files, f"EPUB/{SLUG}.xhtml", b'src="_images', b'src="https://example.org/_images')


def _broken_link(files: dict[str, bytes]) -> None:
    """A line of the contents that leads to no section."""
    _put(files, "EPUB/nav.xhtml", b"#conclusion", b"#nothing")


SEEDED: dict[Edit, str] = {
    _wrong_direction: "RSC-005",
    _duplicate_identifier: "RSC-005",
    _unlisted_file: "RSC-001",
    _missing_language: "RSC-005",
    _remote_image: "RSC-006",
    _broken_link: "RSC-012",
}
"""Faults, and the message by which EPUBCheck tells them."""


def _put(files: dict[str, bytes], name: str, old: bytes, new: bytes) -> None:
    assert old in files[name]
    files[name] = files[name].replace(old, new)


def _name(edit: Edit) -> str:
    return edit.__name__.strip("_")


def _break(book: Path, edit: Edit, place: Path) -> None:
    """Write a copy of a book with one fault."""
    with zipfile.ZipFile(io.BytesIO(book.read_bytes())) as container:
        files = {name: container.read(name) for name in container.namelist()}
    edit(files)
    with zipfile.ZipFile(place, "w") as container:
        for name, data in files.items():
            container.writestr(name, data, zipfile.ZIP_STORED)


@pytest.fixture(scope="module")
def reports(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """EPUBCheck's reports on all books of the site and on the broken ones, by file name."""
    folder = tmp_path_factory.mktemp("broken")
    for edit in SEEDED:
        _break(site / "downloads" / f"{SLUG}.de.epub", edit, folder / f"{_name(edit)}.epub")
    books = [*sorted((site / "downloads").iterdir()), *sorted(folder.iterdir())]
    program = Path(__file__).with_name("run_epubcheck.py")
    done = subprocess.run(
        [sys.executable, program, *books], capture_output=True, text=True, check=False, timeout=200
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout[done.stdout.index("{") :])


BOOKS = [f"{locale.tag}.epub" for locale in LOCALES] + [
    f"{locale.tag}.bilingual.epub" for locale in TRANSLATIONS
]


def test_there_are_twenty_one_books(site: Path) -> None:
    """A book for each language, a bilingual one for each translation, nothing else to download."""
    names = sorted(path.name for path in (site / "downloads").iterdir())
    assert names == sorted(f"{SLUG}.{name}" for name in BOOKS)
    assert len(names) == 21


@pytest.mark.parametrize("name", BOOKS)
def test_book_passes(reports: dict[str, dict], name: str) -> None:
    """EPUBCheck 5 says nothing of the book: no fatal, error, warning, info or usage."""
    report = reports[f"{SLUG}.{name}"]
    assert report["version"].startswith("5.")
    assert report["counts"] == {"Fatal": 0, "Error": 0, "Warning": 0}
    assert report["messages"] == []


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "message"), SEEDED.items(), ids=map(_name, SEEDED))
def test_broken_book_is_caught(reports: dict[str, dict], edit: Edit, message: str) -> None:
    """A book with one seeded fault fails, by the name of that fault: the check works."""
    report = reports[f"{_name(edit)}.epub"]
    counts = report["counts"]
    assert counts["Error"] + counts["Fatal"] > 0
    assert message in [code for code, *_ in report["messages"]]
