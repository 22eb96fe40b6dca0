"""Any article: what a source may have or lack, every book and page shows, and validators accept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from cellulite_content import Content
from support.editions.epub_reports import epubcheck_reports, messages_of
from support.small_projects import HEAD, translate, write_project

pytestmark = pytest.mark.slow

ARTICLES = {
    "bare": "Bare\n====\n\nOnly words.\n",
    "notes": f"""{HEAD}Notes
=====

Walking [#who]_
---------------

Words.

.. [#who] Each of us.
""",
    "across": f"""{HEAD}.. _over:

Across
======

To :doc:`bare`, :doc:`the bare one <bare>` and :ref:`labels-here`.
""",
    "labels": f"""{HEAD}Labels
======

.. _labels-here:

Changes
-------

.. deprecated:: 2

.. versionadded:: 3.1
   A new word.

A :term:`pace`.

.. seealso:: Another place.

.. only:: html

   On a page.

.. only:: latex

   On paper.
""",
    "sizes": f"""{HEAD}Sizes
=====

.. image:: /dot.svg
   :alt: Half of the width.
   :width: 50%

.. image:: /dot.webp
   :alt: An inch.
   :width: 1in

.. code-block:: python
   :caption: Code with a caption

   print("walk")
""",
    "formulas": f"""{HEAD}Formulas
========

The index is :math:`m / l^2`, see :eq:`index`.

.. math:: b = \\frac{{m}}{{l^2}}
   :label: index
""",
    "table": f"""{HEAD}Table
=====

+------+-------------+
| Age  | Dose        |
|      +------+------+
|      | Day  | Night|
+======+======+======+
| 1    | none        |
+------+------+------+
| 2    | 12   | 17   |
+------+------+------+
""",
    "lists": f"""{HEAD}Lists
=====

:Length: Half an hour

-w WEEKS, --weeks=WEEKS  How long.
-d                       Each day.

.. glossary::
   :sorted:

   pace
      How fast.

   stride
      Two steps.
""",
}
TRANSLATIONS = {
    "across": {"Across": "Hinüber"},
    "notes": {"Walking [#who]_": "Gehen [#who]_"},
    "labels": {"Another place.": "Ein anderer Ort."},
    "formulas": {
        "The index is :math:`m / l^2`, see :eq:`index`.": "Er ist :math:`m / l^2` (:eq:`index`)."
    },
    "lists": {"Length": "Dauer", "pace": "Tempo", "stride": "Doppelschritt"},
}


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built project; most of its messages have no translation."""
    folder = tmp_path_factory.mktemp("any") / "project"
    write_project(folder, {"bare": ARTICLES["bare"]}, bilingual=True)
    rectangle = '<rect width="4" height="4"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">{rectangle}</svg>'
    (folder / "docs" / "dot.svg").write_text(picture, encoding="utf-8")
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "WEBP")
    (folder / "docs" / "dot.webp").write_bytes(data.getvalue())
    index = folder / "docs" / "index.rst"
    text = index.read_text(encoding="utf-8").replace("toctree::", "toctree::\n   :caption: All")
    index.write_text(f"Texts\n=====\n\nWords of the root.\n\n{text}", encoding="utf-8")
    for name, text in ARTICLES.items():
        (folder / "docs" / "articles" / f"{name}.rst").write_text(text, encoding="utf-8")
    for arguments in (("extract",), ("update",)):
        assert run(*arguments, project=folder).returncode == 0
    for article, translations in TRANSLATIONS.items():
        translate(folder, article, translations)
    done = run("build", project=folder)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    return folder


def _page(project: Path, name: str, tag: str = "de") -> str:
    path = project / "build" / "site" / tag / "articles" / f"{name}.html"
    return path.read_text(encoding="utf-8")


def test_validators_have_nothing_to_say(project: Path, run: Callable) -> None:
    """Neither EPUBCheck nor the lint, of any book.

    The own words of `A :term:`pace`.` are also in the label before it, `Added in version 3.1:`.
    """
    books = sorted((project / "build" / "site" / "downloads").glob("*.epub"))
    assert len(books) == 2 * len(ARTICLES) + len(TRANSLATIONS)
    assert messages_of(epubcheck_reports(books)) == {}
    lint = run("check", "--editions", project=project)
    assert (lint.returncode, lint.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_nothing_is_said_of_what_an_article_lacks(project: Path) -> None:
    """No empty description, date, or list of contents; and no note on health, which it is not."""
    site = project / "build" / "site"
    record = json.loads((site / "opds" / "bare.de.json").read_text(encoding="utf-8"))
    assert not {"description", "modified"} & record["metadata"].keys()
    with zipfile.ZipFile(site / "downloads" / "bare.de.epub") as book:
        texts = {name: book.read(name).decode() for name in book.namelist() if "jpg" not in name}
    package = texts["EPUB/package.opf"]
    assert "dc:description" not in package
    assert "structuralNavigation" not in package
    for text in (*texts.values(), _page(project, "bare")):
        assert "medical" not in text
        assert not re.search(r"<ol>\s*</ol>", text)


def test_texts_of_the_root_are_no_messages(project: Path) -> None:
    """Its page shows its lists with their captions, and nothing else."""
    template = (project / "locales" / "templates" / "index.pot").read_text(encoding="utf-8")
    assert re.findall('msgid "(.+)"', template) == ["All"]
    page = (project / "build" / "site" / "de" / "index.html").read_text(encoding="utf-8")
    assert "Words of the root" not in page
    assert page.count('<section class="entry">') == len(ARTICLES)


def test_links_out_of_a_book_are_words(project: Path, run: Callable) -> None:
    """With a site they lead to its pages."""
    path = project / "build" / "site" / "downloads" / "across.de.epub"

    def links() -> list[str]:
        with zipfile.ZipFile(path) as book:
            text = book.read("EPUB/across.xhtml").decode()
        assert "the bare one" in text
        return re.findall(r'href="((?:https|nowhere|bare|labels)[^"]*)', text)

    assert links() == []
    settings = project / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('site-url = ""', 'site-url = "https://walk.example/"'))
    assert run("build", project=project).returncode == 0
    settings.write_text(text)
    page = "https://walk.example/de/articles"
    assert links() == [f"{page}/bare.html", f"{page}/bare.html", f"{page}/labels.html#labels-here"]


def test_notes_in_headings_have_no_number_in_contents(project: Path) -> None:
    """A number that leads nowhere is no part of a title."""
    with zipfile.ZipFile(project / "build" / "site" / "downloads" / "notes.de.epub") as book:
        contents = book.read("EPUB/nav.xhtml").decode() + book.read("EPUB/toc.ncx").decode()
        text = book.read("EPUB/notes.xhtml").decode()
    assert contents.count(">Gehen<") == 2
    assert re.search(r"Gehen\W*<a [^>]*noteref", text)


def test_sizes_are_no_styles(project: Path) -> None:
    """A share of the width is a class, other lengths are pixels; captioned code is a figure."""
    page = _page(project, "sizes")
    assert "style=" not in page
    assert re.search(r'<img [^>]*class="[^"]*width-50"', page)
    assert re.search(r'<img [^>]*width="96"', page)
    assert re.search(r"<figure[^>]*>\s*<figcaption>.*Code with a caption", page)


def test_labels_are_in_the_edition_s_language(project: Path) -> None:
    """Those of boxes and of versions, from the catalogs that the package brings."""
    page = _page(project, "labels")
    assert re.search(r'<aside class="admonition seealso">\s*<p class="label">Siehe auch', page)
    assert '<span class="versionmodified deprecated">Veraltet seit Version 2</span>' in page
    assert '<span class="versionmodified added">Neu in Version 3.1: </span>' in page
    assert re.search(r'<span class="fallback"[^>]* lang="en"[^>]*>A new word', page)


def test_the_loader_has_everything(project: Path) -> None:
    """Options with their descriptions; terms in the source's order; one revision for all."""
    bundle = project / "build" / "bundle"
    content = Content(lambda name: (bundle / name).read_bytes())
    article = content.load("de", article="lists")
    text = article.plain()
    assert "-w WEEKS, --weeks=WEEKS" in text
    assert "<dt>-d</dt>" in article.html()
    assert text.index("Tempo") < text.index("Doppelschritt")
    for name in ARTICLES:
        revisions = {content.load(tag, article=name).revision for tag in ("de", "en")}
        assert len(revisions) == 1


def test_formulas_need_no_program(project: Path) -> None:
    """They are MathML, with a number where the source has a label."""
    page = _page(project, "formulas")
    assert re.search(r"Er ist <math alttext=.m / l\^2. .*<msup><mi>l</mi><mn>2</mn></msup>", page)
    assert re.search(r'<span class="label">\(1\)</span> <math alttext="b = .*display="block"', page)
    assert "<script" not in page.partition("<main")[2]
    bundle = project / "build" / "bundle"
    article = Content(lambda name: (bundle / name).read_bytes()).load("de", article="formulas")
    assert "<mfrac>" in article.html()
    assert "b = \\frac{m}{l^2}" in article.markdown()


def test_cells_stay_in_their_columns(project: Path) -> None:
    """In each form of the loader, a cell that spans others moves none of them."""
    bundle = project / "build" / "bundle"
    article = Content(lambda name: (bundle / name).read_bytes()).load("en", article="table")
    page = article.html()
    assert '<th scope="col" rowspan="2">Age</th><th scope="col" colspan="2">Dose</th>' in page
    assert '<td>1</td><td colspan="2">none</td>' in page
    rows = ["Age | Dose | ", " | Day | Night", "1 | none | ", "2 | 12 | 17"]
    assert "\n".join(rows) in article.plain()
    markdown = article.markdown().splitlines()
    assert [line for line in markdown if line.startswith("|")] == [
        f"| {rows[0]} |",
        "| --- | --- | --- |",
        *(f"| {row} |" for row in rows[1:]),
    ]
    assert '<table class="wide">' in _page(project, "table")
    cells = [cell for node in article.to_dict()["body"] for cell in _cells(node)]
    sizes = [(cell["text"], cell.get("colspan"), cell.get("rowspan")) for cell in cells[:3]]
    assert sizes == [("Age", None, 2), ("Dose", 2, None), ("Day", None, None)]


def _cells(node: dict) -> list[dict]:
    below = [cell for child in node.get("children", ()) for cell in _cells(child)]
    return [node] if node["type"] == "cell" else below


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("a/one", "One\n===\n\nWords.\n", r"a/one\.rst: its book .*articles/a-one\.rst"),
        ("a/one", "One\n===\n\n:math:`\\q`\n", r"a/one\.rst:4: the formula cannot be shown: .*q"),
        ("a/one", "One\n===\n\n.. image:: /dot.bmp\n", r"a/one\.rst:\d+: no book can hold"),
    ],
    ids=["same file name", "formula", "kind of picture"],
)
def test_what_cannot_be_shown_is_refused(
    run: Callable, tmp_path: Path, name: str, text: str, error: str
) -> None:
    """By `extract`, with file and line, before a translator works on it."""
    folder = write_project(tmp_path / "project", {"bare": ARTICLES["bare"]})
    path = folder / "docs" / "articles" / f"{name}.rst"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    (folder / "docs" / "dot.bmp").write_bytes(b"BM")
    (folder / "docs" / "articles" / "a-one.rst").write_text("Other\n=====\n\nWords.\n")
    index = folder / "docs" / "index.rst"
    index.write_text(index.read_text(encoding="utf-8") + "   articles/*/*\n", encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    assert re.search(error, done.stderr), done.stderr


def test_all_faults_of_the_sources_are_told_at_once(run: Callable, tmp_path: Path) -> None:
    """Those that Sphinx warns of too, each in a line of its own, and how many of each kind."""
    folder = write_project(tmp_path / "project", {"bare": ARTICLES["bare"]})
    for name, text in (("one", ":math:`\\q`\n"), ("two", "An *open end.\n")):
        path = folder / "docs" / "articles" / f"{name}.rst"
        path.write_text(f"Title\n=====\n\n{text}", encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert {name for name in ("one.rst:4", "two.rst:4") if name in done.stderr} == {
        "one.rst:4",
        "two.rst:4",
    }
    summary = "2 faults in the sources (formulas: 1, inline markup: 1)"
    assert lines[-1] == f"cellulite-content: {summary}"
