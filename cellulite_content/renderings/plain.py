"""An article as plain text; Markdown has the same blocks."""

from ..bundle import Text
from ..nodes import Node
from .lists import mark, start, style
from .literals import code_lines
from .tables import grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def plain(root: Node) -> str:
    """Plain text. An image is its alternative text in brackets, a row its cells between bars."""
    return Blocks().article(root)


class Blocks:
    """The blocks of an article in plain text, with a method for each type of special form."""

    def article(self, root: Node) -> str:
        return self.below(root) + "\n"

    def below(self, node: Node) -> str:
        return "\n\n".join(self.blocks(node.children))

    def blocks(self, nodes: "tuple[Node, ...]") -> list[str]:
        """The blocks of nodes. A label begins the caption after it, and a classifier is beside its
        term."""
        blocks: list[str] = []
        label = ""
        for index, node in enumerate(nodes):
            if node.type == "label" and [each.type for each in nodes[index + 1 : index + 2]] == [
                "caption"
            ]:
                label = self.strong(node.text) + " "
            elif node.type == "classifier" and blocks:
                blocks[-1] += f" : {self.inline(node.text)}"
            elif block := self.block(node):
                blocks.append(label + block)
                label = ""
        return blocks

    def block(self, node: Node) -> str:
        render: Callable[[Node], str] = getattr(self, "block_" + node.type, self.whole)
        return render(node)

    def whole(self, node: Node) -> str:
        """A node's text, then its children."""
        return "\n\n".join(filter(None, [self.inline(node.text), self.below(node)]))

    def inline(self, text: Text) -> str:
        return str(text)

    def strong(self, text: Text) -> str:
        """Emphasized text, where the form allows it."""
        return self.inline(text)

    def cell(self, node: Node) -> str:
        return " ".join(Cell().whole(node).split())

    def block_list(self, node: Node) -> str:
        first = start(node)
        items: list[str] = []
        for number, item in enumerate(node.children, first):
            is_ordered = node.attribute == "ordered"
            sign, words = self.item_marks(number, style(node)) if is_ordered else ("- ", "")
            items.append(hanging_indent(sign, words + self.whole(item)))
        return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)

    def item_marks(self, number: int, style: str) -> tuple[str, str]:
        """The mark of an item, and what the item's text begins with."""
        return f"{mark(number, style)}. ", ""

    def block_transition(self, node: Node) -> str:
        return "* * *"

    def block_image(self, node: Node) -> str:
        return f"[{node.text}]" if node.text else ""

    def block_attribution(self, node: Node) -> str:
        return f"— {self.inline(node.text)}"

    def block_lines(self, node: Node, depth: int = 0) -> str:
        """The lines of a poem or an address; those of a block inside it are indented."""
        lines = []
        for child in node.children:
            if child.type == "lines":
                lines.append(self.block_lines(child, depth + 1))
            else:
                lines.append(self.line(child.text, depth))
        return self.line_end.join(lines)

    line_end = "\n"

    def line(self, text: Text, depth: int) -> str:
        return "    " * depth + self.inline(text) if text else ""

    def block_literal(self, node: Node) -> str:
        lines = code_lines(node, str(node.text))
        text = "\n".join([f"{number} {line}" if number else line for number, _, line in lines])
        number = node.details.get("number", "")
        return f"({number}) {text}" if number else text

    def row(self, cells: list[Node | None]) -> str:
        """A row of a table; a place that a cell of another place spans is empty."""
        return " | ".join([self.cell(cell) if cell else "" for cell in cells])

    def block_row(self, node: Node) -> str:
        return self.row(list(node.children))

    def titles(self, node: Node) -> list[str]:
        return self.blocks(tuple([child for child in node.children if child.type != "row"]))

    def block_table(self, node: Node) -> str:
        return "\n".join([*self.titles(node), *map(self.row, grid(node))])

    def block_footnote(self, node: Node) -> str:
        return hanging_indent(f"[{node.attribute}] " if node.attribute else "", self.whole(node))


class Cell(Blocks):
    """The blocks of a cell, which has one line; so has a table in it."""

    def row(self, cells: "list[Node | None]") -> str:
        return "; ".join([self.cell(cell) for cell in cells if cell])

    def block_table(self, node: Node) -> str:
        return "; ".join([*self.titles(node), *map(self.row, grid(node))])


def hanging_indent(mark: str, text: str) -> str:
    """Lines with a mark before the first; the others are indented."""
    first, *others = text.split("\n")
    indent = " " * len(mark)
    return "\n".join([mark + first, *[indent + line if line else "" for line in others]])
