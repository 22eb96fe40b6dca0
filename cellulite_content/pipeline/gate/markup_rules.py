"""Rules that undo slips of markup and of blocks; each proposes texts, and the gate decides.

See `correction`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

from ..model.unit import Unit
from ..source.message_markup import read_text
from .checks.markup.tags import written_instead
from .fault_span import BLOCK_MARK
from .inline_faults import inline_faults

_SPACE = "[ \t\u00a0\u3000]"
_INSIDE_SPACE = re.compile(
    rf"(?<![\w*\\])(\*{{1,2}}){_SPACE}*([^\s*](?:[^*\n]*[^\s*])?){_SPACE}*\1(?![\w*])"
)
_INSIDE_TICKS = re.compile(rf"(?<!`)(``?){_SPACE}*([^\s`](?:[^`\n]*[^\s`])?){_SPACE}*\1(?!`)")
_UNBALANCED_STARS = re.compile(r"(?<![*\\])(?:\*([^\s*][^*\n]*)\*\*|\*\*([^*\n]*[^\s*])\*)(?!\*)")
_UNBALANCED_TICKS = re.compile(r"(?<![`\\:])(?:`([^\s`][^`\n]*)``|``([^`\n]*[^\s`])`)(?![`_])")
_CHUNK = re.compile(
    r"(?<!\\)(?:(?<!\*)\*\*(?=[^\s*])[^*\n]*[^\s*]\*\*(?!\*)|(?<!\*)\*(?=[^\s*])[^*\n]*?[^\s*]\*(?!\*)"
    r"|(?::[a-zA-Z][\w-]*:)?`(?=[^\s`])[^`\n]+`(?:__?)?|``(?=[^\s`])[^`\n]+``"
    r"|\[(?:#[\w-]*|\*|\d+|[A-Za-z][\w-]*)\]_(?!_)|\|[^\s|][^|\n]*\|)"
)
"""A piece of markup from its first to its last sign."""

_LINK = re.compile(
    r"`(?P<words>[^`<>\n]+?)\s*<\s*(?P<address>[^<>\s`]+)\s*>(?:\s*`)?(?:\s*__?(?!\w))?"
)
_UNSPACED_LINK = re.compile(r"`([^`<>\n]*[^`<>\s])<([^<>\s`]+)>`(__?)")
_ROLE_GAP = re.compile(rf"[:：]{_SPACE}*([a-zA-Z][\w-]*){_SPACE}*[:：]{_SPACE}*[`｀]")
_NOTE_GAP = re.compile(
    rf"[\[［【]{_SPACE}*([#＃]?){_SPACE}*([\w-]+){_SPACE}*[\]］】]{_SPACE}*[_＿]"
)
_WIDE = str.maketrans("＊｀＿｜＜＞", "*`_|<>")
_NAMED_LINK = re.compile(r">`_(?!_)")
_OUTER_PUNCTUATION = re.compile(
    r"(?P<mark>\*{1,2})(?P<before>[^\w\s*]*)(?P<words>[^*\n]*?[^*\n\W])(?P<after>[^\w\s*]*)(?P=mark)"
)
_ELEMENT = re.compile(
    r"<(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:\s[^<>]*)?)>(?P<words>[^<>]*)</(?P=name)\s*>",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(r" ?</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?> ?")
_ADDRESS = re.compile(r"\bhref\s*=\s*([\"'])([^\"']+)\1")
_DEEPEST_ELEMENTS = 3
_REFERENCE = re.compile(r"(?<![\w`\\])([^\W_][\w-]*)_(?![\w_])")


def spaces_inside(unit: Unit, target: str) -> Iterator[str]:
    """`* so *` becomes `*so*`."""
    yield _INSIDE_SPACE.sub(r"\1\2\1", target)
    yield _INSIDE_TICKS.sub(r"\1\2\1", target)


def loose_signs(unit: Unit, target: str) -> Iterator[str]:
    """Spaces inside of a role or a note, and wide signs, become what the guide shows."""

    def role(match: re.Match[str]) -> str:
        is_glued = target[: match.start()][-1:].isalnum() and " " in match[0]
        return f"{' ' if is_glued else ''}:{match[1]}:`"

    tight = _NOTE_GAP.sub(r"[\1\2]_", _ROLE_GAP.sub(role, target)).replace("[＃", "[#")
    yield tight
    yield tight.translate(_WIDE)


def separated(unit: Unit, target: str) -> Iterator[str]:
    r"""Markup that touches a letter gets `\ ` between, and a note a space before it."""
    for gap in (" ", "\\ "):
        pieces, end = [], 0
        for match in _CHUNK.finditer(target):
            start = match.start()
            pieces.append(target[end:start])
            is_note = match[0].startswith("[")
            before, after = target[start - 1 : start], target[match.end() : match.end() + 1]
            if start and _touches(before, is_note) and target[:start][-2:] != "\\ ":
                pieces.append(gap if is_note else "\\ ")
            pieces.append(match[0])
            if after.isalnum() or after in ("`", "*"):
                pieces.append("\\ ")
            end = match.end()
        yield "".join([*pieces, target[end:]])


def _touches(before: str, is_note: bool) -> bool:
    if is_note:
        return not before.isspace()
    is_symbol = unicodedata.category(before).startswith("S")
    return before.isalnum() or is_symbol or before in ("_", "`", "*", "]")


def closed_as_source(unit: Unit, target: str) -> Iterator[str]:
    """What the source has word for word is closed after these words: literals and addresses."""
    for literal in read_text(unit, unit.text).literals:
        yield re.sub(rf"`{{1,2}}{re.escape(literal)}`?(?!`)", _plain(f"``{literal}``"), target)
    for name, place in _roles(unit.text):
        role, address = re.escape(name), re.escape(place)
        words = rf":{role}:`([^`<>]*<{address}>)`?(?!`)"
        yield re.sub(words, rf":{name}:`\1`", target)


def _plain(text: str) -> str:
    """The text as a replacement of `re.sub`, where a backslash is a command."""
    return text.replace("\\", r"\\")


def _roles(text: str) -> list[tuple[str, str]]:
    return re.findall(r":([a-zA-Z][\w:+-]*):`(?:[^`<>]*<)?([^`<>]+)>?`", text)


def links_rebuilt(unit: Unit, target: str) -> Iterator[str]:
    """A link whose address is the source's is written anew: `words <address>`__."""
    addresses = set(re.findall(r"<([^<>\s`]+)>`_", unit.text))
    yield _UNSPACED_LINK.sub(r"`\1 <\2>`\3", target)

    def rebuild(match: re.Match[str]) -> str:
        if match["address"] not in addresses:
            return match[0]
        words = match["words"].strip()
        return f"`{words} <{match['address']}>`__"

    yield _LINK.sub(rebuild, target)


