"""The lines of literals: their numbers and marks."""

from ..nodes import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def language(node: Node) -> str:
    """The language of a literal's code, such as `python`; `math` for a formula in TeX."""
    return node.details.get("language", "")


def first_line(node: Node) -> int:
    """The number of a literal's first line, or -1 if its lines have no numbers."""
    number = node.details.get("first-line", "")
    return int(number) if number.isdecimal() and len(number) < 10 else -1


def code_lines(node: Node, text: str) -> "Iterator[tuple[str, bool, str]]":
    """The lines of a literal's text, each with its number (or nothing) and whether it is marked.

    The numbers are as wide as the widest.
    """
    lines, first = text.split("\n"), first_line(node)
    marked = _marked(node.details.get("emphasized", ""), len(lines))
    width = len(str(first + len(lines) - 1))
    for index, line in enumerate(lines):
        number = str(first + index).rjust(width) if first >= 0 else ""
        yield number, marked[index], line


def _marked(ranges: str, count: int) -> list[bool]:
    """Which of the lines are in ranges such as `2,4-5`, in linear time."""
    changes = [0] * (count + 2)
    for lines in ranges.split(","):
        begin, dash, end = lines.partition("-")
        numbers = [begin, end if dash else begin]
        if all(number.isdecimal() and len(number) < 10 for number in numbers):
            first, last = int(numbers[0]), min(int(numbers[1]), count)
            if 0 < first <= last:
                changes[first] += 1
                changes[last + 1] -= 1
    marks, depth = [], 0
    for change in changes[1 : count + 1]:
        depth += change
        marks.append(depth > 0)
    return marks
