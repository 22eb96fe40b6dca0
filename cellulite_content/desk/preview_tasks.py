"""The task that renders the pages of one locale, in a process of its own."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from ..pipeline.files.cache import Cache
from ..pipeline.model.fault import SphinxFailureError
from ..pipeline.model.project import Project, load_project
from ..pipeline.publish.locales import tasks  # noqa: F401  imports all that a build needs
from ..pipeline.source.sphinx_app import SphinxRun, run_builders
from ..pipeline.source.trees.kept_environment import KeptEnvironment, read_environment
from ..pipeline.source.trees.partial_reading import (
    ListedTextError,
    PartialReading,
    can_be_kept,
)
from .preview_folder import preview_project
from .rendering import Rendering


def render_pages(rendering: Rendering, kept_key: str) -> tuple[str, ...]:
    """Render the pages of a locale, or those that changed since the rendering with `kept_key`.

    Returns Sphinx's warnings and its failure, if any, one line each.
    """
    project = preview_project(load_project(rendering.root))
    cache = Cache(project.cache)
    kept = KeptEnvironment.load(cache.get(kept_key))
    if not rendering.build and not all(each.is_dir() for each in rendering.outputs.values()):
        kept = None
    changed = rendering.keys.changed_since(kept.keys) if kept else None
    if kept is not None and changed is not None:
        if not changed:
            return ()
        for with_lists in (False, True):
            try:
                return _render(rendering, project, PartialReading(set(changed), kept, with_lists))
            except ListedTextError:
                continue
            except Exception:  # whatever goes wrong: rendering all is right, or says what is wrong
                break
    return _render(rendering, project, None)


def _render(
    rendering: Rendering, project: Project, partial: PartialReading | None
) -> tuple[str, ...]:
    locale = project.locale(rendering.code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(rendering.published),
        "cellulite_outdated": list(rendering.outdated),
        "cellulite_reading": [str(project.reading), rendering.reading],
        "cellulite_marks_units": True,
    }
    faults: list[str] = []
    search = b""
    with tempfile.TemporaryDirectory() as folder:
        doctrees = Path(folder)
        own = replace(project, build=rendering.build or project.build)
        try:
            for run in run_builders(own, locale, rendering.outputs, doctrees, settings, partial):
                faults += (fault.text for fault in run.faults)
                if run.builder == "html":
                    search = run.application.builder.search_index  # type: ignore[attr-defined]
        except SphinxFailureError as failure:
            return (failure.fault.text,)
        if not rendering.build:
            cache = Cache(project.cache)
            cache.put(rendering.kept_key, _kept(rendering, run, search, doctrees, faults))
    return tuple(dict.fromkeys(faults))


def _kept(
    rendering: Rendering, run: SphinxRun, search: bytes, doctrees: Path, faults: list[str]
) -> bytes:
    """What the next rendering may begin with; empty if it must render all."""
    if faults or not can_be_kept(run.application):
        return b""
    return KeptEnvironment(rendering.keys, read_environment(doctrees), search).dump()
