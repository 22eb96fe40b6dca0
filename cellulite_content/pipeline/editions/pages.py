"""The HTML edition: a page an article, and a page that lists them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes

from .bilingual import has_pairs
from .edition import THEME
from .reading import ReadingBuilder, slug
from .search import SCRIPTS, write_scripts
from .volume import Volume


class PageBuilder(ReadingBuilder):
    """Builder `html`: pages that need no script, one stylesheet, all links relative.

    The page of the search alone has scripts, for itself.
    """

    name = "html"
    search = True

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
        addctx |= self._books(pagename) if templatename == "page.html" else {}
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

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Let the search find an article; the list of them is no article."""
        if pagename != self.config.root_doc:
            super().index_page(pagename, doctree, title)

    def gen_additional_pages(self) -> None:
        """The page of the search, which reads the pages that it has found."""
        scripts = [*(f"_static/{name}" for name in SCRIPTS), self.searchindex_filename]
        policy = "connect-src 'self'; "
        values = {"articles": self.articles(), "scripts": scripts, "policy": policy}
        self.handle_page("search", values, "search.html")

    def copy_static_files(self) -> None:
        """The stylesheet, and the scripts of the search page."""
        self._static_dir.mkdir(parents=True, exist_ok=True)
        styles = (THEME / "static" / "reading.css").read_text(encoding="utf-8")
        (self._static_dir / "reading.css").write_text(styles, encoding="utf-8")
        if self.indexer:
            write_scripts(self.indexer, self._static_dir)
