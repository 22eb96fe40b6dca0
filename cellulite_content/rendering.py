"""Renderings of an article: values for JSON, HTML, plain text."""

from .nodes import Language, Node, Text, escape
from .tables import grid, spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

ELEMENTS = {
    "section": "section",
    "paragraph": "p",
    "caption": "p",
    "item": "li",
    "row": "tr",
    "definitions": "dl",
    "term": "dt",
    "definition": "dd",
    "quote": "blockquote",
    "attribution": "footer",
    "rubric": "p",
    "literal": "pre",
}


# Values for JSON


def to_dict(node: Node, lang: Language) -> dict[str, object]:
    """A node as a dict; `lang` is the article's language.

    The dict has `type` and, if the node has them, `anchor` and `children`. A node with a unit has
    its `id`, `text` and `html`, and `lang` and `dir` if they differ from the article's. A heading
    also has `level` (a number), a list `ordered` and a row `header` (true or false), an image
    `file`, a footnote `label`, a note `kind`.
    """
    result: dict[str, object] = {"type": node.type, **_named_attribute(node)}
    if node.anchor:
        result["anchor"] = node.anchor
    if node.text:
        result |= {"id": node.text.id, "text": str(node.text), "html": str(node.text.__html__())}
        if node.text.lang != lang:
            result |= {"lang": str(node.text.lang), "dir": node.text.lang.dir}
    if node.children:
        result["children"] = [to_dict(child, lang) for child in node.children]
    return result


def _named_attribute(node: Node) -> dict[str, object]:
    """A node's attribute under the name that fits its type."""
    match node.type:
        case "heading":
            return {"level": level(node)}
        case "list":
            return {"ordered": node.attribute == "ordered"}
        case "row":
            return {"header": node.attribute == "header"}
        case "cell":
            columns, rows = spans(node)
            sizes = {"colspan": columns, "rowspan": rows}
            return {name: size for name, size in sizes.items() if size > 1}
    names = {"image": "file", "footnote": "label", "note": "kind"}
    return {names.get(node.type, "attribute"): node.attribute} if node.attribute else {}


def level(node: Node) -> int:
    """The level of a heading, from 1 to 6."""
    return int(node.attribute) if node.attribute in ("1", "2", "3", "4", "5", "6") else 6


# HTML


def html(root: Node, lang: Language, figure_base: str = "") -> str:
    """One `<article>` element in `lang`. Texts in other languages have `lang` and `dir`."""
    body = "".join([_html(node, lang, folder(figure_base)) for node in root.children])
    return f'<article lang="{lang}" dir="{lang.dir}">\n{body}</article>\n'


def _html(node: Node, lang: Language, base: str) -> str:
    attributes = _attributes(node, lang)
    name = ELEMENTS.get(node.type, "div")
    match node.type:
        case "image":
            file, alt = escape(base + node.attribute), escape(node.text)
            return f'<img src="{file}" alt="{alt}"{attributes}>\n'
        case "table":
            return f"<table{attributes}>\n{_table(node, lang, base)}</table>\n"
        case "figure":
            return f"<figure{attributes}>\n{_figure(node, lang, base)}</figure>\n"
        case "heading":
            name = f"h{level(node)}"
        case "list":
            name = "ol" if node.attribute == "ordered" else "ul"
        case "note":
            name, attributes = "aside", f' class="{escape(node.attribute or "note")}"{attributes}'
        case "footnote":
            name, attributes = "aside", f' role="doc-footnote"{attributes}'
    label = f"<sup>{escape(node.attribute)}</sup> " if node.type == "footnote" else ""
    return f"<{name}{attributes}>{label}{_inner_html(node, lang, base)}</{name}>\n"


def _attributes(node: Node, lang: Language) -> str:
    """The id, and the language of the element's text where it is not the article's."""
    anchor = f' id="{escape(node.anchor)}"' if node.anchor else ""
    return anchor if _inner_nodes(node) else anchor + _language(_own_text(node), lang)


def _language(text: Text, lang: Language) -> str:
    if text.lang == lang:
        return ""
    return f' lang="{escape(text.lang)}" dir="{escape(text.lang.dir)}"'


def _only_paragraph(node: Node) -> Node | None:
    """The only paragraph of an item or a cell, which is written without `<p>`."""
    if node.type not in ("item", "cell", "footnote", "definition") or node.text:
        return None
    if len(node.children) != 1 or node.children[0].type != "paragraph":
        return None
    child = node.children[0]
    return None if child.anchor or child.children else child


def _own_text(node: Node) -> Text:
    paragraph = _only_paragraph(node)
    return paragraph.text if paragraph else node.text


def _inner_nodes(node: Node) -> tuple[Node, ...]:
    return () if _only_paragraph(node) else node.children


