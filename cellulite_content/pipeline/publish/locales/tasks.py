"""The task that builds the editions of one locale, in a process that does nothing else meanwhile.

Importing this module imports all that the task needs, so that processes forked from one that has
imported it are ready at once.
"""

from __future__ import annotations

import contextlib
import importlib
import mimetypes
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from babel import localedata
from babel.core import get_global

from ...editions.books.downloads import book_formats
from ...editions.search import language_data
from ...editions.templates import load_templates
from ...files.cache import Cache
from ...model.document_keys import NOTHING_KEPT, BuildKeys
from ...model.fault import BuildResult, Fault, SphinxFailureError
from ...model.locale import ListedLanguage, Locale
from ...model.project import Project, load_project
from ...source.sphinx_app import is_ours, run_builders, warm_up
from ...source.trees.kept_environment import KeptEnvironment, read_environment
from ...source.trees.node_slots import find_slots
from ...source.trees.partial_reading import ListedTextError, PartialReading, can_be_kept
from ...source.trees.plain_settings import has_plain_settings
from ...workers.clusters.batches import Batch
from ...workers.task_process import allow_another_task, require_new_process
from .kept_build import keep_build, kept_build

_ORDER = ("epub", "pdf", "html", "bundle")

for _name in (
    "cellulite_content.pipeline.editions.extension",
    # Modules that builds would import late: for sizes of books, zip files, `conf.py`, an extension
    # of Sphinx, and comparisons of nodes.
    "babel.units",
    "docutils.languages.en",
    "encodings.cp437",
    "encodings.utf_8_sig",
    "sphinx.ext.mathjax",
    "xml.dom.minidom",
):
    # An extension that this Sphinx does not ship is reported when the application starts.
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)
warm_up()
load_templates()
language_data()
mimetypes.init()  # it reads the tables of the system
localedata.load("en")  # it names languages, and the root is part of each language's data
get_global("likely_subtags")
find_slots()


def build_locale(
    root: Path,
    code: str,
    formats: Sequence[str],
    published: Sequence[ListedLanguage],
    outdated: Sequence[str],
    output: Path,
    reading: str = "",
    keys: BuildKeys = NOTHING_KEPT,
    batch: Batch | None = None,
) -> BuildResult:
    """Build one locale's editions in `output/<format>/`, or those of their files that change.

    `published` are the languages that the site offers, `outdated` the documents whose source may
    have changed since they were translated. `reading` is the digest of the sources' trees; without
    one the sources are parsed. Books are built before the pages, which contain their sizes and
    checksums. The documents are translated once, for all builders. When the cache has the
    environment of the build before, only the documents are built whose `keys` have changed. With a
    `batch`, all documents are read, and those of its articles are written.

    A process may build one locale after another, as long as only Sphinx's code and ours runs in it,
    `conf.py` only sets values, and nothing goes wrong. Raises `NewProcessError` when something does
    after the first.
    """
    project = load_project(root)
    locale = project.locale(code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(published),
        "cellulite_outdated": list(outdated),
        "cellulite_reading": [str(project.reading), reading] if reading else [],
        "cellulite_books": str(output) if book_formats(formats) else "",
        "cellulite_batch": batch,
    }
    build = _LocaleBuild(
        project,
        locale,
        {name: output / name for name in sorted(formats, key=_ORDER.index)},
        settings,
        keys,
    )
    build.clear()  # what a build has left that is done again in this process
    kept = kept_build(Cache(project.cache), keys, formats)
    if kept is not None:
        result = build.partial(kept)
        if result is not None:
            return result
        require_new_process()
        build.clear()
    return build.run()


@dataclass(frozen=True)
class _LocaleBuild:
    """The build of one locale with each builder that `outputs` names."""

    project: Project
    locale: Locale
    outputs: Mapping[str, Path]
    settings: Mapping[str, Any]
    keys: BuildKeys

    def clear(self) -> None:
        """Delete the folders in which the builders write."""
        for folder in self.outputs.values():
            shutil.rmtree(folder, ignore_errors=True)

    def partial(self, kept: KeptEnvironment) -> BuildResult | None:
        """The result of building only what has changed since the kept build; None when that is not
        possible."""
        changed = self.keys.documents.changed_since(kept.keys)
        # A second attempt runs `conf.py` again.
        for with_lists in (False, True) if has_plain_settings(self.project) else (True,):
            partial = PartialReading(set(changed or ()), kept, with_lists)
            try:
                result = self.run(partial)
            except ListedTextError:
                continue
            # Whatever goes wrong: building all either goes well or says what is wrong.
            except Exception:
                break
            # A warning may be one that only reading all documents would not give.
            if result.warnings or result.failure:
                break
            count = len(self.keys.documents.documents)
            return replace(result, written=frozenset(partial.names), count=count)
        return None

    def run(self, partial: PartialReading | None = None) -> BuildResult:
        """The result of building all documents, or those of a partial reading.

        Raises `PartialReadingError` when others must be read too.
        """
        warnings: list[Fault] = []
        parsed: list[str] = []
        removed: set[str] = set()
        seconds: dict[str, float] = {}
        search = b""
        with tempfile.TemporaryDirectory(dir=self._staging) as folder:
            doctrees = Path(folder)
            begin = time.perf_counter()
            try:
                for run in run_builders(
                    self.project, self.locale, self.outputs, doctrees, self.settings, partial
                ):
                    warnings += run.faults
                    application: Any = run.application
                    parsed += application.parsed_sources
                    removed |= {f"{run.builder}/{name}" for name in application.removed_files}
                    if run.builder == "html":
                        search = application.builder.search_index
                    seconds[run.builder] = time.perf_counter() - begin
                    begin = time.perf_counter()
            except SphinxFailureError as failure:
                require_new_process()
                return BuildResult(tuple(dict.fromkeys(warnings)), seconds, failure.fault)
            if not warnings and is_ours(application) and can_be_kept(application):
                environment = read_environment(doctrees)
                kept = KeptEnvironment(self.keys.documents, environment, search)
                keep_build(Cache(self.project.cache), self.keys, kept)
        if warnings:
            require_new_process()
        elif is_ours(application) and has_plain_settings(self.project):
            allow_another_task()
        distinct = tuple(dict.fromkeys(warnings))
        parsed_once = tuple(dict.fromkeys(parsed))
        return BuildResult(distinct, seconds, parsed=parsed_once, removed=frozenset(removed))

    @property
    def _staging(self) -> Path:
        """The folder for the locale's temporary files."""
        return next(iter(self.outputs.values())).parents[1]
