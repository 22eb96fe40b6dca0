"""The outline of an article: its tree without texts. It is not needed for a title."""

from .article import Files
from .bundle import (
    Language,
    Text,
    damaged,
    decoded,
    is_inside,
    parse_plain,
    parse_text,
    split_header,
)
from .nodes import Node, Row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .article import Chain
    from .nodes import Tree

MAX_DEPTH = 64  # a deeper structure is damaged, and would exhaust the stack of a renderer
FIELDS = 6  # of a line: depth, type, number of the unit, its id, anchor, attribute with the details
NOT_A_NODE = "has a line that is not a node of the tree"
SEPARATORS = b"\t" * (FIELDS - 1) + b"\n"  # of a line
NOT_SEPARATORS = bytes(set(range(256)).difference(SEPARATORS))
LEVELS = {str(level): level for level in range(MAX_DEPTH + 1)}  # faster than `int`, and checks
NUMBERS = {"": 0}  # as LEVELS, for units: extended to the longest article that was read


class Outline:
    """The tree of an article without its texts, which all languages share.

    `rows` are its nodes in reading order, and `levels` their depths. `description` is the row of
    that unit, or None; `units` is how many units there are. `is_localized`: languages may have
    images of their own.
    """

    __slots__ = (
        *("_ids", "date", "description", "is_localized", "levels", "name", "revision", "rows"),
        "units",
    )

    def __init__(
        self,
        name: str,
        revision: str,
        date: str,
        units: int,
        rows: list[Row],
        levels: list[int],
        description: Row | None,
        is_localized: bool,
    ) -> None:
        self.name = name
        self.revision = revision
        self.date = date
        self.units = units
        self.rows = rows
        self.levels = levels
        self.description = description
        self.is_localized = is_localized
        self._ids: dict[str, int] | None = None

    @property
    def ids(self) -> dict[str, int]:
        """The ids of the units in reading order, with their numbers; raises `DataError`."""
        if self._ids is None:
            self._ids = self._read_ids()
        return self._ids

    def contexts(self) -> dict[int, str]:
        """The contexts of the units that have one, by number."""
        marked = [row for row in self.rows if "context=" in row[2]]
        contexts = {row[3]: Node(row, Text()).details.get("context", "") for row in marked}
        return {number: context for number, context in contexts.items() if number and context}

    def _read_ids(self) -> dict[str, int]:
        rows = self.rows if self.description is None else [*self.rows, self.description]
        ids: dict[str, int] = {}
        for _, _, _, number, id in rows:
            if number and ids.setdefault(id, number) != number:
                raise damaged(self.name, f"has two units with the id {id[:40]!r}")
        if len(set(ids.values())) != len(ids):
            raise damaged(self.name, "has a unit with two ids")
        return ids

    def rows_for(self, chain: "Chain") -> list[Row]:
        """The rows, with the images of the first language of the chain that has its own."""
        if not self.is_localized:
            return self.rows
        return [
            (row[0], row[1], _for_chain(row[2], chain), row[3], row[4])
            if "file:" in row[2] or "figures:" in row[2]
            else row
            for row in self.rows
        ]


def _for_chain(attribute: str, chain: "Chain") -> str:
    """An image's attribute with the files of the chain's language, without those of others."""
    name, *details = attribute.split("\\t")
    values = {"file": name}
    for detail in details:
        key, _, value = detail.partition("=")
        values[key] = value
    others = {name: value for name, value in values.items() if ":" not in name}
    for kind in ("file", "linked-file", "figures"):
        files = [values[f"{kind}:{lang}"] for lang in chain if f"{kind}:{lang}" in values]
        if files:
            others[kind] = files[0]
    name = others.pop("file")
    return "\\t".join([name, *[f"{name}={value}" for name, value in others.items()]])


