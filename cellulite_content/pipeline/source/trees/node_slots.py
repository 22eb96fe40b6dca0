"""Finds what `pickle` looks for when it first meets a class: the slots of all its bases."""

from __future__ import annotations

from contextlib import suppress

from docutils import nodes
from sphinx import addnodes


def find_slots() -> None:
    """Let each class of nodes know its slots, so that processes forked from this one need not look
    for those of 40 classes: that takes 1.5 ms."""
    nodes.Text("").__reduce_ex__(2)
    for value in (*vars(nodes).values(), *vars(addnodes).values()):
        if isinstance(value, type) and issubclass(value, nodes.Element):
            with suppress(Exception):  # as far as a node without contents can be stored
                value.__new__(value).__reduce_ex__(2)
