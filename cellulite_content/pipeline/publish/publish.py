"""Publishing: every locale through the gate and the builders, and the results put in place.

What stands as it should is left alone (`plan`), and what was built before from the same recipes is
taken from the store (`production`).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.cache import Cache
from ..files.lock import single_run
from ..files.staging import staging_folder
from ..gate.run import compile_changed
from ..model.fingerprint import SharedInputs, digest, read_shared_inputs
from ..model.gate_result import of_articles, percent
from ..model.locale import ListedLanguage, Locale
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..workers.process_pool import ProcessPool
from . import install
from .plan import Plan, plan_locale
from .site_record import BUNDLE, SITE, Record, read_record, standing_files, write_record

if TYPE_CHECKING:
    from ..workers.cluster import Cluster

FORMATS = ("html", "epub", "bundle")


def build(
    project: Project,
    pool: ProcessPool,
    output: Path,
    *,
    locales: Sequence[Locale] = (),
    formats: Sequence[str] = FORMATS,
    progress: Progress = silent,
    clean: bool = False,
    cluster: Cluster | None = None,
) -> Report:
    """Build the editions of `locales` (all, when empty) and put them in place.

    With a `cluster` they are built there; the gate, the audit and the placing stay here.
    Pages, books and data go under `output`, the bundle to the project's own place for it. A
    locale that fails, that has fewer accepted messages than its threshold, or whose editions do
    not stand beside the original's, keeps the editions that it had; the others are published.
    Pages tell their books' sizes and checksums, so a site that has both gets both anew.

    With `clean`, nothing is used that an earlier run has kept in the build folder.
    """
    with single_run(project.build, lambda: progress("waiting for another run to end", 0, 0)):
        if clean:
            shutil.rmtree(project.cache, ignore_errors=True)
        if not project.cache.is_dir():
            pool.start()
        cache, inputs = Cache(project.cache), read_shared_inputs(project)
        gates = {locale.code: inputs.gate(project, locale) for locale in project.locales}
        if not all(map(cache.holds, (inputs.key, *gates.values()))):
            pool.start()
            _get_ready(project)
        report = compile_changed(project, pool, cache, inputs, gates)
        scope = _scope(project, report, locales, formats, output)
        sight = _look(project, inputs, gates, scope, report, cache)
        report.reasons = {plan.locale.code: plan.reason for plan in sight.plans}
        report.unchanged = [plan.locale.code for plan in sight.plans if plan.stands]
        if not sight.stands:
            _publish(project, cluster or pool, cache, scope, sight, report, progress)
            cache.prune()
    return report


def _get_ready(project: Project) -> None:
    """Import what publishes and learn the languages' names, while the fork server imports too."""
    from . import build, site  # noqa: F401, PLC0415

    for locale in project.editions:
        locale.babel.get_display_name()


@dataclass(frozen=True)
class _Scope:
    """What a run is to publish and where; `languages` are those that the site will offer."""

    output: Path
    formats: tuple[str, ...]
    locales: tuple[Locale, ...]
    languages: tuple[ListedLanguage, ...]

    @property
    def pages(self) -> bool:
        """Whether the run concerns the site, and not the bundle alone."""
        return set(self.formats) != {"bundle"}


def _scope(
    project: Project,
    report: Report,
    locales: Sequence[Locale],
    formats: Sequence[str],
    output: Path,
) -> _Scope:
    install.recover(project, output)
    publishable = _publishable(project, report)
    chosen = (*locales, project.source_locale) if locales else publishable
    offered = (
        locale
        for locale in project.editions
        if (locale in publishable and locale in chosen) or install.holds(output, locale)
    )
    return _Scope(
        output,
        install.together(project, formats, output),
        tuple(locale for locale in publishable if locale in chosen),
        tuple(locale.listed for locale in offered),
    )


def _publishable(project: Project, report: Report) -> list[Locale]:
    """The source and the locales with enough accepted messages; notes those withheld."""
    publishable = [project.source_locale]
    for locale in project.locales:
        if percent(of_articles(report.results.get(locale.code, ()))) >= locale.publish:
            publishable.append(locale)
        else:
            report.withheld.append(locale.code)
    return publishable


