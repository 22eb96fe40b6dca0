"""Contexts and notes: comments of a source that say which of equal texts mean something else, and
what translators should know.

Bad: a context with two lines, or before a formula
Good: `.. context: verb`, and `.. translators: The street, not the exercise.`
"""

from __future__ import annotations

from docutils import nodes

from .source_comments import CommentRule, mark_blocks

_RESERVED = frozenset({"title", "description"})
_LONGEST = 60
_LONGEST_NOTE = 1000

_FORM = (
    "write one line such as `.. context: verb`; if it is an ordinary comment, begin it otherwise"
)


def mark_contexts(tree: nodes.document) -> None:
    """Set the attributes `unit-context` and `unit-note` of the nodes of a newly read tree that have
    a unit, and remove the comments that give them; see `mark_blocks`."""
    mark_blocks(tree, _RULES)


def _context_problem(text: str) -> str:
    name = " ".join(text.split())
    if "\n" in text.strip() or not name:
        return f"a context is one name on one line, and what follows it is not indented; {_FORM}"
    if len(name) > _LONGEST or not name.isprintable() or "/" in name or name in _RESERVED:
        return (
            f"a context has at most {_LONGEST} characters and no `/`, and `title` and "
            f"`description` are ids of units; {_FORM}"
        )
    return ""


def _note_problem(text: str) -> str:
    note = " ".join(text.split())
    if not note or len(note) > _LONGEST_NOTE or not note.isprintable():
        return (
            f"a note for translators has 1 to {_LONGEST_NOTE:,} visible characters; write it after "
            "the colon, with its other lines indented"
        )
    return ""


_RULES = (
    CommentRule(
        "context", "unit-context", _context_problem, ", or translate the term by its unit's id"
    ),
    CommentRule("translators", "unit-note", _note_problem),
)
