"""The outline of an article: the tree that its texts hang in; a title does not need it."""

from .article import Node, Text, text_of
from .bundle import Language, damaged, number_in, open_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

DEEPEST = 64  # a structure nested deeper is damaged, and would exhaust the stack of a renderer

Row = tuple[int, str, int, str, str, str]  # depth, type, unit or 0, unit id, anchor, attribute


def read_structure(data: bytes, name: str) -> tuple[str, str, list[Row]]:
    """The revision, the date and the rows of an article's tree, in reading order."""
    header, lines = open_file(data, name, "structure", 5)
    if not lines or len(lines) != number_in(header[4], name):
        raise damaged(name, "does not have as many nodes as it says")
    try:
        rows = _rows(lines)
    except ValueError:
        raise damaged(name, "has a line that is no node of one tree") from None
    if rows[0][1] != "article":
        raise damaged(name, "does not begin with the article")
    anchors = [row[4] for row in rows if row[4]]
    units = {(row[2], row[3]) for row in rows if row[2] or row[3]}
    if len({*anchors}) != len(anchors):
        raise damaged(name, "gives an anchor to two nodes")
    if not len(units) == len({unit for unit, _ in units}) == len({id for _, id in units}):
        raise damaged(name, "gives an id to two units")
    return header[2], header[3], rows


def _rows(lines: list[str]) -> list[Row]:
    """The nodes of one tree; `ValueError` when they are not."""
    rows: list[Row] = []
    above = -1
    for line in lines:
        depth, kind, unit, id, anchor, attribute = line.split("\t")
        level = int(depth)
        digits = depth + unit
        # int also takes a sign, spaces, `_` and digits of another script; no unit has number 0.
        if not (digits.isascii() and digits.isdigit()) or unit[:1] == "0":
            raise ValueError(line)
        if level > above + 1 or level > DEEPEST or (level == 0) != (above == -1):
            raise ValueError(line)
        above = level
        rows.append((level, kind, int(unit) if unit else 0, id, anchor, attribute))
    return rows


def grow(
    rows: list[Row],
    units: list[str],
    sources: list[str],
    own: Language,
    fallback: "Callable[[int, str], Text]",
) -> tuple[Node, Text, tuple[str, ...]]:
    """The root, the description, and the ids of the units that are not in the language `own`.

    `units` are lines of that language, `sources` plain texts; `fallback` gives the text of a unit
    that is missing, by its number and id.
    """
    description = empty = Text("", own)
    missing: list[str] = []
    below: list[list[Node]] = [[] for _ in range(max(rows)[0] + 2)]
    for depth, kind, number, id, anchor, attribute in reversed(rows):
        text = empty
        if number:
            line = units[number - 1]
            if line:
                text = text_of(line, own, id, sources[number - 1])
            else:
                missing.append(id)
                text = fallback(number, id)
        children: tuple[Node, ...] = ()
        if below[depth + 1]:
            children = tuple(reversed(below[depth + 1]))
            below[depth + 1] = []
        if kind == "description" and depth == 1:
            description = text
        else:
            below[depth].append(Node(kind, text, children, anchor, attribute))
    return below[0][0], description, tuple(dict.fromkeys(reversed(missing)))
