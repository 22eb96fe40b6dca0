"""Publishes editions: runs the gate, builds what has changed, and installs it in the site.

The gate judges every translated message and refuses harmful ones. An edition is the article in one
locale, as HTML pages, ePub books and the bundle (the JSON data that the loader API reads). Before
an edition is installed, the audit compares it with that of the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.lock import single_run
from ..files.staging import staging_folder
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..workers.process_pool import ProcessPool
from .context import BuildContext
from .places import check_places
from .plan import FORMATS, BuildPlan, Planner
from .site import Site

if TYPE_CHECKING:
    from ..model.locale import Locale
    from ..workers.cluster import Cluster
    from .build import BuiltEdition

TASK_MODULES = ("cellulite_content.pipeline.gate.tasks", "cellulite_content.pipeline.publish.tasks")
"""The modules of the tasks that a build runs."""


def publish_editions(
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
    """Build the editions of `locales` (all, when empty) and put them into the site `output`.

    Pages, books and data go under `output`, the bundle to the project's own folder for it. With a
    `cluster` the editions are built there; gate, audit and installation stay here. With `clean`,
    the cache of earlier runs is deleted first.

    The editions of a locale stay as they were when its build or its audit fails, or when fewer of
    its messages are accepted than `locales.toml` demands; the other locales are published. The
    report says so in `errors` and `withheld`, and has the gate's findings.

    Raises `ProjectError` for a project that cannot be built at all, `FileFaultError` for a link in
    the place of a folder to write in, and `OSError` for a full disk
    or missing rights.
    """
    context = BuildContext(project, pool, cluster or pool, progress)
    site = Site(project, output)
    check_places(project, output)
    with single_run(project.build, lambda: progress("waiting for another run to end", 0, 0)):
        if clean:
            context.cache.clear()
        if context.cache.is_empty or not context.gate.is_cached:
            pool.start(*TASK_MODULES)
            _import_ahead(project)
        report = context.gate.compile()
        site.recover()
        plan = Planner(context, site, report, tuple(locales), tuple(formats)).plan()
        if not plan.up_to_date:
            _build_and_install(context, site, plan, report)
            context.cache.prune()
    return report


def _import_ahead(project: Project) -> None:
    """Import modules of later stages and load CLDR data while the fork server starts."""
    from . import build, site_pages  # noqa: F401, PLC0415

    for locale in project.editions:
        locale.babel.get_display_name()


def _build_and_install(context: BuildContext, site: Site, plan: BuildPlan, report: Report) -> None:
    """Build missing editions, install those that pass the audit, and record the result."""
    # These import templates and parsers, which an up-to-date site does not need.
    from .build import EditionBuilder  # noqa: PLC0415
    from .bundle import install_bundle  # noqa: PLC0415
    from .site_pages import write_site_pages  # noqa: PLC0415

    with staging_folder(context.project.build) as staging:
        builder = EditionBuilder(context, plan, report.results, staging)
        editions = [edition for edition in builder.build() if _record_result(edition, report)]
        for edition in editions:
            site.install(edition.plan.locale, edition.folder)
        # Without the source there is nothing to fall back to.
        if plan.source.locale.code in report.current:
            if not plan.bundle_current:
                builder.restore_bundles()
                install_bundle(context.project, staging, report.current)
            if plan.includes_pages:
                write_site_pages(site, report)
    installed = {edition.plan.locale: edition.plan.fingerprints for edition in editions}
    site.save_record(installed, plan.keys, report)


def _record_result(edition: BuiltEdition, report: Report) -> bool:
    """Record in the report how an edition was built. Returns whether it may be installed."""
    code = edition.plan.locale.code
    if edition.error:
        report.errors.append(edition.error)
        return False
    (report.built if edition.plan.missing else report.unchanged).append(code)
    report.warnings += (f"{code}: {line}" for line in edition.warnings)
    for form, seconds in edition.seconds.items():
        report.record_seconds(form, code, seconds)
    return True
