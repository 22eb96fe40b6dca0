"""The slots of nodes are found before processes are forked."""

from docutils import nodes
from sphinx import addnodes

from cellulite_content.pipeline.source.trees.node_slots import find_slots


def test_nodes_know_their_slots() -> None:
    """`pickle` keeps them in an attribute of the class, which documents that are stored need."""
    find_slots()
    kinds = (nodes.Text, nodes.title, nodes.paragraph, nodes.reference, addnodes.pending_xref)
    assert all("__slotnames__" in vars(kind) for kind in kinds)
