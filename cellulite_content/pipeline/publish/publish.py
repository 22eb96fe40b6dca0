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
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..workers.process_pool import ProcessPool
from .context import BuildContext
from .plan import FORMATS
from .publishing_run import PublishingRun
from .site import Site

if TYPE_CHECKING:
    from ..model.locale import Locale
    from ..workers.cluster import Cluster

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

    Raises `ProjectError` for a project that cannot be built at all, and `OSError` for a full disk
    or missing rights.
    """
    context = BuildContext(project, pool, cluster or pool, progress)
    site = Site(project, output)
    with single_run(project.build, lambda: progress("waiting for another run to end", 0, 0)):
        if clean:
            context.cache.clear()
        if context.cache.is_empty or not context.gate.is_cached:
            pool.start(*TASK_MODULES)
            _import_ahead(project)
        report = context.gate.compile()
        site.recover()
        PublishingRun(context, site, report, tuple(locales), tuple(formats)).finish()
    return report


def _import_ahead(project: Project) -> None:
    """Import modules of later stages and load CLDR data while the fork server starts."""
    from . import build, site_pages  # noqa: F401, PLC0415

    for locale in project.editions:
        locale.babel.get_display_name()
