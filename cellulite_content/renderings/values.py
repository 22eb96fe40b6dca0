"""Values for JSON: the nodes of an article as dicts."""

from ..bundle import Language
from ..nodes import Node
from .tables import spans

NAMES = {
    "image": "file",
    "footnote": "label",
    "note": "kind",
}
"""The names of attributes by the type of their node."""

NUMBERS = ("start", "first-line")
"""Details that are numbers."""


def to_dict(node: Node, lang: Language) -> dict[str, object]:
    """A node as a dict; `lang` is the article's language.

    The dict has `type` and, if the node has them, `anchor` and `children`. A node with a unit has
    its `id`, `text` and `html`, and `lang` and `dir` if they differ from the article's. A heading
    also has `level` (a number), a list `ordered` and a row `header` (true or false), a cell
    `colspan` and `rowspan` (numbers above 1), an image `file`, a footnote `label`, a note `kind`.
    The details of a node have their names, with `_` for `-`.
    """
    result: dict[str, object] = {"type": node.type, **_attributes(node)}
    for name, value in node.details.items():
        if name in ("figures", "context"):
            continue  # the text's HTML has figures, and a context is for translators
        is_number = name in NUMBERS and value.isdecimal() and len(value) < 10
        result.setdefault(name.replace("-", "_"), int(value) if is_number else value)
    if node.anchor:
        result["anchor"] = node.anchor
    if node.text:
        result |= {"id": node.text.id, "text": str(node.text), "html": str(node.text.__html__())}
        if node.text.lang != lang:
            result |= {"lang": str(node.text.lang), "dir": node.text.lang.dir}
    if node.children:
        result["children"] = [to_dict(child, lang) for child in node.children]
    return result


def _attributes(node: Node) -> dict[str, object]:
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
    return {NAMES.get(node.type, "attribute"): node.attribute} if node.attribute else {}


def level(node: Node) -> int:
    """The level of a heading, from 1 to 6."""
    return int(node.attribute) if node.attribute in ("1", "2", "3", "4", "5", "6") else 6
