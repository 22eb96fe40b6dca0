"""Follows the handbook's page "A package of your own": its files, its commands, its examples."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path

import polib

from support.packaging.distributions import SITE, environment, run

_BLOCK = re.compile(
    r"^\.\. code-block:: (?P<language>\S+)\n"
    r"(?:   :caption: (?P<caption>\S+)\n)?"
    r"\n(?P<text>(?:(?:   .*)?\n)+)",
    flags=re.MULTILINE,
)


def follow(page: str, wheel: Path, folder: Path) -> Path:
    """Make the package of the page in `folder`, with this project's `wheel`; gives its wheel.

    The steps are taken in the page's order. Two things differ from what a reader does: packages
    that the commands need are not fetched but those that are here, and the translations are put
    into the catalog's entries as a translator would, not over the whole file.
    """
    python = environment(folder / "tools", wheel, behind=SITE)
    project = folder / "project"
    project.mkdir()
    take_steps(page, python, project)
    (built,) = (project / "dist").glob("*.whl")
    return built


def take_steps(page: str, python: Path, folder: Path) -> None:
    """Write the files that a page shows into a folder, and run its commands there, in its order.

    `pip install` is left out: `python` has what the commands need.
    """
    for block in _BLOCK.finditer(page):
        text = textwrap.dedent(block["text"]).strip("\n") + "\n"
        if block["language"] == "console":
            for line in text.splitlines():
                if line.startswith("$ cd "):
                    folder /= line.removeprefix("$ cd ")
                else:
                    _command(line.removeprefix("$ "), python, folder)
        elif block["language"] == "po":
            _translate(folder / block["caption"], text)
        else:
            path = folder / block["caption"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def _command(line: str, python: Path, project: Path) -> None:
    program, *words = shlex.split(line)
    if program == "pip":
        return
    if program == "python":
        run(python, *words, "--no-isolation", cwd=project)
    else:
        run(python.parent / program, *words, cwd=project)


def _translate(path: Path, text: str) -> None:
    catalog = polib.pofile(str(path), wrapwidth=0)
    for shown in polib.pofile(text):
        entry = catalog.find(shown.msgid)
        assert entry, f"{path.name} has no message {shown.msgid!r}"
        entry.msgstr = shown.msgstr
    catalog.save()


def lines(page: str) -> int:
    """How many lines the package has besides its words: code, settings, the list of articles."""
    words = ("why-stairs.rst", "why-stairs.po")
    return sum(
        bool(line.strip())
        for block in _BLOCK.finditer(page)
        if block["caption"] and not block["caption"].endswith(words)
        for line in block["text"].splitlines()
    )
