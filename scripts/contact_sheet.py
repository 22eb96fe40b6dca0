"""Draws every language's article page and cover into one picture, for a visual check.

    make editions
    python scripts/contact_sheet.py

One row for each language: its cover, then the top of the page on a phone, a tablet and a desktop
(360, 768 and 1280 pixels), each light and dark. The file is `build/contact-sheet.png`; `--rows`
also writes one picture for each language in full size, in which letters can be checked.
It needs Chromium (/usr/bin/chromium) and the packages of the extra `pictures`. A script without a
font on this machine shows as boxes (Debian: fonts-noto-core and fonts-noto-cjk).
"""

from __future__ import annotations

import argparse
import io
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"
SHEET = ROOT / "build" / "contact-sheet.png"
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Any, ...] = ("light", "dark")
HEIGHT = 960
GAP = 24
SCALE = 3
"""The pictures are this many times smaller in the sheet."""

PAPER = "#808080"


def main() -> None:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description="Draw all languages into one picture.")
    parser.add_argument("--site", type=Path, default=SITE)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--rows", action="store_true", help="also one picture per language")
    parser.add_argument("--from", dest="anchor", default="", help="begin at this anchor")
    arguments = parser.parse_args()
    tags = sorted(path.parent.name for path in arguments.site.glob("*/articles"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox"]
        )
        rows = {tag: picture_row(browser, arguments.site, tag, arguments.anchor) for tag in tags}
        browser.close()
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    if arguments.rows:
        for tag, picture in rows.items():
            picture.save(SHEET.with_name(f"contact-sheet.{tag}.png"))
    small = [
        picture.resize((picture.width // SCALE, picture.height // SCALE), Image.Resampling.LANCZOS)
        for picture in rows.values()
    ]
    join_pictures(small, GAP // SCALE, across=False).save(SHEET, optimize=True)
    print(f"{SHEET.relative_to(ROOT)}: {', '.join(tags)}")


def picture_row(browser: Browser, site: Path, tag: str, anchor: str) -> Image.Image:
    """One language: its cover, and its first article's page at each width, light and dark."""
    article = min((site / tag / "articles").glob("*.html"))
    pictures = [read_cover(site / "downloads" / f"{article.stem}.{tag}.epub")]
    address = article.as_uri() + (f"#{anchor}" if anchor else "")
    for width in WIDTHS:
        for scheme in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": HEIGHT}, color_scheme=scheme
            )
            page.goto(address)
            pictures.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
            page.close()
    return join_pictures(pictures, GAP, across=True)


def read_cover(book: Path) -> Image.Image:
    """A book's cover, as high as the pages beside it."""
    with zipfile.ZipFile(book) as container:
        picture = Image.open(io.BytesIO(container.read("EPUB/cover.jpg"))).convert("RGB")
    width = round(picture.width * HEIGHT / picture.height)
    return picture.resize((width, HEIGHT), Image.Resampling.LANCZOS)


def join_pictures(pictures: list[Image.Image], gap: int, *, across: bool) -> Image.Image:
    """Pictures side by side, or one below the other, with a gap around each."""
    widths = [picture.width for picture in pictures]
    heights = [picture.height for picture in pictures]
    if across:
        size = (sum(widths) + gap * (len(widths) + 1), max(heights) + 2 * gap)
    else:
        size = (max(widths) + 2 * gap, sum(heights) + gap * (len(heights) + 1))
    sheet = Image.new("RGB", size, PAPER)
    offset = gap
    for picture in pictures:
        sheet.paste(picture, (offset, gap) if across else (gap, offset))
        offset += gap + (picture.width if across else picture.height)
    return sheet


if __name__ == "__main__":
    main()
