"""The slowest catalogs of 8 MB that we found: legal lengths, and a large template."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.growth.case import Case
from benchmarks.growth.catalogs import HEADER, PIECES, check, document, entry

LARGEST = 8 * 1024**2
"""The largest catalog that the gate reads, in bytes (`largest-catalog`)."""

SHAPES = {"short": (30_000, 30), "medium": (25_000, 110), "long": (1_350, 1_200)}
"""The number of messages of a template, and the characters of each."""

STAGE = "8 MB"
HONEST = "honest"
MIXED = "list marks, then open roles"
_SLOW_MESSAGES = 1000
"""More than enough of them for the limit of effort; the others need no more than their sources."""


def _case(shape: str, name: str, piece: str) -> Case:
    def prepare(number: int) -> object:
        """A catalog as long as the file limit allows."""
        count, length = SHAPES[shape]
        sources = list(_sources(count, length))
        target_length = min(4 * length + 150, LARGEST // count - length - 30)
        escaped = piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        bytes_per_piece = len(escaped.encode())
        target = f"x{escaped * max(1, min(target_length, 4_990) // max(bytes_per_piece, 1))}"
        targets = (f"{n} {target}" for n in range(count))
        if name == MIXED:
            targets = (f"{n} `a" if n > _SLOW_MESSAGES else f"{'- ' * 60}{n}" for n in range(count))
        if name == HONEST:
            targets = (source.replace("Walk", "Gehen") for source in sources)
        data = HEADER + "".join(map(entry, sources, targets))
        return data.encode()[:LARGEST].rpartition(b"\n\n")[0] + b"\n", document(sources)

    return Case(STAGE, f"{shape} messages, {name}", prepare, check)


def title(shape: str, name: str) -> str:
    """The title of the case of this shape."""
    return f"{STAGE}: {shape} messages, {name}"


def _sources(count: int, length: int) -> Iterator[str]:
    for number in range(count):
        yield f"Walk {number} *on* {'and go on ' * (length // 10)}"[:length].strip()


CASES = [
    _case(shape, name, piece)
    for shape in SHAPES
    for name, piece in ({HONEST: "", MIXED: ""} | PIECES).items()
]
