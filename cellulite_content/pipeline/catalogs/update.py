"""The update of a locale's catalogs from the templates; no translation is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.locale import Locale
from ..model.project import Project
from .catalog import Catalog, Entry, write_entry
from .entry import (
    is_contained_in,
    make_fuzzy,
    make_obsolete,
    revive,
    update_metadata,
    with_final_newline,
)
from .fuzzy_match import similar_pairs
from .refused_entries import refused_sources, with_refused

Key = tuple[str | None, str]
"""The identity of a message in a catalog: its context and its source text."""


@dataclass(frozen=True)
class MergeResult:
    """The merged catalog and what happened to its messages.

    `moved` counts messages from other documents. `outgoing` are the entries that moved to other
    documents, as obsolete entries; `has_incoming` says whether entries came from others. A writer
    of several catalogs keeps `outgoing` in the file until the other file is written, so that a
    kill loses nothing.
    """

    catalog: Catalog
    kept: int = 0
    moved: int = 0
    fuzzy: int = 0
    added: int = 0
    revived: int = 0
    obsolete: int = 0
    outgoing: tuple[Entry, ...] = ()
    has_incoming: bool = False


def merge(template: Catalog, catalog: Catalog) -> MergeResult:
    """The catalog with exactly the template's messages, in its order, and all old translations.

    An entry with an equal source stays byte for byte; an obsolete entry with an equal source
    becomes live again; the translation of a similar source becomes fuzzy, with `#| msgid`; a
    translation without a source becomes obsolete. No translation is deleted.

    Refused entries keep their bytes. A message whose entry is refused gets no new entry: once
    somebody corrects its line, msgfmt would refuse the file for two entries of one message.
    """
    return merge_locale({"": template}, {"": catalog})[""]


def merge_locale(
    templates: Mapping[str, Catalog], catalogs: Mapping[str, Catalog]
) -> dict[str, MergeResult]:
    """All catalogs of a locale by domain, merged as `merge` does, and across documents.

    A new message gets the first of these translations: of an equal source that its own or another
    document no longer uses; of a similar source that its own document no longer uses; of a similar
    source that another document no longer uses. A catalog without a template (its document was
    deleted) uses none of its entries; if no other document reuses one, the file stays unchanged.
    """
    documents = [
        _DocumentMerge(templates.get(domain), catalog) for domain, catalog in catalogs.items()
    ]
    _reuse_exact_matches(documents)
    for document in documents:
        _reuse_fuzzy_matches([document])
    if len(documents) > 1:
        _reuse_fuzzy_matches(documents)
    live_copies = _live_copies(documents)
    return {
        domain: document.result(live_copies)
        for domain, document in zip(catalogs, documents, strict=True)
    }


def new_catalog(project: Project, locale: Locale, template: Catalog) -> Catalog:
    """An empty catalog of the template's messages, with the locale's header and plural forms."""
    from babel.messages.plurals import get_plural  # noqa: PLC0415  few updates make a catalog

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


@dataclass(eq=False)
class _DocumentMerge:
    """One document during the update of its locale."""

    template: Catalog | None
    catalog: Catalog
    expected: dict[Key, Entry] = field(init=False)
    live: dict[Key, Entry] = field(init=False)
    merged: dict[Key, Entry] = field(init=False)
    reused: dict[int, bool] = field(default_factory=dict)
    """The entries (by `id`) that are reused, and whether another document reuses them."""
    moved: int = 0
    fuzzy: int = 0
    revived: int = 0
    has_incoming: bool = False

    def __post_init__(self) -> None:
        self.expected = _first_by_key(self.template.live if self.template else ())
        self.live = _first_by_key(self.catalog.live)
        if refused := self.catalog.refused:
            sources = (msgid for _, msgid in self.expected.keys() - self.live.keys())
            withheld = refused_sources(refused, sources)
            self.expected = {
                key: entry
                for key, entry in self.expected.items()
                if key in self.live or key[1] not in withheld
            }
        self.merged = {
            key: update_metadata(self.live[key], entry)
            for key, entry in self.expected.items()
            if key in self.live
        }

    @property
    def new_messages(self) -> Iterator[tuple[Key, Entry]]:
        """The template's messages that have no entry yet."""
        return ((key, entry) for key, entry in self.expected.items() if key not in self.merged)

    @property
    def orphaned(self) -> Iterator[Entry]:
        """The live entries with work whose source is gone, without those already reused."""
        return (
            entry
            for key, entry in self.live.items()
            if key not in self.expected and entry.has_work and id(entry) not in self.reused
        )

    @property
    def obsolete(self) -> Iterator[Entry]:
        """The obsolete entries, the newest first."""
        return (entry for entry in reversed(self.catalog.entries) if entry.obsolete)

    def result(self, live_copies: Mapping[Key, Sequence[Entry]]) -> MergeResult:
        """The document's merged catalog; `live_copies` as `_live_copies` returns them."""
        if self.template is None and not self.reused and live_copies.keys().isdisjoint(self.live):
            return MergeResult(self.catalog)
        live_entries = [
            self.merged.get(key) or replace(entry, gap="\n") for key, entry in self.expected.items()
        ]
        newly_obsolete = [
            make_obsolete(entry)
            for entry in (*self.orphaned, *_duplicates(self.catalog.live, self.live))
            if not any(is_contained_in(entry, other) for other in live_copies.get(_key(entry), ()))
        ]
        carried_over = self.moved + self.fuzzy + self.revived
        return MergeResult(
            self._merged_catalog(live_entries, newly_obsolete),
            kept=len(self.merged) - carried_over,
            moved=self.moved,
            fuzzy=self.fuzzy,
            added=len(self.expected) - len(self.merged),
            revived=self.revived,
            obsolete=len(newly_obsolete),
            outgoing=tuple(
                make_obsolete(entry) for entry in self.catalog.entries if self.reused.get(id(entry))
            ),
            has_incoming=self.has_incoming,
        )

    def _merged_catalog(
        self, live_entries: Sequence[Entry], newly_obsolete: Sequence[Entry]
    ) -> Catalog:
        old_texts = [entry.raw for entry in self.catalog.live]
        if (
            not newly_obsolete
            and not self.reused
            and [entry.raw for entry in live_entries] == old_texts
        ):
            # A missing newline at the end stays too, and so do obsolete entries among live ones.
            return self.catalog
        old_obsolete = [
            entry
            for entry in self.catalog.entries
            if entry.obsolete and id(entry) not in self.reused
        ]
        entries = tuple(map(with_final_newline, (*live_entries, *old_obsolete, *newly_obsolete)))
        merged = replace(
            self.catalog, header=with_final_newline(self.catalog.header), entries=entries
        )
        return with_refused(merged, self.catalog)


