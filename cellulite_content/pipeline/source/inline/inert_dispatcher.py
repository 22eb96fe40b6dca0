"""Directives and roles without effect, with which docutils reads the text of a translator.

A directive produces nothing, and a role becomes a node that holds its text. So a translation can
neither open a file nor define a role while it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.utils import unescape
from sphinx.util.docutils import CustomReSTDispatcher, ReferenceRole

from ..roles import TEXT_ROLES


class _RefusedDirective(Directive):
    """Replaces every directive and produces nothing."""

    has_content = True
    optional_arguments = 1000  # any arguments: no complaint hides the directive's name
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        return []


class InertDispatcher(CustomReSTDispatcher):
    """A context in which docutils finds only inert directives and roles.

    `directives` are the names of the directives that were looked up.
    """

    def __init__(self) -> None:
        super().__init__()
        self.directives: list[str] = []

    def directive(
        self, directive_name: str, language_module: Any, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        self.directives.append(directive_name)
        return _RefusedDirective, []

    def role(
        self, role_name: str, language_module: Any, lineno: int, reporter: Any
    ) -> tuple[Any, list[nodes.system_message]]:
        return _inert_role, []


def _inert_role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Any,
    options: Any = None,
    content: Sequence[str] = (),
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    label, target, shown = read_role(name, text)
    return [nodes.inline(rawtext, label, role=name.lower(), target=target, content=shown)], []


def read_role(name: str, text: str) -> tuple[str, str, str]:
    """The words that a role shows, its target, and its whole text.

    `text` is as docutils gives it to roles, with a null character for each backslash.
    """
    # Sphinx's own roles of references read their text in this way.
    shown = unescape(text) if "\x00" in text else text
    if name.lower() in TEXT_ROLES:
        return shown, shown, shown
    if text.startswith("!"):
        return shown[1:], "", shown
    if titled := ReferenceRole.explicit_title_re.match(text):
        target = titled[2]
        return titled[1], unescape(target) if "\x00" in target else target, shown
    return text, shown, shown
