"""The chapters of books as files of a folder, without the book around them: for previews."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...files.atomic import write_file
from ...model.project import file_name
from ..html.language_styles import with_languages
from ..templates import THEME
from .base_book_builder import BaseBookBuilder
from .volume import CHAPTERS


class ChapterBuilder(BaseBookBuilder):
    """Builder `chapters`: the pages that a book has of each document, byte for byte, in a folder
    for each article; and their paths in the file `CHAPTERS`."""

    name = "chapters"

    def init(self) -> None:
        """Without the bilingual books."""
        super().init()
        self.edition = replace(self.edition, project=replace(self.edition.project, bilingual=False))

    def write_book(self, docname: str, values: dict[str, Any]) -> None:
        """Write an article's pages, the stylesheet and the images."""
        files = self.text_pages(values["text"])
        files["EPUB/book.css"] = with_languages(
            (THEME / "static/book.css").read_bytes(), self.edition.locale, self.edition.source
        )
        files |= {f"EPUB/{path}": data for path, data in self.images_of(docname).items()}
        folder = Path(self.outdir) / file_name(docname)
        for name, data in files.items():
            write_file(folder / name.removeprefix("EPUB/"), data)

    def finish(self) -> None:
        """Write the paths of all chapters."""
        paths = {
            name: f"{file_name(article)}/{self.page_files[name]}"
            for name, article in self.contents.article_of.items()
        }
        write_file(Path(self.outdir) / CHAPTERS, json.dumps(paths).encode())
