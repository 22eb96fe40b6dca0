"""Faster walks through trees: docutils' own is a generator for each node inside its parent's.

Sphinx walks each tree fifty times, which took a quarter of a build. The nodes come in the same
order, also while the caller changes the tree. A third of the walks look for nodes of classes of
which a project has none, such as descriptions of functions: they end at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import c, cpp

_docutils_findall = nodes.Node.findall
_docutils_walkabout = nodes.Node.walkabout


def _all_of_class(top: Any, kind: type) -> Iterator[Any]:
    """The node and all below it that are of a class."""
    if isinstance(top, kind):
        yield top
    levels = [iter(top.children)]
    while levels:
        for node in levels[-1]:
            if isinstance(node, kind):
                yield node
            children = node.children
            if children:
                # Half of the elements have one text: nothing is yielded, so nothing can change.
                if len(children) == 1 and not (
                    children[0].children or isinstance(children[0], kind)
                ):
                    continue
                levels.append(iter(children))
                break
        else:
            levels.pop()


def _all_matching(top: Any, condition: Callable[[Any], bool]) -> Iterator[Any]:
    """The node and all below it that meet a condition."""
    if condition(top):
        yield top
    above: list[tuple[Any, int]] = []
    node, index = top, 0
    while True:
        # docutils takes each child by its number, from the list that the node has by then.
        if index < len(node.children):
            child = node.children[index]
            index += 1
            if condition(child):
                yield child
            if child.children:
                above.append((node, index))
                node, index = child, 0
        elif above:
            node, index = above.pop()
        else:
            return


def _findall(
    node: Any,
    condition: Any = None,
    include_self: bool = True,
    descend: bool = True,
    siblings: bool = False,
    ascend: bool = False,
) -> Iterator[Any]:
    """As docutils' method `findall`."""
    if not include_self or not descend or siblings or ascend:
        return _docutils_findall(node, condition, include_self, descend, siblings, ascend)
    if condition is None or isinstance(condition, type):
        if condition in _missing:
            return iter(())
        return _all_of_class(node, condition or nodes.Node)
    return _all_matching(node, condition)


def _walkabout(node: Any, visitor: Any) -> bool:
    """As docutils' method `walkabout`, without two messages for each node that nobody reads."""
    if visitor.document.reporter.debug_flag:
        return _docutils_walkabout(node, visitor)
    stop, departs = False, True
    try:
        try:
            visitor.dispatch_visit(node)
        except nodes.SkipNode:
            return stop
        except nodes.SkipDeparture:
            departs = False
        try:
            for child in node.children[:]:
                if child.walkabout(visitor):
                    stop = True
                    break
        except nodes.SkipSiblings:
            pass
    except nodes.SkipChildren:
        pass
    except nodes.StopTraversal:
        stop = True
    if departs:
        visitor.dispatch_departure(node)
    return stop


_RARE = (
    addnodes.desc,
    addnodes.desc_signature,
    addnodes.download_reference,
    addnodes.glossary,
    addnodes.index,
    addnodes.only,
    addnodes.versionmodified,
    c.AliasNode,
    cpp.AliasNode,
    nodes.block_quote,
    nodes.citation,
    nodes.citation_reference,
    nodes.doctest_block,
    nodes.literal_block,
    nodes.raw,
    nodes.substitution_reference,
    nodes.system_message,
    nodes.topic,
    nodes.transition,
)
"""Classes of which many projects have no node, and for which Sphinx walks through each tree."""

_missing: set[type] = set()
"""Those of which this process has not made a node yet."""


def _note_rare_nodes() -> None:
    """Note from now on which of the rare classes have nodes. A class makes its nodes, also those
    that are restored; copies have an original."""
    for kind in _RARE:
        _missing.add(kind)
        kind.__new__ = staticmethod(_noted_new)  # type: ignore[method-assign, assignment]


def _noted_new(kind: type, *_: Any, **__: Any) -> Any:
    if _missing:
        _missing.difference_update(kind.__mro__)
    return object.__new__(kind)


_docutils_astext = nodes.Text.astext


def _astext(text: nodes.Text) -> str:
    """As the method of texts, which splits each three times for escaped characters."""
    return _docutils_astext(text) if "\x00" in text else str(text)


@cache
def walk_faster() -> None:
    """Make the trees of this process walk faster. There may be no trees yet."""
    nodes.Text.astext = _astext  # type: ignore[method-assign]
    nodes.Node.findall = _findall  # type: ignore[method-assign, assignment]
    nodes.Node.walkabout = _walkabout  # type: ignore[method-assign, assignment]
    _note_rare_nodes()
