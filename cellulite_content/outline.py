"""The outline of an article: its tree without texts. It is not needed for a title."""

from .bundle import Files, damaged, parse_number, parse_plain, parse_text, split_header, split_lines
from .nodes import Language, Node, Row, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .bundle import Chain
    from .nodes import Tree

MAX_DEPTH = 64  # a deeper structure is damaged, and would exhaust the stack of a renderer
LEVELS = {str(level): level for level in range(MAX_DEPTH + 1)}  # faster than `int`, and checks


class Outline:
    """The tree of an article without its texts, which all languages share.

    `rows` are its nodes from the last to the first: children come before their parent;
    `description` is the row of that unit, or None; `units` is how many units there are, `ids` are
    their ids with their numbers, and `contexts` the contexts of those that have one, by number.
    `localized` are the indices of the rows of images of which some languages have their own.
    """

    __slots__ = (
        *("contexts", "date", "description", "ids", "localized", "revision", "rows", "units"),
    )

    def __init__(
        self,
        revision: str,
        date: str,
        units: int,
        rows: list[Row],
        description: Row | None,
        ids: dict[str, int],
        contexts: dict[int, str],
        localized: tuple[int, ...] = (),
    ) -> None:
        self.revision = revision
        self.date = date
        self.units = units
        self.rows = rows
        self.description = description
        self.ids = ids
        self.contexts = contexts
        self.localized = localized

    def rows_for(self, chain: "Chain") -> list[Row]:
        """The rows, with the images of the first language of the chain that has its own."""
        if not self.localized:
            return self.rows
        rows = self.rows.copy()
        for index in self.localized:
            kind, anchor, attribute, number, id, children = rows[index]
            rows[index] = (kind, anchor, _for_chain(attribute, chain), number, id, children)
        return rows


def _for_chain(attribute: str, chain: "Chain") -> str:
    """An image's attribute with the files of the chain's language, without those of others."""
    name, *details = attribute.split("\\t")
    values = {"file": name}
    for detail in details:
        key, _, value = detail.partition("=")
        values[key] = value
    others = {name: value for name, value in values.items() if ":" not in name}
    for kind in ("file", "linked-file"):
        files = [values[f"{kind}:{lang}"] for lang in chain if f"{kind}:{lang}" in values]
        if files:
            others[kind] = files[0]
    name = others.pop("file")
    return "\\t".join([name, *[f"{name}={value}" for name, value in others.items()]])


def read_structure(data: bytes, name: str, units: int) -> Outline:
    """Parse `structure.txt`: one tree over this number of units."""
    header, body = split_header(data, name, "structure", 5)
    lines = split_lines(body, name)
    if not lines or len(lines) != parse_number(header[4], name):
        raise damaged(name, "does not have as many nodes as its first line says")
    ids: dict[str, int] = {}
    contexts: dict[int, str] = {}
    try:
        rows, description = _rows(lines, units, ids, contexts)
    except (ValueError, LookupError):
        raise damaged(name, "has a line that is not a node of the tree") from None
    if rows[-1][0] != "article":
        raise damaged(name, "does not begin with the article")
    anchors = [row[1] for row in rows if row[1]]
    if len(set(anchors)) != len(anchors):
        raise damaged(name, "has two nodes with the same anchor")
    if len(set(ids.values())) != len(ids):
        raise damaged(name, "has a unit with two ids")
    localized: tuple[int, ...] = ()
    if b"file:" in body:
        localized = tuple([index for index, row in enumerate(rows) if "file:" in row[2]])
    return Outline(header[2], header[3], units, rows, description, ids, contexts, localized)


def _rows(
    lines: list[str], units: int, ids: dict[str, int], contexts: dict[int, str]
) -> tuple[list[Row], Row | None]:
    """The nodes of one tree, and the description. Raises `ValueError` or `LookupError`.

    Fills `ids`, the units' ids with their numbers, and `contexts`.
    """
    rows: list[Row] = []
    description = None
    numbers = {str(number): number for number in range(1, units + 1)}
    parentless = [0] * (MAX_DEPTH + 2)  # the number of nodes of each depth without a parent so far
    depth_below = 0
    for line in reversed(lines):
        depth, kind, unit, id, anchor, attribute, *context = line.split("\t")
        level = LEVELS[depth]
        number = 0
        if unit:
            number = numbers[unit]
            if ids.setdefault(id, number) != number:
                raise ValueError(line)
        if context:
            (contexts[numbers[unit]],) = context
        children = 0
        if depth_below > level:  # the nodes without a parent are its children
            if depth_below > level + 1:
                raise ValueError(line)
            children = parentless[depth_below]
            parentless[depth_below] = 0
        depth_below = level
        row = (kind, anchor, attribute, number, id, children)
        if kind == "description" and level == 1 and number and not children:
            description = row
            continue
        parentless[level] += 1
        rows.append(row)
    if depth_below or parentless[0] != 1:
        raise ValueError(lines[0])
    return rows, description


def tree(files: Files, article: str, chain: "Chain") -> "Tree":
    """The root, the description, the ids of the units that are not in the chain's first language,
    and the date.

    A node makes its text at first use; missing texts are read at once, because another language's
    file may be damaged.
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
    stack: list[Node] = []  # in the order of the rows: the last node first
    for row in outline.rows_for(chain):
        children: tuple[Node, ...] = ()
        if row[5]:
            children = tuple(stack[: -row[5] - 1 : -1])
            del stack[-row[5] :]
        stack.append(Node(row, text if row[3] else empty, children))
    description = text(outline.description) if outline.description else empty
    missing: list[str] = []
    if b"" in units:
        missing = [id for id, number in outline.ids.items() if not units[number - 1]]
        missing.sort(key=outline.ids.__getitem__)
        for node in stack[0].walk():
            _ = node.text
    return stack[0], description, tuple(missing), outline.date


def _source(
    files: Files, article: str, original: Language, outline: Outline
) -> "Callable[[str], str]":
    def source(id: str) -> str:
        lines = files.units_of_revision(article, original, outline.revision, outline.units)
        return parse_plain(lines[outline.ids[id] - 1], article, original)

    return source
