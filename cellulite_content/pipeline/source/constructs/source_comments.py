"""Comments of a source that say something about the text after them.

Bad: a comment after its text, between the terms of a glossary, or two of a kind for one block
Good: `.. context: verb` directly before the paragraph, heading, figure, list or table
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from docutils.transforms.misc import ClassAttribute
from sphinx import addnodes

PLACE = "write it directly before the paragraph, heading, list, table or figure that it is for"

_META = re.compile(r"\s*\.\.\s+meta::")
_GLOSSARY = re.compile(r"(\s*)\.\.\s+glossary::")

Error = tuple[int, str]
"""A line of the source, 0 if it is not known, and what is wrong there with the remedy."""


@dataclass(frozen=True)
class CommentRule:
    """A kind of comments: the word before their colon, and the attribute that units get from them.

    `problem` says what is wrong with the text after the colon, or nothing. `remedy` is for a
    comment between the terms of a glossary, which Sphinx skips.
    """

    keyword: str
    attribute: str
    problem: Callable[[str], str]
    remedy: str = ""

    def text_of(self, node: nodes.Node) -> str | None:
        """The text after the colon; None for a comment of another kind."""
        is_comment = isinstance(node, nodes.comment)
        match = self._pattern.match(node.astext()) if is_comment else None
        return match[1] if match else None

    def is_line(self, line: str) -> str:
        """The first line of such a comment in a source, without its dots, or an empty text."""
        match = re.search(rf"\.\.\s+({self.keyword}\s*:(?!:).*)", line, re.IGNORECASE)
        return match[1].strip() if match else ""

    @property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"{self.keyword}\s*:(.*)", re.IGNORECASE | re.DOTALL)


def mark_blocks(tree: nodes.document, rules: Sequence[CommentRule]) -> None:
    """Set the attributes of the nodes of a newly read tree that have a unit, and remove the
    comments that give them.

    A comment is for all texts of the next block; before a heading it is for the heading alone, and
    an inner comment goes before an outer one. The tree's attribute `comment-errors` becomes the
    list of those that are for nothing.
    """
    found = list(tree.findall(lambda node: isinstance(node, nodes.comment | addnodes.glossary)))
    if not found:
        return
    source = _read_source(tree)
    has_glossary = any(isinstance(node, addnodes.glossary) for node in found)
    errors: list[Error] = []
    for rule in rules:
        errors += _comments_in_glossaries(source, rule) if has_glossary else ()
        comments = [node for node in found if rule.text_of(node) is not None]
        errors += _mark(tree, rule, comments, source)
    if errors:
        tree["comment-errors"] = sorted(errors)
    for node in found:
        if any(rule.text_of(node) is not None for rule in rules):
            node.parent.remove(node)


def comment_errors(tree: nodes.document, place: str) -> Iterator[str]:
    """One error line for each comment that is for nothing or has no valid text."""
    errors: list[Error] = tree.get("comment-errors", [])
    for line, text in errors:
        yield f"{place}:{line}: {text}" if line else f"{place}: {text}"


def _mark(
    tree: nodes.document, rule: CommentRule, comments: list[nodes.Node], source: list[str]
) -> Iterator[Error]:
    """Set the attribute of the nodes that these comments are for; the errors of the others."""
    lines = _lines_of(comments, source, rule)
    owners: dict[int, nodes.Node] = {}
    problems: dict[int, str] = {}
    for comment in comments:
        problem = rule.problem(rule.text_of(comment) or "")
        blocks = _blocks_after(comment, source[lines[id(comment)] :])
        if problem:
            problems[id(comment)] = problem
        elif any(id(block) in owners for block in blocks):
            text = f"the same block has another {rule.keyword}"
            problems[id(comment)] = f"{text}; keep one of the two"
        for block in blocks:
            owners[id(block)] = comment
    used: set[int] = set()
    units = tree.findall(lambda node: isinstance(node, nodes.Element) and "unit" in node)
    for node in units if comments else ():
        comment_of_node = _comment_for(node, owners)
        if comment_of_node is not None:
            text = rule.text_of(comment_of_node) or ""
            node[rule.attribute] = " ".join(text.split())  # type: ignore[index]
            used.add(id(comment_of_node))
    for comment in comments:
        if id(comment) not in used:
            problems.setdefault(id(comment), f"no text follows this {rule.keyword}; {PLACE}")
    return ((lines[id(each)], problems[id(each)]) for each in comments if id(each) in problems)


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


def _lines_of(comments: list[nodes.Node], source: list[str], rule: CommentRule) -> dict[int, int]:
    """The lines of the comments by `id`; 0 for one in another file.

    docutils does not know them exactly. Of equal comments, the first is in the first line.
    """
    places: dict[str, list[int]] = {}
    for number, line in enumerate(source, 1):
        if first := rule.is_line(line):
            places.setdefault(first, []).append(number)
    return {
        id(comment): numbers.pop(0) if numbers else 0
        for comment in comments
        for numbers in [places.get(comment.astext().partition("\n")[0].strip(), [])]
    }


def _comments_in_glossaries(source: list[str], rule: CommentRule) -> Iterator[Error]:
    """Comments between the terms of a glossary: Sphinx skips them there."""
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
        if outer >= 0 and indent == inner and content.startswith("..") and rule.is_line(content):
            text = "a glossary ignores comments between its terms"
            yield number, f"{text}; {PLACE}{rule.remedy}"
