"""Nodes: the parts of an article. A title does not need them."""

from .bundle import Text, unescape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tree = tuple["Node", Text, tuple[str, ...], str]  # root, description, missing, date

Row = tuple[str, str, str, int, str]
"""Type, anchor, attribute with the details, number of the unit or 0, its id: the parts of a node
that are the same in all languages."""


class Node:
    """A part of an article."""

    __slots__ = ("_children", "_row", "_text")

    def __init__(
        self,
        row: Row,
        text: "Text | Callable[[Row], Text]",
        children: "tuple[Node, ...] | Callable[[], tuple[Node, ...]]" = (),
    ) -> None:
        self._row = row
        self._text = text  # a function that makes it, until its first use
        self._children = children  # the same

    @property
    def type(self) -> str:
        """`article`, `section`, `heading`, `paragraph`, `list`, `item`, `note`, `table`, `row`,
        `cell`, `figure`, `image`, `caption`, `legend`, `footnote`, `definitions`, `term`,
        `classifier`, `definition`, `quote`, `attribution`, `rubric`, `literal`, `lines`, `line`,
        `label`; later versions may add more."""
        return self._row[0]

    @property
    def text(self) -> Text:
        """Its text; empty if it only has other nodes; for an image, its alternative text.

        Raises `DataError` when the text's line is damaged.
        """
        text = self._text
        if not isinstance(text, Text):
            text = self._text = text(self._row)
        return text

    @property
    def children(self) -> "tuple[Node, ...]":
        """Its child nodes."""
        children = self._children
        if not isinstance(children, tuple):
            children = self._children = children()
        return children

    @property
    def anchor(self) -> str:
        """The name of the node in links, or `""`."""
        return self._row[1]

    @property
    def attribute(self) -> str:
        """`bullet` or `ordered` of a list, `header` of a row, the level of a heading, the file of
        an image, the label of a footnote, the kind of a note, the columns and rows of a cell that
        spans several (`2x1`); else `""`."""
        return unescape(self._row[2]).partition("\t")[0]

    @property
    def details(self) -> dict[str, str]:
        """What else is known of the node, by name; mostly nothing.

        A list: `start` (its first number), `style` (`loweralpha`, `upperalpha`, `lowerroman`,
        `upperroman`). A cell: `scope`, `row` for the heading of a row. An image: `width` and
        `height` (pixels, or a share such as `50%`), `link` (an address or `#` and an anchor),
        `linked-file` (the name of another figure). A literal: `language`, `first-line` (it has
        line numbers from there), `emphasized` (lines from 1, such as `2,4-5`), `number` (of a
        formula). A text with images in it: `figures`, their files with a slash between them. A text
        with a context: `context`.
        """
        _, *details = unescape(self._row[2]).split("\t")
        return {name: value for name, _, value in [each.partition("=") for each in details]}

    def walk(self) -> "Iterator[Node]":
        """Iterate over this node and all nodes below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            if children := node.children:
                stack.extend(children[::-1])

    def __repr__(self) -> str:
        return f"<Node {self.type} {str(self.text)[:40]!r}, {len(self.children)} children>"

    def __reduce__(self) -> tuple[object, ...]:
        return Node, (self._row, self.text, self.children)


def section(root: Node, anchor: str, article: str) -> Node:
    """The node with that anchor in the article of this name; raises `UnknownSection`."""
    anchors = {node.anchor: node for node in root.walk() if node.anchor}
    if anchor not in anchors:
        from .errors import UnknownSection  # noqa: PLC0415  few programs need it

        names = ", ".join(anchors)
        raise UnknownSection(f"no section {anchor!r} in {article}; available: {names}")
    return anchors[anchor]


def figure_names(root: Node) -> tuple[str, ...]:
    """The file names of all figures below a node, each once."""
    names: dict[str, None] = {}
    for node in root.walk():
        if node.type == "image":
            names[node.attribute] = None
        details = node.details
        if linked_file := details.get("linked-file"):
            names[linked_file] = None
        if files := details.get("figures"):
            names.update(dict.fromkeys(files.split("/")))
    return tuple(names)
