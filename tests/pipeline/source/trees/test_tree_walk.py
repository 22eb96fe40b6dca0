"""The faster walks give what docutils' own give."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.source.trees import tree_walk

KINDS = (nodes.section, nodes.paragraph, nodes.emphasis)
TREES = st.recursive(
    st.text(max_size=2).map(nodes.Text) | st.sampled_from("abcde").map(nodes.Text),
    lambda children: st.builds(
        lambda kind, parts: kind("", "", *parts) if kind is not nodes.section else kind("", *parts),
        st.sampled_from(KINDS),
        st.lists(children, max_size=4),
    ),
)
CONDITIONS = (None, nodes.Element, nodes.Text, nodes.paragraph, lambda node: len(node.children) > 1)
CHANGES = ("none", "replace", "remove", "fill")


def _seen(tree: Any, walk: Any, condition: Any, change: str) -> list[str]:
    """What a caller sees that changes the tree on its way."""
    seen = []
    for number, node in enumerate(walk(tree, condition)):
        seen.append(type(node).__name__ + node.astext())
        parent = node.parent
        if len(seen) > 30 or number % 2 or parent is None:
            continue
        if change == "replace":
            parent.replace(node, nodes.strong("", "new", nodes.emphasis("", "more")))
        elif change == "remove":
            parent.remove(node)
        elif change == "fill" and isinstance(node, nodes.Element):
            node.children = [nodes.Text("filled")]
    return seen


@given(TREES, st.sampled_from(range(len(CONDITIONS))), st.sampled_from(CHANGES))
def test_same_nodes_in_the_same_order(tree: nodes.Node, condition: int, change: str) -> None:
    """Also while the tree is changed at the node that was found."""
    kind = CONDITIONS[condition]
    other = tree.deepcopy()
    expected = _seen(tree, tree_walk._docutils_findall, kind, change)
    assert _seen(other, tree_walk._findall, kind, change) == expected


@given(TREES)
def test_other_walks_are_docutils_own(tree: nodes.Node) -> None:
    """Siblings, and walks that do not descend or leave the first node out."""
    for node in tree.findall():
        for values in ({"siblings": True}, {"ascend": True}, {"descend": False}):
            ours = list(tree_walk._findall(node, None, **values))
            assert list(map(id, ours)) == list(
                map(id, tree_walk._docutils_findall(node, None, **values))
            )
        inner = list(tree_walk._findall(node, None, include_self=False))
        assert inner == list(tree_walk._docutils_findall(node, None, include_self=False))


@pytest.mark.parametrize("is_restored", [False, True], ids=("made", "restored"))
def test_rare_nodes_are_found(is_restored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the first node of a class comes into being, the next walk looks for the class.

    A copy needs no test: it is of a node that was noted.
    """
    tree_walk.walk_faster()
    data = pickle.dumps(nodes.literal_block("a"))
    monkeypatch.setattr(tree_walk, "_missing", {nodes.literal_block, nodes.transition})
    node = pickle.loads(data) if is_restored else nodes.literal_block("a")  # noqa: S301 - ours
    assert list(tree_walk._findall(node, nodes.literal_block)) == [node]
    assert tree_walk._missing == {nodes.transition}


def test_nothing_is_missing_where_walks_are_docutils_own() -> None:
    """Before the walks are made faster, nodes may have been made that nobody has noted."""
    program = (
        "from cellulite_content.pipeline.source.trees import tree_walk\n"
        "from docutils import nodes\n"
        "assert not tree_walk._missing\n"
        "tree_walk.walk_faster()\n"
        "assert nodes.transition in tree_walk._missing\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


_SKIPS = {
    "a": nodes.SkipNode,
    "b": nodes.SkipDeparture,
    "c": nodes.SkipChildren,
    "d": nodes.SkipSiblings,
    "e": nodes.StopTraversal,
}


class _Visitor(nodes.NodeVisitor):
    """Notes its visits; it skips some nodes as writers do."""

    def __init__(self, document: nodes.document) -> None:
        super().__init__(document)
        self.visits: list[str] = []

    def dispatch_visit(self, node: Any) -> None:
        """Note a visit."""
        self.visits.append(f"+{type(node).__name__}")
        if skip := _SKIPS.get(node.astext()[:1]):
            raise skip

    def dispatch_departure(self, node: Any) -> None:
        """Note the end of a visit."""
        self.visits.append(f"-{type(node).__name__}")


@given(TREES)
def test_same_visits(tree: Any) -> None:
    """A visitor sees what docutils' own walk shows it, whatever it skips."""
    visits = []
    tree = nodes.section("", nodes.Text("first"), tree)
    own = nodes.Node.walkabout
    try:
        for walkabout in (tree_walk._walkabout, tree_walk._docutils_walkabout):
            nodes.Node.walkabout = walkabout
            visitor = _Visitor(new_document("test"))
            visits.append((tree.walkabout(visitor), visitor.visits))
    finally:
        nodes.Node.walkabout = own
    assert visits[0] == visits[1]
