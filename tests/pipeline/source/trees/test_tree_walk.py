"""The faster walk gives what docutils' own gives."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.source.trees import tree_walk

KINDS = (nodes.section, nodes.paragraph, nodes.emphasis)
TREES = st.recursive(
    st.text(max_size=2).map(nodes.Text),
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
