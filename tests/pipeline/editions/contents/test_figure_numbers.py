"""Figures of a book have one row of numbers, and a book's files have names for all programs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from cellulite_content import Content
from cellulite_content.pipeline.files.folder import read_folder
from support.small_projects import HEAD, write_project

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'
FIGURE = "\n.. figure:: /dot.svg\n   :alt: A dot\n   :name: {name}\n\n   A dot\n"
PLAIN_NAMES = {"größe": "groe"}
"""Files of books, in which EPUBCheck notes other letters."""

ROOT = ".. toctree::\n\n   articles/a\n   articles/z\n"


def _text(name: str, *parts: str) -> str:
    return f"{HEAD}{name}\n{'=' * 9}\n{FIGURE.format(name=name)}\n" + "\n".join(parts)


def test_chapters_go_on_with_the_numbers(run: Callable, tmp_path: Path) -> None:
    """The article has figure 1, its chapters figures 2 and 3; the next article begins anew."""
    links = ":numref:`a`, :numref:`one`, :numref:`two`, :numref:`z`\n"
    articles = {
        "a": _text("a", links, ".. toctree::\n\n   größe\n   two\n"),
        "größe": _text("one", links),
        "two": _text("two"),
        "z": _text("z", links),
    }
    files = {"docs/index.rst": ROOT, "docs/dot.svg": PICTURE}
    folder = write_project(tmp_path / "project", articles, "numfig = True\n", files=files)
    done = run("build", project=folder)
    assert done.returncode == 0, done.stderr
    linked = "Figure 1, Figure 2, Figure 3, Figure 1"
    shown = {"a": 1, "größe": 2, "two": 3, "z": 1}
    content = Content(read_folder(folder / "build/bundle").__getitem__)
    pages = {}
    for book in ("a", "z"):
        with zipfile.ZipFile(folder / f"build/site/downloads/{book}.en.epub") as archive:
            pages |= {name: archive.read(name).decode() for name in archive.namelist()}
    for name, number in shown.items():
        site = (folder / f"build/site/en/articles/{name}.html").read_text(encoding="utf-8")
        assert f"Figure {number} A dot" in content.load("en", article=f"articles/{name}").plain()
        for markup in (site, pages[f"EPUB/{PLAIN_NAMES.get(name, name)}.xhtml"]):
            assert f'<span class="label">Figure {number}</span>' in markup
            if name != "two":
                assert linked in re.sub("<[^>]+>", "", markup)