def balanced(unit: Unit, target: str) -> Iterator[str]:
    """`*so**` and ```so``` with one backtick before it get as many signs on both sides."""
    text = _UNBALANCED_STARS.sub(r"**\1\2**", target)
    yield _UNBALANCED_TICKS.sub(r"``\1\2``", text)


def punctuation_outside(unit: Unit, target: str) -> Iterator[str]:
    """`**so:**und` becomes `**so**:und`, since Markdown reads no mark between `:` and a letter.

    The backslash and space that reStructuredText needs there are removed.
    """
    if unit.markdown:
        target = re.sub(r"(?<!\\)\\ ", "", target)
        yield target
        yield _OUTER_PUNCTUATION.sub(r"\g<before>\g<mark>\g<words>\g<mark>\g<after>", target)


def joined_links(unit: Unit, target: str) -> Iterator[str]:
    """`[words] (address)` becomes `[words](address)`."""
    if unit.markdown:
        yield re.sub(r"\[([^][\n]+)\][ \u3000]+\(([^()\s]+)\)", r"[\1](\2)", target)


def anonymous_links(unit: Unit, target: str) -> Iterator[str]:
    """Two underscores after each link."""
    yield _NAMED_LINK.sub(">`__", target)


def escaped(unit: Unit, target: str) -> Iterator[str]:
    r"""A backslash before each sign that opens nothing: `\*`."""
    text = target
    for start, end, complaint in reversed([] if unit.markdown else inline_faults(target)):
        if complaint.startswith("Inline "):
            text = text[:start] + _with_backslashes(text[start:end]) + text[end:]
    yield text


