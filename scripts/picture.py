"""Draws the README's picture from the built site: the German and the Arabic page, side by side.

    make editions
    python scripts/picture.py

needs the packages playwright and pillow, and a Chromium (`--chromium`, default /usr/bin/chromium).
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "site"
PICTURE = ROOT / "docs" / "handbook" / "_static" / "edition.png"
PAGE = "articles/will-running-reduce-cellulite.html"
WIDTH, HEIGHT, GAP = 420, 620, 24


def main() -> None:
    """Draw the picture."""
    parser = argparse.ArgumentParser(description="Draw the README's picture.")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        screenshots = []
        for tag in ("de", "ar"):
            page.goto((SITE / tag / PAGE).as_uri())
            screenshots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        browser.close()
    picture = Image.new("RGB", (2 * WIDTH + GAP, HEIGHT), "white")
    for number, screenshot in enumerate(screenshots):
        picture.paste(screenshot, (number * (WIDTH + GAP), 0))
    picture.quantize(64).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
