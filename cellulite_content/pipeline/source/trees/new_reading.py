"""A reading in progress: the process that parses the sources keeps the tree of each."""

from __future__ import annotations

from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from docutils.parsers.rst.roles import CustomRole, GenericRole
from sphinx.application import Sphinx
from sphinx.domains.changeset import versionlabels
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from ..sphinx_private import application_of, message_of, register_role, registered_roles
from .stored_tree import UnstorableError, dump_tree

REPLACED_WORDS = frozenset(map(message_of, versionlabels.values()))
"""Words that Sphinx writes into a tree while it parses, in the language of the run, and that the
editions replace. A document with others, such as the fields of a function, is not stored."""

_OWN_ATTRIBUTES = "cellulite_"
"""How the names begin of what our extension keeps in Sphinx's environment."""


@dataclass
class NewReading:
    """The trees of a reading in progress, by document; a document that cannot be stored has none.

    `known_roles` are the roles that are registered before the next document, `known_attributes` the
    names of what Sphinx's environment holds without a source. `is_possible` is false when an
    extension may keep anything. `text` is what was parsed last, and `words` are those that Sphinx
    has translated for it.
    """

    trees: dict[str, bytes] = field(default_factory=dict)
    known_roles: Mapping[str, Any] = field(default_factory=dict)
    known_attributes: frozenset[str] = frozenset()
    is_possible: bool = True
    text: str = ""
    words: frozenset[str] = frozenset()

    def keep(self, document: nodes.document, env: BuildEnvironment) -> None:
        """Store a newly parsed document, unless it depends on the language, or an extension keeps
        what only it can restore."""
        new = vars(env).keys() - self.known_attributes
        is_own = all(name.startswith(_OWN_ATTRIBUTES) for name in new)
        if self.is_possible and is_own and self.words <= REPLACED_WORDS:
            # A domain of an extension that cannot be merged raises the second error.
            with suppress(UnstorableError, NotImplementedError):
                tree = dump_tree(document, env, self.text, self.known_roles)
                self.trees[env.current_document.docname] = tree
        _forget_own_roles(self.known_roles)
        self.known_roles = registered_roles()


def _forget_own_roles(known: Container[str]) -> None:
    """Remove docutils' own roles, which it registers at their first use: each document that uses
    one has it in its tree, whichever were read before."""
    for name, function in registered_roles().items():
        is_own = function.__module__ == GenericRole.__module__
        if name and name not in known and is_own and not isinstance(function, CustomRole):
            register_role(name, None)


def begin_reading(app: Sphinx, env: BuildEnvironment, names: list[str]) -> None:
    """A listener of `env-before-read-docs`: note what there is without any source."""
    reading: NewReading | None = app.new_reading  # type: ignore[attr-defined]
    if reading is None:
        return
    reading.known_roles = registered_roles()
    reading.known_attributes = frozenset(vars(env))
    reading.is_possible = keeps_known_values(app)


def keeps_known_values(app: Sphinx) -> bool:
    """Whether all that extensions keep of a document is in Sphinx's environment.

    An extension that merges its own data after parallel reading (`env-merge-info`), or that does
    not declare that its reading can be divided, may keep anything.
    """
    return all(extension.parallel_read_safe for extension in app.extensions.values()) and all(
        _module_of(listener.handler).startswith(("sphinx.", "cellulite_content."))
        for listener in app.events.listeners["env-merge-info"]
    )


def _module_of(handler: Any) -> str:
    owner = getattr(handler, "__self__", handler)
    return str(owner.__module__)


class KeepTree(SphinxTransform):
    """Keeps the tree of a document, after unit marking (18) and before all that depends on a
    language: Sphinx's `Locale` transform has the priority 20."""

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Store the document in the reading, if this process makes one."""
        reading: NewReading | None = application_of(self.env).new_reading
        if reading is not None:
            reading.keep(self.document, self.env)
