"""Notes and citations in HTML: their numbers, their lists, and the links back to the text."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from ..edition import Edition
from .source_texts import is_in_source


class NoteTranslator(HTML5Translator):
    """Sphinx's HTML5, with our own notes."""

    builder: Any
    edition: Edition

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        """A note's number, joined to the word before it: it never begins a line."""
        self.body.append("\N{WORD JOINER}")
        if self.builder.is_page:
            attributes: Any = {"CLASS": "footnote-reference", "href": f"#{node['refid']}"}
            tag = self.starttag(node, "a", "", role="doc-noteref", **attributes)
            self.body.append(f"{tag}[")
        else:
            super().visit_footnote_reference(node)
        self._localize_number(node)

    def depart_footnote_reference(self, node: nodes.footnote_reference) -> None:
        """Close the number. A page needs no markup for its brackets."""
        if self.builder.is_page:
            self.body.append("]</a>")
        else:
            super().depart_footnote_reference(node)

    def visit_footnote(self, node: nodes.footnote) -> None:
        """A note; the list of notes has a name for screen readers."""
        _ = self.edition.translate
        start = len(self.body)
        super().visit_footnote(node)
        name = self.attval(_("Footnotes").striptags())
        self.body[start] = self.body[start].replace(
            '<aside class="footnote-list', f'<aside aria-label="{name}" class="footnote-list'
        )
        if self.builder.is_page:
            self.body[-1] = self.body[-1].replace("footnote brackets", "footnote")

    def depart_footnote(self, node: nodes.footnote) -> None:
        """Close the note; on pages and in books the links back to the text come last."""
        self._add_back_links(node)
        super().depart_footnote(node)

    def depart_citation(self, node: nodes.citation) -> None:
        """Close the entry of a list of sources, as a note."""
        self._add_back_links(node)
        super().depart_citation(node)

    def visit_label(self, node: Any) -> None:
        """The number of a note. It is no link where the links back have an arrow."""
        if self._is_plain(node):
            self.body.append('<span class="label">[')
        else:
            super().visit_label(node)
        if isinstance(node.parent, nodes.footnote):
            self._localize_number(node)

    def depart_label(self, node: Any) -> None:
        """Close the number."""
        if self._is_plain(node):
            self.body.append("]</span>\n")
        else:
            super().depart_label(node)

    @property
    def links_come_last(self) -> bool:
        """Whether the links back to the text are behind the text of a note."""
        return bool(self.builder.is_page)

    def _is_plain(self, label: nodes.Element) -> bool:
        return self.links_come_last and isinstance(label.parent, nodes.footnote | nodes.citation)

    def _localize_number(self, node: nodes.Element) -> None:
        """Write a note's number in the digits of its text, for readers: programs get plain ones."""
        if self.builder.is_for_readers and not is_in_source(node):
            node.children = [nodes.Text(self.edition.locale.digits(node.astext()))]

    def _add_back_links(self, note: nodes.Element) -> None:
        if self.links_come_last and note["backrefs"]:
            self.body.append(self._back_links(note["backrefs"]))

    def _back_links(self, anchors: list[str]) -> str:
        """A numbered link to each place that refers to a note.

        The accessible name begins with the visible text (WCAG 2.2, 2.5.3); an arrow is none.
        """
        _ = self.edition.translate
        label = self.attval(_("Back to the text").striptags())
        numbers = (self.edition.locale.digits(str(place)) for place in range(1, len(anchors) + 1))
        links = (
            f'<a role="doc-backlink" href="#{anchor}" aria-label="↑{number} {label}">↑{number}</a>'
            for number, anchor in zip(numbers, anchors, strict=True)
        )
        return f'<span class="backrefs">{" ".join(links)}</span>\n'

    def visit_citation(self, node: nodes.citation) -> None:
        """An entry of a list of sources; the role that docutils gives it is deprecated in books."""
        super().visit_citation(node)
        self.body[-1] = self.body[-1].replace(' role="doc-biblioentry"', ' role="listitem"')
