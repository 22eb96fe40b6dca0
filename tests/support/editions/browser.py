"""The programs that open our books: Debian's Chromium, and what `make readers` installs."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from support import TESTS
from support.requirements import require

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
"""The same engine without and with windows. Without, a page takes a third to a fifth of the time of
the processors (0.3 instead of 1.5 s on two cores, Chromium 156): each one with a window starts
processes for its toolbar."""

READERS = TESTS / "readers"


def chromium() -> Path:
    """The browser's program; without it the test is skipped."""
    for program in CHROMIUM:
        if program.exists():
            return program
    pytest.skip(f"{CHROMIUM[0]} is missing: run `apt-get install chromium-headless-shell`")


def installed() -> Path:
    """The folder of the installed readers; without them the test is skipped."""
    if not (READERS / "node_modules" / ".package-lock.json").exists():
        pytest.skip("Node's packages are missing: run `make readers`")
    return READERS


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that draws the same on every machine with the same fonts."""
    # No sandbox: CI is root, and the pages are ours. No hints: they differ by font settings.
    arguments = ["--no-sandbox", "--font-render-hinting=none", "--force-color-profile=srgb"]
    require("pictures", "playwright")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        try:
            yield program
        finally:
            program.close()


class _Files(SimpleHTTPRequestHandler):
    """Files of a folder, without a line of log for each."""

    def log_message(self, *arguments: object) -> None:
        """Nothing."""


class _CompressedFiles(_Files):
    """Files of a folder, texts among them compressed."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Send the headers; gives what is to follow."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in (".html", ".css", ".js", ".svg") or not path.is_file():
            return super().send_head()
        packed = gzip.compress(path.read_bytes(), mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return io.BytesIO(packed)


@contextmanager
def served(folder: Path, *, compressed: bool = False) -> Iterator[str]:
    """The folder on the loopback interface; gives its address."""
    handler = _CompressedFiles if compressed else _Files
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
