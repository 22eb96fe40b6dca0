"""The tasks that build locales, with all that their processes need to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...editions.books.downloads import book_formats
from ...files.atomic import write_file
from ...model.document_keys import NOTHING_KEPT, BuildKeys
from ...model.gate_result import GateResult
from ...model.reading import Reading, complete_reading, reading_digest
from ...model.source_tree import SourceTree, read_source_tree
from ...workers.clusters.batches import Batch
from ...workers.task import Task
from ..context import BuildContext
from ..plan import BuildPlan, LocalePlan
from .divisible_locale import DivisibleLocale, article_sizes
from .edition_files import EditionFiles

BUILD_LOCALE = "cellulite_content.pipeline.publish.locales.tasks:build_locale"
"""The function that builds a locale in another process, by name: importing it imports Sphinx."""


@dataclass
class LocaleTasks:
    """Makes the tasks of a run. They build from the run's file of trees.

    `articles` are the articles of chapters, by domain.
    """

    context: BuildContext
    plan: BuildPlan
    files: EditionFiles
    articles: Mapping[str, str] = field(default_factory=dict)
    _reading: str = field(default="", init=False)

    def write_reading(self) -> None:
        """Write the file of trees. Raises `ProjectError` for sources that cannot be read."""
        trees = self.context.gate.trees()
        if not self.is_local:
            trees = complete_reading(self.context.cache, trees)
        write_file(self.context.project.reading, trees)
        self._reading = reading_digest(trees)

    def delete_reading(self) -> None:
        """Delete the file of trees."""
        self.context.project.reading.unlink(missing_ok=True)

    def task(
        self,
        plan: LocalePlan,
        results: Sequence[GateResult],
        folder: Path,
        *,
        keep: bool = True,
        batch: Batch | None = None,
    ) -> Task:
        """The task that builds a locale's missing formats in `folder`, from the gate's results.

        Pages link to the site's languages, and say so if their source has changed. The time limit
        depends on the size of the sources. Without `keep`, the next build does not go on from this
        one, and a cluster builds the locale as a whole. A local task may write a `batch` alone.
        """
        project, code = self.context.project, plan.locale.code
        languages = tuple(self.plan.languages)
        arguments = code, plan.missing, languages, plan.outdated, folder, self._reading
        keys = self._keys(plan, results)
        if not keep:
            keys = replace(keys, current={})
        size = self._tree.document_bytes
        batches = () if batch is None else (batch,)
        task = Task(code, BUILD_LOCALE, (project.root, *arguments, keys, *batches), size)
        if self.is_local or not keep:
            return task
        locale = DivisibleLocale(plan.locale.tag, self._article_sizes, plan.seconds, self.articles)
        return replace(task, divisible=locale)

    def batch_of(self, documents: Set[str]) -> Batch | None:
        """The batch of the articles with these documents; None if it saves nothing, or a cluster
        builds."""
        names = frozenset(self._article_sizes)
        wanted = names & {self.articles.get(document, document) for document in documents}
        is_smaller = self.is_local and bool(wanted) and wanted != names
        return Batch(wanted, names - wanted, False, True) if is_smaller else None

    def unwritten(self, documents: Set[str]) -> frozenset[str]:
        """The documents that the batch of these documents does not write."""
        batch = self.batch_of(documents)
        names = self._tree_digests if batch else ()
        return frozenset(
            name for name in names if batch and not batch.writes(self.articles.get(name, name))
        )

    def unchanged(self, written: Set[str] | None) -> frozenset[str]:
        """The documents whose files a build has left as they were, from those that it has written;
        None means all."""
        if written is None or not self.is_local:
            return frozenset()
        return frozenset(self._tree_digests.keys() - written)

    @property
    def is_local(self) -> bool:
        """Whether this machine builds. Workers of a cluster keep nothing, and what they send back
        is audited as a whole, whatever they say."""
        return self.context.builder is self.context.pool

    def _keys(self, plan: LocalePlan, results: Sequence[GateResult]) -> BuildKeys:
        """The keys with which a process keeps its build and goes on from the published one."""
        if not self.is_local:
            return NOTHING_KEPT
        documents = self.context.inputs.document_keys(
            plan.locale,
            results,
            self._tree_digests,
            plan.outdated,
            (self.plan.languages, book_formats(self.plan.formats)),
        )
        # Editions that are not built again are those of the same documents.
        current = {form: fingerprint.key for form, fingerprint in plan.fingerprints.items()}
        previous = {
            form: key
            for form, key in plan.previous.items()
            if form in plan.missing and self.files.has(plan.locale, form, key)
        }
        return BuildKeys(documents, current, previous)

    @cached_property
    def _tree(self) -> SourceTree:
        return read_source_tree(self.context.project)

    @cached_property
    def _article_sizes(self) -> Mapping[str, int]:
        return article_sizes(self.context.project, self._tree, self.articles)

    @cached_property
    def _tree_digests(self) -> Mapping[str, str]:
        """The digests of the documents' trees in the file of trees."""
        return Reading(self.context.project.reading, self._reading).digests
