"""The task that builds the editions of one locale, in a process of its own.

Importing this module imports all that the task needs, so that processes forked from one that has
imported it are ready at once.
"""

from __future__ import annotations

import contextlib
import importlib
import mimetypes
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from ..editions.edition import load_templates
from ..model.fault import BuildResult, Fault, SphinxFailureError
from ..model.locale import ListedLanguage
from ..model.project import load_project
from ..source.sphinx_app import run_sphinx, warm_up

_ORDER = ("epub", "html", "bundle")

for _name in (
    "cellulite_content.pipeline.editions.extension",
    # Modules that builds would import late: for formulas, pictures, sizes of books.
    "babel.units",
    "sphinx.ext.mathjax",
    "sphinx.util.math",
):
    # An extension that this Sphinx does not ship is reported when the application starts.
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)
warm_up()
load_templates()
mimetypes.init()  # it reads the tables of the system


def build_locale(
    root: Path,
    code: str,
    formats: Sequence[str],
    published: Sequence[ListedLanguage],
    outdated: Sequence[str],
    output: Path,
) -> BuildResult:
    """Build one locale's editions in `output/<format>/`.

    `published` are the languages that the site offers, `outdated` the documents whose source may
    have changed since they were translated. Books are built before the pages, which contain their
    sizes and checksums. The documents are read once: the builders share a folder of doctrees, and
    each has an application of its own (one that changes its builder writes wrong output).
    """
    project = load_project(root)
    locale = project.locale(code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(published),
        "cellulite_outdated": list(outdated),
        "cellulite_books": str(output / "epub") if "epub" in formats else "",
    }
    warnings: list[Fault] = []
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=output.parent) as doctrees:
        for name in sorted(formats, key=_ORDER.index):
            begin = time.perf_counter()
            try:
                _, faults = run_sphinx(
                    project, locale, name, output / name, Path(doctrees), settings
                )
            except SphinxFailureError as failure:
                return BuildResult(tuple(dict.fromkeys(warnings)), seconds, failure.fault)
            warnings += faults
            seconds[name] = time.perf_counter() - begin
    return BuildResult(tuple(dict.fromkeys(warnings)), seconds)
