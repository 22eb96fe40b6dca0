"""The same pages and books with stock Sphinx: one call for each language and format."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

CONF = """\
project = "Cellulite Content"
exclude_patterns = ["handbook"]
gettext_compact = False
smartquotes = False
locale_dirs = ["../locales"]
"""

FORMATS = ("html", "epub")


def stock_copy(project: Path, folder: Path) -> Path:
    """A project's sources and catalogs with settings for stock Sphinx."""
    for name in ("docs", "locales"):
        shutil.copytree(project / name, folder / name)
    (folder / "docs" / "conf.py").write_text(CONF, encoding="utf-8")
    return folder


def clean(folder: Path) -> None:
    """Delete the output of earlier calls and the compiled catalogs."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    for compiled in folder.glob("locales/**/*.mo"):
        compiled.unlink()


def calls(folder: Path, codes: Sequence[str]) -> Iterator[list[str | Path]]:
    """The loop: each call as a program with its arguments."""
    for code in codes:
        for name in FORMATS:
            yield [
                sys.executable, "-m", "sphinx", "-q", "-b", name, "-D", f"language={code}",
                folder / "docs", folder / "out" / code / name,
            ]  # fmt: skip


def makefile(folder: Path, codes: Sequence[str]) -> Path:
    """The same calls as targets of a makefile, to run several at a time.

    In each language, the book is built after the pages: both write the compiled catalogs.
    """
    rules = [f"all: {' '.join(codes)}\n.PHONY: all {' '.join(codes)}\n"]
    calls_by_code = [list(calls(folder, [code])) for code in codes]
    for code, programs in zip(codes, calls_by_code, strict=True):
        lines = "".join(f"\t{' '.join(map(str, program))}\n" for program in programs)
        rules.append(f"{code}:\n{lines}")
    path = folder / "Makefile"
    path.write_text("\n".join(rules), encoding="utf-8")
    return path


def missing_files(
    articles: Sequence[str], tags: dict[str, str], site: Path, stock: Path
) -> tuple[list[str], list[str]]:
    """The pages and books that are missing in our output, and in stock Sphinx's.

    `tags` are the locales' tags by code; `articles` are domains. Stock Sphinx makes one book for
    each language, with a page for each article.
    """
    ours, theirs = [], []
    for code, tag in tags.items():
        pages = _pages_of_books(stock / "out" / code / "epub")
        for domain in articles:
            page, book = f"{tag}/{domain}.html", f"downloads/{Path(domain).name}.{tag}.epub"
            ours += [name for name in (page, book) if not (site / name).is_file()]
            if not (stock / "out" / code / "html" / f"{domain}.html").is_file():
                theirs.append(f"{code}/html/{domain}.html")
            if f"{domain}.xhtml" not in pages:
                theirs.append(f"{code}/epub: {domain}.xhtml")
    return ours, theirs


def _pages_of_books(folder: Path) -> set[str]:
    pages: set[str] = set()
    for path in folder.glob("*.epub"):
        with zipfile.ZipFile(path) as book:
            pages.update(book.namelist())
    return pages
