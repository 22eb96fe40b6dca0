"""What a source says once and its editions show elsewhere: substitutions, targets, authors."""

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from support.small_projects import translate, write_project

ARTICLE = """\
:date: 2026-01-02
:authors: Ann Lee; Bo Öz

Walks
=====

A |pace| walk.

The |pace| dog and |dot|.

A |kind| walk, |release|.

Read `how to start`_, words__ and Starting_.

__ https://example.org/words

.. _how to start: starting_
.. _starting:

Starting
--------

Words.

.. |pace| replace:: brisk *and* happy
.. |kind| replace:: new
.. |dot| image:: dot.svg
   :alt: A dot
.. |unused| replace:: Nobody reads this.
"""
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"></svg>\n'
GERMAN = {
    "A |pace| walk.": "Ein |pace| Gang.",
    "brisk *and* happy": "*flotter* froher",
    "A dot": "Ein Punkt",
    "A |kind| walk, |release|.": "Ein |kind| Gang, |release|.",
    "Read `how to start`_, words__ and Starting_.": (
        "Lies `den Anfang <how to start_>`_, Worte__ und `Start <Starting_>`_."
    ),
    "Starting": "Anfangen",
}
"""`The |pace| dog` and `new` have no translation."""


@pytest.fixture(scope="module")
def built(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The article in both languages, with a bilingual book."""
    folder = tmp_path_factory.mktemp("said-once") / "project"
    files = {"docs/articles/dot.svg": DOT}
    write_project(folder, {"a": ARTICLE}, 'release = "3.1"\n', files=files, bilingual=True)
    translate(folder, "a", GERMAN)
    done = run("build", project=folder)
    assert done.returncode == 0, done.stderr
    return folder


def _body(folder: Path, book: str) -> str:
    with zipfile.ZipFile(folder / "build" / "site" / "downloads" / book) as archive:
        text = archive.read("EPUB/a.xhtml").decode()
    return re.sub(r' xml:lang="\w+"', "", text)


def test_only_texts_that_readers_see_are_messages(built: Path) -> None:
    """That of a substitution once, and none of one that the article does not use."""
    template = built / "locales" / "templates" / "articles" / "a.pot"
    text = template.read_text(encoding="utf-8")
    assert text.count('msgid "brisk *and* happy"') == 1
    assert "Nobody" not in text


@pytest.mark.parametrize("form", ["page", "book", "loader"])
def test_substitutions_are_in_the_language_of_their_text(
    built: Path, run: Callable, form: str
) -> None:
    """A text that falls back has the source's; one without a translation is marked."""
    if form == "page":
        text = (built / "build" / "site" / "de" / "articles" / "a.html").read_text("utf-8")
    elif form == "book":
        text = _body(built, "a.de.epub")
    else:
        text = run("show", "--locale", "de", "--format", "html", project=built).stdout
    assert "Ein <em>flotter</em> froher Gang." in text
    source = re.search(r'<p[^>]*lang="en"[^>]*>(The .*?)</p>', text)
    assert source
    assert source[1].startswith("The brisk <em>and</em> happy dog and <img")
    assert 'alt="A dot"' in source[1]
    assert re.search(r'Ein <span class="[^"]*" dir="ltr" lang="en">new</span> Gang, 3\.1\.', text)


def test_the_bilingual_book_has_each_in_both_languages(built: Path, run: Callable) -> None:
    """Substitutions are those of each language, and all links lead to the same places."""
    text = _body(built, "a.de.bilingual.epub")
    assert "Ein <em>flotter</em> froher Gang." in text
    assert "A brisk <em>and</em> happy walk." in text
    ours, source = (
        re.findall(r'<a [^>]*href="([^"]*)"', re.search(rf"<p[^>]*>{begin}.*?</p>", text)[0])
        for begin in ("Lies", "Read")
    )
    assert ours == source == ["#starting", "https://example.org/words", "#starting"]
    done = run("check", "--editions", project=built)
    assert done.stdout == "0 errors, 0 warnings, 0 notes\n"


def test_authors_are_named_where_readers_and_libraries_look(built: Path) -> None:
    """In the book's metadata and on its title page, in the page's data, and in both feeds."""
    site = built / "build" / "site"
    with zipfile.ZipFile(site / "downloads" / "a.de.epub") as archive:
        package, title = (
            archive.read(f"EPUB/{name}").decode() for name in ("package.opf", "title.xhtml")
        )
    assert re.findall(r"<dc:creator [^>]*>(.*?)<", package) == ["Ann Lee", "Bo Öz"]
    assert "Ann Lee · Bo Öz" in title
    page = (site / "de" / "articles" / "a.html").read_text(encoding="utf-8")
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert [author["name"] for author in data["author"]] == ["Ann Lee", "Bo Öz"]
    feed = json.loads((site / "opds" / "index.json").read_text(encoding="utf-8"))
    assert {tuple(each["metadata"]["author"]) for each in feed["publications"]} == {
        ("Ann Lee", "Bo Öz")
    }
    assert "<author><name>Bo Öz</name></author>" in (site / "opds" / "index.xml").read_text("utf-8")


TITLE = """\
A |Pace|, |kind| walk, |dot| |release| |sign|
=============================================

.. |pace| replace:: brisk *and* |mood|
.. |mood| replace:: happy
.. |kind| replace:: new
.. |sign| unicode:: 0xA9
.. |dot| image:: dot.svg
   :alt: A dot
"""


def test_lists_have_the_titles_of_the_pages(run: Callable, tmp_path: Path) -> None:
    """The shelf, the feeds and the catalogs of books have the texts of a title's substitutions, and
    the check knows a cover with them."""
    files = {"docs/articles/dot.svg": DOT}
    folder = write_project(tmp_path / "p", {"a": TITLE}, 'release = "3.1"\n', files=files)
    title = "Ein |Pace|, |kind| Gang, |dot| |release| |sign|"
    german = {TITLE.splitlines()[0]: title, "happy": "froher", "A dot": "Ein Punkt"}
    translate(folder, "a", german | {"brisk *and* |mood|": "*flotter* |mood|"})
    settings = folder / "pyproject.toml"
    with_covers = settings.read_text("utf-8").replace("covers = false", "covers = true")
    settings.write_text(with_covers, "utf-8")
    assert run("build", "--formats", "html,epub", project=folder).returncode == 0
    done = run("check", "--editions", project=folder)
    assert done.stdout == "0 errors, 0 warnings, 0 notes\n"
    site = folder / "build" / "site"
    titles = {
        "en": "A brisk and happy, new walk, A dot 3.1 ©",
        "de": "Ein flotter froher, new Gang, Ein Punkt 3.1 ©",
    }
    shelf = (site / "index.html").read_text("utf-8")
    books = json.loads((site / "opds" / "index.json").read_bytes())["publications"]
    assert {book["metadata"]["title"] for book in books} == {*titles.values()}
    for tag, words in titles.items():
        page = (site / tag / "articles" / "a.html").read_text("utf-8")
        assert f"<title>{words}" in page
        assert f">{words}</a></h3>" in shelf
        assert f">{words}</title>" in (site / "feeds" / f"{tag}.xml").read_text("utf-8")


FAULTS = {
    "a": ":date: 1 May 2026\n\nA\n=\n\nWords |today|.\n",
    "b": ":date: 2026-02-30\n:author: Ann\n:author: Bo\n\nB\n=\n\nWords |version|.\n",
    "c": "C\n=\n\nWords.\n\n.. only:: html\n\n   Heading\n   -------\n\n   Words.\n",
    "d": "D\n=\n\n.. code-block:: nothing\n\n   x\n",
}


def test_what_no_edition_can_show_is_refused(run: Callable, tmp_path: Path) -> None:
    """A date that is none, words that nobody wrote, a heading that no list of contents has."""
    folder = write_project(tmp_path / "project", {"z": "Z\n=\n\nWords.\n"})
    for name, text in FAULTS.items():
        (folder / "docs" / "articles" / f"{name}.rst").write_text(text, encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    places = [
        re.sub(r".*articles/(\w)\.rst:(\d+): (.*?);.*", r"\1\2 \3", line)
        for line in done.stderr.splitlines()
    ]
    assert places == [
        "a1 :date: is no day of the calendar: '1 May 2026'",
        "a6 |today| has another text each day, and equal sources give equal files",
        "b1 :date: is no day of the calendar: '2026-02-30'",
        "b3 :author: is here twice",
        "b8 |version| has no value",
        "c6 a heading in `only` is in no list of contents",
        "d4 Pygments lexer name 'nothing' is not known",
        "cellulite-content: 7 faults in the sources (fields: 3, substitutions: 2, code: 1, "
        "constructs: 1)",
    ]
