r"""Complaints of docutils about markup, in the words of the guide for translators.

docutils speaks to people who write documents: "Inline emphasis start-string without end-string". A
translator needs to know which sign it is, and what to write instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class PlainWords(NamedTuple):
    """A fault of markup and its remedy, in plain words."""

    fault: str
    remedy: str


_CLOSE = "close it with {end} before a space, punctuation or `\\ ` (backslash and space)"

_UNCLOSED = {
    "emphasis": PlainWords(
        "a `*` opens emphasis and nothing closes it",
        f"{_CLOSE.format(end='a `*`')}; for a star write `\\*`",
    ),
    "strong": PlainWords(
        "`**` opens strong text and nothing closes it",
        f"{_CLOSE.format(end='`**`')}; for two stars write `\\*\\*`",
    ),
    "literal": PlainWords(
        "two backticks open text to be typed and nothing closes it",
        f"{_CLOSE.format(end='two backticks')}; for a backtick as a character write \\`",
    ),
    "interpreted text or phrase reference": PlainWords(
        "a backtick opens a link or a cross-reference and nothing closes it",
        f"{_CLOSE.format(end='a backtick (and __ for a link)')}; for a backtick as a character "
        "write \\`",
    ),
    "substitution_reference": PlainWords(
        "a `|` opens a replacement and nothing closes it",
        f"{_CLOSE.format(end='a `|`')}; for a bar write `\\|`",
    ),
    "target": PlainWords(
        "_` opens the target of a link and nothing closes it",
        f"{_CLOSE.format(end='a backtick')}; for the characters write \\_\\`",
    ),
}

_SIGNS = PlainWords(
    "a line of signs such as == reads as the line below or above a heading",
    "write \\ before that line, or join it to the one before",
)
_INDENTED = PlainWords(
    "a line begins with spaces or with the mark of a list, and another line does not",
    "write the text on one line; before a mark of a list write \\: `1\\. Mai`, `\\- so`",
)
_COMMAND = PlainWords(
    "a line begins with two full stops, which make it a command or a target",
    "write the text alone; to show two full stops at the start, write `\\..`",
)
_TWO_LINKS = PlainWords(
    "two links have the same words, or a target has a name that is taken",
    "write two underscores after each link with these words: `text <address>`__",
)

_OTHERS = (
    (
        "Multiple roles",
        PlainWords(
            "a cross-reference has a name before and after its words, and may have one",
            "copy the name from the source, before the words: :ref:`words <target>`",
        ),
    ),
    (
        "Mismatch: both",
        PlainWords(
            "a cross-reference such as :ref:`words <target>` ends in an underscore, as a link does",
            "delete the underscore after it",
        ),
    ),
    ("Duplicate ", _TWO_LINKS),
    (
        "Possible |Title |Incomplete section|Missing matching|Unexpected section|Invalid section"
        "|A level |Document may not end|At least one body element|Inconsistent title"
        "|Document or section",
        _SIGNS,
    ),
    (
        "Unexpected indentation|.* ends without a blank line|.*unexpected unindent"
        "|Enumerated list|Invalid option list|Line block",
        _INDENTED,
    ),
    (
        "Literal block expected|Blank line missing before literal|Inconsistent literal"
        "|Unexpected possible title overline",
        PlainWords(
            "two colons at the end of a line announce a block of code, and none follows",
            "write one colon, and the text on one line",
        ),
    ),
    (
        "Malformed table|Blank line required after table|Error parsing .* table",
        PlainWords(
            "lines of signs such as == or +-- read as a table",
            "write the text on one line, and \\ before the first sign",
        ),
    ),
    (
        "Explicit markup|malformed|Malformed|Substitution definition|Footnote content"
        "|Citation content|Error in|Unknown directive|No directive|Directive|Anonymous"
        "|Unknown target|Comment|Problematic content|.* not supported in a substitution"
        "|.*anonymous|.*hyperlink",
        _COMMAND,
    ),
    (
        "Unknown interpreted text role|No role|Problem retrieving|No default role|Interpreted",
        PlainWords(
            "a cross-reference has a name that the source does not have",
            "copy the name between the colons from the source: :ref:`words <target>`",
        ),
    ),
    (
        "a line break",
        PlainWords("it has a line break that readers see", "write the text on one line"),
    ),
    (
        "a picture inside the text",
        PlainWords("it has a picture, which its source does not have", "leave the picture out"),
    ),
    (
        "a link has a title",
        PlainWords("a link has a title in quotation marks", "write [words](address) alone"),
    ),
    ("a link has no words", PlainWords("a link has no words", "write [words](address)")),
    (
        "it nests too deeply",
        PlainWords(
            "it nests too deeply", "write it as one sentence, and \\ before each mark of a list"
        ),
    ),
)

FALLBACK = PlainWords(
    "a piece of markup cannot be read",
    "close each *, ` and _ and put a space or punctuation around them, or write \\ before one that "
    "is only a character",
)
"""The words for a complaint that no rule here knows."""

_UNCLOSED_COMPLAINT = re.compile(r"Inline (.+) start-string without end-string")
_OTHER_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _OTHERS)


_BLOCKS = {
    "paragraph": "paragraph",
    "bullet_list": "list",
    "enumerated_list": "numbered list",
    "definition_list": "list of terms",
    "field_list": "list of fields",
    "option_list": "list of options",
    "line_block": "group of lines",
    "block_quote": "quotation (an indented text)",
    "literal_block": "block of code",
    "doctest_block": "block of code",
    "section": "heading",
    "transition": "line across the page",
    "comment": "hidden comment",
    "target": "target of a link",
    "substitution_definition": "definition",
}


def plain_blocks(blocks: Sequence[str]) -> str:
    """The block elements that docutils made of a text, in plain words: `a list, 2 paragraphs`."""
    counts = Counter(_BLOCKS.get(block, block.replace("_", " ")) for block in blocks)
    names = (f"a {name}" if count == 1 else f"{count} {name}s" for name, count in counts.items())
    return ", ".join(names) or "nothing"


def plain_words(complaint: str) -> PlainWords:
    """The fault and the remedy for the first line of a complaint of docutils."""
    unclosed = _UNCLOSED_COMPLAINT.match(complaint)
    if unclosed:
        return _UNCLOSED.get(unclosed[1], FALLBACK)
    matching = (words for pattern, words in _OTHER_PATTERNS if pattern.match(complaint))
    return next(matching, FALLBACK)
