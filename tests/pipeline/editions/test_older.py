"""Where the original may be newer, each edition says so in its own language."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.editions.reader import ARTICLE, SLUG, Book, page, text_of

OLDER = "The original may be newer than this translation."
GERMAN = "Das Original ist möglicherweise neuer als diese Übersetzung."
FRENCH = "Il est possible que l’original soit plus récent que cette traduction."
HEADING = 'msgid "Conclusion"\n'


@pytest.fixture(scope="module")
def older(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose German has a fuzzy heading, and whose French is now withheld for one."""
    project = copy_project(tmp_path_factory.mktemp("older") / "project")
    build = ("build", "de", "es", "fr", "--formats", "html,epub,bundle")
    output = project.parent / "site"
    assert run(*build, "--output", output, project=project).returncode == 0
    _edit(project, "de", HEADING, f"#, fuzzy\n{HEADING}")
    _edit(project, "fr", HEADING, f"#, fuzzy\n{HEADING}")
    settings = project / "locales" / "locales.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("[fr]\npublish = 80\n") == 1
    text = text.replace("[fr]\npublish = 80\n", "[fr]\npublish = 100\n")
    settings.write_text(text, encoding="utf-8")
    done = run(*build, "--output", output, project=project)
    assert "fr: withheld" in done.stderr
    return output


def _edit(project: Path, code: str, old: str, new: str) -> None:
    path = project / "locales" / code / "LC_MESSAGES" / f"{ARTICLE}.po"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_page_and_books_say_so(older: Path) -> None:
    """The banner above the article has the sentence; the books' title page and last page too."""
    (banner,) = page(older / "de" / f"{ARTICLE}.html").xpath("//aside[@class='state']")
    assert GERMAN in text_of(banner)
    for kind in ("", ".bilingual"):
        book = Book((older / "downloads" / f"{SLUG}.de{kind}.epub").read_bytes())
        for name in ("EPUB/title.xhtml", "EPUB/about.xhtml"):
            assert GERMAN in book.files[name].decode(), name


def test_list_of_languages_says_so(older: Path) -> None:
    """The shelf says it of the German, and of the French that an earlier build has left."""
    entries = page(older / "index.html").xpath("//main/section")
    told = {entry.get("lang"): text_of(entry) for entry in entries}
    assert GERMAN in told["de"]
    assert FRENCH in told["fr"]
    assert "más reciente" not in told["es"]
    assert OLDER not in told["en"]


def test_current_editions_do_not(older: Path) -> None:
    """A translation of all that the original says today, and the original, do not say it."""
    for tag, words in (("es", "más reciente"), ("en", OLDER)):
        assert words not in text_of(page(older / tag / f"{ARTICLE}.html"))
