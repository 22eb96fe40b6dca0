"""A document as a structure: what each file is made from, and what its article must have."""

from __future__ import annotations

import random
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Run:
    """A piece of text: plain, `bold`, `italic`, `link` (an address) or `note` (its text)."""

    text: str
    style: str = ""
    value: str = ""


@dataclass(frozen=True)
class Item:
    """An item of a list, with the list below it."""

    runs: list[Run]
    below: Block | None = None


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list, table or picture.

    `level` is that of a heading, from 1 for the first below the title; for a list, 1 says that it
    is numbered.
    """

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 0
    items: list[Item] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class MadeDocument:
    """A document: its title and its blocks."""

    title: str
    blocks: list[Block]
    rtl: bool = False


WORDS = (
    "stairs climb every *morning* with_under_scores `ticks` and|pipes back\\slash 1. half::way "
    "knees_ don’t “hurt” naïve café 50% C++ #hash [square] {curly} <angle> a&b ...dots -dash"
).split()
HARD_FREE = "stairs climb every morning with strong knees that never hurt again today".split()
ARABIC = "صعود الدرج كل صباح مفيد للركبتين والقلب عند الكبار والصغار".split()
JAPANESE = "階段を毎朝のぼると膝にも心臓にもよいといわれている。".split("を")
HINDI = "हर सुबह सीढ़ियाँ चढ़ना घुटनों और दिल के लिए अच्छा है".split()
VOCABULARIES = (HARD_FREE, WORDS, ARABIC, JAPANESE, HINDI)


def make_document(number: int, *, only_text: bool = False) -> MadeDocument:
    """The document of this number. With `only_text`, without what plain text cannot have: links,
    notes, tables, pictures, emphasis.
    """
    choice = random.Random(number)  # noqa: S311 - documents, no secrets
    words = VOCABULARIES[number % len(VOCABULARIES)]

    def text(low: int = 4, high: int = 12) -> str:
        return " ".join(choice.choice(words) for _ in range(choice.randint(low, high)))

    def runs() -> list[Run]:
        own = [Run(f"Walk {text()}.")]
        if only_text:
            return [Run(f"Walk {text(14, 20)}.")]
        for style in choice.sample(["bold", "italic", "link", "note", ""], 3):
            value = {"link": f"https://example.org/{choice.randint(1, 99)}?a=b_c&d"}.get(style, "")
            if style == "note":
                own += [Run("", "note", f"Note {choice.randint(1, 10**6)} {text(2, 5)}.")]
            else:
                own += [Run(" "), Run(f"step {choice.choice(HARD_FREE)}", style, value)]
            own += [Run(f" {text(1, 4)}")]
        return [*own, Run(" end.")]

    def items(depth: int) -> list[Item]:
        own = []
        for count in range(choice.randint(2, 4)):
            below = None
            if depth < 2 and count == 1:
                below = Block("list", level=choice.randint(0, 1), items=items(depth + 1))
            own.append(Item([Run(f"Item {text(2, 6)}.")] if only_text else runs(), below))
        return own

    blocks: list[Block] = [Block("paragraph", runs())]
    for section in range(1, 5):
        level = 1 if section % 2 or only_text else 2
        blocks.append(Block("heading", [Run(f"Part {section} {text(2, 4)}".rstrip("."))], level))
        blocks.append(Block("paragraph", runs()))
        blocks.append(Block("list", level=section % 2, items=items(0)))
        blocks.append(Block("paragraph", runs()))
        if not only_text:
            rows = [[f"Cell {text(1, 3)}" for _ in range(3)] for _ in range(3)]
            blocks += [Block("table", rows=rows), Block("paragraph", runs())]
            blocks += [Block("picture", [Run(f"A picture of {choice.choice(HARD_FREE)}")])]
            blocks += [Block("paragraph", runs())]
    title = f"Document {number} {choice.choice(HARD_FREE)}"
    return MadeDocument(title, blocks, rtl=words is ARABIC)


def expected_facts(document: MadeDocument) -> list[Any]:
    """The structure and the words that the article must have, in order; the notes at the end."""
    facts: list[Any] = [("heading", "1", document.title)]
    notes: list[str] = []
    for block in document.blocks:
        facts.append(_fact(block, notes))
    return [*facts, *(("footnote", note) for note in notes)]


def _fact(block: Block, notes: list[str]) -> Any:
    match block.kind:
        case "heading":
            return ("heading", str(block.level + 1), _text(block.runs, notes)[0])
        case "paragraph":
            return ("paragraph", *_text(block.runs, notes))
        case "picture":
            return ("image", block.runs[0].text)
        case "table":
            return ("table", block.rows)
    return _list_fact(block, notes)


def _list_fact(block: Block, notes: list[str]) -> Any:
    items = []
    for item in block.items:
        words = _text(item.runs, notes)
        items.append((words, _list_fact(item.below, notes) if item.below else None))
    return ("list", "ordered" if block.level else "bullet", items)


def _text(runs: list[Run], notes: list[str]) -> tuple[str, list[tuple[str, str]]]:
    """The words of runs, and the pieces with markup; notes are added to `notes`."""
    notes += [run.value for run in runs if run.style == "note"]
    shown = "".join(run.text for run in runs if run.style != "note")
    marked = [(run.style, run.value or run.text) for run in runs if run.style not in ("", "note")]
    count = sum(run.style == "note" for run in runs)
    return " ".join(shown.split()), [*sorted(marked), *[("note", "")] * count]


def png() -> bytes:
    """A small picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\x93\x38\x1f" * 4 for _ in range(4)))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
