"""Watching: which parts of the desk's work a changed file belongs to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path

import anyio
from watchfiles import DefaultFilter, awatch

from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project

DEBOUNCE = 50
"""Milliseconds that an editor may take to write a file in several steps."""


@dataclass(frozen=True)
class Changes:
    """What has changed: the catalogs of these documents, and whether the sources have too."""

    domains: tuple[str, ...] = ()
    sources: bool = False


async def watch(project: Project, locale: Locale, stop: anyio.Event) -> AsyncIterator[Changes]:
    """The changes of the locale's catalogs, the glossary and the sources, as they come."""
    folder = project.locales_folder / locale.code
    paths = {path for path in (project.source, project.locales_folder, folder) if path.is_dir()}
    async for files in awatch(
        *paths, debounce=DEBOUNCE, step=10, stop_event=stop, watch_filter=DefaultFilter()
    ):
        changes = changes_of(project, locale, (Path(name) for _, name in files))
        if changes.domains or changes.sources:
            yield changes


def changes_of(project: Project, locale: Locale, paths: Iterable[Path]) -> Changes:
    """What these changed files belong to; files of other locales count for nothing."""
    catalogs = project.locales_folder / locale.code / "LC_MESSAGES"
    domains: set[str] = set()
    sources = False
    for path in paths:
        if path.name.startswith("."):
            continue
        if path.is_relative_to(catalogs):
            if path.suffix == ".po":
                domains.add(path.relative_to(catalogs).with_suffix("").as_posix())
        elif path.is_relative_to(project.source) or path.parent == project.locales_folder:
            sources = True
    return Changes(tuple(sorted(domains)), sources)
