"""Circles of references in what docutils makes, opened when nobody needs it any more.

A node refers to its children and to its parent, a parser's state to its methods and they to it.
Python frees at once what nothing refers to; circles it must look for. A document built left 24,000
to 33,000 objects in circles. Looking for them took a third of a build of 100 documents; without,
each took 7 MB more. Now 2,500 are left, which are out of reach: Sphinx's and docutils' own.
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


def break_cycles(tree: nodes.Element) -> None:
    """Let the nodes of a tree, and those that its document still lists, forget what holds them.

    Texts, attributes and children stay; a document forgets its children too, for nodes that were
    taken out of it still refer to it. Nobody may need the tree as a tree any more.
    """
    document = tree if isinstance(tree, nodes.document) else tree.document
    _detach_all(tree)
    if document is None:
        return
    document.document = document.reporter = document.transformer = None  # type: ignore[assignment]
    for name, value in vars(document).items():
        if isinstance(value, dict | list) and name != "attributes":
            for node in _listed_nodes(value):
                if node.parent is not None:
                    _detach_all(node)
            value.clear()


def break_cycles_below(node: nodes.Node) -> None:
    """Take apart what a node holds, which was taken out of its tree and is known there still."""
    for child in node.children:
        _detach_all(child)


def detached_copy(tree: nodes.Element) -> nodes.Element:
    """A copy of a tree that does not refer to the document it was parsed in, which is taken apart.

    Copies refer to the document of what they are copied from, so that Sphinx wrote each message's
    document into the files of the trees, and with its settings all that it knew of the project: the
    hundredth document's file had 463 KB instead of 54.
    """
    copy = tree.deepcopy()
    for node in copy.findall():
        node.document = None  # type: ignore[assignment]
    break_cycles(tree)
    return copy


def _detach_all(top: nodes.Node) -> None:
    queue: list[Any] = [top]
    for node in queue:
        cut_from_tree(node)
        if isinstance(node, nodes.Element):
            queue += [child for child in node.children if child.parent is node]
            queue += [value for value in node.attributes.values() if isinstance(value, nodes.Node)]


def _listed_nodes(values: dict[Any, Any] | list[Any]) -> Iterator[nodes.Node]:
    """The nodes of a document's list, or of its dictionary of nodes or of lists of them."""
    for value in values.values() if isinstance(values, dict) else values:
        if isinstance(value, nodes.Node):
            yield value
        elif isinstance(value, list):
            yield from _listed_nodes(value)


class ListReferences(SphinxPostTransform):
    """Lets a document list its cross-references, so that they are taken apart with it.

    Sphinx takes them out of the tree when it puts links in their places.
    """

    default_priority = 1

    def run(self, **kwargs: Any) -> None:
        """List them."""
        references = list(self.document.findall(addnodes.pending_xref))
        self.document.resolved_references = references  # type: ignore[attr-defined]


class AcyclicParser(RSTParser):
    """Sphinx's parser of reStructuredText, whose machines leave no circles behind."""

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Parse a text into a document."""
        with _release_finished_states():
            super().parse(inputstring, document)
            release_state_machine(self.statemachine)


@contextmanager
def _release_finished_states() -> Iterator[None]:
    """Let states forget their methods too when docutils has done with the machine they are of.

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
    """Take apart the machine of a parser that has ended, with its states and their inliner."""
    for state in machine.states.values():
        # Of a text with a line that is too long, docutils parses nothing.
        if hasattr(state, "inliner"):
            release_inliner(state.inliner)
        _release_state(state)
    machine.states = {}
    # The reporter asks the machine for lines as long as there is a document.
    machine.document = machine.reporter = None


def release_inliner(inliner: Any) -> None:
    """Take apart what has parsed inline markup, and is not to parse any more."""
    vars(inliner).clear()
