"""Pictures of the books' pages, and how alike two pictures are.

The pages are drawn as a reading program would draw them whose reader has chosen the Noto faces:
a book names no face, so that without a choice each machine would show its own.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops, ImageFilter

from support import TESTS
from support.editions.reader import SLUG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOLDEN = TESTS / "golden" / "books"
TAGS = ("ar", "de", "hi", "ja", "zh-Hans")
WIDTHS = (360, 600)
SCHEMES = ("light", "dark")

FONTS = Path("/usr/share/fonts")
FACES = (
    FONTS / "truetype" / "noto" / "NotoNaskhArabic-Regular.ttf",
    FONTS / "opentype" / "noto" / "NotoSerifCJK-Regular.ttc",
)
CHOICE = """
:root { font-family: "Noto Serif"; }
:lang(ar) { font-family: "Noto Naskh Arabic", "Noto Serif"; }
:lang(hi) { font-family: "Noto Serif Devanagari", "Noto Serif"; }
:lang(ja) { font-family: "Noto Serif CJK JP"; }
:lang(zh) { font-family: "Noto Serif CJK SC"; }
"""

BLUR = 3
"""Pixels of the half-sized picture: edges that another machine draws otherwise melt."""

TILE = 24
"""Pixels: about two lines of text."""

COLOURS = 32
"""Enough that a picture and its palette are alike within 3 of 255; with 16 it was 18."""


@dataclass(frozen=True)
class View:
    """A book as one reader sees it: the screen's width in pixels, light or dark."""

    book: str
    width: int
    scheme: Any

    @property
    def name(self) -> str:
        """The name of its picture."""
        return (
            f"{self.book.removeprefix(f'{SLUG}.').removesuffix('.epub')}-{self.width}-{self.scheme}"
        )


def views(names: list[str]) -> list[View]:
    """The views of the books, given by file name, whose languages are looked at."""
    chosen = [name for name in names if name.split(".")[1] in TAGS]
    return [View(name, width, scheme) for name in chosen for width in WIDTHS for scheme in SCHEMES]


def draw(browser: Browser, book: Path, view: View, density: float = 1) -> Image.Image:
    """Title page, the text's beginning, its figure and table, one below the other, half-sized."""
    missing = [str(face) for face in FACES if not face.exists()]
    assert not missing, f"missing {missing}: `apt-get install fonts-noto-core fonts-noto-cjk`"
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(book) as container:
            container.extractall(folder)
        page = browser.new_page(
            viewport={"width": view.width, "height": 900},
            color_scheme=view.scheme,
            device_scale_factor=density,
        )
        parts = list(_parts(page, Path(folder) / "EPUB", view.width))
        page.close()
    height = sum(part.height for part in parts)
    strip = Image.new("RGB", (parts[0].width, height))
    for number, part in enumerate(parts):
        strip.paste(part, (0, sum(above.height for above in parts[:number])))
    return strip.resize((view.width // 2, round(height / density / 2)), Image.Resampling.LANCZOS)


def _parts(page: Page, folder: Path, width: int) -> Iterator[Image.Image]:
    _open(page, folder / "title.xhtml")
    yield _part(page, width, "body", 440)
    _open(page, folder / f"{SLUG}.xhtml")
    yield _part(page, width, "body", 900)
    yield _part(page, width, "figure", 400)
    yield _part(page, width, "table", 560)


def _open(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.add_style_tag(content=CHOICE)
    page.evaluate("document.fonts.ready")


def _part(page: Page, width: int, element: str, height: int) -> Image.Image:
    """What stands from an element's beginning on."""
    # Not a picture of the full page, which Chromium lays out anew for each.
    top = page.evaluate(
        """element => {
            const box = document.querySelector(element).getBoundingClientRect();
            const top = Math.max(Math.round(box.top + scrollY - 20), 0);
            scrollTo({top, behavior: 'instant'});
            return top - scrollY;
        }""",
        element,
    )
    data = page.screenshot(clip={"x": 0, "y": top, "width": width, "height": height})
    return Image.open(io.BytesIO(data)).convert("RGB")


def save(picture: Image.Image, name: str, folder: Path = GOLDEN) -> None:
    """Keep a picture as the golden one."""
    folder.mkdir(parents=True, exist_ok=True)
    reduced = picture.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
    reduced.save(folder / f"{name}.png", optimize=True)


def golden(name: str, folder: Path = GOLDEN) -> Image.Image:
    """The picture that was looked at and kept."""
    path = folder / f"{name}.png"
    assert path.exists(), f"{path} is missing: run scripts/update_golden.py, and look at it"
    return Image.open(path).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far apart two pictures are where they differ most: 0 to 255, of one tile on average."""
    if one.size != other.size:
        return 255.0
    blurred = [each.convert("L").filter(ImageFilter.GaussianBlur(BLUR)) for each in (one, other)]
    apart = ImageChops.difference(*blurred)
    tiles = (max(apart.width // TILE, 1), max(apart.height // TILE, 1))
    return float(apart.resize(tiles, Image.Resampling.BOX).getextrema()[1])