def read_structure(data: bytes, name: str, units: int) -> Outline:
    """Parse `structure.txt`: one tree over this number of units.

    The fields of all lines are split at once, and read column by column: a loop over the lines
    takes twice as long.
    """
    header, body = split_header(data, name, "structure", 5)
    separators = body.translate(None, NOT_SEPARATORS)
    count = len(separators) // FIELDS
    if not count or str(count) != header[4]:
        raise damaged(name, "does not have as many nodes as its first line says")
    text = decoded(body, name)
    fields = text.replace("\n", "\t").split("\t")
    for number in range(len(NUMBERS), units + 1):
        NUMBERS[str(number)] = number
    try:
        levels = list(map(LEVELS.__getitem__, fields[:-1:FIELDS]))
        numbers = list(map(NUMBERS.__getitem__, fields[2::FIELDS]))
    except KeyError:
        raise damaged(name, NOT_A_NODE) from None
    if separators != SEPARATORS * count or levels[0] or max(numbers) > units:
        raise damaged(name, NOT_A_NODE)
    for before, level in zip(levels, levels[1:], strict=False):  # noqa: RUF007  no other import
        if not 0 < level <= before + 1:
            raise damaged(name, NOT_A_NODE)
    anchors = fields[4::FIELDS]
    columns = (fields[1::FIELDS], anchors, fields[5::FIELDS], numbers, fields[3::FIELDS])
    rows = list(zip(*columns, strict=True))
    if rows[0][0] != "article":
        raise damaged(name, "does not begin with the article")
    if len(set(anchors)) < count - anchors.count("") + ("" in anchors):
        raise damaged(name, "has two nodes with the same anchor")
    description = _without_description(rows, levels)
    is_localized = "file:" in text or "figures:" in text
    return Outline(name, header[2], header[3], units, rows, levels, description, is_localized)


def _without_description(rows: list[Row], levels: list[int]) -> Row | None:
    """The row of the description, removed from rows in reading order; None if there is none."""
    for index, row in enumerate(rows):
        if row[0] == "description" and row[3] and levels[index : index + 2] in ([1], [1, 1]):
            del levels[index]
            return rows.pop(index)
    return None


def tree(files: Files, article: str, chain: "Chain") -> "Tree":
    """The root, the description, the ids of the units that are not in the chain's first language,
    and the date.

    The nodes below the root are made at first use, and so is each text; missing texts are read at
    once, because another language's file may be damaged.
    """
    own, original = chain[0], chain[-1]
    units_count = len(files.units(article, own)[1])
    name = f"{article}/structure.txt"
    outline = files.parsed(name, lambda data: read_structure(data, name, units_count))
    units = files.units_of_revision(article, own, outline.revision, outline.units)
    source = None if own == original else _source(files, article, original, outline)

    def text(row: Row) -> Text:
        line = units[row[3] - 1]
        if line:
            return parse_text(line, article, own, row[4], source)
        return files.text(article, chain, row[3], row[4])

    empty = Text("", own)
    first = outline.rows[0]

    def children() -> tuple[Node, ...]:
        return _below_root(outline.rows_for(chain), outline.levels, text, empty)

    root = Node(first, text if first[3] else empty, children)
    description = text(outline.description) if outline.description else empty
    missing: list[str] = []
    if b"" in units:
        missing = [id for id, number in outline.ids.items() if not units[number - 1]]
        missing.sort(key=outline.ids.__getitem__)
        for node in root.walk():
            _ = node.text
    return root, description, tuple(missing), outline.date


def _below_root(
    rows: list[Row], levels: list[int], text: "Callable[[Row], Text]", empty: Text
) -> tuple[Node, ...]:
    """The children of the root, with all nodes below them."""
    parentless: list[list[Node]] = [[] for _ in range(max(levels) + 2)]  # by depth, last one first
    new = Node.__new__
    for row, level in zip(rows[:0:-1], levels[:0:-1], strict=True):
        node = new(Node)  # without calling `Node()`, which takes twice as long
        node._row = row
        node._text = text if row[3] else empty
        node._children = ()
        children = parentless[level + 1]
        if children:
            node._children = tuple(children[::-1])
            children.clear()
        parentless[level].append(node)
    return tuple(parentless[1][::-1])


def figure(files: Files, article: str, file: str) -> bytes:
    """The bytes of a figure named in the structure, from the article's folder."""
    if "/" in file or not is_inside(file):
        raise damaged(f"{article}/structure.txt", f"has a figure in another folder, {file!r}")
    return files.read(f"{article}/{file}")


def _source(
    files: Files, article: str, original: Language, outline: Outline
) -> "Callable[[str], str]":
    def source(id: str) -> str:
        lines = files.units_of_revision(article, original, outline.revision, outline.units)
        return parse_plain(lines[outline.ids[id] - 1], article, original)

    return source
