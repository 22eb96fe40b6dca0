"""The bundle's manifest: its languages and articles, and other names of these languages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from babel import Locale as BabelLocale
from babel.core import get_global
from babel.languages import get_official_languages

from ...files.atomic import write_file
from ...model.locale import Locale
from ...model.project import Project
from ...model.review import ReviewState
from ..edition import Edition

FORMAT = 2
"""The version of the bundle's format, in the first line of each of its files."""

_EQUIVALENTS = {"no": "nb", "nb": "no"}
"""Codes that browsers and systems use for each other; CLDR matches the two but has no alias."""

_WINDOWS_SCRIPTS = {"Hans": "simplified", "Hant": "traditional"}
"""The names that Windows has for scripts, where they are not CLDR's English names."""


class BundleEntry(NamedTuple):
    """A document of the bundle: its name for programs, its whole name, and its folder."""

    name: str
    document: str
    folder: str
    is_chapter: bool = False

    @property
    def line(self) -> str:
        """The line of the manifest."""
        kind = "chapter" if self.is_chapter else "article"
        return "\t".join((kind, self.name, self.document, self.folder))


def write_manifest(
    project: Project,
    folder: Path,
    locales: Iterable[Locale],
    entries: Iterable[BundleEntry],
    version: str,
) -> None:
    """Write `bundle.txt` for the files in `folder`: the locales' units and the structures.

    `entries` are the articles, each followed by its chapters.
    """
    published = tuple(locales)
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "bundle.txt":
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    data = manifest(
        project,
        published,
        tuple(entries),
        (version, digest.hexdigest()[:16]),
        lambda name: (folder / name).is_file(),
        aliases(published),
    )
    write_file(folder / "bundle.txt", data)


def manifest(
    project: Project,
    locales: Sequence[Locale],
    entries: Sequence[BundleEntry],
    versions: tuple[str, str],
    has_file: Callable[[str], bool],
    names: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """The manifest of a bundle: `versions` are those of the program and of the bundle, `names` are
    other names of its languages."""
    by_tag = sorted(locales, key=lambda locale: locale.tag)
    rows = [f"source\t{project.source_locale.tag}"]
    rows += (
        f"language\t{locale.tag}\t{locale.direction}\t{locale.name}\t{_state(project, locale)}"
        for locale in by_tag
    )
    rows += (entry.line for entry in entries)
    rows += (
        f"without\t{locale.tag}\t{entry.name}"
        for locale in by_tag
        for entry in entries
        if not has_file(f"{entry.folder}/{locale.tag}.txt")
    )
    rows += (f"alias\t{requested}\t{tag}" for requested, tag in sorted(names.items()))
    head = "\t".join(("bundle", str(FORMAT), *versions, str(len(rows))))
    return ("\n".join([head, *rows]) + "\n").encode()


def _state(project: Project, locale: Locale) -> str:
    """The review state for programs: a lapsed review counts as a draft."""
    review_state = Edition(project, locale).review_state
    return ReviewState.DRAFT if review_state is ReviewState.LAPSED else review_state


def aliases(locales: Iterable[Locale]) -> dict[str, str]:
    """Other names of these languages according to CLDR: lower-case language range to tag.

    Former codes (`iw` is `he`), likely scripts (`zh-TW` is `zh-Hant`, `de-Latn` is `de`) and
    English names (`german` is `de`), so that no program has to compute them.
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
        aliases_by_range.update(_english_names(language, present))
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


def _english_names(language: str, locales: list[Locale]) -> dict[str, str]:
    """A language's English names, as in the locales of Windows (`German_Germany.1252`).

    With territories only where they decide: `chinese-taiwan` is in another script than `chinese`,
    and a territory of four letters would be taken for a script (`spanish-peru`).
    """
    english = BabelLocale("en")
    names = {
        english.languages[code].lower(): code
        for code in (language, _EQUIVALENTS.get(language, language))
        if len(english.languages.get(code, "")) > 3  # shorter ones could be codes
    }
    likely = get_global("likely_subtags")
    territories = {code for code in english.territories if f"{language}_{code}" in likely}
    scripts = {likely[f"{language}_{code}"].split("_")[1] for code in territories}
    if scripts:
        scripts |= {*likely.get(language, "").split("_")[1:2]}
    territories |= {
        code
        for code, name in english.territories.items()
        if len(name) == 4 and language in get_official_languages(code, True, True)
    }
    territories |= {locale.babel.territory for locale in locales if locale.babel.territory}
    scripts |= {locale.babel.script for locale in locales if locale.babel.script}
    aliases_by_name = dict(names)
    for name in names:
        for script in scripts:
            script_name = _WINDOWS_SCRIPTS.get(script) or english.scripts[script].lower()
            aliases_by_name[f"{name} ({script_name})"] = f"{language}-{script}"
        for territory in territories:
            tag = f"{language}-{territory}"
            full_name = english.territories[territory].lower()
            for territory_name in (full_name, full_name.removesuffix(" sar china")):
                aliases_by_name[f"{name}-{territory_name}"] = tag
    return aliases_by_name
