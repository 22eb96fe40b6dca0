"""The texts of a book serve all formats, unless the source has other texts for one of them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.books.book_texts import BookTexts, read_texts, store_texts
from support.editions.pdf_reader import Pdf
from support.small_projects import HEAD, fill_in, write_project

ARTICLE = """\
Walking
=======

Go.

.. only:: epub

   In a book.

.. only:: pdf

   On paper.
"""


def test_texts_are_read_as_they_were_stored(tmp_path: Path) -> None:
    """By the name of the document, which may have folders; others have none."""
    texts = BookTexts({"x/a": {"title": "A"}}, {}, {"a.svg": "a1.svg"}, may_be_shared=True)
    store_texts(tmp_path, "x/a", texts)
    assert read_texts(tmp_path, "x/a") == texts
    assert read_texts(tmp_path, "x/b") is None


@pytest.mark.slow
def test_each_format_has_its_own_texts(tmp_path: Path, run: Callable) -> None:
    """The directive `only` may name a format; both languages follow it."""
    project = write_project(tmp_path / "project", {"a": HEAD + ARTICLE}, bilingual=True)
    translations = {"Go.": "Geh.", "In a book.": "Im Buch.", "On paper.": "Auf Papier."}
    fill_in(project, "de", translations)
    done = run("build", "--formats", "epub,pdf", project=project)
    assert done.returncode == 0, done.stderr
    downloads = project / "build" / "site" / "downloads"
    for end in ("de", "de.bilingual"):
        with zipfile.ZipFile(downloads / f"a.{end}.epub") as book:
            page = book.read("EPUB/a.xhtml").decode()
        paper = Pdf(downloads / f"a.{end}.pdf").tree.text()
        assert re.findall("Geh|Im Buch|Auf Papier", page) == ["Geh", "Im Buch"]
        assert re.findall("Geh|Im Buch|Auf Papier", paper) == ["Geh", "Auf Papier"]
