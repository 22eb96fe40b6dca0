"""What in an existing project's settings has no effect, or stops Sphinx, with remedies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ..model.project import Project
from ..source.faults.source_fault import SourceFault
from .stock import StockReading

_FIGURES = "{root}.{language}{ext}"
"""Sphinx's default of `figure_language_filename`."""


def settings_faults(project: Project, stock: StockReading) -> Iterator[SourceFault]:
    """Faults of the settings of an existing project, as stock Sphinx has read them.

    The first says that Sphinx has failed, if it has.
    """
    path = project.relative(project.source / "conf.py")
    settings = stock.settings

    def fault(text: str) -> SourceFault:
        return SourceFault(path, 0, text, "settings")

    if stock.failure:
        remedy = "correct this first: what follows from it is not known"
        yield fault(f"Sphinx ends with an error: {stock.failure}; {remedy}")
    if stock.loading.has_number_words:
        yield fault("numfig_format has words that nobody translates; remove it")
    targets = str(settings.get("gettext_additional_targets") or "")
    if lost := [name for name in ("image", "raw") if f"'{name}'" in targets]:
        yield fault(
            f"gettext_additional_targets has {' and '.join(lost)}, whose messages are no units: no "
            "gate can check them; they stay in the original"
        )
    if settings.get("figure_language_filename", _FIGURES) != _FIGURES:
        yield fault(
            "figure_language_filename has pictures for each language, which no edition uses; "
            "write their words below the picture"
        )
    for suffix, kind in sorted(stock.loading.unread.items()):
        text = f"no extension reads {kind} ({suffix}), so such documents are left out"
        yield fault(f"{text}; write them as .rst, or remove the suffix from source_suffix")
    for setting, name in stock.loading.theme_folders:
        if not (project.source / name).exists():
            text = f"{setting} entry {name!r} does not exist"
            yield fault(f"{text}; create this folder beside conf.py, or remove the entry")
    for name in stock.unlisted:
        text = f"{name} is a text, of which Sphinx takes each letter for an entry"
        yield fault(f"{text}; write a list: {name} = [...]")
    for name in stock.locale_dirs:
        folder = Path(os.path.normpath(name))
        if not folder.is_dir() and folder != project.source / "locales":  # Sphinx's default
            text = f"locale_dirs has {project.relative(folder)}, which is no folder"
            yield fault(f"{text}; create it, or remove the entry")
