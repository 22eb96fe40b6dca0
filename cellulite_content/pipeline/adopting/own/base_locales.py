"""Base locales: those whose translations stock gettext shows where a locale has none."""

from __future__ import annotations

from ...model.locale import Locale
from ...model.project import Project


def base_locales(project: Project, locale: Locale) -> tuple[Locale, ...]:
    """The locales whose translations stock gettext shows where a locale has none, the nearest
    first: `pt` for `pt_BR`."""
    parts = locale.code.split("_")
    codes = ["_".join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]
    known = {each.code: each for each in project.locales}
    return tuple(known[code] for code in codes if code in known)
