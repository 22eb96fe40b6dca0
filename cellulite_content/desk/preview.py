"""The preview: the pages of one locale as readers will see them, with the ids of their units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..pipeline.catalogs.mo_files import write_compiled
from ..pipeline.errors import ProjectError
from ..pipeline.files.atomic import write_file
from ..pipeline.files.lock import single_run
from ..pipeline.gate.run import GateRun
from ..pipeline.model.fingerprint import read_shared_inputs
from ..pipeline.model.gate_result import GateResult, outdated
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project
from ..pipeline.model.reading import Reading, reading_digest
from ..pipeline.model.source_tree import read_source_tree
from ..pipeline.model.unit import Source
from ..pipeline.workers.process_pool import ProcessPool, Task

RENDER_PAGES = "cellulite_content.desk.preview_tasks:render_pages"

TASK_MODULES = ("cellulite_content.pipeline.gate.tasks", "cellulite_content.desk.preview_tasks")
"""What the fork server imports for the desk."""


@dataclass
class Preview:
    """Renders one locale's pages in the desk's own build folder; `project` has that folder."""

    project: Project
    locale: Locale
    pool: ProcessPool
    _reading: str = field(default="", init=False)

    @property
    def pages(self) -> Path:
        """The folder of the pages."""
        return self.project.build / self.locale.code

    def read_source(self) -> Source:
        """Read the sources and keep their trees. Raises `ProjectError` for sources with faults."""
        reading = GateRun(self.project, self.pool, write=False).read_source_and_trees()
        with self._alone():
            write_file(self.project.reading, reading.trees)
        self._reading = reading_digest(reading.trees)
        return reading.source

    def render(self, results: Sequence[GateResult]) -> tuple[str, ...]:
        """Render the pages that changed, from the gate's results. Returns Sphinx's warnings.

        Raises `ProjectError` if a process fails.
        """
        languages = tuple(each.listed_language for each in self.project.editions)
        outdated_documents = outdated(results)
        inputs = read_shared_inputs(self.project)
        trees = Reading(self.project.reading, self._reading).digests
        keys = inputs.document_keys(
            self.locale, results, trees, outdated_documents, (languages, False)
        )
        arguments = (
            *(self.project.root, self.locale.code, languages, outdated_documents, self._reading),
            *(keys, self.pages),
        )
        size = read_source_tree(self.project).document_bytes
        with self._alone():
            write_compiled(self.project, self.locale, results)
            outcome = self.pool.run_one(Task(self.locale.code, RENDER_PAGES, arguments, size))
        if outcome.error:
            raise ProjectError(outcome.error)
        warnings: tuple[str, ...] = outcome.value
        return warnings

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two desks of one project render one after the other."""
        with single_run(self.project.build):
            yield
