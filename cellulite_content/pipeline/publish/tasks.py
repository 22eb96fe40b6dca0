"""What runs in a process of its own: one task, for one locale, from values to values.

Importing this module imports all that the tasks need, so that a fork server which has imported it
once hands out ready processes.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import mimetypes
import tempfile
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from ..catalogs.mo_files import write_compiled
from ..editions.edition import load_templates
from ..gate.checks.quality import check_quality
from ..gate.gate import Look, judge, no_look
from ..gate.glossary import Glossary
from ..model.gate_result import GateResult
from ..model.locale import ListedLanguage, Locale
from ..model.project import Project, load_project
from ..model.unit import Source
from ..source.extract import read_source
from ..source.message_markup import read_markup
from ..source.sphinx_app import EXTENSIONS, run_sphinx

_ORDER = ("epub", "html", "bundle")

for _name in (
    *EXTENSIONS,
    "cellulite_content.pipeline.editions.extension",
    # What builds import late: Sphinx's formulas and pictures, sizes of books, fonts.
    "babel.units",
    "sphinx.ext.mathjax",
    "sphinx.util.math",
):
    # An extension that this Sphinx does not ship tells so when the application starts.
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)
load_templates()
mimetypes.init()  # it reads the tables of the system
# Sphinx tells a thousand things a build that nobody asked for: a tenth of what a small one calls.
logging.disable(logging.INFO)
# The first message read compiles docutils' patterns; the first build does the same for Sphinx's.
read_markup("`*`")
gc.freeze()
gc.enable()


def read(root: Path) -> Source:
    """The project's source."""
    return read_source(load_project(root))


def screen(
    root: Path, codes: Sequence[str], source: Source, glossary: Glossary | None, write: bool
) -> dict[str, tuple[tuple[GateResult, ...], float]]:
    """Locales' catalogs through the gate, with `write` into `.mo` files.

    Gives each locale's ledgers and the seconds that they took, by its code. With a glossary the
    ledgers tell the slips in what has passed too.
    """
    project = load_project(root)
    locales = [project.locale(code) for code in codes]
    looks = [
        _slips(project, locale, glossary) if glossary is not None else no_look for locale in locales
    ]
    results: dict[str, list[GateResult]] = {code: [] for code in codes}
    seconds = dict.fromkeys(codes, 0.0)
    for document in source.documents:  # whose texts are then parsed once for all the locales
        for locale, look in zip(locales, looks, strict=True):
            begin = time.perf_counter()
            results[locale.code].append(judge(project, locale, document, look))
            seconds[locale.code] += time.perf_counter() - begin
    if write:
        for locale in locales:
            write_compiled(project, locale, results[locale.code])
    return {code: (tuple(results[code]), seconds[code]) for code in codes}


def _slips(project: Project, locale: Locale, glossary: Glossary) -> Look:
    language = project.source_locale.babel.language
    return partial(check_quality, locale=locale, glossary=glossary, source_language=language)


def build(
    root: Path,
    code: str,
    formats: Sequence[str],
    published: Sequence[ListedLanguage],
    outdated: Sequence[str],
    output: Path,
) -> tuple[tuple[str, ...], dict[str, float]]:
    """One locale's editions in `output/<format>/`; gives Sphinx's warnings, and the seconds that
    each format took.

    `published` are the languages that the site offers, `outdated` the documents whose source may
    have changed since they were translated. Books are built before the pages, which tell their
    sizes and checksums. The documents are read once: the builders share a folder of doctrees, and
    each has an application of its own (one that swaps builders corrupts its output).
    """
    project = load_project(root)
    locale = project.locale(code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(published),
        "cellulite_outdated": list(outdated),
        "cellulite_books": str(output / "epub") if "epub" in formats else "",
    }
    warnings: list[str] = []
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=output.parent) as doctrees:
        for name in sorted(formats, key=_ORDER.index):
            begin = time.perf_counter()
            _, lines = run_sphinx(project, locale, name, output / name, Path(doctrees), settings)
            warnings += lines
            seconds[name] = time.perf_counter() - begin
    return tuple(dict.fromkeys(warnings)), seconds
