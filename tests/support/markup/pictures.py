"""Pictures of all constructs: the articles of `tests/markup`, drawn side by side."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from .. import TESTS
from ..editions.pictures import FACES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = TESTS / "golden" / "markup"
VIEWS = (("de", 1280), ("ar", 390))
"""The languages and the widths of the screen in pixels."""

COLUMNS = {1280: 2, 390: 5}
FORMULAS = 'math { font-family: "Noto Sans Math"; }'
"""A browser's own choice depends on whether it is one with windows."""

HIGHEST = 700
"""Pixels that are drawn of an article."""


def name_of(view: tuple[str, int]) -> str:
    """The name of a view's picture."""
    return "-".join(map(str, view))


def draw(browser: Browser, site: Path, view: tuple[str, int]) -> Image.Image:
    """All articles in columns, half-sized; the next one is below the shortest column."""
    missing = [str(face) for face in FACES if not face.exists()]
    assert not missing, f"missing {missing}: `apt-get install fonts-noto-core fonts-noto-cjk`"
    tag, width = view
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme="light", bypass_csp=True
    )
    parts = []
    for path in sorted((site / tag / "articles").glob("*.html")):
        page.goto(path.as_uri())
        page.add_style_tag(content=FORMULAS)
        page.evaluate("document.fonts.ready")
        part = Image.open(io.BytesIO(page.locator("article").screenshot())).convert("RGB")
        parts.append(part.crop((0, 0, part.width, min(part.height, HIGHEST))))
    page.close()
    heights = [0] * COLUMNS[width]
    places = []
    widest = max(part.width for part in parts) + 12
    for part in parts:
        column = heights.index(min(heights))
        places.append((column * widest, heights[column]))
        heights[column] += part.height + 12
    sheet = Image.new("RGB", (widest * len(heights), max(heights)), "lightgray")
    for part, place in zip(parts, places, strict=True):
        sheet.paste(part, place)
    return sheet.resize((sheet.width // 2, sheet.height // 2), Image.Resampling.LANCZOS)
