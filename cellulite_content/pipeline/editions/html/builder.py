"""The HTML edition: one page per article, and a page that lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes

from ...source.sphinx_private import application_of, set_search_data, static_folder
from ...source.trees.partial_reading import PartialReading
from ..base_builder import ReadingBuilder, slug
from ..edition import THEME
from ..epub.downloads import Download, find_downloads
from ..search import SCRIPTS, write_scripts
from .head import Head

_ID = re.compile(r'<[^>]* id="([^"]+)"')


def _own_id(taken: Set[str], name: str) -> str:
    """The id of an element around the article: its name, unless the article has this id.

    No id of an article ends in an underscore.
    """
    return f"{name}_" if name in taken else name


class PageBuilder(ReadingBuilder):
    """Builder `html`: pages that need no script, one stylesheet, all links between them relative.

    Only the search page has its own scripts.
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
        """Write a page; the root's page is the list of articles."""
        if templatename == "page.html" and pagename == self.config.root_doc:
            templatename, addctx = "articles.html", {"articles": self.articles()}
        addctx |= self._page_context(pagename, addctx)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def _page_context(self, pagename: str, context: Mapping[str, Any]) -> dict[str, Any]:
        """The values around an article or the list of articles: the page's head and its books."""
        own_id = partial(_own_id, frozenset(_ID.findall(context.get("body", ""))))
        if pagename not in self.article_names():
            return {"head": Head(self.edition, pagename), "books": (), "own_id": own_id}
        books = self._books(pagename)
        cover = books[0].cover if books else ""
        head = Head(self.edition, pagename, cover, context)
        return {"head": head, "books": books, "own_id": own_id}

    def _books(self, pagename: str) -> tuple[Download, ...]:
        """The article's books, if any; they are built before its page."""
        folder: str = self.config.cellulite_books
        if not folder:
            return ()
        edition = self.edition
        return find_downloads(Path(folder), edition.project, edition.locale, slug(pagename))

    def load_indexer(self, docnames: Set[str]) -> None:
        """Begin with what the kept environment's index knew of the documents not written now."""
        reading: PartialReading | None = application_of(self).partial
        if reading is None:
            super().load_indexer(docnames)
        elif self.indexer is not None:
            set_search_data(self.indexer, reading.kept.extra, self.env.all_docs.keys() - docnames)

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Add an article to the search index; the list of articles is left out."""
        if pagename != self.config.root_doc:
            super().index_page(pagename, doctree, title)

    def gen_additional_pages(self) -> None:
        """Write the search page, which reads the pages that it finds."""
        scripts = [*(f"_static/{name}" for name in SCRIPTS), self.searchindex_filename]
        policy = "connect-src 'self'; "
        values = {"articles": self.articles(), "scripts": scripts, "policy": policy}
        self.handle_page("search", values, "search.html")

    def copy_static_files(self) -> None:
        """Copy the stylesheet, the icon, and the scripts for language links and search."""
        static_folder(self).mkdir(parents=True, exist_ok=True)
        script = ("reading.js",) if self.edition.published else ()
        for name in ("reading.css", "icon.svg", *script):
            (static_folder(self) / name).write_bytes((THEME / "static" / name).read_bytes())
        if self.indexer:
            write_scripts(self.indexer, static_folder(self))