@dataclass(frozen=True)
class _Sight:
    """What was found in place: the record of it, a plan a locale (the original's first), and
    whether what belongs to no single locale stands too. `keys` are what that is known by.
    """

    record: Record
    plans: tuple[Plan, ...]
    keys: Mapping[str, str]
    bundle: bool
    site: bool

    @property
    def stands(self) -> bool:
        """Whether there is nothing to do."""
        return self.bundle and self.site and all(plan.stands for plan in self.plans)


def _look(
    project: Project,
    inputs: SharedInputs,
    gates: Mapping[str, str],
    scope: _Scope,
    report: Report,
    cache: Cache,
) -> _Sight:
    record = read_record(project, scope.output)
    files = standing_files(project, scope.output)

    def plan(locale: Locale, needed: Sequence[str] = ()) -> Plan:
        results = report.results.get(locale.code, ())
        what = locale, inputs, scope.formats, scope.languages, results
        return plan_locale(*what, record, files, cache, needed)

    plans = tuple(map(plan, scope.locales))
    if not all(each.stands for each in plans):
        plans = tuple(
            plan(locale, scope.formats if locale == project.source_locale else ["bundle"])
            for locale in scope.locales
        )
    bundles = [
        plan.fingerprints[form].key
        for plan in plans
        for form in plan.fingerprints
        if form == "bundle"
    ]
    around = (inputs.key, sorted(gates.items()), scope.languages, report.withheld)
    keys = {BUNDLE: digest(bundles), SITE: digest(around)}
    intact = {
        owner: not report.errors
        and record.keys.get(owner) == key
        and record.files.get(owner) == files.get(owner)
        for owner, key in keys.items()
    }
    return _Sight(
        record,
        plans,
        keys,
        bundle="bundle" not in scope.formats or intact[BUNDLE],
        site=not scope.pages or (intact[SITE] and record.files.get(BUNDLE) == files.get(BUNDLE)),
    )


def _publish(
    project: Project,
    pool: ProcessPool | Cluster,
    cache: Cache,
    scope: _Scope,
    sight: _Sight,
    report: Report,
    progress: Progress,
) -> None:
    """Make what is missing, put it in place, and write down what stands there now."""
    # These import templates and parsers, of which a run that finds all in place has no need.
    from . import site  # noqa: PLC0415
    from .build import Production  # noqa: PLC0415

    record = sight.record
    with staging_folder(project.build) as staging:
        production = Production(
            project, pool, cache, staging, scope.languages, report.results, record.seconds
        )
        made = []
        for each in production.run(sight.plans, progress):
            code = each.plan.locale.code
            if each.error:
                report.errors.append(each.error)
                continue
            made.append(each)
            (report.built if each.plan.missing else report.unchanged).append(code)
            report.warnings += (f"{code}: {line}" for line in each.warnings)
            for form, seconds in each.seconds.items():
                report.took(form, code, seconds)
        for each in made:
            install.place(staging / each.plan.locale.code, each.plan.locale, scope.output)
        current = [project.locale(code) for code in report.current]
        # Without the source there is nothing to fall back to.
        if project.source_locale in current:
            if not sight.bundle:
                for plan in sight.plans:
                    # The original's may have come already, for the others to be held to.
                    if plan.stands and not (staging / plan.locale.code / "bundle").is_dir():
                        production.restore(plan, {"bundle"})
                site.place_bundle(project, staging, current)
            if scope.pages:
                failed = [each.code for each in scope.locales if each not in current]
                kept = (*report.withheld, *failed)
                site.write_site(project, report.source, report.results, kept, scope.output)
    _write_down(project, scope, sight, [each.plan for each in made], report)


def _write_down(
    project: Project, scope: _Scope, sight: _Sight, plans: Sequence[Plan], report: Report
) -> None:
    """Record what was put in place; what this run did not touch stays as it was recorded."""
    record, files = sight.record, standing_files(project, scope.output)
    owners = [SITE] * scope.pages + [BUNDLE] * ("bundle" in scope.formats)
    for plan in plans:
        record.fingerprints.setdefault(plan.locale.code, {}).update(plan.fingerprints)
        if scope.pages:
            owners.append(plan.locale.tag)
    for code in report.built:
        record.seconds[code] = sum(times.get(code, 0) for times in report.seconds.values())
    for owner in owners:
        record.files[owner] = files.get(owner, "")
        if owner in sight.keys:
            record.keys[owner] = "" if report.errors else sight.keys[owner]
    write_record(project, scope.output, record)
