"""Every book passes EPUBCheck, the W3C's validator, and broken ones do not."""

import time
from pathlib import Path

import pytest

from support.editions.breaking import Edit, broken_copy, name_of, put
from support.editions.epub_reports import epubcheck_reports
from support.editions.reader import LOCALES, SLUG, TRANSLATIONS, books


def _wrong_direction(files: dict[str, bytes]) -> None:
    """A `dir` that no specification knows."""
    put(files, f"EPUB/{SLUG}.xhtml", b'dir="ltr"', b'dir="down"')


def _duplicate_identifier(files: dict[str, bytes]) -> None:
    """Two sections with one id."""
    put(files, f"EPUB/{SLUG}.xhtml", b'id="conclusion"', b'id="sources"')


def _unlisted_file(files: dict[str, bytes]) -> None:
    """A page that the manifest does not list."""
    put(files, "EPUB/package.opf", b'href="about.xhtml"', b'href="elsewhere.xhtml"')


def _missing_language(files: dict[str, bytes]) -> None:
    """A book that does not say its language."""
    put(files, "EPUB/package.opf", b"<dc:language>de</dc:language>", b"")


def _remote_image(files: dict[str, bytes]) -> None:
    """An image from another server."""
    put(files, f"EPUB/{SLUG}.xhtml", b'src="_images', b'src="https://example.org/_images')


def _broken_link(files: dict[str, bytes]) -> None:
    """A line of the contents that leads to no section."""
    put(files, "EPUB/nav.xhtml", b"#conclusion", b"#nothing")


SEEDED: dict[Edit, str] = {
    _wrong_direction: "RSC-005",
    _duplicate_identifier: "RSC-005",
    _unlisted_file: "RSC-001",
    _missing_language: "RSC-005",
    _remote_image: "RSC-006",
    _broken_link: "RSC-012",
}
"""Faults, and the message that EPUBCheck prints for them."""


@pytest.fixture(scope="module")
def run_of_all(site: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, float]:
    """EPUBCheck's reports on all books of the site and on the broken ones, and the seconds."""
    folder = tmp_path_factory.mktemp("broken")
    for edit in SEEDED:
        broken_copy(site / "downloads" / f"{SLUG}.de.epub", edit, folder / f"{name_of(edit)}.epub")
    begin = time.monotonic()
    reports = epubcheck_reports([*books(site), *sorted(folder.iterdir())])
    return reports, time.monotonic() - begin


@pytest.fixture(scope="module")
def reports(run_of_all: tuple[dict, float]) -> dict[str, dict]:
    """EPUBCheck's reports by file name."""
    return run_of_all[0]


BOOKS = [f"{locale.tag}.epub" for locale in LOCALES] + [
    f"{locale.tag}.bilingual.epub" for locale in TRANSLATIONS
]


def test_each_language_has_its_books(site: Path) -> None:
    """A book for each language, a bilingual one for each translation, and no other."""
    names = sorted(path.name for path in (site / "downloads").glob("*.epub"))
    assert names == sorted(f"{SLUG}.{name}" for name in BOOKS)
    assert len(names) == 1 + 2 * len(TRANSLATIONS)


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_book_passes(reports: dict[str, dict], name: str) -> None:
    """EPUBCheck 5 says nothing of the book: no fatal, error, warning, info or usage."""
    report = reports[f"{SLUG}.{name}"]
    assert report["version"].startswith("5.")
    assert report["counts"] == {"Fatal": 0, "Error": 0, "Warning": 0}
    assert report["messages"] == []


@pytest.mark.slow
def test_every_book_passes(site: Path, reports: dict[str, dict]) -> None:
    """Nor of any other book that the site offers: none is left unchecked."""
    names = [path.name for path in books(site)]
    assert len(names) >= len(LOCALES)
    assert {name: reports[name]["messages"] for name in names} == {name: [] for name in names}


@pytest.mark.slow
def test_one_java_machine_reads_all_books(
    site: Path, run_of_all: tuple[dict, float], capsys: pytest.CaptureFixture[str]
) -> None:
    """A second one would cost more than twenty books; the seconds are printed."""
    reports, seconds = run_of_all
    with capsys.disabled():
        print(f"\nEPUBCheck: {len(reports)} books in {seconds:.1f} s")  # noqa: T201
    assert len(reports) == len(books(site)) + len(SEEDED)


@pytest.mark.slow
@pytest.mark.parametrize(("edit", "message"), SEEDED.items(), ids=map(name_of, SEEDED))
def test_broken_book_is_caught(reports: dict[str, dict], edit: Edit, message: str) -> None:
    """A book with one seeded fault fails, by the name of that fault: the check works."""
    report = reports[f"{name_of(edit)}.epub"]
    counts = report["counts"]
    assert counts["Error"] + counts["Fatal"] > 0
    assert message in [code for code, *_ in report["messages"]]
