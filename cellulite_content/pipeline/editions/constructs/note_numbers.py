"""Notes in headings and captions: their numbers are no part of the words that links show."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform

_HIDDEN = "hidden-number"


class HideNoteNumbers(SphinxTransform):
    """Takes the numbers of notes out of a tree before Sphinx's domains name its labels (850)."""

    default_priority = 849

    def apply(self, **kwargs: object) -> None:
        """Take the numbers out."""
        for reference in self.document.findall(nodes.footnote_reference):
            reference[_HIDDEN], reference.children = reference.children, []


class ShowNoteNumbers(SphinxTransform):
    """Puts the numbers back, and takes the spaces before them out of the names of labels."""

    default_priority = 851

    def apply(self, **kwargs: object) -> None:
        """Put the numbers back."""
        found = False
        for reference in self.document.findall(nodes.footnote_reference):
            if _HIDDEN in reference:
                reference.children = reference.attributes.pop(_HIDDEN)
                found = True
        labels = self.env.domains.standard_domain.labels
        name = self.env.current_document.docname
        for label, (document, anchor, title) in list(labels.items()) if found else ():
            if document == name:
                labels[label] = document, anchor, " ".join(title.split())
