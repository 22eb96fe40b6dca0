"""Values that Sphinx's environment keeps for each document, for collectors of our own."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors import EnvironmentCollector


class DocumentValues(EnvironmentCollector):
    """Stores a value for each document when it is read, in the environment's `attribute`."""

    attribute: str

    def value(self, doctree: nodes.document) -> Any:
        """The value of a document."""
        raise NotImplementedError

    @classmethod
    def of(cls, env: BuildEnvironment) -> dict[str, Any]:
        """The values of all documents by name."""
        values: dict[str, Any] = vars(env).setdefault(cls.attribute, {})
        return values

    def process_doc(self, app: Sphinx, doctree: nodes.document) -> None:
        """Store the value of the document that was read."""
        self.of(app.env)[app.env.current_document.docname] = self.value(doctree)

    def clear_doc(self, app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        """Remove a document's value."""
        self.of(env).pop(docname, None)

    def merge_other(
        self, app: Sphinx, env: BuildEnvironment, docnames: Set[str], other: BuildEnvironment
    ) -> None:
        """Copy the values of documents that another process has read."""
        values = self.of(other)
        self.of(env).update({name: values[name] for name in values if name in docnames})
