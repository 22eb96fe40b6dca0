"""Plans, builds and installs editions, and the site around them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..editions.books.volume import BOOK_FORMATS

if TYPE_CHECKING:
    from ..model.project import Project

FORMATS = ("html", "epub", "pdf", "bundle")
"""The formats of editions."""

PREVIEW_FORMATS = tuple(form for form in FORMATS if form != "bundle")
"""The formats that people read."""

_TASK_MODULES = (
    "cellulite_content.pipeline.gate.tasks",
    "cellulite_content.pipeline.editions.extension",  # the reading of sources needs it, too
    "cellulite_content.pipeline.publish.locales.preload",
)
_COVER_MODULE = "cellulite_content.pipeline.editions.typesetting.preload"


def task_modules(project: Project, new_formats: Collection[str]) -> tuple[str, ...]:
    """The names of the modules that the fork server imports before it is asked for a process.

    Some of them prepare more after the first process was made. `new_formats` are those that are
    built from nothing: only then are there many covers to draw, and preparing for them takes 40 ms.
    """
    draws = project.covers and any(form in new_formats for form in BOOK_FORMATS)
    return (*_TASK_MODULES, _COVER_MODULE) if draws else _TASK_MODULES
