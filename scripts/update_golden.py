"""Draws golden pictures anew. Look at each before you commit it: the tests trust them.

    make editions
    python scripts/update_golden.py books

needs Chromium (/usr/bin/chromium) and the faces of Debian's fonts-noto-core and fonts-noto-cjk.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BOOKS = ROOT / "build" / "site" / "downloads"


def update_books() -> None:
    """The pages of the books in `build/site`, as the tests draw them."""
    pictures, browsers = _of_tests("pictures"), _of_tests("browser")
    for old in pictures.GOLDEN.glob("*.png"):
        old.unlink()
    with browsers.browser() as browser:
        for view in pictures.views(sorted(path.name for path in BOOKS.glob("*.epub"))):
            pictures.save(pictures.draw(browser, BOOKS / view.book, view), view.name)
            print(view.name)


def _of_tests(name: str) -> Any:
    """A module beside the tests of the editions."""
    folder = str(ROOT / "tests" / "editions")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


KINDS = {"books": update_books}


def main() -> None:
    """Draw the kinds that the command line names."""
    kinds = sys.argv[1:]
    if not kinds or set(kinds) - set(KINDS):
        sys.exit(
            f"usage: python scripts/update_golden.py {' '.join(f'[{kind}]' for kind in KINDS)}"
        )
    for kind in kinds:
        KINDS[kind]()


if __name__ == "__main__":
    main()
