"""Translates an article's tree to HTML for the page, the book and the bundle."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.util.math import get_node_equation_number

from ..model.project import INTERFACE
from ..source.constructs.formulas import shown_formula
from ..source.sphinx_private import begin_rows
from .constructs.directions import own_direction
from .constructs.figure_numbers import is_numbered, kind_of, numbers_in
from .constructs.labels import admonition_label, is_untranslated, number_label, shown_number
from .constructs.node_details import LIST_TYPES, is_code, is_in_title
from .constructs.notes import NoteTranslator
from .constructs.table_heads import is_wide, name_of_table
from .constructs.whole_words import with_whole_words
from .edition import Edition
from .image_sizes import pixel_sizes, width_class

_TAG = re.compile("<[^>]*>")
_REFERENCES = (("&", "&amp;"), ("<", "&lt;"), ('"', "&quot;"), (">", "&gt;"), ("@", "&#64;"))
"""The characters that docutils writes as references. The ampersand comes first."""


class ReadingTranslator(NoteTranslator):
    """Sphinx's HTML5 as well-formed XML, with language attributes and our own labels."""

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self.edition: Edition = builder.edition
        self._table_names: set[str] = set()
        self._method_names: dict[tuple[str, type], str] = builder.method_names

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Call the method for a node; Sphinx searches for it anew for each node."""
        (self._method("visit", type(node)) or super().dispatch_visit)(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Call the method for the end of a node."""
        (self._method("depart", type(node)) or super().dispatch_departure)(node)

    def _method(self, event: str, kind: type) -> Any:
        """The method for a class of nodes or the nearest class above it, or None."""
        key = event, kind
        if key not in self._method_names:
            names = (f"{event}_{each.__name__}" for each in kind.__mro__)
            # Names, since methods would refer to the translator: a cycle.
            self._method_names[key] = next((name for name in names if hasattr(self, name)), "")
        name = self._method_names[key]
        return getattr(self, name) if name else None

    def encode(self, text: Any) -> str:
        """A text with escaped characters; docutils looks up each of its characters."""
        encoded = str(text)
        for character, reference in _REFERENCES:
            if character in encoded:
                encoded = encoded.replace(character, reference)
        return encoded

    def starttag(
        self,
        node: Any,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """A start tag, with the language attributes if the text is in the source's language."""
        if isinstance(node, nodes.Element):
            if "classes" in attributes:  # docutils adds to the list, which may be another node's
                attributes["classes"] = [*attributes["classes"]]
            if node.get("fallback"):
                attributes["classes"] = [*attributes.get("classes", ()), "fallback"]
            if node.get("fallback") or node.get("in-source"):
                is_interface = node.get("fallback") == INTERFACE
                source = self.edition.interface_source if is_interface else self.edition.source
                attributes |= {"lang": source.tag, "dir": source.direction}
                if self.builder.xml:
                    attributes["xml:lang"] = source.tag
                elif node.get("in-source"):  # the page's switch shows it
                    attributes["hidden"] = ""
                    if source.direction == self.edition.locale.direction:
                        del attributes["dir"]
            if self.edition.locale.direction == "rtl" and is_code(node, tagname):
                attributes["dir"] = "ltr"
            if self.builder.marks_units and node.get("unit"):
                attributes["data-unit"] = node["unit"]
            if isinstance(node, nodes.reference) and self.builder.is_for_readers:
                attributes |= self._link_attributes(node, attributes.get("class", ""))
            if tagname == "th":
                is_row_head = "head" not in attributes.get("classes", ())
                attributes["scope"] = "row" if is_row_head else "col"
            if not (attributes or node["classes"] or node["ids"]):
                return f"<{tagname.lower()}{' /' if empty else ''}>{suffix}"
        tag = super().starttag(node, tagname, suffix, empty, **attributes)
        return tag.replace(' hidden=""', " hidden", 1) if "hidden" in attributes else tag

    def _link_attributes(self, node: nodes.reference, own_class: str) -> dict[str, str]:
        direction = own_direction(node, self.edition.locale, self.edition.source)
        attributes = {"dir": direction} if direction else {}
        if self.builder.is_page and own_class != "toc-backref":  # that looks like its heading
            attributes["class"] = "address" if node.get("refuri") == node.astext() else ""
        return attributes

    def visit_Text(self, node: nodes.Text) -> None:  # noqa: N802
        """A text; in readers' texts, with the words in one piece that browsers would break."""
        super().visit_Text(node)
        if self.builder.is_for_readers and not self.protect_literal_text:
            self.body[-1] = with_whole_words(self.body[-1], in_title=is_in_title(node))

    def visit_section(self, node: Any) -> None:
        """A section; the outermost one of a page is the article itself."""
        super().visit_section(node)
        if self._is_article():
            self.body[-1] = self.starttag(node, "article")

    def depart_section(self, node: Any) -> None:
        """Close the section, or the article."""
        is_article = self._is_article()
        super().depart_section(node)
        if is_article:
            self.body[-1] = "</article>\n"

    def _is_article(self) -> bool:
        # The Nu HTML checker takes a first heading below its article's level for another page's.
        return self.section_level == 1 and not self.builder.xml

    def visit_admonition(self, node: nodes.Element, name: str = "") -> None:
        """A box with its label in the edition's language."""
        self.body.append(self.starttag(node, "aside", CLASS=f"admonition {name}".strip()))
        if name:
            label = admonition_label(name, self.edition.translate)
            self.body.append(f'<p class="label">{label}</p>\n')

    def depart_admonition(self, node: nodes.Element | None = None) -> None:
        """Close the box."""
        self.body.append("</aside>\n")

    def image_size(self, node: nodes.image) -> Any:
        """The size of an image in attributes, or as a class of the image."""
        sizes: Any = super().image_size(node)
        if name := width_class(sizes):
            node["classes"].append(name)
        return pixel_sizes(sizes)

    def visit_caption(self, node: nodes.Element) -> None:
        """A caption, after the number of its figure or listing."""
        if not isinstance(node.parent, nodes.figure | nodes.container):  # that of a list
            self.body.append(self.starttag(node, "p", "", CLASS="caption"))
            return
        self.body.append("<figcaption><p>")
        self.add_fignumber(node.parent)
        self.body.append(self.starttag(node, "span", ""))

    def add_fignumber(self, node: nodes.Element) -> None:
        """The number of a figure, table or listing, with its label in the edition's language."""
        kind = kind_of(node)
        if is_numbered(kind, self.config):
            numbers = numbers_in(self.builder.env, self.builder.current_docname)
            number = numbers[kind][node["ids"][0]]
            shown = shown_number(self.edition, kind, number)
            label = number_label(kind, self.edition.translate) % {"number": shown}
            self.body.append(f'<span class="label">{label}</span> ')

    def visit_number_reference(self, node: nodes.Element) -> None:
        """A reference by number, whose label is a message of the interface."""
        if is_untranslated(self.edition, node["title"]):
            node["fallback"] = True
        super().visit_number_reference(node)

    def depart_caption(self, node: nodes.Element) -> None:
        """Close the caption."""
        is_figure = isinstance(node.parent, nodes.figure | nodes.container)
        self.body.append("</span></p>" if is_figure else "</p>\n")
        if is_figure and not isinstance(node.next_node(siblings=True, descend=False), nodes.legend):
            self.body.append("</figcaption>\n")

    def visit_figure(self, node: nodes.Element) -> None:
        """A figure, without a position: the stylesheet decides."""
        self.body.append(self.starttag(node, "figure"))

    def depart_figure(self, node: nodes.Element) -> None:
        """Close the figure."""
        self.body.append("</figure>\n")

    def visit_legend(self, node: nodes.Element) -> None:
        """A figure's legend, in its caption: a figure has only one."""
        has_caption = isinstance(node.previous_sibling(), nodes.caption)
        self.body.append("\n" if has_caption else "<figcaption>")
        self.body.append(self.starttag(node, "div", CLASS="legend"))

    def depart_legend(self, node: nodes.Element) -> None:
        """Close the legend, and the caption."""
        self.body.append("</div>\n</figcaption>\n")

    def visit_table(self, node: nodes.Element) -> None:
        """A table in its own box, which scrolls on a narrow screen."""
        _ = self.edition.translate
        if not self.builder.xml:
            name = name_of_table(node) or _("Table").striptags()
            if name in self._table_names:  # each has another for people who hear the page
                name = f"{name} {len(self._table_names) + 1}"
            self._table_names.add(name)
            self.body.append(
                f'<div class="table" role="region" tabindex="0" aria-label="{self.attval(name)}">\n'
            )
        begin_rows(self)
        self.body.append(self.starttag(node, "table", CLASS="wide" if is_wide(node) else ""))

    def depart_table(self, node: nodes.table) -> None:
        """Close the table and its box."""
        super().depart_table(node)
        if not self.builder.xml:
            self.body.append("</div>\n")

    def visit_hlist(self, node: nodes.Element) -> None:
        """A list in columns; as many as fit, which the stylesheet decides."""
        self.body.append(self.starttag(node, "div", CLASS="hlist"))

    def depart_hlist(self, node: nodes.Element) -> None:
        """Close the columns."""
        self.body.append("</div>\n")

    def visit_hlistcol(self, node: nodes.Element) -> None:
        """A column: its list is enough."""

    def depart_hlistcol(self, node: nodes.Element) -> None:
        """The end of a column."""

    def visit_attribution(self, node: nodes.Element) -> None:
        """Who said a quote, after a dash that is no part of the text."""
        self.body.append(self.starttag(node, "p", "", CLASS="attribution"))
        self.body.append('<span class="dash">— </span>')

    def depart_attribution(self, node: nodes.Element) -> None:
        """Close the line."""
        self.body.append("</p>\n")

    def visit_math(self, node: nodes.math, math_env: str = "") -> None:
        """A formula in a text, as MathML."""
        self.body.append(shown_formula(node.astext()))
        raise nodes.SkipNode

    def visit_math_block(self, node: nodes.math_block, math_env: str = "") -> None:
        """A formula in lines of its own; one with a label has a number."""
        self.body.append(self.starttag(node, "div", CLASS="math"))
        if node.get("number"):
            number = get_node_equation_number(self, node)
            self.body.append(f'<span class="label">({self.encode(number)})</span> ')
        self.body.append(shown_formula(node.astext(), as_block=True) + "</div>\n")
        raise nodes.SkipNode

    def visit_raw(self, node: nodes.Element) -> None:
        """HTML of the source. Its words are no message: a translation marks them as the source's.

        Other output is refused when the source is read.
        """
        if not self.edition.original and _TAG.sub("", node.astext()).strip():
            node["fallback"] = True
        if node.get("fallback") or node["classes"]:
            self.body.append(f"{self.starttag(node, 'div', '')}{node.astext()}</div>\n")
        else:
            self.body.append(f"{node.astext()}\n")
        raise nodes.SkipNode

    def visit_container(self, node: nodes.Element) -> None:
        """A box, without docutils' own classes; code with a caption is a figure."""
        self.body.append(self.starttag(node, _container_tag(node)))

    def depart_container(self, node: nodes.Element) -> None:
        """Close the box."""
        self.body.append(f"</{_container_tag(node)}>\n")

    def visit_row(self, node: nodes.Element) -> None:
        """A row; the stylesheet adds stripes."""
        self.body.append(self.starttag(node, "tr", ""))
        node.column = 0  # type: ignore[attr-defined]

    def visit_enumerated_list(self, node: nodes.enumerated_list) -> None:
        """A list with its kind of numbers; readers need no stylesheet for them."""
        start = len(self.body)
        super().visit_enumerated_list(node)
        if number_type := LIST_TYPES.get(node.get("enumtype", "")):
            self.body[start] = self.body[start].replace("<ol", f'<ol type="{number_type}"', 1)

    def visit_colspec(self, node: nodes.Element) -> None:
        """Nothing: widths come from the text, and a strict policy forbids inline styles."""
        group: Any = node.parent
        group.stubs.append(node.get("stub"))
        raise nodes.SkipNode


def _container_tag(node: nodes.Element) -> str:
    return "figure" if node.get("literal_block") else "div"
