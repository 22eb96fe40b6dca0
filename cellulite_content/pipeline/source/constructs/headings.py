"""What no heading can hold: Sphinx copies headings into lists of contents, as they were read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

from .refused_directives import REFUSED

_NAMED_LATER = frozenset({"any", "doc", "numref", "ref"})
"""Roles whose words are those of their target, unless they are given."""


class RefuseInHeadings(SphinxTransform):
    """Notes as refused what a list of contents would not show, or not as the heading does.

    Sphinx takes each link in such a list for one with an address, which a download does not have,
    and ends (`_resolve_toctree`: KeyError 'refuri'). References to titles and numbers are shown as
    they were written: `/articles/stairs` instead of the title.
    """

    default_priority = 5  # before all that reads headings

    def apply(self, **kwargs: Any) -> None:
        """Note each with its line; the words of downloads stay."""
        notes = [*_refused(self.document)]
        if notes:
            self.document.attributes.setdefault(REFUSED, []).extend(notes)


def _refused(tree: nodes.document) -> Iterator[tuple[int, str]]:
    for title in tree.findall(nodes.title):
        if not isinstance(title.parent, nodes.section):
            continue
        for download in list(title.findall(addnodes.download_reference)):
            yield title.line or 0, "no heading can hold a download; write it below the heading"
            download.replace_self(list(download.children))
        for node in title.findall(addnodes.pending_xref):
            role, is_number = node["reftype"], node["reftype"] == "numref"
            if role in _NAMED_LATER and (is_number or not node["refexplicit"]):
                text = f"lists of contents would show the target of `:{role}:` in the heading"
                remedy = "write it below" if is_number else f"write :{role}:`words <target>`"
                yield title.line or 0, f"{text}; {remedy}"
