"""Builds a locale with stock Sphinx as `sphinx-build` does, and notes the seconds of its writing; a
program.

They are the processor seconds of what Sphinx does after it has read the sources: it resolves
references, runs the theme and its extensions, indexes the words, and writes pages.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder


def main(source: str, output: str, code: str, compiled: str) -> None:
    """Build a locale, and write the seconds into a file beside the output."""
    begin = 0.0

    def write(builder: Builder, *arguments: Any) -> None:
        nonlocal begin
        begin = time.process_time()
        original(builder, *arguments)

    original, Builder.write = Builder.write, write  # type: ignore[assignment, method-assign, misc]
    settings = {"language": code, "locale_dirs": [compiled], "gettext_compact": False}
    trees = Path(output).with_name(f"{code}.trees")
    app = Sphinx(source, source, output, trees, "html", settings, status=None, warning=None)
    app.build()
    Path(output).with_name(f"{code}.seconds").write_text(str(time.process_time() - begin))


if __name__ == "__main__":
    main(*sys.argv[1:])
