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
from ..editions.search import language_data
from ..model.fault import BuildResult, Fault, SphinxFailureError
from ..model.locale import ListedLanguage
from ..model.project import load_project
from ..source.sphinx_app import run_builders, warm_up

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
language_data()
mimetypes.init()  # it reads the tables of the system


def build_locale(
    root: Path,
    code: str,
    formats: Sequence[str],
    published: Sequence[ListedLanguage],
    outdated: Sequence[str],
    output: Path,
    reading: str = "",
) -> BuildResult:
    """Build one locale's editions in `output/<format>/`.

    `published` are the languages that the site offers, `outdated` the documents whose source may
    have changed since they were translated. `reading` is the digest of the sources' trees; without
    one the sources are parsed. Books are built before the pages, which contain their sizes and
    checksums. The documents are translated once, for all builders.
    """
    project = load_project(root)
    locale = project.locale(code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(published),
        "cellulite_outdated": list(outdated),
        "cellulite_reading": [str(project.reading), reading] if reading else [],
        "cellulite_books": str(output / "epub") if "epub" in formats else "",
    }
    warnings: list[Fault] = []
    parsed: list[str] = []
    seconds: dict[str, float] = {}
    outputs = {name: output / name for name in sorted(formats, key=_ORDER.index)}
    with tempfile.TemporaryDirectory(dir=output.parent) as doctrees:
        begin = time.perf_counter()
        try:
            for run in run_builders(project, locale, outputs, Path(doctrees), settings):
                warnings += run.faults
                parsed += run.application.parsed_sources  # type: ignore[attr-defined]
                seconds[run.builder] = time.perf_counter() - begin
                begin = time.perf_counter()
        except SphinxFailureError as failure:
            return BuildResult(tuple(dict.fromkeys(warnings)), seconds, failure.fault)
    return BuildResult(tuple(dict.fromkeys(warnings)), seconds, parsed=tuple(dict.fromkeys(parsed)))
