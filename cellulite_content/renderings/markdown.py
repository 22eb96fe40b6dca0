"""Markdown of an article: CommonMark, with GitHub's tables and footnotes."""

import re
import unicodedata
from html.parser import HTMLParser

from ..bundle import Text, damaged
from ..nodes import Node
from .html import folder, image_link, with_base
from .lists import mark
from .literals import first_line, language
from .plain import Blocks
from .tables import grid
from .values import level

MARKERS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
VOID_ELEMENTS = ("br", "img", "wbr")


def markdown(root: Node, figure_base: str = "") -> str:
    """An article as Markdown, with GitHub's footnotes; every table gets a header."""
    return Markdown(_notes(root), folder(figure_base)).article(root)


def _notes(root: Node) -> dict[str, str]:
    """The addresses of the footnotes that have a reference, with their labels."""
    notes = {node.anchor: node.attribute for node in root.walk() if node.type == "footnote"}
    cited = " ".join([node.text.__html__() for node in root.walk()])
    return {"#" + anchor: label for anchor, label in notes.items() if f'href="#{anchor}"' in cited}


class Markdown(Blocks):
    """The blocks of an article in Markdown."""

    def __init__(self, notes: dict[str, str], base: str) -> None:
        self.notes = notes
        self.base = base

    def inline(self, text: Text) -> str:
        markup = text.__html__()  # the number of a note is no text
        return inline(with_base(markup, self.base), self.notes) if markup else ""

    def block_image(self, node: Node) -> str:
        alt = _escape(" ".join(node.text.split()))
        image = f"![{alt}]({_destination(self.base + node.attribute)})"
        address = image_link(node, self.base)
        return f"[{image}]({_destination(address)})" if address else image

    def block_heading(self, node: Node) -> str:
        return "#" * level(node) + " " + self.inline(node.text)

    def strong(self, text: Text) -> str:
        return inline(f"<strong>{text.__html__()}</strong>", self.notes)

    def block_rubric(self, node: Node) -> str:
        return self.strong(node.text)

    block_label = block_term = block_rubric

    def block_literal(self, node: Node) -> str:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", node.text)), default=0))
        block = f"{fence}{_info(node)}\n{node.text}\n{fence}"
        number = node.details.get("number", "")
        return f"({_escape(number)})\n\n{block}" if number else block

    def item_marks(self, number: int, style: str) -> tuple[str, str]:
        """Markdown has digits only: letters are part of the text of a bulleted item."""
        return ("- ", f"{mark(number, style)}. ") if style else (f"{number}. ", "")

    line_end = "\\\n"  # a line break, also inside of a paragraph

    def line(self, text: Text, depth: int) -> str:
        return "\N{NO-BREAK SPACE}" * 4 * depth + (self.inline(text) or "\N{NO-BREAK SPACE}")

    def block_note(self, node: Node) -> str:
        return "\n".join([f"> {line}".rstrip() for line in self.whole(node).split("\n")])

    block_quote = block_note

    def cell(self, node: Node) -> str:
        if node.details.get("scope") == "row" and node.text and not node.children:
            return _in_cell(self.strong(node.text))
        cell = Cell(self.notes, self.base)
        return re.sub(r"\s*\n\s*", "<br>", _in_cell(cell.whole(node)))

    def row(self, cells: "list[Node | None]") -> str:
        return f"| {super().row(cells)} |"

    def block_table(self, node: Node) -> str:
        rows = [child for child in node.children if child.type == "row"]
        lines_of_cells = grid(node)
        width = max(map(len, lines_of_cells), default=0)
        head = "|" + "  |" * width
        if rows and rows[0].attribute == "header":
            head, lines_of_cells = self.row(lines_of_cells[0]), lines_of_cells[1:]
        lines = [head, "|" + " --- |" * width, *map(self.row, lines_of_cells)]
        # A cell cannot hold a footnote: those of cells follow the table.
        notes = [each for each in node.walk() if each.type == "footnote"]
        below = [self.block_footnote(each) for each in notes if "#" + each.anchor in self.notes]
        return "\n\n".join([*self.titles(node), "\n".join(lines), *below])

    def block_footnote(self, node: Node) -> str:
        if "#" + node.anchor not in self.notes:  # GitHub hides a footnote without a reference
            return f"\\[{node.attribute}\\] {self.whole(node)}"
        first, *others = self.whole(node).split("\n")
        lines = [f"    {line}" if line else "" for line in others]
        return "\n".join([f"[^{node.attribute}]: {first}", *lines])


