"""Pictures of the site's article pages, drawn in the faces that the stylesheet names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

from support import TESTS
from support.editions.pictures import FACES
from support.editions.reader import ARTICLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLDEN = TESTS / "golden" / "site"
VIEWS: tuple[tuple[str, int, Any], ...] = tuple(
    (tag, width, scheme)
    for tag in ("ar", "de", "hi", "ja", "zh-Hans")
    for width, scheme in ((360, "light"), (1280, "dark"))
)
HEIGHT = 1600


def name_of(view: tuple[str, int, Any]) -> str:
    """The name of a view's picture."""
    return "-".join(map(str, view))


def draw(browser: Browser, site: Path, view: tuple[str, int, Any]) -> Image.Image:
    """The beginning of a language's article, half-sized: a screen's width, light or dark."""
    missing = [str(face) for face in FACES if not face.exists()]
    assert not missing, f"missing {missing}: `apt-get install fonts-noto-core fonts-noto-cjk`"
    tag, width, scheme = view
    page = browser.new_page(viewport={"width": width, "height": HEIGHT}, color_scheme=scheme)
    page.goto((site / tag / f"{ARTICLE}.html").as_uri())
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return picture.resize((width // 2, HEIGHT // 2), Image.Resampling.LANCZOS)
