"""Builds the editions of each locale, or takes them from the cache, and audits them.

The audit compares them with those of the source language, here called the original. A locale with a
fault is yielded with it, and the caller decides what to do. Nothing is installed here: editions are
built in a staging folder, and those without a fault go into the cache. So a locale that comes from
the cache as a whole was audited before, and is not audited again.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...catalogs.mo_files import write_compiled
from ...model.fault import BuildResult, Fault, FaultKind
from ...model.gate_result import GateResult
from ...verify.audit import audit
from ...verify.staged_editions import Editions
from ...workers.task import Outcome, Task
from ..context import BuildContext
from ..plan import BuildPlan, LocalePlan
from .edition_files import EditionFiles, SharedFiles
from .locale_tasks import LocaleTasks

ATTEMPT = ".attempt"
"""The name of the staging folder of an attempt; no locale has this code."""

_ATTEMPT_SECONDS, _ATTEMPT_FACTOR = 30.0, 20
"""The time limit of an attempt: 30 s, or 20 times what the original took if that is more."""


@dataclass(frozen=True)
class BuiltEdition:
    """The editions of one locale in `folder`, which has a folder for each format.

    `warnings` are Sphinx's. `faults` are the reasons why nothing of the locale may be published as
    it is. `seconds` is how long each format and the audit took, as far as they came; it is empty if
    all editions of the locale come from the cache. `unchanged` are the
    documents whose files are those of the published editions, and `written` says how many are new,
    such as `2 of 100`; empty if all are. `shared` are the files, by format, that an earlier edition
    has too.
    """

    plan: LocalePlan
    folder: Path
    warnings: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    unchanged: frozenset[str] = frozenset()
    written: str = ""
    shared: Mapping[str, SharedFiles] = field(default_factory=dict)

    @property
    def published_files(self) -> dict[str, frozenset[str]]:
        """The files, by format, that are those in the site."""
        return {form: shared.names for form, shared in self.shared.items() if shared.published}


@dataclass
class EditionBuilder:
    """Builds what a plan asks for in `staging/<code>/<format>/`.

    A plan's `missing` are the formats that the cache does not have. A locale without any may still
    not be `up_to_date`: its editions are all in the cache, but others are published.

    `results` are the gate's, by locale code. `harmless` are texts of warnings, by locale code, that
    are no faults: Sphinx prints them for the locale without any translation too. `articles` are the
    articles of chapters, by domain.
    """

    context: BuildContext
    files: EditionFiles
    plan: BuildPlan
    results: Mapping[str, Sequence[GateResult]]
    staging: Path
    harmless: Mapping[str, Set[str]] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)
    _original: Editions | None = None
    _original_warnings: frozenset[str] = frozenset()
    _original_seconds: float = 0.0
    _restored_warnings: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    """The warnings, by locale code, of the editions that come from the cache."""

    def build(self) -> Iterator[BuiltEdition]:
        """Yield the editions of each locale that is not up to date, as soon as they are audited.

        If the original fails, the others fail too: there is nothing to compare them with. Raises
        `ProjectError` if another process empties the cache meanwhile.
        """
        missing = [plan for plan in self.plan.locales if plan.missing]
        if missing:
            self._locale_tasks.write_reading()
        for plan in self.plan.locales:
            if not plan.up_to_date or (plan is self.plan.source and missing):
                warnings = self._restore(plan, set(plan.fingerprints) - set(plan.missing))
                self._restored_warnings[plan.locale.code] = warnings
                built = BuiltEdition(plan, self._folder(plan), warnings)
                if plan is self.plan.source and not plan.missing:
                    self._use_as_original(built)
                if not plan.missing and not plan.up_to_date:
                    yield built
        for built in self._source_first(missing):
            yield self._audited(built)

    def remove_staged(self) -> None:
        """Delete the staged editions, which may share files with the published ones."""
        for plan in self.plan.locales:
            shutil.rmtree(self._folder(plan), ignore_errors=True)

    def close(self) -> None:
        """Delete the file of trees."""
        self._locale_tasks.delete_reading()

    def restore_bundles(self) -> None:
        """Unpack the bundle files of the locales that are up to date.

        The bundle, which the loader reads, is one folder for all locales. When one locale changes,
        the whole folder is installed anew. Raises `ProjectError` as `build` does.
        """
        for plan in self.plan.locales:
            # The original's may be there already: the audit compares the others with it.
            if plan.up_to_date and not (self._folder(plan) / "bundle").is_dir():
                self._restore(plan, {"bundle"})

    def can_attempt(self, plan: LocalePlan) -> bool:
        """Whether a locale can be compared with the original, which is not this locale."""
        return plan is not self.plan.source and self._original is not None

    def attempt(
        self, plan: LocalePlan, results: Sequence[GateResult], documents: Set[str] = frozenset()
    ) -> Sequence[Fault]:
        """Build a locale, or articles with some documents, with the messages that these results
        accept; returns the faults.

        Attempts find out which messages cause a fault: each refuses others of them. They are made
        after `build` has yielded the original, and deleted; but Sphinx reads the locale's compiled
        catalogs (`.mo`), so these are now those of the attempt. Raises `RuntimeError` without an
        original; see `can_attempt`.
        """
        project = self.context.project
        write_compiled(project, plan.locale, results)
        # All formats, also those in the cache: the audit compares them with those of the original.
        plan = replace(plan, missing=tuple(plan.fingerprints))
        tasks, folder = self._locale_tasks, self.staging / ATTEMPT
        task = tasks.task(plan, results, folder, keep=False, batch=tasks.batch_of(documents))
        # A message that never ends must not take the whole limit again in each attempt.
        limit = max(_ATTEMPT_SECONDS, _ATTEMPT_FACTOR * self._original_seconds)
        task = replace(task, seconds=limit)
        (outcome,) = self.context.builder.run([task])
        built = self._built(plan, outcome, folder)
        built = replace(built, unchanged=built.unchanged | tasks.unwritten(documents))
        faults = built.faults or self._faults(built, results)
        shutil.rmtree(folder, ignore_errors=True)
        return faults

    def _restore(self, plan: LocalePlan, formats: set[str]) -> tuple[Fault, ...]:
        """Put finished editions into the staging folder. Returns their warnings.

        Raises `ProjectError` if another process has deleted one since the plan was made.
        """
        warnings: list[Fault] = []
        for form in sorted(formats):
            warnings += self.files.restore(plan, form, self._folder(plan) / form)
        return tuple(dict.fromkeys(warnings))

    def _source_first(self, plans: Sequence[LocalePlan]) -> Iterator[BuiltEdition]:
        """The built editions; those that end before the original are yielded after it."""
        by_code = {plan.locale.code: plan for plan in plans}
        waiting: list[BuiltEdition] = []
        source_pending = bool(self.plan.source.missing)
        for number, outcome in enumerate(self.context.builder.run(self._tasks(plans)), 1):
            plan = by_code[outcome.key]
            built = self._built(plan, outcome, self._folder(plan))
            self.context.progress(f"built {outcome.key}", number, len(plans))
            if built.plan is self.plan.source:
                source_pending = False
                yield from (built, *waiting)
            elif source_pending:
                waiting.append(built)
            else:
                yield built

    def _tasks(self, plans: Sequence[LocalePlan]) -> list[Task]:
        """The tasks: the original's first, because all others wait for it; then the slowest."""
        ordered = sorted(plans, key=lambda plan: (plan is not self.plan.source, -plan.seconds))
        return [
            self._locale_tasks.task(
                plan, self.results.get(plan.locale.code, ()), self._folder(plan)
            )
            for plan in ordered
        ]

    @cached_property
    def _locale_tasks(self) -> LocaleTasks:
        return LocaleTasks(self.context, self.plan, self.files, self.articles)

    def _built(self, plan: LocalePlan, outcome: Outcome, folder: Path) -> BuiltEdition:
        code = plan.locale.code
        if outcome.error:
            text = outcome.error.removeprefix(f"{code}: ")
            return BuiltEdition(plan, folder, faults=(Fault(FaultKind.ERROR, text),))
        result: BuildResult = outcome.value
        restored = self._restored_warnings.get(code, ())
        built_now = map(self._with_relative_paths, result.warnings)
        warnings = tuple(dict.fromkeys((*restored, *built_now)))
        if result.failure:
            faults = (self._with_relative_paths(result.failure),)
            return BuiltEdition(plan, folder, warnings, faults)
        is_partial = result.written is not None and self._locale_tasks.is_local
        shared = self.files.complete(plan, result.removed, folder) if is_partial else {}
        unchanged = self._locale_tasks.unchanged(result.written)
        written = f"{len(result.written or ())} of {result.count}" if unchanged else ""
        return BuiltEdition(
            plan,
            folder,
            warnings,
            seconds=result.seconds,
            unchanged=unchanged,
            written=written,
            shared=shared,
        )

    def _with_relative_paths(self, fault: Fault) -> Fault:
        root = self.context.project.root
        return replace(fault, text=fault.text.replace(f"{root}{os.sep}", ""))

    def _audited(self, built: BuiltEdition) -> BuiltEdition:
        """An edition with the faults that the audit finds; one without is put into the cache."""
        if built.faults:
            return built
        if built.plan is self.plan.source:
            self._use_as_original(built)
        elif self._original is None:
            source = self.plan.source.locale.code
            reason = f"not published: the original ({source}) failed; correct that first"
            return replace(built, faults=(Fault(FaultKind.ERROR, reason),))
        begin = time.perf_counter()
        faults = tuple(self._faults(built, self.results.get(built.plan.locale.code, ())))
        seconds = {**built.seconds, "audit": time.perf_counter() - begin}
        if faults:
            if built.plan is self.plan.source:
                self._original = None
            return replace(built, faults=faults)
        self._put_in_cache(built)
        return replace(built, seconds=seconds)

    def _faults(self, built: BuiltEdition, results: Sequence[GateResult]) -> Sequence[Fault]:
        """The faults of a finished edition: those of the audit, and the warnings that the original
        does not have."""
        if self._original is None:
            raise RuntimeError("the original must be built first")
        if built.plan is self.plan.source:
            return audit(self._original, self._original, results, built.unchanged)
        code = built.plan.locale.code
        # What comes from the cache was judged when it was put there.
        restored = {fault.text for fault in self._restored_warnings.get(code, ())}
        harmless = self._original_warnings | restored | self.harmless.get(code, set())
        warnings = (
            fault
            for fault in built.warnings
            if fault.kind is FaultKind.WARNING and fault.text not in harmless
        )
        # Those that come from the cache as a whole are compared, too.
        is_partial = built.shared.keys() == built.plan.fingerprints.keys()
        editions = self._editions(built, only_written=is_partial)
        withheld = built.plan.withheld
        return (*warnings, *audit(editions, self._original, results, built.unchanged, withheld))

    def _use_as_original(self, built: BuiltEdition) -> None:
        self._original = self._editions(built)
        self._original_warnings = frozenset(fault.text for fault in built.warnings)
        self._original_seconds = max(sum(built.seconds.values()), built.plan.seconds)

    def _put_in_cache(self, built: BuiltEdition) -> None:
        """Put an edition into the cache, with its warnings."""
        for form in built.plan.missing:
            key = built.plan.fingerprints[form].key
            shared = built.shared.get(form, SharedFiles())
            self.files.editions.store(
                *(key, built.folder / form, built.warnings),
                *(shared.places, shared.names, shared.written),
            )

    def _editions(self, built: BuiltEdition, *, only_written: bool = False) -> Editions:
        """The files of an edition, or those that are not shared with an earlier one."""
        project, locale = self.context.project, built.plan.locale
        paths = {f"{form}/{name}" for form in built.shared for name in built.shared[form].written}
        return Editions(
            *(built.folder, locale, project.site_url, self.articles),
            bilingual=project.bilingual,
            paths=paths if only_written else None,
        )

    def _folder(self, plan: LocalePlan) -> Path:
        return self.staging / plan.locale.code
