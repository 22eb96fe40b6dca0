"""The article's figure in a browser: symmetric, and dark on dark pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from support.editions.browser import browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LINES = "text, circle, g[stroke='currentColor'] { visibility: hidden }"


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


def _drawn(program: Browser, site: Path, scheme: Literal["dark", "light"]) -> Image.Image:
    """The figure of the German page without labels and their lines."""
    page = program.new_page(viewport={"width": 640, "height": 440}, color_scheme=scheme)
    (path,) = (site / "de" / "_images").glob("*.svg")
    page.set_content(f"<style>body {{ margin: 0 }} {LINES}</style>{path.read_text('utf-8')}")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    page.close()
    return picture


def test_both_halves_are_alike(program: Browser, site: Path) -> None:
    """Mirrored, the layers of skin are the same: nothing is cut at a side."""
    picture = _drawn(program, site, "light")
    difference = ImageChops.difference(picture, ImageOps.mirror(picture))
    assert ImageStat.Stat(difference).mean[0] < 1


def test_it_has_a_dark_form(program: Browser, site: Path) -> None:
    """Its paper is dark where the reader's is, so that it does not glare."""
    light, dark = (_drawn(program, site, scheme) for scheme in ("light", "dark"))
    assert light.getpixel((320, 20)) > 220  # type: ignore[operator]
    assert dark.getpixel((320, 20)) < 60  # type: ignore[operator]
    assert ImageStat.Stat(light).mean[0] - ImageStat.Stat(dark).mean[0] > 50
