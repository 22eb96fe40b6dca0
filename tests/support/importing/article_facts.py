"""What an article has, as the loader gives it: the same form as `expected_facts`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

_MARKED = re.compile(
    r'<(?P<name>strong|em)>(?P<text>.*?)</(?:strong|em)>|<a class="reference external" '
    r'href="(?P<address>[^"]*)">|(?P<note><a class="footnote-reference)'
)
_STYLES = {"strong": "bold", "em": "italic"}


def article_facts(article: dict[str, Any]) -> list[Any]:
    """The structure and the words of an article in the loader's JSON."""
    return list(_facts(article["body"]))


def _facts(nodes: list[dict[str, Any]]) -> Iterator[Any]:
    for node in nodes:
        match node["type"]:
            case "section":
                yield from _facts(node["children"])
            case "heading":
                yield ("heading", str(node["level"]), node["text"])
            case "paragraph":
                yield ("paragraph", *_text(node))
            case "image" | "footnote":
                yield (node["type"], node["text"])
            case "table":
                yield (
                    "table",
                    [[cell["text"] for cell in row["children"]] for row in node["children"]],
                )
            case "list":
                yield _list(node)
            case other:
                yield (other,)


def _list(node: dict[str, Any]) -> Any:
    items = []
    for item in node["children"]:
        inner = item.get("children", [])
        below = [_list(each) for each in inner if each["type"] == "list"]
        paragraph = item if item.get("text") else inner[0]
        assert len([each for each in inner if each["type"] != "list"]) <= 1
        items.append((_text(paragraph), below[0] if below else None))
    return ("list", "ordered" if node["ordered"] else "bullet", items)


def _text(node: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    marked, notes = [], 0
    for match in _MARKED.finditer(node["html"]):
        if match["note"]:
            notes += 1
        elif match["name"]:
            marked.append((_STYLES[match["name"]], html.unescape(match["text"])))
        elif match["address"].startswith("https://example.org/"):
            marked.append(("link", html.unescape(match["address"])))
    return node["text"], [*sorted(marked), *[("note", "")] * notes]
