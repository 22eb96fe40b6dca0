"""Chapters: documents below an article, in its book, its page's lists, the loader and the search.

Five articles with two levels of chapters, equal titles and short names, links between documents,
and a picture that all of them show.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content, UnknownArticle
from cellulite_content.pipeline.files.folder import read_folder
from support.editions.epub_reports import epubcheck_reports, messages_of
from support.small_projects import HEAD, translate, write_project

pytestmark = pytest.mark.slow

NAMES = ("alps", "beach", "city", "dunes", "east")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">'
    '<rect width="4" height="4"/></svg>'
)
ROOT = """\
Walks
=====

.. toctree::
   :caption: Near

   articles/alps
   By the sea <articles/beach>
   Elsewhere <https://example.org/walks>

.. toctree::
   :caption: Far
   :hidden:

   articles/city
   articles/dunes
   articles/east
"""


def _article(name: str) -> str:
    return f"""{HEAD}Guide
=====

Of the {name}: see :doc:`{name}/start`, :ref:`{name}-deep` and :doc:`alps`.

.. image:: /dot.svg
   :alt: A dot

More
----

Words.

.. toctree::
   :caption: Chapters
   :numbered:

   {name}/start
   Own title <{name}/end>
   self
"""


def _chapters(name: str) -> dict[str, str]:
    start = f"Start\n=====\n\nThe start of the {name}.\n\n.. image:: /dot.svg\n   :alt: A dot\n"
    deep = f"*Deep* Part\n===========\n\n.. _{name}-deep:\n\nMore\n----\n\nDeep in the {name}.\n"
    return {
        f"{name}/start": f"{start}\n.. toctree::\n\n   nav\n",
        f"{name}/nav": deep,
        f"{name}/end": f"Start\n=====\n\nThe end of the {name}.\n",
    }


TRANSLATIONS = {
    "alps": {
        "Guide": "Führer",
        "More": "Mehr",
        "Chapters": "Kapitel",
        "Own title": "Eigener Titel",
    },
    "alps/start": {"Start": "Anfang", "The start of the alps.": "Der Anfang der Alpen."},
    "alps/nav": {"Deep in the alps.": "Tief in den Alpen."},
    "beach/end": {"Start": "Schluss", "The end of the beach.": "Das Ende des Strandes."},
}


def _write(folder: Path, run: Callable) -> Path:
    write_project(folder, {"alps": "Guide\n=====\n\nWords.\n"}, bilingual=True)
    docs = folder / "docs"
    (docs / "dot.svg").write_text(PICTURE, encoding="utf-8")
    (docs / "index.rst").write_text(ROOT, encoding="utf-8")
    for name in NAMES:
        for document, text in {name: _article(name), **_chapters(name)}.items():
            path = docs / "articles" / f"{document}.rst"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    _update(folder, run)
    for document, translations in TRANSLATIONS.items():
        translate(folder, document, translations)
    translate(folder, "../index", {"Near": "Nah", "By the sea": "Am Meer"})
    return folder


def _update(folder: Path, run: Callable) -> None:
    for command in ("extract", "update"):
        done = run(command, project=folder)
        assert done.returncode == 0, done.stderr


def _build(folder: Path, run: Callable) -> None:
    done = run("build", project=folder)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built project; most of its messages have no translation."""
    folder = _write(tmp_path_factory.mktemp("chapters") / "project", run)
    _build(folder, run)
    return folder


def _page(project: Path, name: str) -> str:
    path = project / "build" / "site" / "de" / f"{name}.html"
    return path.read_text(encoding="utf-8").partition("<main")[2]


def _content(project: Path) -> Content:
    return Content(lambda name: (project / "build" / "bundle" / name).read_bytes())


def _links(text: str) -> list[tuple[str, str]]:
    return [
        (address, re.sub(r"<[^>]+>", "", words))
        for address, words in re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', text, re.DOTALL)
    ]


