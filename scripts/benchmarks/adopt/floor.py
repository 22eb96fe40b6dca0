"""Builds a project with stock Sphinx, and prints the processor seconds of its writing; a program.

That is what stock Sphinx does after it has read the sources: it resolves references, runs the theme
and its extensions, indexes the words, and writes pages.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders import Builder


def main(source: str, output: str, code: str, compiled: str) -> None:
    """Build a locale and print the seconds."""
    begin = 0.0

    def write(builder: Builder, *arguments: object) -> None:
        nonlocal begin
        begin = time.process_time()
        original(builder, *arguments)

    original, Builder.write = Builder.write, write  # type: ignore[assignment, method-assign, misc]
    settings = {"language": code, "locale_dirs": [compiled], "gettext_compact": False}
    trees = Path(output).with_name(f"{code}.trees")
    app = Sphinx(source, source, output, trees, "html", settings, status=None, warning=None)
    app.build()
    sys.stdout.write(f"{time.process_time() - begin}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
