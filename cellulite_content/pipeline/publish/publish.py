"""Publishes editions: runs the gate, builds what has changed, and installs it in the site.

The gate judges every translated message and refuses harmful ones. A locale has an edition in each
format: HTML pages, ePub books, and its part of the bundle, which the loader API reads. Before the
editions of a locale are installed, the audit (`verify.audit`) compares them with those of the
source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..editions.books.volume import BOOK_FORMATS, book_endings
from ..files.lock import single_run
from ..model.project import Project
from ..model.report import Progress, Report, silent
from ..workers.process_pool import ProcessPool
from . import FORMATS, PREVIEW_FORMATS, task_modules
from .context import BuildContext
from .input_states import keep_states, may_have_changed
from .places import check_places
from .publishing_run import PublishingRun
from .site import Site

if TYPE_CHECKING:
    from ..model.locale import Locale
    from ..workers.clusters.cluster import Cluster


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
        site.recover()  # what a killed run had moved aside
        # Something must be built: the processes start while this one reads catalogs. Otherwise they
        # start with the first task, if there is one.
        is_new = context.cache.is_empty
        if is_new or may_have_changed(project, context.cache) or not context.gate.is_cached:
            pool.start(*task_modules(project, formats if is_new else ()))
            _import_ahead(project, names=is_new)
            site.read_files()
        report = context.gate.compile()
        PublishingRun(context, site, report, tuple(locales), tuple(formats)).finish()
        keep_states(project, context.cache)
        context.input_digests.keep()
    return report


def preview_editions(
    project: Project,
    pool: ProcessPool,
    *,
    locales: Sequence[Locale],
    formats: Sequence[str] = PREVIEW_FORMATS,
    progress: Progress = silent,
    clean: bool = False,
    cluster: Cluster | None = None,
) -> tuple[Report, tuple[Path, ...]]:
    """Build the pages and books of `locales`, published or not, into the folder of previews.

    Returns the report, and the files to open: the first page of each locale, and its books. The
    site and the bundle stay as they are. The threshold `publish` does not count; messages that the
    gate refuses are in the source's language, as in the site. Raises as `publish_editions`.
    """
    folder = project.build / "preview"
    chosen = tuple(replace(locale, publish=0) for locale in locales)
    others = (locale for locale in project.locales if locale not in locales)
    all_locales = sorted((*chosen, *others), key=lambda locale: locale.code)
    preview_project = replace(project, locales=tuple(all_locales), bundle=folder / "bundle")
    report = publish_editions(
        preview_project,
        pool,
        folder,
        locales=chosen,
        formats=formats,
        progress=progress,
        clean=clean,
        cluster=cluster,
    )
    site = Site(preview_project, folder)
    current = [locale for locale in chosen if locale.code in report.current]
    pages = (site.pages(locale) / "index.html" for locale in current)
    books = (
        book
        for locale in current
        for form in BOOK_FORMATS
        for end in book_endings(locale, form)
        for book in sorted(site.books.glob(f"*{end}"))
    )
    return report, (*(page for page in pages if page.is_file()), *books)


def _import_ahead(project: Project, *, names: bool) -> None:
    """Import modules of later stages while the fork server starts, only to save time.

    With `names`, load the data of languages, from the CLDR files of Babel: a build that is not the
    first needs few of them.
    """
    from .locales import build  # noqa: F401, PLC0415
    from .site_pages import all_pages  # noqa: F401, PLC0415

    for locale in project.editions if names else ():
        locale.babel.get_display_name()
