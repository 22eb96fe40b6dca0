"""Validators find nothing in a site and books of all constructs, in four scripts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from support.editions.ace import ace_reports
from support.editions.browser import browser, served
from support.editions.epub_reports import epubcheck_reports, messages_of
from support.site.axe import Checker
from support.site.html_checker import check_pages

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def folder(all_constructs: Path) -> Path:
    """The site's folder."""
    return all_constructs


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The site's address on the loopback interface."""
    with served(folder) as found:
        yield found


def _pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_epubcheck_finds_nothing(folder: Path) -> None:
    """In any book: a construct and a language each, and those in two languages."""
    books = sorted((folder / "downloads").glob("*.epub"))
    assert len(books) > 250
    reports = epubcheck_reports(books)
    assert len(reports) == len(books)
    assert messages_of(reports) == {}


def test_ace_finds_nothing(folder: Path, tmp_path: Path) -> None:
    """In the Arabic books, one a construct: Ace takes a second for a book."""
    books = sorted((folder / "downloads").glob("*.ar.epub"))
    assert len(books) > 40
    reports = ace_reports(books, tmp_path)
    assert {name: found["asserted"] for name, found in reports.items() if found["asserted"]} == {}


def test_the_check_of_books_finds_nothing(folder: Path, run: Callable) -> None:
    """Nor does `check --editions`."""
    done = run("check", "--editions", project=folder.parents[1])
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_data_is_valid(folder: Path) -> None:
    """Each article's JSON, by the schema that the site publishes."""
    schema = json.loads((folder / "data" / "article.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema)
    paths = sorted(folder.glob("data/*/*.json"))
    assert len(paths) > 150
    faults = {
        path.relative_to(folder).as_posix(): [
            error.message[:200]
            for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8")))
        ]
        for path in paths
    }
    assert {name: found for name, found in faults.items() if found} == {}


def test_the_html_checker_finds_nothing(folder: Path, address: str) -> None:
    """On no page."""
    found = check_pages([f"{address}/{name}" for name in _pages(folder)])
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_axe_finds_nothing(folder: Path, address: str) -> None:
    """On no page of an article, in two directions of writing."""
    with browser() as program:
        checker = Checker(program, "light")
        names = [name for name in _pages(folder) if name.startswith(("de/articles", "ar/articles"))]
        found = {name: checker.broken_rules(f"{address}/{name}") for name in names}
    assert {name: faults for name, faults in found.items() if faults} == {}
