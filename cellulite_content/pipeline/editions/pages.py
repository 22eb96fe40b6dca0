"""The HTML edition: a page an article, and a page that lists them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .edition import THEME
from .reading import ReadingBuilder, slug


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
        addctx["book"] = self._book_name(pagename)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def _book_name(self, pagename: str) -> str:
        """The file of the page's book, where the site has one."""
        if pagename == self.config.root_doc or not self.edition.published:
            return ""
        return f"{slug(pagename)}.{self.edition.locale.tag}.epub"

    def copy_static_files(self) -> None:
        """The stylesheet."""
        self._static_dir.mkdir(parents=True, exist_ok=True)
        styles = (THEME / "static" / "reading.css").read_text(encoding="utf-8")
        (self._static_dir / "reading.css").write_text(styles, encoding="utf-8")
