"""Draws what readers see into two pictures, for a visual check.

    make editions
    python scripts/contact_sheet.py

`build/contact-sheet.png` has a row for each of seven languages: shelf, article, both languages side
by side, search and a chapter of the book at three widths, light and dark, then pages of the PDF
editions. `build/contact-sheet-languages.png` has each language's article on a phone and its cover.
`--parts FOLDER` also writes each picture in full size, in which letters can be checked.

It needs Chromium (/usr/bin/chromium), pdftoppm and fonts (Debian: poppler-utils, fonts-noto-core
and fonts-noto-cjk), and the packages of the extra `pictures`.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "build" / "contact-sheet.png"
LANGUAGES = ("en", "de", "ar", "hi", "ja", "ko", "zh-Hans")
WIDTHS = (390, 768, 1440)
SCHEMES: tuple[Any, ...] = ("light", "dark")
HEIGHT = 1000
GAP, CAPTION = 24, 60
SCALE = 4
"""The pictures are this many times smaller in the sheet."""

PHONES = 9
"""Languages in a row of the second sheet."""

BACKGROUND = "#808080"
FACES = """
:root { font-family: "Noto Serif"; }
:lang(ar) { font-family: "Noto Naskh Arabic"; }
:lang(hi) { font-family: "Noto Serif Devanagari"; }
:lang(ja) { font-family: "Noto Serif CJK JP"; }
:lang(ko) { font-family: "Noto Serif CJK KR"; }
:lang(zh) { font-family: "Noto Serif CJK SC"; }
"""
"""The faces that a reader of books has chosen; a book names none."""


@dataclass(frozen=True)
class Part:
    """A picture and what it shows."""

    name: str
    picture: Image.Image


@dataclass(frozen=True)
class Edition:
    """The files of a site in one language."""

    site: Path
    tag: str

    @property
    def article(self) -> Path:
        """The page of the first article."""
        return min((self.site / self.tag / "articles").glob("*.html"))

    def download(self, ending: str) -> Path:
        """A downloadable edition of that article, such as `pdf`."""
        return self.site / "downloads" / f"{self.article.stem}.{self.tag}.{ending}"

    def term(self) -> str:
        """The glossary's first term in the language, to search for."""
        with (ROOT / "locales" / "glossary.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        code = self.tag.replace("-", "_")
        term = next((row["use"] for row in rows if row["locale"] == code), rows[0]["term"])
        return term.partition(" (")[0]


def main() -> None:
    """Draw both sheets."""
    parser = argparse.ArgumentParser(description="Draw what readers see into two pictures.")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--parts", type=Path, help="also write each picture into this folder")
    parser.add_argument("tags", nargs="*", default=LANGUAGES, help="languages of the first sheet")
    arguments = parser.parse_args()
    tags = sorted(path.parent.name for path in arguments.site.glob("*/articles"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium, args=["--no-sandbox"]
        )
        rows = [
            [*views(browser, edition), *pdf_pages(edition)]
            for edition in (Edition(arguments.site, tag) for tag in arguments.tags)
        ]
        phones = [phone(browser, Edition(arguments.site, tag)) for tag in tags]
        browser.close()
    starts = range(0, len(phones), PHONES)
    lines = [list(chain.from_iterable(phones[start : start + PHONES])) for start in starts]
    for path, parts in ((SHEET, rows), (SHEET.with_stem(f"{SHEET.stem}-languages"), lines)):
        join_rows(parts).save(path, optimize=True)
        print(path.relative_to(ROOT))
        if arguments.parts:
            arguments.parts.mkdir(parents=True, exist_ok=True)
            for part in chain.from_iterable(parts):
                part.picture.save(arguments.parts / f"{part.name}.png")


def views(browser: Browser, edition: Edition) -> Iterator[Part]:
    """Each kind of page at each width, light and dark."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(edition.download("epub")) as book:
            book.extractall(folder)
        chapter = Path(folder) / "EPUB" / f"{edition.article.stem}.xhtml"
        kinds: dict[str, tuple[str, Callable[[Page], Any]]] = {
            "shelf": ((edition.site / "index.html").as_uri(), lambda page: None),
            "article": (edition.article.as_uri(), lambda page: None),
            "both": (edition.article.as_uri(), show_both),
            "search": (
                (edition.site / edition.tag / "search.html").as_uri() + f"?q={edition.term()}",
                lambda page: page.locator("#found li").first.wait_for(),
            ),
            "book": (chapter.as_uri(), lambda page: page.add_style_tag(content=FACES)),
        }
        for kind, (address, prepare) in kinds.items():
            for width in WIDTHS:
                for scheme in SCHEMES:
                    name = f"{edition.tag} {kind} {width} {scheme}"
                    picture = draw(browser, edition.tag, address, prepare, (width, scheme))
                    yield Part(name, picture)


def draw(
    browser: Browser,
    tag: str,
    address: str,
    prepare: Callable[[Page], Any],
    view: tuple[int, Any],
) -> Image.Image:
    """What a window shows to a reader of a language: its width, light or dark."""
    width, scheme = view
    page = browser.new_page(
        viewport={"width": width, "height": HEIGHT}, color_scheme=scheme, locale=tag
    )
    page.goto(address)
    prepare(page)
    page.evaluate("document.fonts.ready")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return picture


def show_both(page: Page) -> None:
    """Switch to both languages, and scroll to the first section; the original has no switch."""
    switch = page.locator(".both")
    if switch.count():
        switch.check()
        page.locator("article section[id]").first.evaluate("section => section.scrollIntoView()")


def pdf_pages(edition: Edition) -> Iterator[Part]:
    """Cover, text and table of the PDF edition, and a text in both languages."""
    for ending, number in (("pdf", 1), ("pdf", 3), ("pdf", 5), ("bilingual.pdf", 3)):
        path = edition.download(ending)
        if path.exists():
            command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "-1"]
            pages = ["-f", str(number), "-scale-to-y", str(HEIGHT), str(path)]
            data = subprocess.run([*command, *pages], check=True, capture_output=True).stdout
            name = f"{edition.tag} {ending} {number}"
            yield Part(name, Image.open(io.BytesIO(data)).convert("RGB"))


def phone(browser: Browser, edition: Edition) -> list[Part]:
    """The article on a phone, and its cover."""
    address = edition.article.as_uri()
    page = draw(browser, edition.tag, address, lambda page: None, (WIDTHS[0], "light"))
    with zipfile.ZipFile(edition.download("epub")) as book:
        cover = Image.open(io.BytesIO(book.read("EPUB/cover.jpg"))).convert("RGB")
    cover = cover.resize((HEIGHT * cover.width // cover.height, HEIGHT), Image.Resampling.LANCZOS)
    return [Part(f"{edition.tag} phone", page), Part(f"{edition.tag} cover", cover)]


def join_rows(rows: list[list[Part]]) -> Image.Image:
    """The pictures of each row side by side and reduced, each below its name."""
    widths = [sum(part.picture.width + GAP for part in row) + GAP for row in rows]
    height = CAPTION + HEIGHT + GAP
    sheet = Image.new("RGB", (max(widths) // SCALE, height * len(rows) // SCALE), BACKGROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(CAPTION * 0.7 / SCALE)
    for number, row in enumerate(rows):
        left, top = GAP // SCALE, height * number // SCALE
        for part in row:
            picture = part.picture.reduce(SCALE)
            pen.text((left, top), part.name, "white", font)
            sheet.paste(picture, (left, top + CAPTION // SCALE))
            left += picture.width + GAP // SCALE
    return sheet


if __name__ == "__main__":
    main()
