"""Books without covers, and no bilingual ones, where the settings say so: all else is as before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from lxml import etree

from support.editions.epub_reports import epubcheck_reports, messages_of
from support.editions.reader import SLUG, books

pytestmark = pytest.mark.slow

SWITCHES = "covers = false\nbilingual = false\n"
TAGS = ("de", "en", "hi")


def _switch(project: Path, lines: str) -> None:
    """Put settings at the beginning of the project's table."""
    settings = project / "pyproject.toml"
    head = "[tool.cellulite-content]\n"
    text = settings.read_text(encoding="utf-8").replace(SWITCHES, "")
    assert text.count(head) == 1
    settings.write_text(text.replace(head, head + lines), encoding="utf-8")


def _downloads(tags: Iterable[str], books: Iterable[str]) -> set[str]:
    """The files for download: the pages of each language, and each book in both formats."""
    pages = {f"articles.{tag}.zip" for tag in tags}
    return pages | {f"{SLUG}.{book}.{suffix}" for book in books for suffix in ("epub", "pdf")}


@pytest.fixture(scope="module")
def plain(run: Callable, copy_project: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with both switched off; its site is in `build/site`.

    It was built with covers and bilingual books before, for two languages.
    """
    root = copy_project(tmp_path_factory.mktemp("plain") / "project")
    for lines in ("", SWITCHES):
        _switch(root, lines)
        done = run("build", "de", "hi", project=root)
        assert done.returncode == 0, done.stderr
        if not lines:
            assert (root / f"build/site/downloads/{SLUG}.de.bilingual.epub").is_file()
            assert (root / f"build/site/covers/{SLUG}.de.jpg").is_file()
    return root


def test_no_covers_and_no_bilingual_books_stay(plain: Path) -> None:
    """Those of the build before go, and no drawing is made."""
    site = plain / "build" / "site"
    names = {path.name for path in (site / "downloads").iterdir()}
    assert names == _downloads(TAGS, TAGS)
    assert list((site / "covers").iterdir()) == []


def test_epubcheck_has_nothing_to_say(plain: Path) -> None:
    """A book without a cover is a whole book: no message of any severity."""
    reports = epubcheck_reports(books(plain / "build" / "site"))
    assert sorted(reports) == [f"{SLUG}.{tag}.epub" for tag in TAGS]
    assert messages_of(reports) == {}


def test_the_lint_of_books_has_nothing_to_say(run: Callable, plain: Path) -> None:
    """It asks for no cover that the settings do not want."""
    done = run("check", "--editions", "--format", "json", project=plain)
    found = [each for each in json.loads(done.stdout) if each["code"].startswith("book-")]
    assert found == []


def test_the_lint_misses_a_cover_that_is_wanted(run: Callable, plain: Path) -> None:
    """The same books, once the settings want covers again."""
    _switch(plain, "")
    done = run("check", "--editions", "--format", "json", project=plain)
    _switch(plain, SWITCHES)
    codes = [each["code"] for each in json.loads(done.stdout) if each["code"].startswith("book-")]
    assert codes == ["book-cover"] * len(TAGS)


def test_the_site_names_no_cover(plain: Path) -> None:
    """No page and no feed leads to a picture that is not there."""
    site = plain / "build" / "site"
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".xml", ".json")]
    assert any(path.parent.name == "opds" for path in files)
    assert [path for path in files if "covers/" in path.read_text(encoding="utf-8")] == []
    assert [path for path in files if ".bilingual." in path.read_text(encoding="utf-8")] == []
    feed = json.loads((site / "opds" / "index.json").read_bytes())
    assert all("images" not in each for each in feed["publications"])
    assert len(etree.parse(site / "opds" / "index.xml").findall("{*}entry")) == len(TAGS)


def test_each_can_be_switched_off_alone(run: Callable, project_copy: Path) -> None:
    """Bilingual books without covers, and the reverse."""
    downloads = project_copy / "build/site/downloads"
    covers = project_copy / "build/site/covers"
    for lines, names, pictures in (
        ("covers = false\n", ("en", "de", "de.bilingual"), set()),
        ("bilingual = false\n", ("en", "de"), {"en.jpg", "de.jpg"}),
    ):
        settings = project_copy / "pyproject.toml"
        text = settings.read_text(encoding="utf-8").replace("covers = false\n", "")
        head = "[tool.cellulite-content]\n"
        settings.write_text(text.replace(head, head + lines), encoding="utf-8")
        done = run("build", "de", project=project_copy)
        assert done.returncode == 0, done.stderr
        assert {path.name for path in downloads.iterdir()} == _downloads(("en", "de"), names)
        assert {path.name for path in covers.glob("*")} == {f"{SLUG}.{name}" for name in pictures}