def _inner_html(node: Node, lang: Language, base: str) -> str:
    """A node's text and children; next to children, a text in another language is a span."""
    text = _own_text(node).__html__()
    if not _inner_nodes(node):
        return text
    other = _language(node.text, lang)
    own = f"<span{other}>{text}</span>" if text and other else text
    return own + "\n" + "".join([_html(child, lang, base) for child in node.children])


def _figure(node: Node, lang: Language, base: str) -> str:
    """The images, then one `<figcaption>`: HTML allows only one, at the end."""
    images = [child for child in node.children if child.type == "image"]
    captions = [child for child in node.children if child.type != "image"]
    markup = "".join([_html(image, lang, base) for image in images])
    if len(captions) == 1 and captions[0].type == "caption":
        markup += _caption(captions[0], lang, base, "figcaption")
    elif captions:
        caption = "".join([_html(child, lang, base) for child in captions])
        markup += f"<figcaption>\n{caption}</figcaption>\n"
    return markup


def _caption(node: Node, lang: Language, base: str, name: str) -> str:
    return f"<{name}{_attributes(node, lang)}>{_inner_html(node, lang, base)}</{name}>\n"


def _table(node: Node, lang: Language, base: str) -> str:
    captions = [child for child in node.children if child.type in ("caption", "heading")]
    markup = "".join([_caption(child, lang, base, "caption") for child in captions[:1]])
    rows = [child for child in node.children if child not in captions]
    heads = 0
    while heads < len(rows) and rows[heads].attribute == "header":
        heads += 1
    for part, name, cell in (
        (rows[:heads], "thead", '<th scope="col"'),
        (rows[heads:], "tbody", "<td"),
    ):
        if part:
            lines = "".join([_row(row, lang, base, cell) for row in part])
            markup += f"<{name}>\n{lines}</{name}>\n"
    return markup


def _row(node: Node, lang: Language, base: str, opening: str) -> str:
    closing = f"</{opening[1:3]}>"
    cells = [
        f"{opening}{_spans(cell)}{_attributes(cell, lang)}>{_inner_html(cell, lang, base)}{closing}"
        for cell in node.children
    ]
    return f"<tr{_attributes(node, lang)}>{''.join(cells)}</tr>\n"


def _spans(cell: Node) -> str:
    columns, rows = spans(cell)
    wide = f' colspan="{columns}"' if columns > 1 else ""
    return wide + (f' rowspan="{rows}"' if rows > 1 else "")


def folder(figure_base: str) -> str:
    """The prefix of a figure's file: empty, or with a slash at its end."""
    return figure_base + "/" if figure_base and not figure_base.endswith("/") else figure_base


# Plain text; Markdown has the same blocks


def plain(root: Node) -> str:
    """Plain text. An image is its alternative text in brackets, a row its cells between bars."""
    return Blocks().article(root)


class Blocks:
    """The blocks of an article in plain text, with a method for each type of special form."""

    def article(self, root: Node) -> str:
        return self.below(root) + "\n"

    def below(self, node: Node, gap: str = "\n\n") -> str:
        return gap.join(filter(None, map(self.block, node.children)))

    def block(self, node: Node) -> str:
        render: Callable[[Node], str] = getattr(self, "block_" + node.type, self.whole)
        return render(node)

    def whole(self, node: Node) -> str:
        """A node's text, then its children."""
        own = self.inline(node.text) if node.text else ""
        return "\n\n".join(filter(None, [own, self.below(node)]))

    def inline(self, text: Text) -> str:
        return str(text)

    def cell(self, node: Node) -> str:
        return " ".join(self.whole(node).split())

    def block_list(self, node: Node) -> str:
        items: list[str] = []
        for number, item in enumerate(node.children, 1):
            mark = f"{number}. " if node.attribute == "ordered" else "- "
            items.append(_hanging_indent(mark, self.whole(item)))
        return ("\n\n" if any("\n\n" in item for item in items) else "\n").join(items)

    def block_image(self, node: Node) -> str:
        return f"[{node.text}]" if node.text else ""

    def block_attribution(self, node: Node) -> str:
        return f"— {self.inline(node.text)}"

    def row(self, cells: list[Node | None]) -> str:
        """A row of a table; a place that a cell of another place spans is empty."""
        return " | ".join([self.cell(cell) if cell else "" for cell in cells])

    def block_row(self, node: Node) -> str:
        return self.row(list(node.children))

    def block_table(self, node: Node) -> str:
        titles = [self.block(child) for child in node.children if child.type != "row"]
        return "\n".join([*titles, *map(self.row, grid(node))])

    def block_footnote(self, node: Node) -> str:
        return _hanging_indent(f"[{node.attribute}] " if node.attribute else "", self.whole(node))


def _hanging_indent(mark: str, text: str) -> str:
    """Lines with a mark before the first; the others are indented."""
    first, *others = text.split("\n")
    indent = " " * len(mark)
    return "\n".join([mark + first, *[indent + line if line else "" for line in others]])
