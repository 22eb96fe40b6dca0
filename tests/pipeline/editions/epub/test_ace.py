"""Every book passes Ace by DAISY, the accessibility checker, and broken ones do not."""

import re
from pathlib import Path

import pytest

from support.editions.ace import ace_reports
from support.editions.breaking import Edit, broken_copy, name_of, put
from support.editions.reader import EACH_SCRIPT, SLUG, books

pytestmark = pytest.mark.slow

TEXT = f"EPUB/{SLUG}.xhtml"


def _image_without_words(files: dict[str, bytes]) -> None:
    """An image without alternative text."""
    files[TEXT], count = re.subn(rb'(<img[^>]*?) alt="[^"]+"', rb"\1", files[TEXT])
    assert count


def _page_without_language(files: dict[str, bytes]) -> None:
    """A page that does not say its language."""
    put(files, TEXT, b' lang="de" xml:lang="de"', b"")


def _link_without_words(files: dict[str, bytes]) -> None:
    """A link with nothing to read out."""
    put(files, "EPUB/about.xhtml", b"</section>", b'<p><a href="nav.xhtml"></a></p></section>')


def _record_without_accessibility(files: dict[str, bytes]) -> None:
    """A record that says nothing of how the book can be read."""
    package = files["EPUB/package.opf"]
    files["EPUB/package.opf"] = re.sub(rb'<meta property="schema:.*?</meta>\n', b"", package)


SEEDED: dict[Edit, str] = {
    _image_without_words: "image-alt",
    _page_without_language: "html-has-lang",
    _link_without_words: "link-name",
    _record_without_accessibility: "metadata-accessmode",
}
"""Faults, and the rule that Ace names for them."""


def _books(site: Path) -> list[Path]:
    """The books in a language of each script: Ace takes seconds for one."""
    return [path for path in books(site) if path.name.split(".")[1] in EACH_SCRIPT]


@pytest.fixture(scope="module")
def reports(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """Ace's reports on books of each script and on the broken ones, by file name."""
    folder = tmp_path_factory.mktemp("broken")
    for edit in SEEDED:
        broken_copy(site / "downloads" / f"{SLUG}.de.epub", edit, folder / f"{name_of(edit)}.epub")
    return ace_reports([*_books(site), *sorted(folder.iterdir())], tmp_path_factory.mktemp("ace"))


def test_every_book_passes(site: Path, reports: dict[str, dict]) -> None:
    """Ace asserts nothing against any of these books."""
    names = [path.name for path in _books(site)]
    assert len(names) == 2 * len(EACH_SCRIPT) - 1
    assert {name: reports[name]["asserted"] for name in names} == {name: [] for name in names}
    assert {reports[name]["outcome"] for name in names} == {"pass"}


@pytest.mark.parametrize(("edit", "rule"), SEEDED.items(), ids=map(name_of, SEEDED))
def test_broken_book_is_caught(reports: dict[str, dict], edit: Edit, rule: str) -> None:
    """A book with one seeded fault fails, by the name of that fault: the check works."""
    report = reports[f"{name_of(edit)}.epub"]
    assert report["outcome"] == "fail"
    assert rule in [each["code"] for each in report["asserted"]]
