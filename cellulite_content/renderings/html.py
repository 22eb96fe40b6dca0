"""An article as HTML."""

from ..bundle import Language, Text
from ..html_text import escape
from ..nodes import Node
from .lists import HTML_TYPES, start, style
from .literals import code_lines, language
from .tables import spans
from .values import level

ELEMENTS = {
    "section": "section",
    "paragraph": "p",
    "caption": "p",
    "label": "p",
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
CLASSES = {"label": "label", "line": "line", "lines": "line-block"}
FIGURE_TEXTS = ("label", "caption", "legend")
TABLE_TEXTS = ("label", "caption", "heading")


def html(root: Node, lang: Language, figure_base: str = "") -> str:
    """One `<article>` element in `lang`. Texts in other languages have `lang` and `dir`."""
    body = _all(root.children, lang, folder(figure_base))
    return f'<article lang="{lang}" dir="{lang.dir}">\n{body}</article>\n'


def _all(nodes: "tuple[Node, ...] | list[Node]", lang: Language, base: str) -> str:
    return "".join([_html(node, lang, base) for node in nodes])


def _html(node: Node, lang: Language, base: str) -> str:
    attributes = _attributes(node, lang)
    name = ELEMENTS.get(node.type, "div")
    match node.type:
        case "image":
            return _image(node, attributes, base)
        case "table":
            return f"<table{attributes}>\n{_table(node, lang, base)}</table>\n"
        case "figure":
            return f"<figure{attributes}>\n{_figure(node, lang, base)}</figure>\n"
        case "literal":
            return _literal(node, attributes)
        case "transition":
            return f"<hr{attributes}>\n"
        case "definitions":
            return f"<dl{attributes}>\n{_definitions(node, lang, base)}</dl>\n"
        case "heading":
            name = f"h{level(node)}"
        case "list":
            name = "ol" if node.attribute == "ordered" else "ul"
            attributes = _numbers(node) + attributes
        case "note":
            name, attributes = "aside", f' class="{escape(node.attribute or "note")}"{attributes}'
        case "footnote":
            name, attributes = "aside", f' role="doc-footnote"{attributes}'
        case "label" | "line" | "lines":
            attributes = f' class="{CLASSES[node.type]}"{attributes}'
    label = f"<sup>{escape(node.attribute)}</sup> " if node.type == "footnote" else ""
    if node.type == "line" and not node.text.__html__():
        label = "<br>"
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
    text = with_base(_own_text(node).__html__(), base)
    if not _inner_nodes(node):
        return text
    return _span(node, lang, base=base) + "\n" + _all(node.children, lang, base)


def with_base(markup: str, base: str) -> str:
    """The HTML of a text whose images are at the address `base`."""
    if not base or "<img " not in markup:
        return markup
    import re  # noqa: PLC0415  few texts have images

    return re.sub('(<img [^>]*src=")', lambda match: match[0] + escape(base), markup)


def _span(node: Node, lang: Language, name: str = "", base: str = "") -> str:
    """A node's text among others: a span if it has a class or another language."""
    attributes = (f' class="{name}"' if name else "") + _language(node.text, lang)
    text = with_base(node.text.__html__(), base)
    return f"<span{attributes}>{text}</span>" if text and attributes else text


def _numbers(node: Node) -> str:
    """The attributes for the numbers of a list's items."""
    if node.attribute != "ordered":
        return ""
    first = f' start="{start(node)}"' if start(node) != 1 else ""
    return first + (f' type="{HTML_TYPES[style(node)]}"' if style(node) else "")


def _image(node: Node, attributes: str, base: str) -> str:
    file, alt = escape(base + node.attribute), escape(node.text)
    shares = []
    for name in ("width", "height"):
        size = node.details.get(name, "")
        if size.endswith("%"):
            shares.append(f"{name}: {escape(size)}")
        elif size:
            attributes += f' {name}="{escape(size)}"'
    attributes += f' style="{"; ".join(shares)}"' if shares else ""
    image = f'<img src="{file}" alt="{alt}"{attributes}>'
    address = image_link(node, base)
    return f'<a href="{escape(address)}">{image}</a>\n' if address else f"{image}\n"


def image_link(node: Node, base: str) -> str:
    """The address to which an image leads, or an empty text."""
    details = node.details
    return base + details["linked-file"] if "linked-file" in details else details.get("link", "")


def _figure(node: Node, lang: Language, base: str) -> str:
    """What the figure shows, and one `<figcaption>`: at the end, or first if the node has it so."""
    captions = [child for child in node.children if child.type in FIGURE_TEXTS]
    shown = [child for child in node.children if child.type not in FIGURE_TEXTS]
    markup = _all(shown, lang, base)
    if not captions:
        return markup
    if [child.type for child in captions] == ["caption"]:
        caption = _caption(captions[0], lang, base, "figcaption")
    elif captions[0].type == "label":
        caption = f"<figcaption>{_labelled(captions, lang, base)}</figcaption>\n"
    else:
        caption = f"<figcaption>\n{_all(captions, lang, base)}</figcaption>\n"
    return caption + markup if node.children[0] is captions[0] else markup + caption


def _labelled(captions: list[Node], lang: Language, base: str) -> str:
    """A label, then its captions: as one text if there is one only."""
    label, *texts = captions
    first = _span(label, lang, "label")
    if texts and texts[0].text and not texts[0].children:
        first = f"{first} {_span(texts.pop(0), lang, base=base)}"
    return f"\n<p>{first}</p>\n{_all(texts, lang, base)}" if texts else first


def _caption(node: Node, lang: Language, base: str, name: str) -> str:
    return f"<{name}{_attributes(node, lang)}>{_inner_html(node, lang, base)}</{name}>\n"


def _literal(node: Node, attributes: str) -> str:
    """Text as written; the lines of code may have numbers and marks."""
    if language(node) == "math":
        number = node.details.get("number", "")
        label = f'<span class="label">({escape(number)})</span> ' if number else ""
        return f'<div class="math"{attributes}>{label}{node.text.__html__()}</div>\n'
    lines = []
    for number, is_marked, line in code_lines(node, node.text.__html__()):
        label = f'<span class="line-number">{number} </span>' if number else ""
        lines.append(label + (f"<mark>{line}</mark>" if is_marked else line))
    text, name = "\n".join(lines), escape(language(node))
    text = f'<code class="language-{name}">{text}</code>' if name else text
    return f"<pre{attributes}>{text}</pre>\n"


def _definitions(node: Node, lang: Language, base: str) -> str:
    """Terms with their classifiers, and definitions."""
    markup = ""
    for child in node.children:
        if child.type == "classifier" and markup.endswith("</dt>\n"):
            classifier = _span(child, lang, "classifier")
            markup = f"{markup[:-6]} {classifier}</dt>\n"
        else:
            markup += _html(child, lang, base)
    return markup


def _table(node: Node, lang: Language, base: str) -> str:
    captions = [child for child in node.children if child.type in TABLE_TEXTS]
    rows = [child for child in node.children if child.type not in TABLE_TEXTS]
    if captions and captions[0].type == "label":
        markup = f"<caption>{_labelled(captions, lang, base)}</caption>\n"
    else:
        markup = "".join([_caption(child, lang, base, "caption") for child in captions[:1]])
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
    cells = ""
    for cell in node.children:
        start = '<th scope="row"' if cell.details.get("scope") == "row" else opening
        attributes = _spans(cell) + _attributes(cell, lang)
        cells += f"{start}{attributes}>{_inner_html(cell, lang, base)}</{start[1:3]}>"
    return f"<tr{_attributes(node, lang)}>{cells}</tr>\n"


def _spans(cell: Node) -> str:
    columns, rows = spans(cell)
    wide = f' colspan="{columns}"' if columns > 1 else ""
    return wide + (f' rowspan="{rows}"' if rows > 1 else "")


def folder(figure_base: str) -> str:
    """The prefix of a figure's file: empty, or with a slash at its end."""
    return figure_base + "/" if figure_base and not figure_base.endswith("/") else figure_base