def _reuse_exact_matches(documents: Sequence[_DocumentMerge]) -> None:
    """Give each new message the translation of an equal source that no message uses."""
    new_keys = {key for document in documents for key, _ in document.new_messages}
    offers: dict[Key, list[tuple[_DocumentMerge, Entry]]] = defaultdict(list)
    for document in documents:
        for entry in (*document.orphaned, *document.obsolete):
            if entry.has_work and _key(entry) in new_keys:
                offers[_key(entry)].append((document, entry))
    for document in documents:
        for key, message in [pair for pair in document.new_messages if pair[0] in offers]:
            origin, entry = min(offers[key], key=lambda offer: _offer_rank(document, *offer))
            if origin is document:
                document.merged[key] = revive(entry, message)
                document.revived += 1
            else:
                document.merged[key] = replace(revive(entry, message), gap="\n")
                document.moved += 1
                document.has_incoming = True
            origin.reused[id(entry)] = origin.reused.get(id(entry), False) or origin is not document


def _offer_rank(
    document: _DocumentMerge, origin: _DocumentMerge, entry: Entry
) -> tuple[bool, bool, bool, bool]:
    """The order of preference: translated, not fuzzy, moving now, in the same document."""
    return not entry.has_translation, entry.fuzzy, entry.obsolete, origin is not document


def _reuse_fuzzy_matches(documents: Sequence[_DocumentMerge]) -> None:
    """Give each new message the translation of a similar deleted source, as fuzzy.

    Obsolete entries are not used: old ones mislead more than they help.
    """
    old: dict[tuple[str | None, bool], list[tuple[_DocumentMerge, Entry]]] = defaultdict(list)
    new: dict[tuple[str | None, bool], list[tuple[_DocumentMerge, Entry]]] = defaultdict(list)
    for document in documents:
        for entry in document.orphaned:
            if entry.has_translation:
                old[_match_key(entry)].append((document, entry))
        for _, entry in document.new_messages:
            new[_match_key(entry)].append((document, entry))
    for match_key, new_entries in new.items():
        old_entries = old[match_key]
        pairs = similar_pairs(
            [entry.msgid for _, entry in new_entries], [entry.msgid for _, entry in old_entries]
        )
        for new_index, old_index in pairs.items():
            (target, message), (origin, entry) = new_entries[new_index], old_entries[old_index]
            target.merged[_key(message)] = make_fuzzy(entry, message)
            target.fuzzy += 1
            target.has_incoming = target.has_incoming or target is not origin
            origin.reused[id(entry)] = target is not origin


def _live_copies(documents: Sequence[_DocumentMerge]) -> dict[Key, list[Entry]]:
    """The locale's live entries with the key of an orphaned one, which is then not kept twice."""
    orphaned_keys = {_key(entry) for document in documents for entry in document.orphaned}
    copies: dict[Key, list[Entry]] = defaultdict(list)
    if orphaned_keys:
        for document in documents:
            for key in orphaned_keys & document.merged.keys():
                copies[key].append(document.merged[key])
    return copies


def _key(entry: Entry) -> Key:
    return entry.context, entry.msgid


def _match_key(entry: Entry) -> tuple[str | None, bool]:
    """What similar messages must have in common: a translation does not fit other plural forms."""
    return entry.context, entry.msgid_plural is not None


def _first_by_key(entries: Iterable[Entry]) -> dict[Key, Entry]:
    first_entries: dict[Key, Entry] = {}
    for entry in entries:
        first_entries.setdefault(_key(entry), entry)
    return first_entries


def _duplicates(entries: tuple[Entry, ...], first_entries: dict[Key, Entry]) -> list[Entry]:
    """Second entries of a key with a translation of their own."""
    return [
        entry
        for entry in entries
        if first_entries[_key(entry)] is not entry
        and entry.has_work
        and not is_contained_in(entry, first_entries[_key(entry)])
    ]
