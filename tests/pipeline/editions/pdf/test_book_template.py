"""The template of books as a whole: words are no markup, and equal books are equal bytes."""

import io
import shutil
import time
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from cellulite_content.pipeline.editions.typesetting.compiler import set_pdf
from cellulite_content.pipeline.editions.typesetting.cover import TEMPLATES
from cellulite_content.pipeline.editions.typesetting.languages import text_values
from cellulite_content.pipeline.model.locale import Locale
from support.editions.pdf_reader import Pdf

HOSTILE = '#read("/etc/passwd") $x$ \\ @a `b` *c* <d> [e] // f #panic()'


def book(words: str) -> dict[str, Any]:
    """The values of a book with these words wherever it has any."""
    text = {"kind": "text", "style": "", "body": [words], "block": True}
    heading = {"kind": "heading", "level": 1, "words": words, "body": [words], "block": True}
    code = {"kind": "program", "words": words, "block": True}
    items = {"kind": "list", "items": [{"body": [words], "anchor": ""}], "block": True}
    note = {"kind": "mark", "label": "#1", "to": "a.xhtml#1", "note": [text]}
    return {
        "title": words,
        "authors": [words],
        "description": words,
        "tag": "en",
        "numbering": "1",
        "languages": {"en": text_values(Locale("en"))},
        "listed": [],
        "cover": None,
        "front": [heading],
        "pages": [[text | {"body": [words, note]}, items, code]],
        "about": [heading, text],
        "labels": {},
    }


def test_hostile_words_are_words(tmp_path: Path) -> None:
    """In title, headings, texts, lists, notes and code: each is read back as it is."""
    path = tmp_path / "book.pdf"
    path.write_bytes(set_pdf(TEMPLATES, "book.typ", book(HOSTILE)))
    pdf = Pdf(path)
    assert pdf.title == HOSTILE
    assert [*pdf.bookmarks] == [HOSTILE] * 2
    heard = "".join(pdf.tree.text().split())
    assert heard.count("".join(HOSTILE.split())) == 7


def test_equal_books_are_equal_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From two folders and in two time zones."""
    pdfs = []
    for zone in ("Pacific/Kiritimati", "America/Anchorage"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        folder = tmp_path / zone
        shutil.copytree(TEMPLATES, folder)
        pdfs.append(set_pdf(folder, "book.typ", book("Word")))
    monkeypatch.undo()
    time.tzset()
    assert pdfs[0] == pdfs[1]
    with pikepdf.open(io.BytesIO(pdfs[0])) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:19800101")
