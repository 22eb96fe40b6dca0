"""Pages of ePub books, which pandoc reads as web pages."""

import io
import zipfile
from pathlib import Path

from cellulite_content.pipeline.importing.imported import GivenFile, ImportedArticle
from cellulite_content.pipeline.importing.office.book_pages import prepare_pages
from cellulite_content.pipeline.importing.tasks import read_article

PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier><dc:title>'
    'T</dc:title><dc:language>en</dc:language></metadata><manifest><item id="a" href="a.xhtml" '
    'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    "</container>"
)
PAGE = (
    '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body><!-- no text -->{}</body>'
    "</html>"
)
BODY = (
    '<p><ruby>漢<rt>kan</rt></ruby><a epub:type="noteref" href="#n">1</a> <x-y>as it is</x-y></p>'
    '<aside id="n" epub:type="footnote"><p>A note.</p></aside><nav>Kept</nav>'
    "<table><colgroup><col/></colgroup><tr><td>1</td><td>2</td></tr></table>"
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><foreignObject>Label</foreignObject>'
    "</svg>"
)


def test_a_book(tmp_path: Path) -> None:
    """It has all that web pages have, its notes and its navigation; unknown tags are no loss."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("META-INF/container.xml", CONTAINER)
        file.writestr("a.opf", PACKAGE)
        file.writestr("a.xhtml", PAGE.format(BODY))
    given = GivenFile(tmp_path / "a.epub", "a.epub", data.getvalue())
    article = read_article(given, "articles/a", "2026-01-01")
    assert isinstance(article, ImportedArticle)
    lines = [line.strip() for line in article.text.splitlines()[5:] if line.strip()]
    assert " / ".join(lines) == (
        "漢(kan) [#note-1]_ as it is / Kept / .. list-table:: / :widths: auto / * - 1 / - 2 / "
        ".. image:: /figures/a/picture-1.svg / .. [#note-1] A note."
    )
    assert b'viewBox="0 0 1 1"' in article.pictures[0].data
    assert article.losses == (
        "HTML in pictures not imported: Label; write it as text of the picture",
    )


def test_encodings_of_books() -> None:
    """UTF-8 and UTF-16, with and without a mark; others stay for pandoc to judge."""
    text = "<p>語"
    parts = {"a.xhtml": text.encode("utf-16"), "b.HTML": text.encode("utf-8-sig")}
    pages, losses = prepare_pages({**parts, "c.htm": b"\xe9", "d.css": b"p{}"})
    expected = "<html><head></head><body><p>語</p></body></html>".encode()
    assert (pages, losses) == ({"a.xhtml": expected, "b.HTML": expected}, ())
