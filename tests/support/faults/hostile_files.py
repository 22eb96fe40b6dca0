"""Files that no stage may read, one function for each kind, and a small project to put them in."""

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

CANARY = "CANARY-FROM-OUTSIDE"
"""What is in the files outside of the project, in every form that a stage could read."""

ARTICLE = """\
:date: 2026-11-22

.. meta::
   :description: Walking is good for you.

Walking Every Day
=================

Walking is popular, and for good reasons.

.. image:: x.svg
   :alt: A person who walks.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{}</title></svg>\n'
CONF = """\
project = "Case"
extensions = ["cellulite_content.pipeline.editions"]
root_doc = "index"
language = "en"
html_theme = "reading"
"""
SETTINGS = '[tool.cellulite-content]\ntitle = "Case"\ncovers = false\nbilingual = false\n'
LOCALES = '[de]\npublish = 0\norigin = "people"\n\n[fr]\npublish = 0\norigin = "people"\n'
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
PO += f'msgid "Walking Every Day"\nmsgstr "{CANARY}"\n'
GLOSSARY = "term,locale,use,avoid,definition\nwalking,de,Gehen,,on foot\n"


def write_project(root: Path) -> Path:
    """A project of one article with two languages; without templates and catalogs."""
    files = {
        "pyproject.toml": SETTINGS,
        "docs/conf.py": CONF,
        "docs/index.rst": ".. toctree::\n   :glob:\n\n   articles/*\n",
        "docs/articles/a.rst": ARTICLE,
        "docs/articles/x.svg": SVG.format("walking"),
        "locales/locales.toml": LOCALES,
        "locales/glossary.csv": GLOSSARY,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def write_outside(folder: Path) -> Path:
    """A folder outside of the project whose files hold the canary."""
    (folder / "sub").mkdir(parents=True)
    for name in ("a", "sub/a"):
        (folder / f"{name}.po").write_text(PO, encoding="utf-8")
        (folder / f"{name}.pot").write_text(PO, encoding="utf-8")
        (folder / f"{name}.svg").write_text(SVG.format(CANARY), encoding="utf-8")
        (folder / f"{name}.csv").write_text(GLOSSARY + f"{CANARY},de,x,,x\n", encoding="utf-8")
        (folder / f"{name}.rst").write_text(f"{CANARY}\n=====================\n", encoding="utf-8")
    return folder


Maker = Callable[[Path, Path], None]
"""Makes a file of one kind at the first path; the second is the folder outside."""


def _link(path: Path, outside: Path) -> None:
    path.symlink_to(outside / f"a{path.suffix}")


def _pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def _link_to_pipe(path: Path, outside: Path) -> None:
    os.mkfifo(outside / "pipe")
    path.symlink_to(outside / "pipe")


def _socket(path: Path, outside: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the name of a socket has at most 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(here)


def _device(path: Path, outside: Path) -> None:
    try:
        os.mknod(path, 0o20666, os.makedev(1, 5))  # /dev/zero
    except PermissionError:
        pytest.skip("only root can make a device")


def _folder(path: Path, outside: Path) -> None:
    path.mkdir()


def _huge(path: Path, outside: Path) -> None:
    with path.open("wb") as file:
        file.truncate(6 * 1024**3)


FILES: dict[str, Maker] = {
    "link": _link,
    "link to nowhere": lambda path, outside: path.symlink_to(outside / "nowhere"),
    "link to itself": lambda path, outside: path.symlink_to(path.name),
    "link to a folder": lambda path, outside: path.symlink_to(outside),
    "link to a device": lambda path, outside: path.symlink_to("/dev/zero"),
    "link to a pipe": _link_to_pipe,
    "pipe": _pipe,
    "socket": _socket,
    "device": _device,
    "folder": _folder,
    "huge file": _huge,
}
"""Kinds in the place of a file that a stage reads."""

ODD_NAMES: dict[str, bytes] = {
    "a name that is not UTF-8": b"\xff\xfe%s",
    "a name with control characters": b"x\x1b]0;title\x07\x1b[31m%s",
    "a name with a line break": b"x\n::error title=forged::line%s",
    "a name with a bidi control": "x\u202etxt%s".encode(),
    "a name with a line separator": "x\u2028y%s".encode(),
}
"""Names that change what a terminal or a log shows; `%s` is the suffix."""


def _named(name: bytes) -> Maker:
    def make(path: Path, outside: Path) -> None:
        with open(os.path.join(os.fsencode(path.parent), name % path.suffix.encode()), "wb"):  # noqa: PTH118, PTH123
            pass

    return make


def deep(depth: int) -> Maker:
    """Makes folders inside each other, with a file in the last one."""

    def make(path: Path, outside: Path) -> None:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            for _ in range(depth):
                Path("d").mkdir()
                os.chdir("d")
            Path(f"a{path.suffix}").write_text(PO, encoding="utf-8")
        finally:
            os.chdir(here)

    return make


TREES: dict[str, Maker] = {
    **{name: _named(pattern) for name, pattern in ODD_NAMES.items()},
    "a link to the folder above": lambda path, outside: path.with_suffix("").symlink_to(".."),
    "a link to the root": lambda path, outside: path.with_suffix("").symlink_to("/"),
    "100 folders": deep(100),
    "2000 folders": deep(2000),
}
"""Kinds beside the files that a stage reads."""


@contextmanager
def removed_afterwards(folder: Path) -> Iterator[None]:
    """Remove the folder at the end: Python's `rmtree` cannot remove 2,000 folders."""
    try:
        yield
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def remove(path: Path) -> None:
    """Remove a file or a folder, if there is one."""
    with suppress(FileNotFoundError):
        subprocess.run(["rm", "-rf", str(path)], check=True)
