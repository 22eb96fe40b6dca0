"""The compiled catalogs, read: what the gate has let through.

Apart from `compile`, because who reads them needs neither the gate nor docutils (0.1 s to import).
"""

from __future__ import annotations

import gettext
from pathlib import Path

from .project import INTERFACE, Locale, Project


def compiled_messages(project: Project, locale: Locale, domain: str) -> dict[str, str]:
    """The accepted messages of a domain, as `compile_locale` wrote them; empty for the source."""
    path = compiled_path(project, locale, domain)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {text: translation for text, translation in messages.items() if text}


def all_compiled_messages(project: Project, locale: Locale) -> dict[str, dict[str, str]]:
    """The accepted messages of all articles, by domain."""
    folder = project.compiled / locale.code / "LC_MESSAGES"
    domains = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.mo"))
    return {
        domain: compiled_messages(project, locale, domain)
        for domain in domains
        if domain != INTERFACE
    }


def compiled_path(project: Project, locale: Locale, domain: str) -> Path:
    """The path of a compiled catalog."""
    return project.compiled / locale.code / "LC_MESSAGES" / f"{domain}.mo"
