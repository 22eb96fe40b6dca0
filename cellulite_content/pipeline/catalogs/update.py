"""Merging templates into a locale's catalogs: translations survive every change of the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..model.locale import Locale
from ..model.project import Project
from .catalog import Catalog, Entry, write_entry
from .entry import brought_back, ended, made_fuzzy, refreshed, retired, says_the_same
from .fuzzy_match import near_pairs

Key = tuple[str | None, str]
"""What tells one message of a catalog from another: its context and its source text."""


@dataclass(frozen=True)
class Merge:
    """The merged catalog and what happened to its messages.

    `moved` came from other documents. `given` are the entries that went to others, as obsolete
    ones; `takes` says that something came from another. Who writes several catalogs keeps
    `given` in the file until the other file is written: a kill between them loses nothing then.
    """

    catalog: Catalog
    kept: int = 0
    moved: int = 0
    fuzzied: int = 0
    added: int = 0
    revived: int = 0
    retired: int = 0
    given: tuple[Entry, ...] = ()
    takes: bool = False


def merge(template: Catalog, catalog: Catalog) -> Merge:
    """The catalog with exactly the template's messages, in its order, and all old translations.

    An equal source keeps its entry byte for byte; an obsolete entry with an equal source comes
    back; a near source hands its translation on as fuzzy, with `#| msgid`; a translation whose
    source is gone becomes obsolete. Nothing that somebody wrote is dropped.
    """
    return merge_locale({"": template}, {"": catalog})[""]


def merge_locale(
    templates: Mapping[str, Catalog], catalogs: Mapping[str, Catalog]
) -> dict[str, Merge]:
    """All catalogs of a locale by domain, merged as `merge` does, and across documents.

    A new message takes the first of these: a translation of the same source that its document
    gives up or another one does; a near source that the own document gives up; one that another
    does. A catalog without a template (its document is gone) gives up all that it has; when
    nothing of it is taken, it stays as it is.
    """
    documents = [_Document(templates.get(domain), catalog) for domain, catalog in catalogs.items()]
    _hand_on_equal(documents)
    for document in documents:
        _hand_on_near([document])
    if len(documents) > 1:
        _hand_on_near(documents)
    standing = _standing(documents)
    return {
        domain: document.finish(standing)
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
class _Document:
    """One document while its locale is merged."""

    template: Catalog | None
    catalog: Catalog
    wanted: dict[Key, Entry] = field(init=False)
    live: dict[Key, Entry] = field(init=False)
    placed: dict[Key, Entry] = field(init=False)
    gone: dict[int, bool] = field(default_factory=dict)
    """The entries (by `id`) that have a new place, and whether it is in another document."""
    moved: int = 0
    fuzzied: int = 0
    revived: int = 0
    takes: bool = False

    def __post_init__(self) -> None:
        self.wanted = _first_by_key(self.template.live if self.template else ())
        self.live = _first_by_key(self.catalog.live)
        self.placed = {
            key: refreshed(self.live[key], entry)
            for key, entry in self.wanted.items()
            if key in self.live
        }

    @property
    def new(self) -> Iterator[tuple[Key, Entry]]:
        """The template's messages that have no entry yet."""
        return ((key, entry) for key, entry in self.wanted.items() if key not in self.placed)

    @property
    def leaving(self) -> Iterator[Entry]:
        """The entries with a person's work whose source is gone, as long as nothing took them."""
        return (
            entry
            for key, entry in self.live.items()
            if key not in self.wanted and entry.has_work and id(entry) not in self.gone
        )

    @property
    def obsolete(self) -> Iterator[Entry]:
        """The obsolete entries, the one that became so last first."""
        return (entry for entry in reversed(self.catalog.entries) if entry.obsolete)

    def finish(self, standing: Mapping[Key, Sequence[Entry]]) -> Merge:
        """The document's merged catalog; `standing` are the locale's live entries of a key."""
        if self.template is None and not self.gone and standing.keys().isdisjoint(self.live):
            return Merge(self.catalog)
        merged = [
            self.placed.get(key) or replace(entry, gap="\n") for key, entry in self.wanted.items()
        ]
        leftover = [
            retired(entry)
            for entry in (*self.leaving, *_duplicates(self.catalog.live, self.live))
            if not any(says_the_same(entry, other) for other in standing.get(_key(entry), ()))
        ]
        come = self.moved + self.fuzzied + self.revived
        return Merge(
            self._catalog(merged, leftover),
            kept=len(self.placed) - come,
            moved=self.moved,
            fuzzied=self.fuzzied,
            added=len(self.wanted) - len(self.placed),
            revived=self.revived,
            retired=len(leftover),
            given=tuple(
                retired(entry) for entry in self.catalog.entries if self.gone.get(id(entry))
            ),
            takes=self.takes,
        )

    def _catalog(self, merged: Sequence[Entry], leftover: Sequence[Entry]) -> Catalog:
        live = [entry.raw for entry in self.catalog.live]
        if not leftover and not self.gone and [entry.raw for entry in merged] == live:
            # Not even a missing newline at the end changes, or obsolete entries among live ones.
            return self.catalog
        obsolete = [
            entry for entry in self.catalog.entries if entry.obsolete and id(entry) not in self.gone
        ]
        entries = tuple(map(ended, (*merged, *obsolete, *leftover)))
        return replace(self.catalog, header=ended(self.catalog.header), entries=entries)


