"""Breaks reference cycles of docutils, so that trees are freed without the garbage collector.

A node refers to its children and to its parent; a parser's state refers to its methods and they
refer to it. Python frees objects without references at once, but must search for cycles. A document
built left 24,000 to 33,000 objects in cycles. The search took a third of a build of 100 documents;
without the search, each document took 7 MB more. Now 2,500 objects are left, which we cannot reach:
they belong to Sphinx and docutils.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.statemachine import State
from sphinx import addnodes
from sphinx.parsers import RSTParser
from sphinx.transforms.post_transforms import SphinxPostTransform

from .sphinx_private import cut_from_tree

_ATTRIBUTES_OF_ALL = len(nodes.Element.list_attributes)
"""How many attributes each element has: lists of names, none of them with nodes."""

_TABLES = (dict, list)
"""The classes of a document's tables of nodes; a tuple is tested in half the time of a union."""


def break_cycles(tree: nodes.Element) -> None:
    """Remove the references to parent and document from a tree and from nodes its document lists.

    Texts, attributes and children of nodes stay. A document loses its children too, because nodes
    that were removed from it still refer to it. The tree cannot be used as a tree afterwards.
    """
    document = tree if isinstance(tree, nodes.document) else tree.document
    _detach_all(tree)
    if document is None:
        return
    document.document = document.reporter = document.transformer = None  # type: ignore[assignment]
    for name, value in vars(document).items():
        if value and isinstance(value, _TABLES) and name != "attributes":
            for node in _listed_nodes(value):
                if node.parent is not None:
                    _detach_all(node)
            value.clear()


def break_cycles_below(node: nodes.Node) -> None:
    """Break the cycles below a node that was removed from its tree but is still listed there."""
    for child in node.children:
        _detach_all(child)


def take_first_child(document: nodes.document) -> Any:
    """Take the first child out of a newly parsed document, and break the document's cycles.

    In a paragraph, only the paragraph itself refers to the document; with that, Sphinx would write
    the document into the file of a tree that gets the paragraph's children, and with its settings
    all that it knows of the project.
    """
    child: Any = document[0]
    document.remove(child)
    child.parent = child.document = None
    _detach_all(document)
    document.document = document.reporter = document.transformer = None  # type: ignore[assignment]
    for name, value in vars(document).items():
        # The lists name nodes below the child too, which must keep their parents.
        if value and isinstance(value, _TABLES) and name != "attributes":
            value.clear()
    return child


def _detach_all(top: nodes.Node) -> None:
    queue: list[Any] = [top]
    for node in queue:
        cut_from_tree(node)
        # Half of the nodes are texts.
        if isinstance(node, nodes.Element):
            queue += [child for child in node.children if child.parent is node]
            # Most elements have no attributes of their own.
            if len(node.attributes) > _ATTRIBUTES_OF_ALL:
                values = node.attributes.values()
                queue += [value for value in values if isinstance(value, nodes.Node)]


def _listed_nodes(values: dict[Any, Any] | list[Any]) -> Iterator[nodes.Node]:
    """The nodes in a document's list, or in its dictionary of nodes or of lists of nodes."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, nodes.Node):
            yield value
        elif value and isinstance(value, list):
            yield from _listed_nodes(value)


class ListReferences(SphinxPostTransform):
    """Makes a document list its cross-references, so that `break_cycles` reaches them.

    Sphinx removes them from the tree when it replaces them with links.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """List the cross-references."""
        references = list(self.document.findall(addnodes.pending_xref))
        self.document.resolved_references = references  # type: ignore[attr-defined]


class AcyclicParser(RSTParser):
    """Sphinx's parser of reStructuredText, with state machines that leave no cycles."""

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Parse a text into a document."""
        with _release_finished_states():
            super().parse(inputstring, document)
            release_state_machine(self.statemachine)


@contextmanager
def _release_finished_states() -> Iterator[None]:
    """Make states drop their methods too when docutils is done with their state machine.

    A document has 22 such machines of 15 states, one for each list: 9,000 objects.
    """
    unlink = State.unlink
    State.unlink = _release_state  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        State.unlink = unlink  # type: ignore[method-assign]


def _release_state(state: Any) -> None:
    state.state_machine = None
    state.transitions = {}


def release_state_machine(machine: Any) -> None:
    """Break the cycles of a finished parser's state machine, its states and their inliner."""
    for state in machine.states.values():
        # When a line is too long, docutils parses nothing, and its states have no inliner.
        if hasattr(state, "inliner"):
            release_inliner(state.inliner)
        _release_state(state)
    machine.states = {}
    # The reporter gets line numbers from the machine as long as the document exists.
    machine.document = machine.reporter = None


def release_inliner(inliner: Any) -> None:
    """Clear an inliner that will parse no more inline markup."""
    vars(inliner).clear()
