"""Runs pandoc, which reads documents: as a program of its own, in its sandbox and with limits."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ..errors import ProjectError
from ..files.file_tree import MEGABYTE
from .imported import ImportFileError

READERS = {
    "docx": "docx",
    "epub": "epub",
    "htm": "html",
    "html": "html",
    # Quotation marks and dashes stay as they are written, and what TeX or a citation could be is
    # text. A heading needs no blank line before it, as on GitHub.
    "markdown": "markdown-smart-citations-raw_tex-latex_macros-implicit_figures"
    "-blank_before_header+lists_without_preceding_blankline+alerts",
    "odt": "odt",
}
READERS["md"] = READERS["markdown"]
"""pandoc's readers, by the suffixes of files."""

ARCHIVES = ("docx", "odt", "epub")

SECONDS = 60
_MEMORY = 1024 * MEGABYTE
_HEAP = 768 * MEGABYTE
_OUTPUT = 256 * MEGABYTE


class PandocDocument(NamedTuple):
    """A document as pandoc reads it; `media` are the pictures of an archive, by address."""

    meta: dict[str, Any]
    blocks: list[dict[str, Any]]
    media: dict[str, bytes]


def require_pandoc() -> None:
    """Raise `ProjectError` if what the import needs is not installed."""
    try:
        import py_svg_hush  # noqa: F401, PLC0415 - an optional extra
        import pypandoc  # noqa: PLC0415
        import selectolax  # noqa: F401, PLC0415

        pypandoc.get_pandoc_path()
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"import needs {error.name}; run `pip install 'cellulite-content[import]'`"
        ) from None
    except OSError:
        raise ProjectError(
            "import needs pandoc; run `pip install 'cellulite-content[import]'`"
        ) from None


def run_pandoc(name: str, kind: str, data: bytes) -> PandocDocument:
    """Read a document of this kind (a suffix). `name` is that in messages.

    pandoc reads no file but the document, and opens no address (`--sandbox`). Raises
    `ImportFileError`, also when it needs more time, memory or space than a document may.
    """
    import pypandoc  # noqa: PLC0415 - an optional extra

    with TemporaryDirectory() as folder:
        place = Path(folder)
        document, output = place / f"document.{kind}", place / "document.json"
        document.write_bytes(data)
        # Its own heap limit, as its manual recommends: the system's alone ends it without a word.
        command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{_HEAP}", "-RTS", "--sandbox"]
        if READERS[kind] in ("epub", "html"):
            command.append("--preserve-tabs")  # pandoc's tab stops count the letters of tags
        command += ["--from", READERS[kind], "--to", "json", "--output", output.name]
        if kind in ARCHIVES:
            command.append("--extract-media=media")
        done = _run([*command, document.name], place, name)
        if done.returncode != 0 or not output.is_file():
            remedy = "save it again" if kind in ARCHIVES else "correct it"
            raise ImportFileError(f"{name}: cannot be read: {_reason(done)}; {remedy}")
        tree = json.loads(output.read_bytes())
        media = {
            path.relative_to(place).as_posix(): path.read_bytes()
            for path in (place / "media").rglob("*")
            if path.is_file() and not path.is_symlink()
        }
    return PandocDocument(tree["meta"], tree["blocks"], media)


def _run(command: list[str], folder: Path, name: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"HOME": str(folder), "LC_ALL": "C.UTF-8", "TMPDIR": str(folder)}
    if sys.platform == "win32":
        environment = {"SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            preexec_fn=_limiter(),
        )
    except subprocess.TimeoutExpired:
        raise ImportFileError(
            f"{name}: takes longer than {SECONDS} seconds; divide it into smaller files"
        ) from None


def _limiter() -> Callable[[], None] | None:
    """A function that limits time, memory and files of its process; none on Windows."""
    try:
        import resource  # noqa: PLC0415
    except ModuleNotFoundError:
        return None

    def set_limits() -> None:
        for kind, value in (
            (resource.RLIMIT_CPU, math.ceil(SECONDS)),
            (resource.RLIMIT_AS, _MEMORY),
            (resource.RLIMIT_FSIZE, _OUTPUT),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (limit, limit))

    return set_limits


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    """pandoc's own words in one line, or how it ended."""
    words = " ".join(done.stderr.decode(errors="replace").split())
    if "heap" in words.lower() or done.returncode in (251, -9, -24, -25):
        return "it needs more time or memory than a document may"
    return words[:200] or f"pandoc ended with {done.returncode}"
