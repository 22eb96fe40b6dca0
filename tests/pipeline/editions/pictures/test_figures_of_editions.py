"""The words of figures where readers meet them: on the page, in the books, and in the loader."""

import pickle
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content import Content
from support.editions.reader import SLUG
from support.small_projects import HEAD, translate, write_project

FIGURE = """
.. figure:: /pic.svg
   :alt: A drawing.
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 40">'
    '<text x="5" y="10">Track</text><text x="5" y="30">Field</text></svg>'
)


def _book_file(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as book:
        return book.read(name)


@pytest.mark.parametrize(("tag", "word"), [("de", "Haut"), ("ar", "الجلد"), ("zh-Hans", "皮肤")])
def test_the_figure_of_the_article(site: Path, tag: str, word: str) -> None:
    """Page and books show one picture, in the language of the reader and no other."""
    picture = (site / tag / "_images" / "skin-layers.svg").read_bytes()
    assert f">{word}<" in picture.decode()
    assert b">Skin<" not in picture
    for kind in ("", ".bilingual"):
        book = site / "downloads" / f"{SLUG}.{tag}{kind}.epub"
        assert _book_file(book, "EPUB/_images/skin-layers.svg") == picture


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, run: Callable) -> Path:
    """Two articles with one picture, whose label is translated in two ways. Another label has no
    translation, and French has a drawing of its own."""
    folder = tmp_path_factory.mktemp("figures") / "project"
    inline = ".. |pic| image:: /pic.svg\n   :alt: A small one.\n"
    articles = {
        "one": f"{HEAD}One\n===\n\nText.\n{FIGURE}",
        "two": f"{HEAD}Two\n===\n\nHere |pic| it is.\n\n{inline}",
    }
    files = {"docs/pic.svg": PICTURE, "docs/pic.fr.svg": PICTURE.replace("Track", "Piste")}
    write_project(folder, articles, files=files, codes=("de", "fr"))
    translate(folder, "one", {"Track": "Bahn"})
    texts = {"Here |pic| it is.": "Hier |pic| ist es.", "A small one.": "Ein kleines."}
    translate(folder, "two", {"Track": "Weg", **texts})
    _build(run, folder)
    return folder


def _build(run: Callable, folder: Path) -> None:
    done = run("build", "--formats", "html,epub,bundle", project=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_each_article_has_its_own_words(project: Path) -> None:
    """Another article's catalog has no say; a label without a translation says its language, and
    the page says that it is not all translated."""
    site = project / "build" / "site"
    for page, number, word in (("one", "", "Bahn"), ("two", "1", "Weg")):
        html = (site / "de" / "articles" / f"{page}.html").read_text(encoding="utf-8")
        assert f'src="../_images/pic{number}.svg"' in html
        picture = (site / "de" / "_images" / f"pic{number}.svg").read_bytes()
        assert f'<text xml:lang="de" x="5" y="10">{word}</text>' in picture.decode()
        assert b'<text xml:lang="en" x="5" y="30">Field</text>' in picture
        book = site / "downloads" / f"{page}.de.epub"
        assert _book_file(book, f"EPUB/_images/pic{number}.svg") == picture
        assert (site / "en" / "_images" / f"pic{number}.svg").read_text() == PICTURE


@pytest.mark.slow
def test_a_drawing_for_a_language_is_as_it_was_drawn(project: Path) -> None:
    """Its words are no messages."""
    pages = project / "build" / "site" / "fr"
    for name in ("pic.fr.svg", "pic1.fr.svg"):
        assert b">Piste<" in (pages / "_images" / name).read_bytes()
    assert 'src="../_images/pic.fr.svg"' in (pages / "articles" / "one.html").read_text()


@pytest.mark.slow
def test_programs_get_the_picture_of_their_language(project: Path) -> None:
    """Also where it is inside a translated text."""
    folder = project / "build" / "bundle"
    content = Content(lambda name: (folder / name).read_bytes())
    for name, word in (("one", "Bahn"), ("two", "Weg")):
        article = content.load("de", article=name)
        assert article.figures()[0] == "pic.de.svg"
        assert f">{word}<" in article.figure("pic.de.svg").decode()
        assert "pic.de.svg" in article.html()
        assert content.load("en", article=name).figures() == ("pic.svg",)
        assert "pic.fr.svg" in content.load("fr", article=name).figures()
        for code in ("de", "en", "fr"):  # a copy holds all its files
            each = content.load(code, article=name)
            assert pickle.loads(pickle.dumps(each)).figures() == each.figures()  # noqa: S301


@pytest.mark.slow
def test_a_changed_label_changes_its_picture(project: Path, run: Callable) -> None:
    """And a build of another language keeps it in the bundle."""
    translate(project, "one", {"Track": "Laufbahn"})
    _build(run, project)
    pictures = project / "build" / "site" / "de" / "_images"
    assert b">Laufbahn<" in (pictures / "pic.svg").read_bytes()
    assert b">Weg<" in (pictures / "pic1.svg").read_bytes()
    folder = project / "build" / "bundle"
    before = {path.name: path.read_bytes() for path in folder.rglob("*.svg")}
    done = run("build", "fr", "--formats", "bundle", project=project)
    assert done.returncode == 0, done.stderr
    assert {path.name: path.read_bytes() for path in folder.rglob("*.svg")} == before
    assert run("check", "--editions", project=project).returncode == 0


@pytest.mark.slow
def test_a_harmful_picture_is_refused(project: Path, run: Callable, tmp_path: Path) -> None:
    """With its file, its line and the way out, before anything is built."""
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    harmful = PICTURE.replace("<text", "\n<script/><text", 1)
    (copy / "docs" / "pic.svg").write_text(harmful, encoding="utf-8")
    done = run("extract", project=copy)
    assert done.returncode == 2
    place = "docs/pic.svg:2: the picture: it has a program"
    assert done.stderr.count(place) == 1
