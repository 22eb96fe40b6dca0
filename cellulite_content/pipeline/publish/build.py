"""Production: what the plans ask for, built or taken from the store, and held to the original."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.archive import Archive, pack_folder, unpack
from ..files.cache import Cache
from ..model.fingerprint import source_size
from ..model.gate_result import GateResult
from ..model.locale import ListedLanguage
from ..model.project import Project
from ..model.report import Progress
from ..verify.audit import Editions, audit
from ..workers.process_pool import Outcome, ProcessPool, Task
from .plan import Plan

if TYPE_CHECKING:
    from ..workers.cluster import Cluster


@dataclass(frozen=True)
class Product:
    """What became of one locale's plan: `error` says why nothing of it may be published.

    `seconds` tells how long each format took, and the audit; empty for what came from the store.
    """

    plan: Plan
    warnings: tuple[str, ...] = ()
    error: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Production:
    """Makes editions in `staging/<code>/<format>/`.

    `languages` are those that the site offers, `durations` the seconds that a locale took before.
    """

    project: Project
    pool: ProcessPool | Cluster
    cache: Cache
    staging: Path
    languages: Sequence[ListedLanguage]
    results: Mapping[str, Sequence[GateResult]]
    durations: Mapping[str, float]

    def run(self, plans: Sequence[Plan], progress: Progress) -> Iterator[Product]:
        """What became of each plan that does not stand; the first one is the original's."""
        missing = [plan for plan in plans if plan.missing]
        for plan in plans:
            if not plan.stands or (plan is plans[0] and missing):
                warnings = self.restore(plan, set(plan.fingerprints) - set(plan.missing))
                if not plan.missing and not plan.stands:
                    yield Product(plan, warnings)
        if missing:
            yield from self._build(plans[0], missing, progress)

    def restore(self, plan: Plan, formats: set[str]) -> tuple[str, ...]:
        """Bring editions from the store into the staging folder; gives their warnings."""
        warnings: list[str] = []
        for form in sorted(formats):
            head, _, archive = (self.cache.get(plan.fingerprints[form].key) or b"[]").partition(
                b"\n"
            )
            warnings += json.loads(head)
            if archive:
                kept = Archive(archive)
                unpack(kept, kept.address, self._place(plan) / form)
        return tuple(dict.fromkeys(warnings))

    def _build(
        self, original: Plan, plans: Sequence[Plan], progress: Progress
    ) -> Iterator[Product]:
        """Each as soon as it is built and looked at, while others are being built.

        Where the original cannot be had there is nothing to hold the others to, and they fail.
        """
        standard = None if original.missing else self._editions(original)
        for made in self._original_first(original, plans, progress):
            if made.plan is original and not made.error:
                standard = self._editions(original)
            judged = self._judged(made, standard)
            if judged.plan is original and judged.error:
                standard = None
            yield judged

    def _original_first(
        self, original: Plan, plans: Sequence[Plan], progress: Progress
    ) -> Iterator[Product]:
        """What was built, as soon as it is; what is done before the original waits for it."""
        early: list[Product] = []
        awaited = bool(original.missing)
        for number, outcome in enumerate(self.pool.run(self._tasks(original, plans)), 1):
            made = _product(plans, outcome)
            progress(f"built {outcome.key}", number, len(plans))
            if made.plan is original:
                awaited = False
                yield from (made, *early)
            elif awaited:
                early.append(made)
            else:
                yield made

    def _tasks(self, original: Plan, plans: Sequence[Plan]) -> list[Task]:
        """The original's first, as all others wait for it; then those that take longest."""
        longest = sorted(plans, key=lambda plan: -self.durations.get(plan.locale.code, 0))
        size = source_size(self.project)
        ordered = sorted(longest, key=lambda plan: plan is not original)
        return [self._task(plan, size) for plan in ordered]

    def _task(self, plan: Plan, size: int) -> Task:
        code, place = plan.locale.code, self._place(plan)
        arguments = (code, plan.missing, tuple(self.languages), plan.outdated, place)
        return Task(code, "build", (self.project.root, *arguments), size)

    def _judged(self, made: Product, standard: Editions | None) -> Product:
        """Hold a locale's editions to the original's; those that are good are kept."""
        code = made.plan.locale.code
        if made.error:
            return made
        if standard is None:
            source = self.project.source_locale.code
            lost = f"not published, for want of the original ({source}) to hold it to"
            return replace(made, error=f"{code}: {lost}")
        begin = time.perf_counter()
        own = made.plan.locale == self.project.source_locale
        editions = standard if own else self._editions(made.plan)
        fault = audit(editions, standard, self.results.get(code, ()))
        seconds = {**made.seconds, "audit": time.perf_counter() - begin}
        if fault:
            return replace(made, error=f"{code}: {fault}")
        head = json.dumps(made.warnings).encode() + b"\n"
        for form in made.plan.missing:
            entry = head + pack_folder(self._place(made.plan) / form).data
            self.cache.put(made.plan.fingerprints[form].key, entry)
        return replace(made, seconds=seconds)

    def _editions(self, plan: Plan) -> Editions:
        project = self.project
        return Editions(
            self._place(plan), plan.locale, project.site_url, bilingual=project.bilingual
        )

    def _place(self, plan: Plan) -> Path:
        return self.staging / plan.locale.code


def _product(plans: Sequence[Plan], outcome: Outcome) -> Product:
    (plan,) = (plan for plan in plans if plan.locale.code == outcome.key)
    if outcome.error:
        return Product(plan, error=outcome.error)
    warnings, seconds = outcome.value
    return Product(plan, warnings, seconds=seconds)
