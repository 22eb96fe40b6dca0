"""Draws the golden files again; tests compare the editions with them.

    make editions
    python scripts/update_golden.py covers
    python scripts/update_golden.py books
    python scripts/update_golden.py site
    python scripts/update_golden.py markup

Look at the pictures before you commit them. Those of the books and of the site need Chromium
(/usr/bin/chromium-headless-shell) and Debian's fonts-noto-core and fonts-noto-cjk.
"""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DOWNLOADS = ROOT / "build" / "site" / "downloads"
GOLDEN = ROOT / "tests" / "golden"


def update_covers() -> None:
    """Thumbnails of the covers, 160 pixels wide; without bilingual books, which are drawn alike."""
    folder = GOLDEN / "covers"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(DOWNLOADS.glob("*.epub")):
        if path.stem.endswith(".bilingual"):
            continue
        with zipfile.ZipFile(path) as book:
            cover = Image.open(io.BytesIO(book.read("EPUB/cover.jpg")))
        thumbnail = cover.resize((160, 240), Image.Resampling.LANCZOS)
        target = folder / f"{path.stem.partition('.')[2]}.png"
        thumbnail.quantize(256).save(target, optimize=True)
        print(target.relative_to(ROOT))


def _support(name: str) -> Any:
    """A module of the tests' package `support`."""
    sys.path.insert(0, str(ROOT / "tests"))
    return importlib.import_module(f"support.{name}")


def update_books() -> None:
    """The pages of the books, as the tests draw them."""
    pictures, browsers = _support("editions.pictures"), _support("editions.browser")
    for old in pictures.GOLDEN.glob("*.png"):
        old.unlink()
    with browsers.browser() as browser:
        for view in pictures.views(sorted(path.name for path in DOWNLOADS.glob("*.epub"))):
            pictures.save(pictures.draw(browser, DOWNLOADS / view.book, view), view.name)
            print(view.name)


def update_site() -> None:
    """The articles' pages, as the tests draw them."""
    pictures, browsers = _support("editions.pictures"), _support("editions.browser")
    pages = _support("site.site_pictures")
    for old in pages.GOLDEN.glob("*.png"):
        old.unlink()
    with browsers.browser() as browser:
        for view in pages.VIEWS:
            name = pages.name_of(view)
            picture = pages.draw(browser, ROOT / "build" / "site", view)
            pictures.save(picture, name, pages.GOLDEN)
            print(name)


def update_markup() -> None:
    """All constructs, as the tests draw them."""
    pictures, browsers = _support("editions.pictures"), _support("editions.browser")
    sheets, cases = _support("markup.pictures"), _support("markup.cases")
    supported = [case for case in cases.read_cases() if case.is_supported]
    with tempfile.TemporaryDirectory() as folder, browsers.browser() as browser:
        codes = ("de", *cases.ALPHABETS)
        project = cases.write_supported(Path(folder) / "project", supported, codes)
        _run("build", project=project)
        for view in sheets.VIEWS:
            picture = sheets.draw(browser, project / "build" / "site", view)
            pictures.save(picture, sheets.name_of(view), sheets.GOLDEN)
            print(sheets.name_of(view))


def _run(*arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
    """Run the command on a project; raises `CalledProcessError` if it fails."""
    command = [sys.executable, "-m", "cellulite_content", "--project", str(project), *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)


PARTS = {
    "covers": update_covers,
    "books": update_books,
    "site": update_site,
    "markup": update_markup,
}


def main() -> None:
    """Update the named parts, by default all."""
    names = sys.argv[1:] or list(PARTS)
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"{unknown[0]}: unknown part; choose from {', '.join(PARTS)}")
    for name in names:
        PARTS[name]()


if __name__ == "__main__":
    main()
