"""Merging a template into a catalog: translators' work survives every change of the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from babel.messages.plurals import get_plural
from rapidfuzz import fuzz, process

from .catalog import Catalog, Entry, write_entry
from .project import Locale, Project

NEAR = 70
"""How alike (0 to 100, rapidfuzz's ratio) two sources must be for the translation to be offered."""


@dataclass(frozen=True)
class Merge:
    """The merged catalog and what happened to its messages."""

    catalog: Catalog
    kept: int = 0
    fuzzied: int = 0
    added: int = 0
    revived: int = 0
    retired: int = 0


def merge(template: Catalog, catalog: Catalog) -> Merge:
    """The catalog with exactly the template's messages, in its order, and all old translations.

    An equal source keeps its entry byte for byte; an obsolete entry with an equal source comes
    back; a near source hands its translation on as fuzzy, with `#| msgid`; a translation whose
    source is gone becomes obsolete. Nothing that somebody wrote is dropped.
    """
    live = _first_by_key(catalog.live)
    obsolete = _first_by_key(entry for entry in catalog.entries if entry.obsolete)
    wanted = {_key(entry) for entry in template.live}
    # Only a source that is gone hands its translation on, and only once.
    leaving = {
        key: entry for key, entry in live.items() if key not in wanted and entry.has_translation
    }
    merged: list[Entry] = []
    revived: list[Entry] = []
    fuzzied = added = 0
    for entry in template.live:
        key = _key(entry)
        if key in live:
            merged.append(_refreshed(live[key], entry))
        elif key in obsolete and obsolete[key].has_translation:
            revived.append(obsolete[key])
            merged.append(_revived(obsolete[key], entry))
        elif near := _nearest(entry, leaving):
            merged.append(_fuzzied(leaving.pop(near), entry))
            fuzzied += 1
        else:
            merged.append(replace(entry, gap="\n"))
            added += 1
    back = {id(entry) for entry in revived}
    kept_obsolete = [entry for entry in catalog.entries if entry.obsolete and id(entry) not in back]
    retired = [_retired(entry) for entry in (*leaving.values(), *_duplicates(catalog.live, live))]
    entries = (*merged, *kept_obsolete, *retired)
    done = replace(catalog, header=_ended(catalog.header), entries=tuple(map(_ended, entries)))
    if not retired and [entry.raw for entry in merged] == [entry.raw for entry in catalog.live]:
        # Not even a missing newline at the end changes, or obsolete entries among live ones.
        done = catalog
    return Merge(
        done,
        kept=len(merged) - len(revived) - fuzzied - added,
        fuzzied=fuzzied,
        added=added,
        revived=len(revived),
        retired=len(retired),
    )


def new_catalog(project: Project, locale: Locale, template: Catalog) -> Catalog:
    """An empty catalog of the template's messages, with the locale's header and plural forms."""
    fields = {
        "Project-Id-Version": project.title,
        "Report-Msgid-Bugs-To": project.corrections,
        "Language": locale.code,
        "Language-Team": locale.babel.english_name or locale.code,
        "Last-Translator": "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": str(get_plural(locale.code).plural_forms),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    header = write_entry(Entry("", gap="", msgstr=text))
    entries = tuple(replace(entry, gap="\n") for entry in template.live)
    return Catalog(header, entries)


def _key(entry: Entry) -> tuple[str | None, str]:
    return entry.context, entry.msgid


def _first_by_key(entries: Iterable[Entry]) -> dict[tuple[str | None, str], Entry]:
    found: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        found.setdefault(_key(entry), entry)
    return found


def _nearest(
    entry: Entry, leaving: dict[tuple[str | None, str], Entry]
) -> tuple[str | None, str] | None:
    """The key of the leaving entry whose source is most like the new one, if any is near."""
    candidates = {key: key[1] for key in leaving if key[0] == entry.context}
    found = process.extractOne(entry.msgid, candidates, scorer=fuzz.ratio, score_cutoff=NEAR)
    return found[2] if found else None


def _refreshed(entry: Entry, template: Entry) -> Entry:
    """The entry with the template's comments, references and flags; its bytes when they agree."""
    flags = tuple(dict.fromkeys((*entry.flags, *template.flags)))
    if (entry.extracted, entry.references, entry.flags) == (
        template.extracted,
        template.references,
        flags,
    ):
        return entry
    return write_entry(
        replace(entry, extracted=template.extracted, references=template.references, flags=flags)
    )


def _revived(entry: Entry, template: Entry) -> Entry:
    return write_entry(
        replace(
            entry,
            obsolete=False,
            extracted=template.extracted,
            references=template.references,
            flags=tuple(dict.fromkeys((*entry.flags, *template.flags))),
        )
    )


def _fuzzied(entry: Entry, template: Entry) -> Entry:
    """The template's message with the entry's translation, for a person to look at.

    When the entry itself was fuzzy, the source that its translation was written for stays.
    """
    written_for = entry.previous if entry.fuzzy and entry.previous else entry.msgid
    return write_entry(
        replace(
            template,
            gap=entry.gap,
            msgstr=entry.msgstr,
            comments=entry.comments,
            flags=("fuzzy", *(flag for flag in template.flags if flag != "fuzzy")),
            previous=written_for,
        )
    )


def _retired(entry: Entry) -> Entry:
    return write_entry(replace(entry, obsolete=True, gap="\n", extracted=(), references=()))


def _duplicates(
    entries: tuple[Entry, ...], first: dict[tuple[str | None, str], Entry]
) -> list[Entry]:
    """Second entries of a key with a translation of their own."""
    return [
        entry
        for entry in entries
        if first[_key(entry)] is not entry
        and entry.has_translation
        and (entry.msgstr, entry.plural) != (first[_key(entry)].msgstr, first[_key(entry)].plural)
    ]


def _ended(entry: Entry) -> Entry:
    """The entry with a line end: the last line of a file may lack it."""
    return entry if entry.raw.endswith("\n") else replace(entry, raw=entry.raw + "\n")
