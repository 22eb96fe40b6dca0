"""The task that renders the pages of one locale, in a process of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from ..pipeline.files.cache import Cache
from ..pipeline.model.document_keys import DocumentKeys
from ..pipeline.model.fault import Fault, SphinxFailureError
from ..pipeline.model.fingerprint import digest
from ..pipeline.model.locale import ListedLanguage
from ..pipeline.model.project import load_project
from ..pipeline.publish.locales import tasks  # noqa: F401  imports all that a build needs
from ..pipeline.source.sphinx_app import SphinxRun, run_builders
from ..pipeline.source.sphinx_private import search_data
from ..pipeline.source.trees.kept_environment import KeptEnvironment, read_environment
from ..pipeline.source.trees.partial_reading import (
    ListedTextError,
    PartialReading,
    can_be_kept,
)
from .preview_folder import preview_project


def render_pages(
    root: Path,
    code: str,
    published: Sequence[ListedLanguage],
    outdated: Sequence[str],
    reading: str,
    keys: DocumentKeys,
    output: Path,
) -> tuple[str, ...]:
    """Render the pages of a locale into `output`, or those of them that changed.

    Returns Sphinx's warnings and its failure, if any, one line each. `reading` is the digest of the
    sources' trees; `keys` are those of the documents, which a later rendering compares.
    """
    project = preview_project(load_project(root))
    locale = project.locale(code)
    settings = {
        "cellulite_compiled": True,
        "cellulite_published": list(published),
        "cellulite_outdated": list(outdated),
        "cellulite_reading": [str(project.reading), reading],
        "cellulite_marks_units": True,
    }
    cache, key = Cache(project.cache), digest("desk", code)
    kept = KeptEnvironment.load(cache.get(key)) if output.is_dir() else None
    changed = keys.changed_since(kept.keys) if kept else None

    def render(partial: PartialReading | None) -> tuple[str, ...]:
        with tempfile.TemporaryDirectory() as folder:
            doctrees = Path(folder)
            try:
                (run,) = run_builders(
                    project, locale, {"html": output}, doctrees, settings, partial
                )
            except SphinxFailureError as failure:
                return (failure.fault.text,)
            _keep(run, cache, key, keys, doctrees)
            return tuple(fault.text for fault in run.faults)

    if kept is not None and changed is not None:
        if not changed:
            return ()
        for with_lists in (False, True):
            try:
                return render(PartialReading(set(changed), kept, with_lists))
            except ListedTextError:
                continue
            except Exception:  # whatever goes wrong: rendering all is right, or says what is wrong
                break
    return render(None)


def _keep(run: SphinxRun, cache: Cache, key: str, keys: DocumentKeys, doctrees: Path) -> None:
    """Keep the environment for the next rendering, if it may begin with it."""
    faults: tuple[Fault, ...] = run.faults
    if not faults and can_be_kept(run.application):
        builder: object = run.application.builder
        search = search_data(builder.indexer)  # type: ignore[attr-defined]
        kept = KeptEnvironment(keys, read_environment(doctrees), search)
        cache.put(key, kept.dump())
    else:
        cache.put(key, b"")
