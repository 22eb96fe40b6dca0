"""What editions number, name and link: from the source, the same in page, book and loader."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content
from support.small_projects import HEAD, translate, write_project

SITE = "https://walk.example/"
ARTICLES = {
    "one": f"""{HEAD}One
===

.. contents:: What is here
   :local:

.. figure:: /pic.svg
   :alt: A picture.
   :target: ../_images/pic.svg

   The first.

.. image:: /other/pic.svg
   :alt: Another file of the same name.
   :target: /pic.svg

Start
-----

.. glossary::
   :sorted:

   pace
      How fast.

   stride
      Two steps.

.. _place:

.. compound::

   To :ref:`this place <place>` and :term:`pace`.

Path
----

Words.
""",
    "two": f"""{HEAD}Two
===

.. figure:: /pic.svg
   :alt: A picture.
   :name: steps

   Steps.

.. table:: Numbers
   :name: numbers

   +---+---+
   | A | B |
   +   +---+
   |   | C |
   +---+---+

See :numref:`steps`, :numref:`numbers`, :numref:`Picture %s <steps>` and :ref:`there <place>`.
""",
}
GERMAN = {
    "one": {"Start": "Zuerst", "Path": "Anfang", "pace": "Tempo", "stride": "Doppelschritt"},
    "two": {
        "See :numref:`steps`, :numref:`numbers`, :numref:`Picture %s <steps>` and "
        ":ref:`there <place>`.": "Siehe :numref:`steps`, :numref:`numbers`, "
        ":numref:`Bild %s <steps>` und :ref:`dort <place>`.",
    },
}


@pytest.fixture(scope="module")
def project(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built project, with a site and a picture that has a German variant."""
    folder = tmp_path_factory.mktemp("derived") / "project"
    write_project(folder, {"one": "One\n===\n\nWords.\n"}, "numfig = True\n")
    (folder / "docs" / "other").mkdir()
    for name in ("pic.svg", "pic.de.svg", "other/pic.svg"):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><!-- {name} --></svg>'
        (folder / "docs" / name).write_text(svg, encoding="utf-8")
    for name, text in ARTICLES.items():
        (folder / "docs" / "articles" / f"{name}.rst").write_text(text, encoding="utf-8")
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace('site-url = ""', f'site-url = "{SITE}"'))
    for arguments in (("extract",), ("update",)):
        assert run(*arguments, project=folder).returncode == 0
    for article, translations in GERMAN.items():
        translate(folder, article, translations)
    catalog = folder / "locales" / "de" / "LC_MESSAGES" / "interface.po"
    for label, german in (("Figure", "Abbildung"), ("Table", "Tabelle")):
        empty, full = (f'msgid "{label} %(number)s"\nmsgstr "{text}"\n' for text in ("", german))
        text = catalog.read_text(encoding="utf-8")
        catalog.write_text(text.replace(empty, full.replace(german, f"{german} %(number)s")))
    done = run("build", project=folder)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    return folder


@pytest.fixture(scope="module")
def content(project: Path) -> Content:
    """The loader over its bundle."""
    return Content(lambda name: (project / "build" / "bundle" / name).read_bytes())


def _page(project: Path, name: str, tag: str) -> str:
    path = project / "build" / "site" / tag / "articles" / f"{name}.html"
    return path.read_text(encoding="utf-8")


def _book(project: Path, name: str, tag: str) -> str:
    with zipfile.ZipFile(project / "build/site/downloads" / f"{name}.{tag}.epub") as book:
        return book.read(f"EPUB/{name}.xhtml").decode()


def test_numbers_begin_with_one_in_each_article(project: Path, content: Content) -> None:
    """And page, book and loader say the same in captions and references."""
    html = content.load("de", article="two").html()
    for text in (_page(project, "two", "de"), _book(project, "two", "de"), html):
        assert '<span class="label">Abbildung 1</span> ' in text
        assert '<span class="label">Tabelle 1</span> ' in text
        for words in ("Abbildung 1", "Tabelle 1", "Bild 1"):
            assert f'<span class="std std-numref">{words}</span></a>' in text
    assert (
        "Siehe Abbildung 1, Tabelle 1, Bild 1 und dort."
        in content.load("de", article="two").plain()
    )


def test_one_revision_for_all_languages(content: Content) -> None:
    """Though Sphinx sorts terms, and writes contents, in each language by its own words."""
    for name in ARTICLES:
        german, english = (content.load(tag, article=name) for tag in ("de", "en"))
        assert german.revision == english.revision
        assert [node.anchor for node in german.walk()] == [node.anchor for node in english.walk()]
    text = content.load("de", article="one").plain()
    assert text.index("- Zuerst") < text.index("- Anfang") < text.index("Tempo")
    assert text.index("Tempo") < text.index("Doppelschritt")


def test_no_link_inside_an_article_is_dead(content: Content) -> None:
    """A label of a box that the bundle does not have is the anchor of the next node."""
    for name in ARTICLES:
        html = content.load("de", article=name).html()
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(set(ids)) == len(ids)
        assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert '<p id="place"' in content.load("en", article="one").html()


def test_links_to_other_articles_lead_to_the_site(content: Content) -> None:
    """In each language to its own page."""
    html = content.load("de", article="two").html()
    assert f'href="{SITE}de/articles/one.html#place"' in html


def test_pictures_of_a_language_and_what_they_lead_to(project: Path, content: Content) -> None:
    """Each link arrives: on the page, in the loader, and from the book on the site."""
    page = _page(project, "one", "de")
    files = re.findall(r'(?:src|href)="\.\./(_images/[^"]+)"', page)
    assert files == [
        "_images/pic.de.svg",
        "_images/pic.de.svg",
        "_images/pic.de.svg",
        "_images/pic1.svg",
    ]
    for file in files:
        assert (project / "build" / "site" / "de" / file).is_file()
    assert f'href="{SITE}de/_images/pic.de.svg"' in _book(project, "one", "de")
    german, english = (content.load(tag, article="one") for tag in ("de", "en"))
    assert german.figures() == ("pic.de.svg", "pic-2.svg")
    assert english.figures() == ("pic.svg", "pic-2.svg")
    assert b"<!-- other/pic.svg -->" in german.figure("pic-2.svg")
    assert '<a href="f/pic.de.svg"><img src="f/pic-2.svg"' in german.html("f")


@pytest.mark.parametrize(
    ("text", "conf", "error"),
    [
        (
            ".. image:: /a.svg\n   :target: b.html\n",
            "",
            r"one\.rst:4: .*leads to b\.html, .*; name a",
        ),
        (
            "Words.\n",
            'numfig_format = {"figure": "Plate %s"}\n',
            "conf.py: numfig_format .*; remove",
        ),
    ],
    ids=["picture to nowhere", "own labels"],
)
def test_what_cannot_be_right_is_refused(
    run: Callable, tmp_path: Path, text: str, conf: str, error: str
) -> None:
    """By `extract`, with its place and the way out."""
    folder = write_project(tmp_path / "project", {"one": "One\n===\n\nWords.\n"})
    (folder / "docs" / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "docs" / "articles" / "one.rst").write_text(f"One\n===\n\n{text}", encoding="utf-8")
    with (folder / "docs" / "conf.py").open("a", encoding="utf-8") as file:
        file.write(conf)
    done = run("extract", project=folder)
    assert done.returncode == 2
    assert re.search(error, done.stderr), done.stderr
