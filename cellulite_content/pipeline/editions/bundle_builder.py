"""The bundle: the edition for programs, in the format that the loader reads.

The handbook describes the format ("The bundle's format"); `cellulite_content.bundle` reads it. Each
locale's process writes its units; `bundle_manifest` writes the list of all locales.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document

from ..files.atomic import write_file
from ..source.constructs.formulas import shown_formula
from ..source.reference_cycles import break_cycles
from .base_builder import ReadingBuilder, slug
from .bundle_manifest import FORMAT
from .bundle_structure import (
    VERBATIM,
    Line,
    article_lines,
    name_by_first_ids,
    name_untranslated,
    revision_of,
    sort_by_sources,
)
from .summary import words_of


class BundleBuilder(ReadingBuilder):
    """Builder `bundle`: one folder per article, with the article's units in the locale's language.

    The source locale's process also writes the structure and the figures, which all locales share.
    """

    name = "bundle"

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write an article's units; in the source locale, also its structure."""
        if pagename not in self.article_names():
            return
        tree = event_arg
        name_by_first_ids(tree)
        sort_by_sources(tree)
        name_untranslated(tree)
        lines = list(article_lines(tree))
        folder = Path(self.outdir) / slug(pagename)
        revision = revision_of(lines, addctx["date"])
        unit_nodes = [line.unit for line in lines if line.unit is not None]
        units = "".join(f"{self._unit_line(unit)}\n" for unit in unit_nodes)
        tag = self.edition.locale.tag
        head = f"units\t{FORMAT}\t{revision}\t{tag}\t{len(unit_nodes)}\n"
        write_file(folder / f"{tag}.txt", (head + units).encode())
        if self.edition.original:
            self._write_structure(folder, lines, revision, addctx["date"])

    def finish(self) -> None:
        """Nothing: a bundle has no image folder and no styles."""

    def _write_structure(self, folder: Path, lines: list[Line], revision: str, date: str) -> None:
        rows = [f"structure\t{FORMAT}\t{revision}\t{date}\t{len(lines)}"]
        number = 0
        for line in lines:
            number += line.unit is not None
            unit = (str(number), line.unit["unit"]) if line.unit is not None else ("", "")
            context = line.unit.get("unit-context", "") if line.unit is not None else ""
            fields = (str(line.depth), line.type, *unit, line.anchor, line.attribute)
            rows.append("\t".join((*fields, context) if context else fields))
        write_file(folder / "structure.txt", ("\n".join(rows) + "\n").encode())
        for uri in self.images:
            write_file(folder / Path(uri).name, (Path(self.srcdir) / uri).read_bytes())

    def _unit_line(self, node: nodes.Element) -> str:
        """A unit's line: plain text, then a tab and its HTML if that says more."""
        if node.get("fallback"):
            return ""
        if isinstance(node, nodes.meta):
            return _escape(node["content"])
        if isinstance(node, nodes.image):
            return _escape(node["alt"])
        if isinstance(node, nodes.math_block):
            formula = shown_formula(node.astext(), as_block=True)
            return f"{_escape(node.astext())}\t{_escape(formula)}"
        if isinstance(node, (*VERBATIM, nodes.option_group)):
            return _escape(node.astext())
        plain, markup = _plain_text(node), self._inline_html(node)
        if markup == html.escape(plain, quote=False):
            return _escape(plain)
        return f"{_escape(plain)}\t{_escape(markup)}"

    def _inline_html(self, node: nodes.Element) -> str:
        document = new_document("<unit>", self.docsettings)
        visitor: Any = self.create_translator(document, self)
        for child in node.children:
            child.walkabout(visitor)
        break_cycles(document)
        return "".join(visitor.body).strip().replace("\n", " ")


def _plain_text(node: nodes.Element) -> str:
    """The text without note numbers, which mean nothing outside of the article."""
    return words_of(node).replace("\n", " ").strip()


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
