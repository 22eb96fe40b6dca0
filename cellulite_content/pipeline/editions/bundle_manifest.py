"""The bundle's manifest: its languages and articles, and other names of these languages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from babel.core import get_global

from ..files.atomic import write_file
from ..model.locale import Locale
from ..model.project import Project
from ..model.review import ReviewState
from .edition import Edition

FORMAT = 2
"""The version of the bundle's format, in the first line of each of its files."""

_EQUIVALENTS = {"no": "nb", "nb": "no"}
"""Codes that browsers and systems use for each other; CLDR matches the two but has no alias."""


def write_manifest(
    project: Project, folder: Path, locales: Iterable[Locale], articles: Iterable[str], version: str
) -> None:
    """Write `bundle.txt` for the files in `folder`: the locales' units and the structures."""
    published = tuple(locales)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "bundle.txt":
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    rows = [f"source\t{project.source_locale.tag}"]
    rows += (
        f"language\t{locale.tag}\t{locale.direction}\t{locale.name}\t{_state(project, locale)}"
        for locale in sorted(published, key=lambda locale: locale.tag)
    )
    rows += (f"article\t{article}" for article in articles)
    rows += (f"alias\t{requested}\t{tag}" for requested, tag in sorted(aliases(published).items()))
    head = f"bundle\t{FORMAT}\t{version}\t{digest.hexdigest()[:16]}\t{len(rows)}"
    write_file(folder / "bundle.txt", ("\n".join([head, *rows]) + "\n").encode())


def _state(project: Project, locale: Locale) -> str:
    """The review state for programs: a lapsed review counts as a draft."""
    review_state = Edition(project, locale).review_state
    return ReviewState.DRAFT if review_state is ReviewState.LAPSED else review_state


def aliases(locales: Iterable[Locale]) -> dict[str, str]:
    """Other names of these languages according to CLDR: lower-case language range to tag.

    Former codes (`iw` is `he`) and likely scripts (`zh-TW` is `zh-Hant`, `de-Latn` is `de`), so
    that no program has to compute them.
    """
    published: dict[str, list[Locale]] = {}
    for locale in locales:
        published.setdefault(locale.babel.language, []).append(locale)
    aliases_by_range: dict[str, str] = {}
    for requested, tag in {**get_global("language_aliases"), **_EQUIVALENTS}.items():
        language, *rest = tag.split("_")
        if language not in published:
            language = _EQUIVALENTS.get(language, language)
        if language in published and requested not in published:
            aliases_by_range[requested.lower()] = "-".join([language, *rest])
    for language, present in published.items():
        aliases_by_range.update(_scripts(language, present))
    return aliases_by_range


def _scripts(language: str, locales: list[Locale]) -> dict[str, str]:
    """The aliases of one language that follow from its likely scripts.

    If no locale of the language names a script, the language's usual script may be left out.
    """
    likely = get_global("likely_subtags")
    usual = likely.get(language, "").split("_")[1:2]
    has_scripts = any(locale.babel.script for locale in locales)
    aliases_by_range: dict[str, str] = {}
    for requested, full in likely.items():
        script = full.split("_")[1]
        short = requested.split("_")
        if short[0] == language and script not in short and (has_scripts or [script] != usual):
            aliases_by_range[requested.replace("_", "-").lower()] = f"{language}-{script}"
    if not has_scripts:
        return aliases_by_range | {f"{language}-{script}".lower(): language for script in usual}
    for locale in locales:
        script = locale.babel.script or "".join(usual)
        if script and script not in locale.code:
            aliases_by_range[locale.tag.lower()] = f"{language}-{script}"
    return aliases_by_range