class Cell(Markdown):
    """The blocks of a cell: GitHub's tables have only lines of text, so others are written in
    lines."""

    line_end = "\n"

    def block_note(self, node: Node) -> str:
        return self.whole(node)

    block_quote = block_note

    def block_footnote(self, node: Node) -> str:
        return "" if "#" + node.anchor in self.notes else super().block_footnote(node)

    def block_literal(self, node: Node) -> str:
        lines = [_code(line) for line in node.text.split("\n") if line.strip()]
        number = node.details.get("number", "")
        return "\n".join([*([f"({_escape(number)})"] if number else []), *lines])

    def row(self, cells: "list[Node | None]") -> str:
        return "; ".join([self.cell(cell) for cell in cells if cell])

    def block_table(self, node: Node) -> str:
        return "\n".join([*self.titles(node), *map(self.row, grid(node))])


def _in_cell(text: str) -> str:
    """Text without bars that would end the cell: GitHub reads them in code too."""
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", text)


def _code(text: str) -> str:
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _info(node: Node) -> str:
    """The text after the fence of code: its language, marked lines and line numbers, as
    Docusaurus writes them."""
    marked, first = node.details.get("emphasized", ""), first_line(node)
    numbers = "showLineNumbers" if first == 1 else f"showLineNumbers={first}"
    parts = [f"{{{marked}}}" if marked else "", numbers if first >= 0 else ""]
    name = language(node) or ("text" if any(parts) else "")  # the first word is the language
    return re.sub(r"[`\n]", "", " ".join(filter(None, [name, *parts])))


def inline(markup: str, notes: dict[str, str]) -> str:
    """Inline HTML as Markdown; `notes` are the addresses of footnotes with their labels.

    Raises `DataError` for HTML that Python's parser refuses.
    """
    parser = Inline(notes)
    try:
        parser.feed(markup)
        parser.close()
    except AssertionError:  # Python's parser raises it for `<![x[`
        raise damaged(repr(markup[:40]), "is not HTML") from None
    text, count = "".join(parser.parts).replace("\n", " "), 1
    while count:  # the innermost elements first
        text, count = re.subn(r"\x01(\w+)\x02([^\x01\x03]*)\x03", _emphasis, text)
    text = re.sub(r"^(\s*)([#+-])", r"\1\\\2", text)  # it would begin a heading or a list
    return re.sub(r"^(\s*\d+)([.)])(?=\s|$)", r"\1\\\2", text)


class Inline(HTMLParser):
    """Parses inline HTML into parts; elements without Markdown syntax stay HTML.

    Emphasis becomes `\\x01name\\x02...\\x03` first: its syntax depends on the text after it.
    """

    def __init__(self, notes: dict[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self.notes = notes
        self.parts: list[str] = []
        self.open: list[tuple[str, str, int]] = []  # name, address or tag, index of the first part
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        opening = self.get_starttag_text() or ""
        if tag in VOID_ELEMENTS:
            self.parts.append(opening)
            return
        if tag == "a":
            opening = dict(attrs).get("href") or ""
        self.open.append((tag, opening, len(self.parts)))
        self.code += tag == "code"

    def handle_data(self, data: str) -> None:
        data = re.sub(r"[\x01-\x03]", "", data)
        self.parts.append(data if self.code else _escape(data))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            return
        _, opening, start = self.open.pop()
        inside = "".join(self.parts[start:])
        del self.parts[start:]
        self.code -= tag == "code"
        self.parts.append(self._element(tag, opening, inside))

    def _element(self, tag: str, opening: str, inside: str) -> str:
        if tag == "a":
            if opening in self.notes:
                return f"[^{self.notes[opening]}]"
            return f"[{inside}]({_destination(opening)})" if opening else inside
        if tag == "code":
            return _code(inside)
        if tag == "span" and " lang=" not in opening:
            return inside  # Sphinx adds spans for its styles
        if self.code:
            return inside  # in code, signs of Markdown mean themselves
        if tag in MARKERS:
            return f"\x01{tag}\x02{inside}\x03"
        if tag == "sup" and re.fullmatch(r"\[\^[^\]]+\]", inside):
            return inside  # a footnote reference is superscript anyway
        return f"{opening}{inside}</{tag}>"


def _emphasis(span: re.Match[str]) -> str:
    """Emphasis as asterisks where Markdown recognizes them, else as HTML, as in 「重要」です."""
    tag, inside = span[1], span[2]
    before = span.string[span.start() - 1 : span.start()] if span.start() else " "
    after = span.string[span.end() : span.end() + 1] or " "
    if inside and _is_emphasis(before, inside[0]) and _is_emphasis(after, inside[-1]):
        return f"{MARKERS[tag]}{inside}{MARKERS[tag]}"
    return f"<{tag}>{inside}</{tag}>"


def _is_emphasis(outside: str, inside: str) -> bool:
    """Whether asterisks between these two characters are emphasis (CommonMark 6.2)."""
    if inside.isspace() or "*" in (inside, outside) or outside in "\x01\x02\x03":
        return False
    return _wordlike(inside) or not _wordlike(outside)


def _wordlike(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&|~])", r"\\\1", text)


def _destination(address: str) -> str:
    if re.search(r"[\s()<>]", address):
        return f"<{address.replace('<', '%3C').replace('>', '%3E')}>"
    return address
