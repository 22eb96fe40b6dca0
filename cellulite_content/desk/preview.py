"""The preview: the pages of one locale as readers will see them, with the ids of their units."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..pipeline.catalogs.mo_files import write_compiled
from ..pipeline.editions.books.volume import CHAPTERS
from ..pipeline.errors import ProjectError
from ..pipeline.files.atomic import write_file
from ..pipeline.files.lock import single_run
from ..pipeline.gate.run import GateRun
from ..pipeline.model.fingerprint import read_shared_inputs
from ..pipeline.model.gate_result import GateResult, outdated, untranslated_pages
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project
from ..pipeline.model.reading import Reading, reading_digest
from ..pipeline.model.source_tree import read_source_tree
from ..pipeline.model.unit import Source
from ..pipeline.workers.process_pool import ProcessPool
from ..pipeline.workers.task import Task
from .rendering import Rendering

RENDER_PAGES = "cellulite_content.desk.preview_tasks:render_pages"

TASK_MODULES = ("cellulite_content.pipeline.gate.tasks", "cellulite_content.desk.preview_tasks")
"""What the fork server imports for the desk."""

BUILDERS = {"page": "html", "book": "chapters"}
"""The builder of each edition that the desk shows, by the first part of its addresses."""


@dataclass
class Preview:
    """Renders one locale's pages in the desk's own build folder; `project` has that folder.

    The chapters of the books are rendered too once `with_books` is set.
    """

    project: Project
    locale: Locale
    pool: ProcessPool
    with_books: bool = False
    revision: int = 0
    _reading: str = field(default="", init=False)
    _pages: Collection[str] = field(default=(), init=False)

    def folder(self, edition: str) -> Path:
        """The folder of an edition's pages."""
        return self.project.build / BUILDERS[edition] / self.locale.code

    def _outputs(self) -> dict[str, Path]:
        editions = BUILDERS if self.with_books else ["page"]
        return {BUILDERS[edition]: self.folder(edition) for edition in editions}

    def chapters(self) -> dict[str, str]:
        """The paths of the rendered chapters by document; none if books are not rendered."""
        path = self.folder("book") / CHAPTERS
        if not self.with_books or not path.is_file():
            return {}
        paths: dict[str, str] = json.loads(path.read_bytes())
        return paths

    def read_source(self) -> Source:
        """Read the sources and keep their trees. Raises `ProjectError` for sources with faults."""
        reading = GateRun(self.project, self.pool, write=False).read_source_and_trees()
        with self._alone():
            write_file(self.project.reading, reading.trees)
        self._reading = reading_digest(reading.trees)
        self._pages = reading.source.pages
        return reading.source

    def render(self, results: Sequence[GateResult]) -> tuple[str, ...]:
        """Render the pages that changed, from the gate's results. Returns Sphinx's warnings.

        Raises `ProjectError` if a process fails.
        """
        rendering = self._rendering(results)
        with self._alone():
            write_compiled(self.project, self.locale, results)
            return self._run(rendering, rendering.kept_key)

    def render_draft(self, results: Sequence[GateResult], edition: str, path: str) -> str | None:
        """A page of an edition as it would be with these results; None for one that is the same.

        Nothing of it is kept. Raises `ProjectError` if a process fails.
        """
        saved = self._rendering(results)
        with tempfile.TemporaryDirectory() as name, self._alone():
            build = Path(name)
            write_compiled(replace(self.project, build=build), self.locale, results)
            pages = build / "draft"
            outputs = {BUILDERS[edition]: pages}
            self._run(replace(saved, outputs=outputs, build=build), saved.kept_key)
            page = file_below(pages, path)
            return page.read_text(encoding="utf-8") if page else None

    def _rendering(self, results: Sequence[GateResult]) -> Rendering:
        untranslated = untranslated_pages(results, self._pages)
        languages = tuple(
            each.listed_language._replace(untranslated=untranslated)
            if each == self.locale
            else each.listed_language
            for each in self.project.editions
        )
        outdated_documents = outdated(results)
        trees = Reading(self.project.reading, self._reading).digests
        keys = read_shared_inputs(self.project).document_keys(
            self.locale, results, trees, outdated_documents, (languages, ())
        )
        return Rendering(
            self.project.root,
            self.locale.code,
            languages,
            outdated_documents,
            self._reading,
            keys,
            self._outputs(),
            self.revision,
        )

    def _run(self, rendering: Rendering, kept_key: str) -> tuple[str, ...]:
        size = read_source_tree(self.project).document_bytes
        outcome = self.pool.run_one(
            Task(self.locale.code, RENDER_PAGES, (rendering, kept_key), size)
        )
        if outcome.error:
            raise ProjectError(outcome.error)
        warnings: tuple[str, ...] = outcome.value
        return warnings

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two desks of one project render one after the other."""
        with single_run(self.project.build):
            yield


def file_below(folder: Path, path: str) -> Path | None:
    """The file with this path in a folder; None if there is none, or if the path leads out."""
    folder = folder.resolve()
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder) and file.is_file() else None
    except ValueError:  # a NUL in the name
        return None
