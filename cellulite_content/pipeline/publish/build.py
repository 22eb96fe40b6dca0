"""Builds editions, or takes them from the cache, and compares them with the original."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..files.archive import Archive, pack_folder, unpack
from ..model.gate_result import GateResult
from ..model.source_tree import read_source_tree
from ..verify.audit import Editions, audit
from ..workers.process_pool import Outcome, Task
from .context import BuildContext
from .plan import BuildPlan, LocalePlan

BUILD_LOCALE = "cellulite_content.pipeline.publish.tasks:build_locale"


@dataclass(frozen=True)
class BuiltEdition:
    """The edition of one locale in its staging folder, which has a folder for each format.

    `error` is the reason why none of it is published. `seconds` is how long each format and the
    audit took; it is empty for an edition from the cache.
    """

    plan: LocalePlan
    folder: Path
    warnings: tuple[str, ...] = ()
    error: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class EditionBuilder:
    """Builds what a plan asks for in `staging/<code>/<format>/`."""

    context: BuildContext
    plan: BuildPlan
    results: Mapping[str, Sequence[GateResult]]
    staging: Path

    def build(self) -> Iterator[BuiltEdition]:
        """The edition of each locale that is not up to date, as soon as it has passed the audit."""
        missing = [plan for plan in self.plan.locales if plan.missing]
        for plan in self.plan.locales:
            if not plan.up_to_date or (plan is self.plan.source and missing):
                warnings = self._restore(plan, set(plan.fingerprints) - set(plan.missing))
                if not plan.missing and not plan.up_to_date:
                    yield BuiltEdition(plan, self._folder(plan), warnings)
        if missing:
            yield from self._build(missing)

    def restore_bundles(self) -> None:
        """Bring the bundle's parts of the up-to-date locales into the staging folder."""
        for plan in self.plan.locales:
            # The original's may be there already: the audit compares the others with it.
            if plan.up_to_date and not (self._folder(plan) / "bundle").is_dir():
                self._restore(plan, {"bundle"})

    def _restore(self, plan: LocalePlan, formats: set[str]) -> tuple[str, ...]:
        """Unpack editions from the cache in the staging folder. Returns their warnings."""
        warnings: list[str] = []
        for form in sorted(formats):
            entry = self.context.cache.get(plan.fingerprints[form].key) or b"[]"
            header, _, data = entry.partition(b"\n")
            warnings += json.loads(header)
            if data:
                archive = Archive(data)
                unpack(archive, archive.digest, self._folder(plan) / form)
        return tuple(dict.fromkeys(warnings))

    def _build(self, plans: Sequence[LocalePlan]) -> Iterator[BuiltEdition]:
        """Each edition as soon as it is built and audited, while others are being built.

        If the original fails, the others fail too: the audit compares them with it.
        """
        source = self.plan.source
        original = None if source.missing else self._editions(source)
        for built in self._source_first(plans):
            if built.plan is source and not built.error:
                original = self._editions(source)
            audited = self._audited(built, original)
            if audited.plan is source and audited.error:
                original = None
            yield audited

    def _source_first(self, plans: Sequence[LocalePlan]) -> Iterator[BuiltEdition]:
        """The built editions; those that end before the original are yielded after it."""
        waiting: list[BuiltEdition] = []
        source_pending = bool(self.plan.source.missing)
        for number, outcome in enumerate(self.context.builder.run(self._tasks(plans)), 1):
            built = self._built(plans, outcome)
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
        size = read_source_tree(self.context.project).document_bytes
        ordered = sorted(plans, key=lambda plan: (plan is not self.plan.source, -plan.seconds))
        return [self._task(plan, size) for plan in ordered]

    def _task(self, plan: LocalePlan, size: int) -> Task:
        code, languages = plan.locale.code, tuple(self.plan.languages)
        arguments = code, plan.missing, languages, plan.outdated, self._folder(plan)
        return Task(code, BUILD_LOCALE, (self.context.project.root, *arguments), size)

    def _built(self, plans: Sequence[LocalePlan], outcome: Outcome) -> BuiltEdition:
        (plan,) = (plan for plan in plans if plan.locale.code == outcome.key)
        if outcome.error:
            return BuiltEdition(plan, self._folder(plan), error=outcome.error)
        warnings, seconds = outcome.value
        return BuiltEdition(plan, self._folder(plan), warnings, seconds=seconds)

    def _audited(self, built: BuiltEdition, original: Editions | None) -> BuiltEdition:
        """Compare an edition with the original; one that passes is put into the cache."""
        code = built.plan.locale.code
        if built.error:
            return built
        if original is None:
            source = self.plan.source.locale.code
            reason = f"not published: the original ({source}) failed, so they cannot be compared"
            return replace(built, error=f"{code}: {reason}")
        begin = time.perf_counter()
        editions = original if built.plan is self.plan.source else self._editions(built.plan)
        fault = audit(editions, original, self.results.get(code, ()))
        seconds = {**built.seconds, "audit": time.perf_counter() - begin}
        if fault:
            return replace(built, error=f"{code}: {fault}")
        self._put_in_cache(built)
        return replace(built, seconds=seconds)

    def _put_in_cache(self, built: BuiltEdition) -> None:
        """Put an edition into the cache, with its warnings."""
        header = json.dumps(built.warnings).encode() + b"\n"
        for form in built.plan.missing:
            entry = header + pack_folder(built.folder / form).data
            self.context.cache.put(built.plan.fingerprints[form].key, entry)

    def _editions(self, plan: LocalePlan) -> Editions:
        project = self.context.project
        return Editions(
            self._folder(plan), plan.locale, project.site_url, bilingual=project.bilingual
        )

    def _folder(self, plan: LocalePlan) -> Path:
        return self.staging / plan.locale.code
