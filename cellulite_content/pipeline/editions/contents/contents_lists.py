"""Lists of contents in an article (`contents`), in which each line is in its heading's language."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.transforms import SphinxTransform


class MarkContents(SphinxTransform):
    """Marks the lines whose heading fell back, after docutils has written the list (720)."""

    default_priority = 721

    def apply(self, **kwargs: Any) -> None:
        """Mark the document's lists."""
        lists = [
            node for node in self.document.findall(nodes.topic) if "contents" in node["classes"]
        ]
        if not lists:
            return
        fallen_back = {
            name
            for section in self.document.findall(nodes.section)
            for title in section.children
            if isinstance(title, nodes.title) and title.get("fallback")
            for name in section["ids"]
        }
        for contents in lists:
            for reference in contents.findall(nodes.reference):
                if reference.get("refid") in fallen_back:
                    reference["fallback"] = True
