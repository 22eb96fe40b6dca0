"""Contexts: comments of a source that say which of equal texts mean something else.

Bad: a comment after the text, before a formula, or with two lines
Good: `.. context: verb` directly before the paragraph, heading, figure, list or table
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from docutils import nodes
from docutils.transforms.misc import ClassAttribute
from sphinx import addnodes

_COMMENT = re.compile(r"context\s*:(.*)", re.IGNORECASE | re.DOTALL)
_LINE = re.compile(r"\.\.\s+(context\s*:.*)", re.IGNORECASE)
_META = re.compile(r"\s*\.\.\s+meta::")
_GLOSSARY = re.compile(r"(\s*)\.\.\s+glossary::")
_RESERVED = frozenset({"title", "description"})
_LONGEST = 60

_FORM = (
    "write one line such as `.. context: verb`; if it is an ordinary comment, begin it otherwise"
)
_PLACE = "write it directly before the paragraph, heading, list, table or figure that it is for"

Error = tuple[int, str]
"""A line of the source, 0 if it is not known, and what is wrong there with the remedy."""


def mark_contexts(tree: nodes.document) -> None:
    """Set the attribute `unit-context` of the nodes of a newly read tree that have a unit, and
    remove the comments that give the contexts.

    A comment is for all texts of the next block; before a heading it is for the heading alone, and
    an inner comment goes before an outer one. The tree's attribute `context-errors` becomes the
    list of those that are for nothing.
    """
    found = list(tree.findall(lambda node: isinstance(node, nodes.comment | addnodes.glossary)))
    if not found:
        return
    source = _read_source(tree)
    comments = [node for node in found if _is_context(node)]
    has_glossary = any(isinstance(node, addnodes.glossary) for node in found)
    errors = list(_comments_in_glossaries(source)) if has_glossary else []
    lines = _lines_of(comments, source)
    names: dict[int, nodes.Node] = {}
    problems: dict[int, str] = {}
    for comment in comments:
        problem = _name_problem(comment.astext())
        blocks = _blocks_after(comment, source[lines[id(comment)] :])
        if problem:
            problems[id(comment)] = problem
        elif any(id(block) in names for block in blocks):
            problems[id(comment)] = "the same block has another context; keep one of the two"
        for block in blocks:
            names[id(block)] = comment
    used: set[int] = set()
    units = tree.findall(lambda node: isinstance(node, nodes.Element) and "unit" in node)
    for node in units if comments else ():
        source_comment = _comment_for(node, names)
        if source_comment is not None:
            node["unit-context"] = _name(source_comment.astext())  # type: ignore[index]
            used.add(id(source_comment))
    for comment in comments:
        if id(comment) not in used:
            problems.setdefault(id(comment), f"no text follows this context; {_PLACE}")
    errors += [(lines[id(each)], problems[id(each)]) for each in comments if id(each) in problems]
    if errors:
        tree["context-errors"] = sorted(errors)
    for comment in comments:
        comment.parent.remove(comment)


def context_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each context that is for nothing or has no valid name."""
    errors: list[Error] = tree.get("context-errors", [])
    for line, text in errors:
        yield f"{place}:{line}: {text}" if line else f"{place}: {text}"


def _is_context(node: nodes.Node) -> bool:
    return isinstance(node, nodes.comment) and bool(_COMMENT.match(node.astext()))


def _name(comment: str) -> str:
    match = _COMMENT.match(comment)
    return " ".join(match[1].split()) if match else ""


def _name_problem(comment: str) -> str:
    name = _name(comment)
    if "\n" in comment.strip() or not name:
        return f"a context is one name on one line, and what follows it is not indented; {_FORM}"
    if len(name) > _LONGEST or not name.isprintable() or "/" in name or name in _RESERVED:
        return (
            f"a context has at most {_LONGEST} characters and no `/`, and `title` and "
            f"`description` are ids of units; {_FORM}"
        )
    return ""


def _blocks_after(comment: nodes.Node, rest: list[str]) -> list[nodes.Node]:
    """The nodes that a comment is for; `rest` are the lines after it.

    docutils moves the fields of `meta` to the beginning of the document. A comment before a heading
    is the last node of the section before it.
    """
    following = next((line for line in rest if line.strip()), "")
    if _META.match(following):
        tree = comment.document
        return list(tree.findall(nodes.meta)) if tree is not None else []
    node: nodes.Node = comment
    while True:
        parent = node.parent
        for sibling in parent.children[parent.index(node) + 1 :]:
            if not _is_between(sibling):
                return [sibling[0] if isinstance(sibling, nodes.section) else sibling]
        if not isinstance(parent, nodes.section):
            return []
        node = parent


def _is_between(node: nodes.Node) -> bool:
    """Whether a node may be between a comment and its block: it has no text and no place."""
    if isinstance(node, nodes.pending):
        return bool(node.transform is ClassAttribute)
    is_definition = isinstance(node, nodes.substitution_definition)
    return isinstance(node, nodes.target | nodes.Invisible) and not is_definition


def _comment_for(node: nodes.Node, comments: Mapping[int, nodes.Node]) -> nodes.Node | None:
    """The comment of the nearest block around a node, or None."""
    ancestor: nodes.Node | None = node
    while ancestor is not None:
        if id(ancestor) in comments:
            return comments[id(ancestor)]
        ancestor = ancestor.parent
    return None


def _read_source(tree: nodes.document) -> list[str]:
    try:
        return Path(tree["source"]).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _lines_of(comments: list[nodes.Node], source: list[str]) -> dict[int, int]:
    """The lines of the comments by `id`; 0 for one in another file.

    docutils does not know them exactly. Of equal comments, the first is in the first line.
    """
    places: dict[str, list[int]] = {}
    for number, line in enumerate(source, 1):
        if match := _LINE.search(line):
            places.setdefault(match[1].strip(), []).append(number)
    return {
        id(comment): numbers.pop(0) if numbers else 0
        for comment in comments
        for numbers in [places.get(comment.astext().partition("\n")[0].strip(), [])]
    }


def _comments_in_glossaries(source: list[str]) -> Iterator[Error]:
    """Contexts between the terms of a glossary: Sphinx skips comments there."""
    outer = inner = -1
    for number, line in enumerate(source, 1):
        content = line.lstrip()
        indent = len(line) - len(content)
        if match := _GLOSSARY.match(line):
            outer, inner = len(match[1]), -1
        elif content and indent <= outer:
            outer = -1
        elif content and outer >= 0 and inner < 0 and not content.startswith(":"):
            inner = indent
        if outer >= 0 and indent == inner and _LINE.match(content):
            text = "a glossary ignores comments between its terms"
            yield number, f"{text}; {_PLACE}, or translate the term by its unit's id"
