"""The bundle: the edition for programs, in the format that the loader reads.

The handbook describes the format ("The bundle's format"); `cellulite_content.bundle` reads it. Each
locale's process writes its units; `manifest` writes the list of all locales.
"""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils import new_document

from ...files.atomic import write_file
from ...model.project import file_name
from ...source.constructs.formulas import shown_formula
from ...source.reference_cycles import break_cycles
from ..base_builder import ReadingBuilder
from ..constructs.anchors import Anchors, linked_ids
from ..constructs.bundle_figures import FigureFiles
from ..constructs.figure_numbers import numbers_in
from ..constructs.generated_texts import (
    Labels,
    name_untranslated,
    name_version_notes,
    sort_by_sources,
    wrap_bare_text,
)
from ..constructs.node_details import escape_field
from ..constructs.outer_links import page_address, unlink
from ..summary import words_of
from .manifest import FORMAT
from .structure import LEAVES, VERBATIM, Line, Structure, revision_of


class BundleBuilder(ReadingBuilder):
    """Builder `bundle`: one folder per article, with the article's units in the locale's language.

    The source locale's process also writes the structure and the figures, which all locales share.
    """

    name = "bundle"
    shows_numbers = False

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The address of an article's page on the site; without a site, links are words."""
        return page_address(self.edition, to)

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
        if pagename not in self.contents.chapters:
            return
        tree = event_arg
        unlink(tree, self.edition)
        sort_by_sources(tree)
        wrap_bare_text(tree)
        name_version_notes(tree)
        name_untranslated(tree, LEAVES)
        anchors = Anchors(linked_ids(tree))
        files = FigureFiles(self.env, pagename, self.edition.project)
        labels = Labels(numbers_in(self.env, pagename), self.edition, self.config)
        lines = list(Structure(tree, anchors, labels, files).lines())
        anchors.correct(tree)
        lines = [replace(line, details=anchors.corrected(line.details)) for line in lines]
        for image in tree.findall(nodes.image):
            image["uri"] = files.name_in(self.edition.locale, image)
        self.images = {}  # from here on, the names of images are final
        folder = Path(self.outdir) / file_name(pagename)
        revision = revision_of(lines, addctx["date"])
        unit_nodes = [line.unit for line in lines if line.unit is not None]
        units = "".join(f"{self._unit_line(unit)}\n" for unit in unit_nodes)
        tag = self.edition.locale.tag
        head = f"units\t{FORMAT}\t{revision}\t{tag}\t{len(unit_nodes)}\n"
        write_file(folder / f"{tag}.txt", (head + units).encode())
        if self.edition.original:
            self._write_structure(folder, lines, revision, addctx["date"])
        for name, data in files.files(self.edition).items():
            write_file(folder / name, data)

    def finish(self) -> None:
        """Nothing: a bundle has no image folder and no styles."""

    def _write_structure(self, folder: Path, lines: list[Line], revision: str, date: str) -> None:
        rows = [f"structure\t{FORMAT}\t{revision}\t{date}\t{len(lines)}"]
        number = 0
        for line in lines:
            number += line.unit is not None
            unit = (str(number), line.unit["unit"]) if line.unit is not None else ("", "")
            rows.append("\t".join((str(line.depth), line.type, *unit, line.anchor, line.field)))
        write_file(folder / "structure.txt", ("\n".join(rows) + "\n").encode())

    def _unit_line(self, node: nodes.Element) -> str:
        """A unit's line: plain text, then a tab and its HTML if that says more."""
        if node.get("fallback"):
            return ""
        if isinstance(node, nodes.meta):
            return escape_field(node["content"])
        if isinstance(node, nodes.image):
            return escape_field(node["alt"])
        if isinstance(node, nodes.math_block):
            formula = shown_formula(node.astext(), as_block=True)
            return f"{escape_field(node.astext().strip())}\t{escape_field(formula)}"
        if isinstance(node, VERBATIM) and node.rawsource == node.astext():
            return escape_field(node.astext().rstrip("\n"))
        if isinstance(node, VERBATIM):  # it has markup: `parsed-literal`, `productionlist`
            return _with_markup(words_of(node).strip("\n"), self._inline_html(node))
        if isinstance(node, nodes.option_group):
            return escape_field(node.astext())
        return _with_markup(_plain_text(node), self._inline_html(node).replace("\n", " "))

    def _inline_html(self, node: nodes.Element) -> str:
        document = new_document("<unit>", self.docsettings)
        visitor: Any = self.create_translator(document, self)
        for child in node.children:
            child.walkabout(visitor)
        break_cycles(document)
        return "".join(visitor.body).strip()


def _plain_text(node: nodes.Element) -> str:
    """The text without note numbers, which mean nothing outside of the article; an image in it is
    its alternative text in brackets."""
    if any(image.get("alt") for image in node.findall(nodes.image)):
        node = node.deepcopy()
        for image in list(node.findall(nodes.image)):
            image.replace_self(nodes.Text(f"[{image['alt']}]" if image.get("alt") else ""))
    return words_of(node).replace("\n", " ").strip()


def _with_markup(plain: str, markup: str) -> str:
    if markup == html.escape(plain, quote=False):
        return escape_field(plain)
    return f"{escape_field(plain)}\t{escape_field(markup)}"
