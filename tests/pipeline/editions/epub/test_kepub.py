"""Books for Kobo: every sentence has a place, and the text is that of the other book."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from cellulite_content.pipeline.editions.epub.kepub import with_places
from support.small_projects import HEAD, translate, write_project


def _sentences(body: str) -> list[tuple[str, str]]:
    head = "<head><title>No. 1</title></head>"
    page = with_places(f"<html>{head}<body dir='ltr'>{body}</body></html>")
    etree.fromstring(page)
    return re.findall(r'id="kobo\.([\d.]+)">(.*?)</span>', page)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One. Two!</p>\n<p>Three?</p>", [("1.1", "One. "), ("1.2", "Two!"), ("2.1", "Three?")]),
        ("<p>0.5 kg of it.</p>", [("1.1", "0.5 kg of it.")]),
        ("<p>An <em>old</em> one.</p>", [("1.1", "An "), ("1.2", "old"), ("1.3", " one.")]),
        ("<p>「一。」二。</p>", [("1.1", "「一。」"), ("1.2", "二。")]),
        ("<p>क। ख؟ ग</p>", [("1.1", "क। "), ("1.2", "ख؟ "), ("1.3", "ग")]),
        ("<p>a &amp; b</p><pre>Code. More.</pre>", [("1.1", "a &amp; b")]),
        ('<figure><img alt="A." src="a.svg"/></figure>', [("1.1", '<img alt="A." src="a.svg"/>')]),
        ("<math><mi>x. y</mi></math> text", [("1.1", " text")]),
    ],
)
def test_places(body: str, expected: list[tuple[str, str]]) -> None:
    """Numbers of paragraph and sentence; code and formulas stay as they are."""
    assert _sentences(body) == expected


@pytest.mark.slow
def test_the_setting(tmp_path: Path, run: Callable) -> None:
    """With `kepub = true`, each article has such a book, which the page offers and the check knows;
    without it, the book is gone again."""
    folder = write_project(tmp_path / "project", {"a": f"{HEAD}A\n=\n\nOne. Two.\n"})
    translate(folder, "a", {"One. Two.": "Eins. Und zwei. Zwei."})  # sentences are no ids
    settings = folder / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text + "kepub = true\n", encoding="utf-8")
    assert run("build", project=folder).returncode == 0
    site = folder / "build" / "site"
    with zipfile.ZipFile(site / "downloads" / "a.de.kepub.epub") as book:
        assert '"koboSpan" id="kobo.2.3">Zwei.<' in book.read("EPUB/a.xhtml").decode()
        identifiers = {re.findall("urn:uuid:[^<]+", book.read("EPUB/package.opf").decode())[0]}
    with zipfile.ZipFile(site / "downloads" / "a.de.epub") as book:
        identifiers.add(re.findall("urn:uuid:[^<]+", book.read("EPUB/package.opf").decode())[0])
    assert len(identifiers) == 2
    assert "a.de.kepub.epub" in (site / "de" / "articles" / "a.html").read_text(encoding="utf-8")
    done = run("check", "--editions", project=folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")
    settings.write_text(text, encoding="utf-8")
    assert run("build", project=folder).returncode == 0
    assert list((site / "downloads").glob("*.kepub.epub")) == []
    assert "kepub" not in (site / "SHA256SUMS").read_text(encoding="utf-8")
