"""The HTML edition: a page an article, and a page that lists them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from .bilingual import has_pairs
from .edition import THEME
from .reading import ReadingBuilder, slug
from .volume import Volume


class PageBuilder(ReadingBuilder):
    """Builder `html`: pages that need no script, one stylesheet, all links relative."""

    name = "html"

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write a page; the root's is the list of articles."""
        if templatename == "page.html" and pagename == self.config.root_doc:
            templatename, addctx = "articles.html", {"articles": self.articles()}
        addctx |= self._books(pagename)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def _books(self, pagename: str) -> dict[str, str]:
        """The files of the page's books, where the site has them."""
        edition = self.edition
        book = Volume(edition.project, edition.locale, slug(pagename))
        offered = pagename != self.config.root_doc and bool(edition.published)
        both = offered and has_pairs(edition, pagename)
        return {
            "book": book.file if offered else "",
            "bilingual_book": replace(book, bilingual=True).file if both else "",
        }

    def copy_static_files(self) -> None:
        """The stylesheet."""
        self._static_dir.mkdir(parents=True, exist_ok=True)
        styles = (THEME / "static" / "reading.css").read_text(encoding="utf-8")
        (self._static_dir / "reading.css").write_text(styles, encoding="utf-8")
