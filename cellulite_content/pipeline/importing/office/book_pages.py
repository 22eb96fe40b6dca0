"""The pages of an ePub book as pandoc needs them: see `web_page`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..web_page import prepare_page

_SUFFIXES = (".htm", ".html", ".xhtml")


def prepare_pages(parts: Mapping[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The pages of a book by the names of their parts, and what they do not have any more, one line
    each. A page that is in no encoding of books stays as it is."""
    pages: dict[str, bytes] = {}
    losses: list[str] = []
    for name, data in parts.items():
        if not name.lower().endswith(_SUFFIXES):
            continue
        is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        try:
            text = data.decode("utf-16" if is_wide else "utf-8-sig")
        except UnicodeDecodeError:
            continue
        page = prepare_page(text, is_chapter=True)
        pages[name] = page.text.encode()
        losses += page.losses
    return pages, tuple(losses)


def without_tags(value: Any) -> Any:
    """pandoc's tree of a book without the tags and comments of its pages that pandoc does not know;
    what they enclose is beside them."""
    if isinstance(value, list):
        return [without_tags(part) for part in value if not _is_tag(part)]
    if isinstance(value, dict) and "c" in value:
        return {**value, "c": without_tags(value["c"])}
    return value


def _is_tag(value: Any) -> bool:
    return isinstance(value, dict) and value.get("t") in ("RawBlock", "RawInline")
