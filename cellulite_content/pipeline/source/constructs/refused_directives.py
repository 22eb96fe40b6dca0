"""Directives that no edition can show, noted while a source is read, with their lines.

Most of them leave no trace in the tree, so that it cannot be asked for them later.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import CustomReSTDispatcher

REFUSED = "refused-directives"
"""The attribute of a tree with the line and the text of each directive that is refused; a tree
without any does not have it."""

_PRODUCTIONS = "shows a grammar, which no book can; write it as a literal block"
_NUMBERS = "numbers headings, which no edition does; write the numbers into the headings"

_REMEDIES = {
    "date": "has another text each day; write the date",
    "footer": "shows text at the foot of pages, which no edition has; write it in the text",
    "header": "shows text at the head of pages, which no edition has; write it in the text",
    "productionlist": _PRODUCTIONS,
    "restructuredtext-test-directive": "is for the tests of docutils; remove it",
    "section-numbering": _NUMBERS,
    "sectnum": _NUMBERS,
    "target-notes": "writes notes that no translator gets; write the addresses as footnotes",
    "title": "gives a title that no edition shows; remove it, the heading is the title",
}
"""Why a directive is refused, and what to do instead."""


class NoteRefusedDirectives(CustomReSTDispatcher):
    """A context in which docutils finds directives as before, and refused ones are noted in the
    tree of the document that is read."""

    def __init__(self, environment: BuildEnvironment, document: nodes.document) -> None:
        super().__init__()
        self._environment = environment
        self._document = document
        self._has_bare_text = False

    def directive(
        self, directive_name: str, language_module: Any, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        """Find a directive, and note it when it is refused."""
        name = directive_name.lower()
        problem = self._problem(name)
        if problem:
            line = self._document.current_line or 0
            notes = self._document.attributes.setdefault(REFUSED, [])
            notes.append((line, f"the directive {name!r} {problem}"))
        return super().directive(directive_name, language_module, document)

    def role(
        self, role_name: str, language_module: Any, lineno: int, reporter: Any
    ) -> tuple[Any, list[nodes.system_message]]:
        """Find a role, and note that there is text without one."""
        self._has_bare_text = self._has_bare_text or not role_name
        return super().role(role_name, language_module, lineno, reporter)

    def _problem(self, name: str) -> str:
        """Why a directive is refused; empty if it is not."""
        domain = self._domain(name)
        if domain and domain != "std":
            hint = "`rst-class`, or " if name == "class" else ""
            return f"is of the domain {domain!r}, which no edition can show; write {hint}a list"
        if name == "default-role" and self._has_bare_text:
            return "comes after text in backquotes, for which translators need it; move it up"
        return _REMEDIES.get(name, "")

    def _domain(self, name: str) -> str:
        """The name of the domain in which Sphinx finds a directive; empty for those of none."""
        domains = self._environment.domains
        domain_name, colon, own_name = name.partition(":")
        if colon:
            domain: Any = domains.get(domain_name)
        else:
            domain, own_name = self._environment.current_document.default_domain, name
        if domain is not None and domain.directive(own_name) is not None:
            return str(domain.name)
        return ""