def _hand_on_equal(documents: Sequence[_Document]) -> None:
    """Give each new message the translation of an equal source that has no place any more."""
    wanted = {key for document in documents for key, _ in document.new}
    offers: dict[Key, list[tuple[_Document, Entry]]] = defaultdict(list)
    for document in documents:
        for entry in (*document.leaving, *document.obsolete):
            if entry.has_work and _key(entry) in wanted:
                offers[_key(entry)].append((document, entry))
    for document in documents:
        for key, message in [each for each in document.new if each[0] in offers]:
            giver, entry = min(offers[key], key=lambda offer: _rank(document, *offer))
            if giver is document:
                document.placed[key] = brought_back(entry, message)
                document.revived += 1
            else:
                document.placed[key] = replace(brought_back(entry, message), gap="\n")
                document.moved += 1
                document.takes = True
            giver.gone[id(entry)] = giver.gone.get(id(entry), False) or giver is not document


def _rank(document: _Document, giver: _Document, entry: Entry) -> tuple[bool, bool, bool, bool]:
    """What is better comes first: a translation, an unflagged one, one that moves now, the own."""
    return not entry.has_translation, entry.fuzzy, entry.obsolete, giver is not document


def _hand_on_near(documents: Sequence[_Document]) -> None:
    """Give each new message the translation of a near source that is gone, to be looked at.

    Obsolete entries give nothing: what has been obsolete for long misleads more than it helps.
    """
    givers: dict[tuple[str | None, bool], list[tuple[_Document, Entry]]] = defaultdict(list)
    takers: dict[tuple[str | None, bool], list[tuple[_Document, Entry]]] = defaultdict(list)
    for document in documents:
        for entry in document.leaving:
            if entry.has_translation:
                givers[_shape(entry)].append((document, entry))
        for _, entry in document.new:
            takers[_shape(entry)].append((document, entry))
    for shape, new in takers.items():
        old = givers[shape]
        pairs = near_pairs([each.msgid for _, each in new], [each.msgid for _, each in old])
        for taking, giving in pairs.items():
            (taker, message), (giver, entry) = new[taking], old[giving]
            taker.placed[_key(message)] = made_fuzzy(entry, message)
            taker.fuzzied += 1
            taker.takes = taker.takes or taker is not giver
            giver.gone[id(entry)] = taker is not giver


def _standing(documents: Sequence[_Document]) -> dict[Key, list[Entry]]:
    """The live entries of all documents whose source left another: no second copy is kept."""
    leaving = {_key(entry) for document in documents for entry in document.leaving}
    found: dict[Key, list[Entry]] = defaultdict(list)
    if leaving:
        for document in documents:
            for key in leaving & document.placed.keys():
                found[key].append(document.placed[key])
    return found


def _key(entry: Entry) -> Key:
    return entry.context, entry.msgid


def _shape(entry: Entry) -> tuple[str | None, bool]:
    """What near messages must have in common: a translation fits no message with more forms."""
    return entry.context, entry.msgid_plural is not None


def _first_by_key(entries: Iterable[Entry]) -> dict[Key, Entry]:
    found: dict[Key, Entry] = {}
    for entry in entries:
        found.setdefault(_key(entry), entry)
    return found


def _duplicates(entries: tuple[Entry, ...], first: dict[Key, Entry]) -> list[Entry]:
    """Second entries of a key with a translation of their own."""
    return [
        entry
        for entry in entries
        if first[_key(entry)] is not entry
        and entry.has_work
        and not says_the_same(entry, first[_key(entry)])
    ]
