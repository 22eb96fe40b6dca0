"""Circles of references in what docutils makes, opened when nobody needs it any more.

A node refers to its children and to its parent, a parser's state to its methods and they to it.
Python frees at once what nothing refers to; circles it must look for. A document leaves some
33,000 objects in such circles, and a build of 100 documents spent a third of its time on looking
for them, or else 5 MB of memory on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.statemachine import State
from sphinx.parsers import RSTParser


def take_apart(tree: nodes.Element) -> None:
    """Let the nodes of a tree, and those that its document still lists, forget what holds them.

    Texts, attributes and children stay; a document forgets its children too, for nodes that were
    taken out of it still refer to it. Nobody may need the tree as a tree any more.
    """
    document = tree if isinstance(tree, nodes.document) else tree.document
    _cut(tree)
    if document is None:
        return
    for node in list(_listed(vars(document).values())):
        if node.parent is not None or node.document is not None:
            _cut(node)
    document.reporter = document.transformer = None  # type: ignore[assignment]
    for value in vars(document).values():
        if isinstance(value, dict | list) and value is not document.attributes:
            value.clear()


def alone(tree: nodes.Element) -> nodes.Element:
    """A copy of a tree that does not refer to the document it was parsed in, which is taken apart.

    Copies refer to the document of what they are copied from, so that Sphinx wrote each message's
    document into the files of the trees, and with its settings all that it knew of the project.
    """
    copy = tree.deepcopy()
    for node in copy.findall():
        node.document = None  # type: ignore[assignment]
    take_apart(tree)
    return copy


def _cut(top: nodes.Node) -> None:
    waiting = [top]
    while waiting:
        node = waiting.pop()
        node.parent = node.document = None  # type: ignore[assignment]
        waiting += [child for child in node.children if child.parent is node]
        if isinstance(node, nodes.Element):
            waiting += [each for each in node.attributes.values() if isinstance(each, nodes.Node)]


def _listed(values: Iterable[Any]) -> Iterator[nodes.Node]:
    """The nodes among values, and in lists and dictionaries of them."""
    for value in values:
        if isinstance(value, nodes.Node):
            yield value
        elif isinstance(value, dict):
            yield from _listed(value.values())
        elif isinstance(value, list):
            yield from _listed(value)


class OpenParser(RSTParser):
    """Sphinx's parser of reStructuredText, whose machines leave no circles behind."""

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Parse a text into a document."""
        with _states_end():
            super().parse(inputstring, document)
            end_machine(self.statemachine)


@contextmanager
def _states_end() -> Iterator[None]:
    """Let states forget their methods too when docutils has done with the machine they are of.

    A document has 22 such machines of 15 states, one for each list: 9,000 objects.
    """
    unlink = State.unlink
    State.unlink = _end_state  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        State.unlink = unlink  # type: ignore[method-assign]


def _end_state(state: Any) -> None:
    state.state_machine = None
    state.transitions = {}


def end_machine(machine: Any) -> None:
    """Take apart the machine of a parser that has ended, with its states and their inliner."""
    for state in machine.states.values():
        end_inliner(state.inliner)
        _end_state(state)
    machine.states = {}


def end_inliner(inliner: Any) -> None:
    """Take apart what has parsed inline markup, and is not to parse any more."""
    vars(inliner).clear()
