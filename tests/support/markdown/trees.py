"""Trees of translations in Markdown as builds make them, and their facts, without Sphinx's
application."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from sphinx import addnodes

from cellulite_content.pipeline.model.unit import MarkdownSyntax
from cellulite_content.pipeline.source.inline.inert_dispatcher import InertDispatcher
from cellulite_content.pipeline.source.markdown.message import LINK_ROLE
from cellulite_content.pipeline.source.markdown.translation import MarkdownTexts
from cellulite_content.pipeline.source.markup_facts import Markup


def built_tree(text: str, syntax: MarkdownSyntax, targets: list[str]) -> nodes.Element:
    """The tree of a translation, with roles that do nothing. Raises as `MarkdownTexts.parse`."""
    settings: Any = get_default_settings(Parser)
    settings.env = SimpleNamespace(docname="articles/a", srcdir="")
    with InertDispatcher():
        return MarkdownTexts(syntax, targets, settings).parse(text, "a.md", 1)


def tree_facts(tree: nodes.Element) -> dict[str, Any]:
    """What is shown of a tree: links, places, notes, roles, marked texts, and all words."""
    found: list[tuple[str, str]] = []
    for node in tree.findall(nodes.Element):
        match node:
            case nodes.reference() if node.get("id_link"):
                found.append(("place", node["refuri"]))
            case nodes.reference():
                found.append(("link", node["refuri"]))
            case addnodes.pending_xref() | addnodes.download_reference():
                target = node["reftarget"]
                anchor = node.get("reftargetid")
                found.append(("place", f"{target}#{anchor}" if anchor else target))
            case nodes.footnote_reference():
                found.append(("note", node["refname"]))
            case nodes.math():
                found.append(("math", node.astext()))
            case nodes.inline() if "role" in node:
                found.append((node["role"], node["target"]))
            case nodes.emphasis() | nodes.strong():
                found.append((node.tagname, ""))
            case nodes.literal():
                found.append(("literal", node.astext()))
            case nodes.paragraph() | nodes.inline():
                pass
            case _:
                found.append(("strange", node.tagname))
    notes = {id(node) for note in tree.findall(nodes.footnote_reference) for node in note.findall()}
    words = (node.astext() for node in tree.findall(nodes.Text) if id(node) not in notes)
    return {"marks": Counter(found), "words": "".join(words)}


def message_facts(markup: Markup) -> dict[str, Any]:
    """The same of what the gate has read."""
    found = [("link", link) for link in markup.links.elements()]
    found += [("note", note.name.lstrip("#")) for note in markup.references.elements()]
    found += [(name, "") for name in markup.emphasis.elements()]
    found += [("literal", text) for text in markup.literals.elements()]
    for role in markup.roles.elements():
        if role.name == LINK_ROLE:
            found.append(("place", role.target))
        else:
            found.append((role.name, role.target))
    words = (text for element, text in markup.pieces if element != "footnote_reference")
    return {"marks": Counter(found), "words": "".join(words)}
