"""Draws the pictures of the translators' desk in the handbook.

    python scripts/desk_pictures.py

On a copy of the project in which one German and one Arabic text are missing. The files are
`docs/handbook/_static/desk*.png`; look at each before you commit it.
It needs Chromium (/usr/bin/chromium), the packages of the extras `desk` and `pictures`, and fonts
(Debian: fonts-noto-core).
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "handbook" / "_static"
ARTICLE = "articles/will-running-reduce-cellulite"
START = "Your body stores fat under the skin"
"""How the missing text begins."""

COLOURS = 160
"""Enough for letters and a few signs; a picture has about 70 kB."""


def main() -> None:
    """Draw all pictures."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        folder = Path(name)
        for part in ("docs", "locales"):
            shutil.copytree(ROOT / part, folder / part)
        shutil.copy(ROOT / "pyproject.toml", folder)
        texts = {code: _empty(folder, code) for code in ("de", "ar")}
        with _opened(browser, folder, "de", "light", 1280, 800) as page:
            page.locator("#translation").fill(texts["de"])
            page.locator("#state", has_text="not saved").wait_for()
            _draw(page, "desk")
            page.locator("#translation").fill(re.sub(r"(\*\w+)\*", r"\1 *", texts["de"]))
            page.locator("#state.refused").wait_for()
            _draw(page, "desk-refused")
        with _opened(browser, folder, "ar", "dark", 390, 780) as page:
            page.locator("#translation").fill(texts["ar"])
            page.locator("#state", has_text="not saved").wait_for()
            _draw(page, "desk-phone")
        browser.close()


def _empty(folder: Path, code: str) -> str:
    """Take a translation out of a locale's catalog. Returns it."""
    path = folder / "locales" / code / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path))
    entry = next(each for each in catalog if each.msgid.startswith(START))
    text, entry.msgstr = str(entry.msgstr), ""
    catalog.save(str(path))
    return text


@contextmanager
def _opened(
    browser: Browser, folder: Path, code: str, scheme: Any, width: int, height: int
) -> Iterator[Page]:
    """The desk of a locale with the missing text in its editor."""
    command = [sys.executable, "-m", "cellulite_content", "--project", str(folder), "desk", code]
    with subprocess.Popen([*command, "--no-browser"], stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            match = re.search(r"http://\S+", line) or sys.exit("the desk does not start")
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(match[0])
            frame = page.frame_locator("#frame")
            frame.get_by_text(START).click()
            page.locator("#source", has_text=START).wait_for()
            yield page
            page.close()
        finally:
            process.kill()


def _draw(page: Page, name: str) -> None:
    """Write what the window shows, in few colours."""
    page.mouse.move(0, 0)
    page.locator("#text").evaluate("node => node.scrollTo(0, 0)")
    page.wait_for_timeout(500)  # the end of transitions
    picture = Image.open(io.BytesIO(page.screenshot(caret="hide"))).convert("RGB")
    few = picture.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
