"""Publishes editions: runs the gate, builds what has changed, and installs it in the site.

The gate judges every translated message and refuses harmful ones. A locale has an edition in each
format: HTML pages, ePub books, and its part of the bundle, which the loader API reads. Before the
editions of a locale are installed, the audit (`verify.audit`) compares them with those of the
source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..files.lock import single_run
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..workers.process_pool import ProcessPool
from . import FORMATS, task_modules
from .context import BuildContext
from .input_states import keep_states, may_have_changed
from .places import check_places
from .publishing_run import PublishingRun
from .site import Site

if TYPE_CHECKING:
    from ..model.locale import Locale
    from ..workers.cluster import Cluster


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

    Pages and books go under `output`, and the articles as JSON; the bundle goes to the folder that
    the setting `bundle` names. With a `cluster` the editions are built there; gate, audit and
    installation run on this machine. With `clean`, the cache of earlier runs is deleted first.

    A message that makes an edition faulty is refused, and its locale is built without it. A locale
    that is faulty without any translation keeps the editions that it had, and is in the report's
    `errors`. So does a locale in `withheld`: the gate accepts fewer of its messages than `publish`
    in `locales.toml` requires. The other locales are published.

    Raises `ProjectError` for a project that cannot be built at all, `FileFaultError` for a link in
    the place of a folder to write in, and `OSError` for a full disk or missing rights.
    """
    context = BuildContext(project, pool, cluster or pool, progress)
    site = Site(project, output)
    check_places(project, output)
    with single_run(project.build, lambda: progress("waiting for another run to end", 0, 0)):
        if clean:
            context.cache.clear()
        # Something must be built: the processes start while this one reads catalogs. Otherwise they
        # start with the first task, if there is one.
        is_new = context.cache.is_empty
        if is_new or may_have_changed(project, context.cache) or not context.gate.is_cached:
            pool.start(*task_modules(project, formats if is_new else ()))
            _import_ahead(project)
        report = context.gate.compile()
        site.recover()  # what a killed run had moved aside
        PublishingRun(context, site, report, tuple(locales), tuple(formats)).finish()
        keep_states(project, context.cache)
    return report


def _import_ahead(project: Project) -> None:
    """Import modules of later stages while the fork server starts, only to save time.

    The first display name of a locale loads its data, from the CLDR files of Babel.
    """
    from . import site_pages  # noqa: F401, PLC0415
    from .locales import build  # noqa: F401, PLC0415

    for locale in project.editions:
        locale.babel.get_display_name()