def _with_backslashes(signs: str) -> str:
    return "".join(f"\\{sign}" for sign in signs)


def escaped_reference(unit: Unit, target: str) -> Iterator[str]:
    r"""A word that became a link by its underscore: `Wort\_`."""
    known = set(_REFERENCE.findall(unit.text))
    yield _REFERENCE.sub(lambda match: match[0] if match[1] in known else f"{match[1]}\\_", target)


def markup_for_tags(unit: Unit, target: str) -> Iterator[str]:
    """`<b>so</b>` becomes `**so**`; tags without such markup are deleted."""
    text = target
    for _ in range(_DEEPEST_ELEMENTS):
        text = _ELEMENT.sub(partial(_marked, unit), text)
    yield _LONE_TAG.sub(" ", text).strip()


def _marked(unit: Unit, element: re.Match[str]) -> str:
    """The words of an element, with the markup of the unit's text if that has any for it."""
    words, form = element["words"], written_instead(unit, element["name"])
    addresses = _ADDRESS.search(element["attributes"])
    address = addresses[2] if addresses else ""
    usable = words.strip() and not set("*`") & set(words)
    if not (form and usable) or ("address" in form and (not address or address not in unit.text)):
        return words
    if f"<{address}>`_" in unit.text and f"<{address}>`__" not in unit.text:
        form = form.removesuffix("_")
    values = {"words": words.strip(), "address": address}
    marked = re.sub("words|address", lambda match: values[match[0]], form)
    return words.replace(words.strip(), marked)


def without_markup(unit: Unit, target: str) -> Iterator[str]:
    """Plain text has no stars, backticks and addresses."""
    if unit.markup:
        return
    text = re.sub(r":[a-zA-Z][\w-]*:`([^`<>]*?)\s*(?:<[^<>]*>)?`", r"\1", target)
    text = re.sub(r"`([^`<>]*?)\s*<[^<>]*>`_{0,2}", r"\1", text)
    yield re.sub(r"\*{1,2}(?=\S)([^*]+?)(?<=\S)\*{1,2}|``([^`]+)``|`([^`]+)`_{0,2}", _inside, text)


def _inside(match: re.Match[str]) -> str:
    return next(filter(None, match.groups()), "")


def one_line(unit: Unit, target: str) -> Iterator[str]:
    yield re.sub(r"[ \t]*\n[\s]*", " ", target).strip()


def escaped_block(unit: Unit, target: str) -> Iterator[str]:
    r"""`1. Mai` becomes `1\. Mai`, and `- so` becomes `\- so`."""
    line = target.strip()
    number = re.match(r"(\(?)([0-9]+|[A-Za-z#]|[ivxlcdmIVXLCDM]+)([.)])(?=\s|$)", line)
    if number and not number[1]:
        yield f"{number[2]}\\{line[number.end(2) :]}"
    if BLOCK_MARK.match(line):
        yield f"\\{line}"
    if "\n" in line:
        yield BLOCK_MARK.sub(lambda match: f"\\{match[0].lstrip()}", line)


def heading(unit: Unit, target: str) -> Iterator[str]:
    yield re.sub(r"\s*::\s*$", ":", target)


def escaped_noqa(unit: Unit, target: str) -> Iterator[str]:
    yield re.sub(r"(?<!\\)(#\s*noqa\s*)$", r"\\\1", target)