def test_validators_have_nothing_to_say(project: Path, run: Callable) -> None:
    """Neither EPUBCheck nor the lint, of any book: one an article, and two bilingual ones."""
    books = sorted((project / "build" / "site" / "downloads").glob("*.epub"))
    assert len(books) == 2 * len(NAMES) + 2
    assert messages_of(epubcheck_reports(books)) == {}
    lint = run("check", "--editions", project=project)
    assert (lint.returncode, lint.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_the_list_of_articles_has_captions_titles_and_chapters(project: Path) -> None:
    """As the root has them, also those of a hidden list, and marked where they fell back."""
    page = _page(project, "index")
    assert _links(page)[:5] == [
        ("articles/alps.html", "Führer"),
        ("articles/alps/start.html", "1. Anfang"),
        ("articles/alps/nav.html", "1.1. Deep Part"),
        ("articles/alps/end.html", "2. Start"),
        ("articles/beach.html", "Am Meer"),
    ]
    assert ("https://example.org/walks", "Elsewhere") in _links(page)
    captions = re.findall(r"<h2>(.*?)</h2>", page)
    assert captions == ["Nah", '<span class="fallback" lang="en" dir="ltr">Far</span>']


def test_pages_of_an_article_lead_to_each_other(project: Path) -> None:
    """The article lists its chapters in its own words; each page leads to the next one."""
    page = _page(project, "articles/alps")
    shown = page[page.index("Kapitel") :]
    assert _links(shown)[:5] == [
        ("alps/start.html", "1. Anfang"),
        ("alps/nav.html", "1.1. Deep Part"),
        ("alps/end.html", "2. Eigener Titel"),
        ("#", "Führer"),
        ("alps/start.html", "Anfang"),
    ]
    chapter = _page(project, "articles/alps/nav")
    assert '<a href="start.html" rel="prev">Anfang</a>' in chapter
    assert '<a href="end.html" rel="next">' in chapter
    whole = (project / "build/site/de/articles/alps/nav.html").read_text(encoding="utf-8")
    crumbs = whole[whole.index('<p class="crumbs">') :]
    assert _links(crumbs[: crumbs.index("</p>")]) == [
        ("../../index.html", "Artikel"),
        ("../alps.html", "Führer"),
        ("start.html", "Anfang"),
    ]


def _numbers(page: str) -> list[str]:
    """The numbers of a page's headings."""
    return re.findall(r'<h\d[^>]*><span class="section-number">(.*?)</span>', page)


def test_a_book_has_all_chapters(project: Path) -> None:
    """Each in its file, in the order of the lists, with links between them that stay inside."""
    book = project / "build" / "site" / "downloads" / "alps.de.epub"
    with zipfile.ZipFile(book) as container:
        texts = {name: container.read(name).decode() for name in container.namelist()}
    assert _links(texts["EPUB/nav.xhtml"])[1:7] == [
        ("alps.xhtml", "Führer"),
        ("alps.xhtml#more", "Mehr"),
        ("start.xhtml", "Anfang"),
        ("alps-nav.xhtml", "Deep Part"),
        ("alps-nav.xhtml#more", "More"),
        ("end.xhtml", "Start"),
    ]
    labels = re.findall(r"<text>(.*?)</text>", texts["EPUB/toc.ncx"])
    assert labels[2:8] == ["Führer", "Mehr", "Anfang", "Deep Part", "More", "Start"]
    spine = re.findall(r'<itemref idref="(.*?)"', texts["EPUB/package.opf"])
    assert spine == ["title", "nav", "text", "text2", "text3", "text4", "about"]
    assert 'href="alps-nav.xhtml#alps-deep"' in texts["EPUB/alps.xhtml"]
    assert "Der Anfang der Alpen." in texts["EPUB/start.xhtml"]
    assert texts.keys() >= {"EPUB/_images/dot.svg"}
    with zipfile.ZipFile(book.with_name("alps.de.bilingual.epub")) as container:
        paired = {name: container.read(name).decode() for name in container.namelist()}
    for name in ("alps", "start", "alps-nav", "end"):
        assert _numbers(paired[f"EPUB/{name}.xhtml"]) == _numbers(texts[f"EPUB/{name}.xhtml"])
    assert _numbers(texts["EPUB/alps-nav.xhtml"]) == ["1.1. ", "1.1.1. "]


def test_programs_load_articles_and_chapters(project: Path) -> None:
    """By short names that are unique, or whole ones; an ambiguous name is explained."""
    content = _content(project)
    assert content.articles() == NAMES
    article = content.load("de", article="alps")
    assert article.chapters == tuple(f"articles/alps/{name}" for name in ("start", "nav", "end"))
    assert [content.load("de", article=name).title for name in article.chapters] == [
        *("Anfang", "Deep Part", "Start")
    ]
    assert "Kapitel\n\n- Anfang\n\n  - Deep Part\n\n- Eigener Titel" in article.plain()
    assert content.load("de", article="articles/beach").article == "beach"
    assert content.load("de", article="beach/end").title == "Schluss"
    candidates = ", ".join(f"articles/{name}/start" for name in NAMES)
    with pytest.raises(UnknownArticle, match=f"several articles are named 'start': {candidates}"):
        content.load("de", article="start")
    for name in (*NAMES, *article.chapters):
        assert len({content.load(tag, article=name).revision for tag in ("de", "en")}) == 1
    data = json.loads((project / "build/site/data/de/alps-start.json").read_text(encoding="utf-8"))
    assert data["article"] == "articles/alps/start"


def test_the_search_and_the_lists_for_programs_know_all_pages(project: Path) -> None:
    """Chapters are found and are in the sitemap; the catalogs of books have the articles alone."""
    site = project / "build" / "site"
    index = (site / "de" / "searchindex.js").read_text(encoding="utf-8")
    assert all(f"articles/{name}/nav" in index for name in NAMES)
    assert "de/articles/alps/nav.html" in (site / "sitemap.xml").read_text(encoding="utf-8")
    assert len(list((site / "opds").glob("*.de.json"))) == len(NAMES)
    shelf = (site / "index.html").read_text(encoding="utf-8")
    assert shelf.count(">Guide<") == 2 * len(NAMES) - 1


def test_a_chapter_moves_to_another_article(project: Path, run: Callable, tmp_path: Path) -> None:
    """With its translations; and the bytes are those of a build from nothing."""
    moved = tmp_path / "moved"
    shutil.copytree(project, moved)
    docs = moved / "docs" / "articles"
    (docs / "beach" / "end.rst").rename(docs / "city" / "shore.rst")
    for name, old, new in (
        ("beach", "   Own title <beach/end>\n", ""),
        ("city", "   self\n", "   self\n   city/shore\n"),
        ("alps/nav", "Deep in the alps.", "Deeper in the alps."),
    ):
        path = docs / f"{name}.rst"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    _update(moved, run)
    assert not (moved / "locales/de/LC_MESSAGES/articles/beach/end.po").exists()
    _build(moved, run)
    assert _content(moved).load("de", article="shore").title == "Schluss"
    _is_as_new(moved, run, tmp_path / "new")


def test_an_edit_builds_one_book(project: Path, run: Callable, tmp_path: Path) -> None:
    """A chapter's text: the documents of its article are built, and no others."""
    edited = tmp_path / "edited"
    shutil.copytree(project, edited)
    path = edited / "docs" / "articles" / "dunes" / "nav.rst"
    path.write_text(path.read_text(encoding="utf-8").replace("Deep in", "Far in"), encoding="utf-8")
    for name in NAMES:  # Sphinx numbers the chapters of all articles anew
        article = edited / "docs" / "articles" / f"{name}.rst"
        article.write_text(article.read_text().replace("   :numbered:\n", ""), encoding="utf-8")
    _update(edited, run)
    _build(edited, run)
    path.write_text(path.read_text(encoding="utf-8").replace("Far in", "Deep in"), encoding="utf-8")
    _update(edited, run)
    done = run("build", "--explain", project=edited)
    assert "; 4 of 21 documents" in done.stderr + done.stdout
    _is_as_new(edited, run, tmp_path / "new")


def _is_as_new(folder: Path, run: Callable, new: Path) -> None:
    shutil.copytree(folder, new, ignore=shutil.ignore_patterns("build"))
    _build(new, run)
    for part in ("site", "bundle"):
        assert read_folder(folder / "build" / part) == read_folder(new / "build" / part)
