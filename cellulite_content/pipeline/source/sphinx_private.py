"""The private names of Sphinx and docutils that the pipeline uses; no other module uses any.

An upgrade may remove one. `tests/pipeline/source/test_sphinx_private.py` has a test for each,
which fails with the name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.parsers.rst import roles
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms import i18n
from sphinx.util.logging import NAMESPACE, WarningStreamHandler

SPHINX_LOGGER = NAMESPACE
"""The name of the logger to which Sphinx's modules log."""

ParseTranslation = Callable[..., nodes.Element]
"""Parses a translation from its text, path, line and keywords; returns its first node."""


def application_of(builder_or_environment: Builder | BuildEnvironment) -> Any:
    """The application of a builder or an environment: Sphinx 9 deprecates its public name `app`."""
    return builder_or_environment._app


def builder_class(environment: BuildEnvironment) -> type[Builder]:
    """The class of the running builder; it is known before the builder exists."""
    return environment._builder_cls


def unwritten_trees(environment: BuildEnvironment) -> dict[str, nodes.document]:
    """The trees that Sphinx keeps between reading and writing, by document."""
    return environment._write_doc_doctree_cache


def forget_pickled_trees(environment: BuildEnvironment) -> None:
    """Free the pickled trees; Sphinx keeps one for each document."""
    environment._pickled_doctree_cache.clear()


def cut_from_tree(node: Any) -> None:
    """Remove a node's references to its parent and its document."""
    node.parent = node._document = None


def registered_role(name: str) -> Callable[..., Any] | None:
    """The function of a role that Sphinx, an extension or a source has registered, or None."""
    function: Callable[..., Any] | None = roles._roles.get(name)  # type: ignore[attr-defined]
    return function


def begin_rows(translator: Any) -> None:
    """Make Sphinx's HTML translator count the rows of a table that it has not begun itself."""
    translator._table_row_indices.append(0)


def static_folder(builder: Any) -> Any:
    """The folder of the static files of Sphinx's HTML builder, a `Path`."""
    return builder._static_dir


@contextmanager
def translations_parsed_by(parse: ParseTranslation) -> Iterator[ParseTranslation]:
    """Make Sphinx parse translations with `parse`; yields Sphinx's own function."""
    original = i18n._publish_msgstr
    i18n._publish_msgstr = parse
    try:
        yield original
    finally:
        i18n._publish_msgstr = original


@contextmanager
def translated_nodes_noted(note: Callable[[nodes.Element, str], None]) -> Iterator[None]:
    """Call `note` with each node and its source text before Sphinx inserts its translation."""
    original = i18n.extract_messages  # type: ignore[attr-defined]

    def extract_messages(tree: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
        for node, text in original(tree):
            note(node, text)
            yield node, text

    i18n.extract_messages = extract_messages  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        i18n.extract_messages = original  # type: ignore[attr-defined]


def warning_handlers() -> list[logging.Handler]:
    """The handlers that print Sphinx's warnings."""
    handlers = logging.getLogger(NAMESPACE).handlers
    return [handler for handler in handlers if isinstance(handler, WarningStreamHandler)]


@contextmanager
def titles_with_references() -> Iterator[None]:
    """Make Sphinx treat references in translated titles as those in other texts.

    Sphinx 9.0.4 replaces a title in its first phase, and skips it in the second, which connects
    references with their targets: notes lost their numbers, and named links their addresses.
    """
    original = i18n._NodeUpdater.update_title_mapping

    def update_title_mapping(updater: i18n._NodeUpdater) -> bool:
        is_processed = original(updater)
        return is_processed and next(updater.patch.findall(_is_reference), None) is None

    i18n._NodeUpdater.update_title_mapping = update_title_mapping  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        i18n._NodeUpdater.update_title_mapping = original  # type: ignore[method-assign]


def _is_reference(node: nodes.Node) -> bool:
    return isinstance(
        node, nodes.reference | nodes.footnote_reference | nodes.citation_reference | pending_xref
    )
