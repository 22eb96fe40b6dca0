"""This program's own translations of the interface's strings.

They are in editions of a source that is not English, and the first draft in a project's catalogs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from ..files.program.own_catalogs import own_catalogs
from ..model.locale import Locale
from .catalog import Catalog, parse_catalog, write_entry


def own_words(locale: Locale) -> Mapping[str, str]:
    """The interface's strings in a locale's language, by their English text; none for English."""
    catalog = _own_catalog(locale)
    return {
        entry.msgid: entry.msgstr
        for entry in (catalog.live if catalog else ())
        if entry.msgstr and not entry.fuzzy and entry.context is None
    }


def with_own_words(template: Catalog, locale: Locale, known: Collection[str] = ()) -> Catalog:
    """The interface's template with drafts of a locale's translations.

    Messages that are `known` to the locale's catalog get none: somebody may have emptied them. The
    drafts of an English locale are copies.
    """
    new = {entry.msgid for entry in template.live} - set(known)
    words = {text: text for text in new} if locale.is_english else own_words(locale) if new else {}
    entries = tuple(
        write_entry(replace(entry, msgstr=words[entry.msgid]))
        if entry.msgid in new & words.keys()
        else entry
        for entry in template.entries
    )
    return replace(template, entries=entries)


def draft_comments(locale: Locale) -> tuple[str, ...]:
    """The comments at the top of a catalog that begins with these drafts: how they were made."""
    catalog = _own_catalog(locale)
    comments = (line for line in catalog.header.comments if line) if catalog else ()
    return tuple(f"From cellulite-content. {line}" for line in comments)


def _own_catalog(locale: Locale) -> Catalog | None:
    """The catalog of the same language and script: `de` for `de_AT`.

    One of another region is taken only where both mean the same: `pt_BR` for `pt`, and none for
    `pt_PT`.
    """
    paths = own_catalogs()
    code = locale.code if locale.code in paths else _similar_code(locale.code, paths)
    return parse_catalog(paths[code].read_bytes()) if code else None


def _similar_code(code: str, codes: Collection[str]) -> str:
    wanted = language, script, _ = _full_name(code)
    for other in (f"{language}_{script}", language):
        # The usual script of `sr` is not that of `sr_Latn`.
        if other in codes and _full_name(other)[:2] == (language, script):
            return other
    return next((other for other in codes if _full_name(other) == wanted), "")


def _full_name(code: str) -> tuple[str, str, str]:
    """The language, script and region that a code means, by CLDR's likely subtags."""
    from babel.core import get_global, parse_locale  # noqa: PLC0415 - few commands need it

    language, territory, script, *_ = parse_locale(code)
    likely = get_global("likely_subtags")
    for name in _parts(language, script, territory):
        if name in likely:
            _, usual_territory, usual_script, *_ = parse_locale(likely[name])
            return language, script or usual_script or "", territory or usual_territory or ""
    return language, script or "", territory or ""


def _parts(language: str, script: str | None, territory: str | None) -> Iterator[str]:
    """The names under which a code may have likely subtags, the longest first."""
    yield "_".join(filter(None, (language, script, territory)))
    yield from (f"{language}_{part}" for part in (script, territory) if part)
    yield language
