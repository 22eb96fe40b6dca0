"""The words of links run in their own direction."""

import re
import zipfile
from collections.abc import Callable

import pytest
from docutils import nodes

from cellulite_content.pipeline.editions.constructs.directions import own_direction
from cellulite_content.pipeline.model.locale import Locale
from support.small_projects import write_project

ENGLISH = Locale("en")


@pytest.mark.parametrize(
    ("code", "words", "direction"),
    [
        ("ar", "What Is Cellulite?", "ltr"),
        ("he", "“Cellulite”, 2015", "ltr"),
        ("fa", "سلولیت (Cellulite)", ""),
        ("de", "Was ist Cellulite?", ""),
        ("de", "ما هو السيلوليت؟", "rtl"),
        ("ar", "2015", ""),
    ],
)
def test_links_to_other_sites(code: str, words: str, direction: str) -> None:
    """The first letter decides, as in browsers; the language's own direction is not repeated."""
    link = nodes.reference("", words, refuri="https://example.org")
    assert own_direction(link, Locale(code), ENGLISH) == direction


def test_links_within_the_edition() -> None:
    """Their words are in its language, or say that they are not."""
    assert own_direction(nodes.reference("", "Cellulite", refid="top"), Locale("ar"), ENGLISH) == ""
    within = nodes.reference("", "Cellulite", refuri="other.html", internal=True)
    assert own_direction(within, Locale("ar"), ENGLISH) == ""


def test_links_in_a_text_of_the_source() -> None:
    """The words around them are in its language."""
    link = nodes.reference("", "What Is Cellulite?", refuri="https://example.org")
    paragraph = nodes.paragraph("", "", link)
    paragraph["in-source"] = True
    assert own_direction(link, Locale("ar"), ENGLISH) == ""
    assert own_direction(link, ENGLISH, Locale("ar")) == "ltr"


@pytest.fixture(scope="module")
def keys(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for keys on an Arabic and a German page, and in an Arabic book."""
    text = ":kbd:`Ctrl+C`, :kbd:`A`, *:kbd:`B`* and :kbd:`C-x C-s`, :kbd:`Page Up`."
    folder = tmp_path_factory.mktemp("keys") / "p"
    write_project(folder, {"a": f"Keys\n====\n\n{text}\n"}, codes=("de", "ar"))
    assert run("build", "--formats", "html,epub", project=folder).returncode == 0
    site = folder / "build" / "site"
    pages = {tag: (site / tag / "articles" / "a.html").read_text("utf-8") for tag in ("de", "ar")}
    with zipfile.ZipFile(site / "downloads" / "a.ar.epub") as book:
        pages["book"] = book.read("EPUB/a.xhtml").decode()
    return {name: re.sub(r"</?kbd[^>]*>", "", page) for name, page in pages.items()}


def test_keys_keep_their_order_from_right_to_left(keys: dict[str, str]) -> None:
    """Those of one role are in one element from left to right, on pages and in books."""
    for name in ("ar", "book"):
        found = re.findall('<span class="keys" dir="ltr">(.*?)</span>', keys[name])
        assert found == ["Ctrl+C", "C-x C-s"]
    assert "keys" not in re.findall("<p[^>]*>Ctrl.*</p>", keys["de"])[0]
