"""The HTML edition: one page per article, and a page that lists them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from docutils import nodes

from ...files.atomic import write_file
from ...model.project import file_name
from ...source.reference_cycles import break_cycles
from ...source.sphinx_private import application_of, static_folder
from ...source.trees.partial_reading import PartialReading
from ..base_builder import ReadingBuilder
from ..books.bilingual import has_pairs
from ..books.downloads import Download, find_downloads, read_facts
from ..search import SCRIPTS, write_scripts
from ..summary import SummaryText, summary_of
from .head import Head
from .index_file import INDEX_FILE, index_script
from .passages import passages_of, script, script_path
from .search_index import indexed_article, update_index, write_index
from .static_files import static_file

_NO_NEIGHBOURS: Mapping[str, Any] = {"above": (), "before": (), "after": ()}
_ID = re.compile(r'<[^>]* id="([^"]+)"')


def _own_id(taken: Set[str], name: str) -> str:
    """The id of an element around the article: its name, unless the article has this id.

    No id of an article ends in an underscore.
    """
    return f"{name}_" if name in taken else name


class PageBuilder(ReadingBuilder):
    """Builder `html`: pages that need no script, all links between them relative.

    The search page has its own scripts and a few styles of its own. `search_index` is the index in
    bytes, once all pages are written.
    """

    name = "html"
    is_page = search = True
    search_index = b""

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
            templatename, addctx = "articles.html", self._article_lists()
        addctx |= self._page_context(pagename, addctx)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def _page_context(self, pagename: str, context: Mapping[str, Any]) -> dict[str, Any]:
        """The values around an article, a chapter, or the list of articles: the page's head, the
        books of the article, the pages above it, and the chapters before and after it."""
        own_id = partial(_own_id, frozenset(_ID.findall(context.get("body", ""))))
        article = self.contents.article_of.get(pagename)
        if article is None:
            cover = self._first_cover if pagename == self.config.root_doc else ""
            head = Head(self.edition, pagename, cover)
            return {"head": head, "books": (), "own_id": own_id, **_NO_NEIGHBOURS}
        books = self._books(article)
        cover = next((book.cover for book in books), "")
        return {
            "head": Head(self.edition, pagename, cover, context),
            "books": books,
            "own_id": own_id,
            **self._neighbours(pagename, article),
        }

    @property
    def _first_cover(self) -> str:
        """The cover of the first article; empty if it has none."""
        books = next((self._books(name) for name in self.contents.articles), ())
        return books[0].cover if books else ""

    def _neighbours(self, pagename: str, article: str) -> dict[str, Any]:
        """The pages above a chapter, and those before and after a page of the same article."""
        above: list[tuple[str, SummaryText]] = []
        name = pagename
        while name in self.contents.parent_of:
            name = self.contents.parent_of[name]
            above.insert(0, (name, summary_of(self.env, name).title))
        pages = [*self.contents.articles[article].walk()]
        index = pages.index(pagename)
        before, after = pages[:index][-1:], pages[index + 1 : index + 2]
        return {
            "above": above,
            "before": [(each, summary_of(self.env, each).title) for each in before],
            "after": [(each, summary_of(self.env, each).title) for each in after],
        }

    def _article_lists(self) -> dict[str, Any]:
        """The root's lists of contents, also hidden ones, because articles are in no other lists;
        and the articles' descriptions."""
        root = self.config.root_doc
        lists = self.contents_reader.articles(root, self.env.get_doctree(root))
        names = self.contents.articles
        descriptions = {name: summary_of(self.env, name).description for name in names}
        return {"lists": lists, "descriptions": descriptions}

    def _books(self, article: str) -> tuple[Download, ...]:
        """The article's books, if any; they are built before its page."""
        folder: str = self.config.cellulite_books
        if not folder:
            return ()
        edition = self.edition
        return find_downloads(
            edition.project,
            edition.locale,
            file_name(article),
            lambda name: read_facts(Path(folder, name.rpartition(".")[2], name)),
        )

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """An address on the site; of an article that is withheld, the original's."""
        if to not in self.edition.withheld:
            return super().get_relative_uri(from_, to, typ)
        return f"{'../' * (from_.count('/') + 1)}{self.edition.source.tag}/{to}.html"

    @cached_property
    def holds_sources(self) -> bool:
        """Whether pages hold the source of each text, hidden; the translators' desk has its own."""
        edition = self.edition
        return edition.project.bilingual and not edition.original and not self.marks_units

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """The values for an article's template, and whether the page holds sources."""
        sources = self.holds_sources and has_pairs(self.edition, docname)
        return super().get_doc_context(docname, body, metatags) | {"side_by_side": sources}

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page, unless its article is withheld."""
        if docname in self.edition.withheld:
            break_cycles(doctree)
            (Path(self.outdir) / f"{docname}.html").unlink(missing_ok=True)
            script_path(Path(self.outdir), docname).unlink(missing_ok=True)
        else:
            super().write_doc(docname, doctree)

    def load_indexer(self, docnames: Set[str]) -> None:
        """Nothing: Sphinx's indexer only has the language's data."""

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Add an article to the search index, and write the texts that the search shows of it.

        The list and withheld articles are left out.
        """
        if pagename == self.config.root_doc or pagename in self.edition.withheld:
            return
        passages = passages_of(doctree)
        indexer: Any = self.indexer
        if title and not {"no-search", "nosearch"} & self.env.metadata[pagename].keys():
            self.indexed[pagename] = indexed_article(title, passages, indexer.lang)
        data = script(pagename, passages, self.edition).encode()
        write_file(script_path(Path(self.outdir), pagename), data)

    def dump_search_index(self) -> None:
        """Write the search index."""
        reading = self._reading
        if reading is None:
            self.search_index = write_index(self.indexed)
        else:
            self.search_index = update_index(reading.kept.extra, self.indexed, reading.names)
        data = index_script(self.search_index)
        write_file(Path(self.outdir) / INDEX_FILE, data)

    @property
    def _reading(self) -> PartialReading | None:
        reading: PartialReading | None = application_of(self).partial
        return reading

    def gen_additional_pages(self) -> None:
        """Write the search page, unless a partial reading has changed none of its titles, or
        another batch of articles has it."""
        is_same = self._reading is not None and not self._reading.with_lists
        if is_same or not self.writes_shared:
            return
        scripts = [*(f"_static/{name}" for name in SCRIPTS), INDEX_FILE]
        titles = [(name, summary_of(self.env, name).title) for name in self.contents.chapters]
        self.handle_page("search", {"pages": titles, "scripts": scripts}, "search.html")

    def copy_static_files(self) -> None:
        """Copy the stylesheet, the icon, and the scripts for articles and search; a partial reading
        changes none of them."""
        if self._reading is not None:
            return
        static_folder(self).mkdir(parents=True, exist_ok=True)
        names = ("icon.svg", "reading.js", "reading.css")
        for name in (*names, "search.css") if self.indexer else names:
            (static_folder(self) / name).write_bytes(static_file(name, self.edition))
        if self.indexer:
            write_scripts(self.indexer, static_folder(self))
