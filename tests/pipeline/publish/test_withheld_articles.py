"""A language is published without the articles that fall short in it; all others stay."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content
from support.small_projects import HEAD, translate, write_project

OLD = f"""\
{HEAD}
Why walk
========

It helps. See :doc:`new` and :ref:`the place <place>`.
"""
NEW = f"""\
{HEAD}
New things
==========

Nobody has translated this.

.. _place:

Here
----

See :doc:`old`.
"""
GERMAN = {
    "A text on walking.": "Ein Text über das Gehen.",
    "Why walk": "Warum gehen",
    "It helps. See :doc:`new` and :ref:`the place <place>`.": (
        "Es hilft. Siehe :doc:`new` und :ref:`die Stelle <place>`."
    ),
}


@pytest.fixture(scope="module")
def published(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose old article is in German while the new one waits; nothing is in French."""
    folder = tmp_path_factory.mktemp("two")
    write_project(folder, {"old": OLD, "new": NEW}, codes=("de", "fr"))
    translate(folder, "old", GERMAN)
    settings = folder / "locales/locales.toml"
    text = settings.read_text(encoding="utf-8").replace("publish = 0", "publish = 80")
    settings.write_text(text, encoding="utf-8")
    done = run("build", project=folder)
    assert done.returncode == 0, done.stderr
    assert "de: published without articles/new: 0 of " in done.stderr
    assert "fr: withheld: 0 of " in done.stderr
    return folder


def test_the_article_alone_is_left_out(published: Path) -> None:
    """It has no page, book, picture or data in German, and is in no list; the other has all."""
    site = published / "build/site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {"de/articles/old.html", "downloads/old.de.epub", "data/de/old.json"} <= names
    assert {"en/articles/new.html", "downloads/new.en.epub", "data/en/new.json"} <= names
    assert not {"de/articles/new.html", "downloads/new.de.epub", "data/de/new.json"} & names
    assert not [name for name in names if name.startswith(("fr/", "data/fr/"))]
    for name in ("de/index.html", "de/search.html", "de/searchindex.js"):
        text = (site / name).read_text(encoding="utf-8")
        assert ("articles/old" in text, "articles/new" in text) == (True, False), name
    for name in ("sitemap.xml", "opds/index.xml", "opds/index.json", "index.html"):
        text = (site / name).read_text(encoding="utf-8")
        assert "de/articles/new" not in text, name
        assert "new.de" not in text, name
    assert "<code>articles/new</code>" in (site / "status.html").read_text(encoding="utf-8")


def test_links_lead_to_the_original(published: Path) -> None:
    """Of the German page to the English one, and the English page offers no German one."""
    old = (published / "build/site/de/articles/old.html").read_text(encoding="utf-8")
    new = (published / "build/site/en/articles/new.html").read_text(encoding="utf-8")
    assert 'href="../../en/articles/new.html"' in old
    assert 'href="../../en/articles/new.html#place"' in old
    assert "de/articles/new.html" not in new
    assert 'hreflang="de"' not in new


def test_the_loader_knows(published: Path) -> None:
    """The bundle says so, and the article falls back to the source."""
    content = Content(lambda name: (published / "build/bundle" / name).read_bytes())
    assert content.languages(article="new") == ("en",)
    assert content.articles("de") == ("old",)
    assert content.load("de", article="new").title == "New things"


def test_it_is_published_once_it_is_translated(run: Callable, published: Path) -> None:
    """The next build adds it everywhere, and the books are as they should be."""
    units = ("A text on walking.", "New things", "Nobody has translated this.", "Here")
    translate(published, "new", {text: f"{text} (de)" for text in units})
    done = run("build", project=published)
    assert done.returncode == 0, done.stderr
    site = published / "build/site"
    assert (site / "de/articles/new.html").is_file()
    old = (site / "de/articles/old.html").read_text(encoding="utf-8")
    assert 'href="new.html#place"' in old
    feed = json.loads((site / "opds/index.json").read_text(encoding="utf-8"))
    assert "New things (de)" in {each["metadata"]["title"] for each in feed["publications"]}
    assert run("check", "--editions", project=published).returncode == 0
