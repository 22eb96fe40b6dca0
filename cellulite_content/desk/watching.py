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
    """What has changed: the catalogs of these documents, and whether sources or theme have too."""

    domains: tuple[str, ...] = ()
    sources: bool = False
    theme: bool = False


async def watch(
    project: Project, locale: Locale, theme: Path, stop: anyio.Event
) -> AsyncIterator[Changes]:
    """The changes of the locale's catalogs, the glossary, the sources and the theme."""
    folder = project.locales_folder / locale.code
    paths = {
        path for path in (project.source, project.locales_folder, folder, theme) if path.is_dir()
    }
    async for files in awatch(
        *paths, debounce=DEBOUNCE, step=10, stop_event=stop, watch_filter=DefaultFilter()
    ):
        changes = changes_of(project, locale, theme, (Path(name) for _, name in files))
        if changes != Changes():
            yield changes


def changes_of(project: Project, locale: Locale, theme: Path, paths: Iterable[Path]) -> Changes:
    """What these changed files belong to; files of other locales count for nothing."""
    catalogs = project.locales_folder / locale.code / "LC_MESSAGES"
    domains: set[str] = set()
    sources = theme_changed = False
    for path in paths:
        if path.name.startswith("."):
            continue
        if path.is_relative_to(theme):
            theme_changed = True
        elif path.is_relative_to(catalogs):
            if path.suffix == ".po":
                domains.add(path.relative_to(catalogs).with_suffix("").as_posix())
        elif path.is_relative_to(project.source) or path.parent == project.locales_folder:
            sources = True
    return Changes(tuple(sorted(domains)), sources, theme_changed)
