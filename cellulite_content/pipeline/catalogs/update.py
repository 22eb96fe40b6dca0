"""The update of a locale's catalogs from the templates; no translation is lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from ..model.locale import Locale
from ..model.project import Project
from .catalog import Catalog, Entry, write_entry
from .merging.document_merge import DocumentMerge
from .merging.fuzzy_match import context_similarity
from .merging.fuzzy_reuse import copy_similar, reuse_similar, reuse_similar_or_joined
from .merging.merge_result import MergeResult
from .merging.occurrences import Key, Occurrences, key_of
from .merging.remaining_entries import RemainingEntries
from .merging.renamed_catalogs import move_renamed_catalogs
from .merging.transitions import copy_translation, make_fuzzy, revive


def merge(
    template: Catalog, catalog: Catalog, occurrences: Occurrences | None = None
) -> MergeResult:
    """The catalog with exactly the template's messages, in its order, and all old translations.

    An entry with an equal source stays byte for byte; an obsolete entry with an equal source
    becomes live again; the translation of a similar source becomes fuzzy, with `#| msgid`; a
    translation without a source becomes obsolete. No translation is deleted.

    Refused entries keep their bytes. A message whose entry is refused gets no new entry: once
    somebody corrects its line, msgfmt would refuse the file for two entries of one message.
    """
    known = {"": occurrences} if occurrences else {}
    return merge_locale({"": template}, {"": catalog}, known)[""]


def merge_locale(
    templates: Mapping[str, Catalog],
    catalogs: Mapping[str, Catalog],
    occurrences: Mapping[str, Occurrences] = MappingProxyType({}),
) -> dict[str, MergeResult]:
    """All catalogs of a locale by domain, merged as `merge` does, and across documents.

    A new message gets the first of these translations: of an equal source that its own or another
    document no longer uses; as fuzzy, of an equal source of another context in its own document; of
    a similar source that its own document no longer uses, or of several that followed each other;
    of one that another document no longer uses; a copy of that of a similar source of its own
    document; of one of another document. An entry whose context is the id of a unit with its text,
    which `occurrences` say, stays although no template has it. A catalog without a template (its
    document was deleted) uses none of its entries; if no other document reuses one, the file stays
    unchanged. That of a renamed document goes to the new one as a whole. One in which nobody has
    written anything, or of which all is in the others, is gone.
    """
    documents = [
        DocumentMerge(templates.get(domain), catalog, occurrences.get(domain, Occurrences()))
        for domain, catalog in catalogs.items()
    ]
    _move_own_entries(documents)
    _reuse_exact_matches(documents)
    for document in documents:
        _reuse_other_contexts(document)
    for document in documents:
        reuse_similar_or_joined(document)
    if len(documents) > 1:
        reuse_similar(documents)
    for document in documents:
        copy_similar([document])
    if len(documents) > 1:
        copy_similar(documents)
        move_renamed_catalogs(documents)
    return dict(zip(catalogs, _results(list(catalogs), documents), strict=True))


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
        "Plural-Forms": str(get_plural(locale.babel).plural_forms),
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    header = write_entry(Entry("", gap="", msgstr=text))
    entries = tuple(replace(entry, gap="\n") for entry in template.live)
    return Catalog(header, entries)


def _move_own_entries(documents: Sequence[DocumentMerge]) -> None:
    """Move the own entries of a renamed document's units to the new document."""
    for target in documents:
        if target.template is None or target.has_work:
            continue
        for origin in documents:
            for entry in () if origin.template else origin.orphaned:
                if key_of(entry) not in target.own and target.occurrences.has(entry):
                    target.own[key_of(entry)] = replace(entry, gap="\n")
                    target.moved += 1
                    target.incoming.add(id(entry))
                    origin.reused[id(entry)] = True


def _reuse_exact_matches(documents: Sequence[DocumentMerge]) -> None:
    """Give each new message the translation of an equal source that no message uses, and each
    message of which nobody has written anything that of a document that is gone."""
    new_keys = {
        key
        for document in documents
        for key, _ in (*document.new_messages, *document.empty_messages)
    }
    offers: dict[Key, list[tuple[DocumentMerge, Entry]]] = defaultdict(list)
    for document in documents:
        duplicates = () if document.template else document.duplicates
        for entry in (*document.orphaned, *duplicates, *document.obsolete):
            if entry.has_work and key_of(entry) in new_keys:
                offers[key_of(entry)].append((document, entry))
    for document in documents:
        found = {key: offers[key] for key, _ in document.new_messages if key in offers}
        for key, _ in document.empty_messages:
            if of_deleted := [offer for offer in offers.get(key, ()) if not offer[0].template]:
                found[key] = of_deleted
        counts = Counter(id(origin) for pairs in found.values() for origin, _ in pairs)
        for key, pairs in found.items():
            message = document.expected[key]
            origin, entry = min(
                pairs,
                key=lambda offer: (*_offer_rank(document, *offer), -counts[id(offer[0])]),
            )
            if origin is document:
                document.merged[key] = revive(entry, message)
                document.revived += 1
            else:
                document.merged[key] = replace(revive(entry, message), gap="\n")
                document.moved += 1
                document.incoming.add(id(entry))
            origin.reused[id(entry)] = origin.reused.get(id(entry), False) or origin is not document


def _offer_rank(
    document: DocumentMerge, origin: DocumentMerge, entry: Entry
) -> tuple[bool, bool, bool, bool]:
    """The order of preference: translated, not fuzzy, moving now, in the same document."""
    return not entry.has_translation, entry.fuzzy, entry.obsolete, origin is not document


def _reuse_other_contexts(document: DocumentMerge) -> None:
    """Give each new message the translation of the same source in another context, as fuzzy.

    An entry that is no longer used moves, that of the context with the most similar name first; one
    that is used keeps its translation and its comments.
    """
    if not any(key[0] for key in (*document.expected, *document.live)):
        return
    offers: dict[tuple[str, bool], list[Entry]] = defaultdict(list)
    orphaned = [entry for entry in document.orphaned if entry.has_translation]
    orphaned_ids = set(map(id, orphaned))
    used = [entry for entry in document.merged.values() if entry.has_translation]
    for entry in (*orphaned, *(entry for entry in used if not entry.fuzzy)):
        offers[entry.msgid, entry.msgid_plural is not None].append(entry)
    for key, message in list(document.new_messages):
        found = [
            (id(entry) in orphaned_ids, context_similarity(entry.context, key[0]), entry)
            for entry in offers[message.msgid, message.msgid_plural is not None]
            if id(entry) not in document.reused
        ]
        if not found:
            continue
        is_orphaned, _, entry = max(found, key=lambda offer: offer[:2])
        if is_orphaned:
            document.reused[id(entry)] = False
        else:
            entry = copy_translation(entry)
        document.merged[key] = make_fuzzy(entry, message)
        document.fuzzy += 1


def _results(domains: Sequence[str], documents: Sequence[DocumentMerge]) -> Iterator[MergeResult]:
    live_copies = _live_copies(documents)
    present = [document for document in documents if document.template]
    remaining = RemainingEntries()
    if len(present) < len(documents):
        remaining = RemainingEntries(
            (entry for document in present for entry in document.remaining),
            [document.catalog for document in present],
        )
    new_domains = dict(zip(map(id, documents), domains, strict=True))
    for document in documents:
        if document.template:
            yield document.result(live_copies)
        else:
            result = document.result_without_template(remaining)
            yield replace(result, new_domain=new_domains.get(id(document.new_document), ""))


def _live_copies(documents: Sequence[DocumentMerge]) -> dict[Key, list[Entry]]:
    """The locale's live entries with the key of an orphaned one, which is then not kept twice."""
    orphaned_keys = {key_of(entry) for document in documents for entry in document.orphaned}
    copies: dict[Key, list[Entry]] = defaultdict(list)
    if orphaned_keys:
        for document in documents:
            for key in orphaned_keys & document.merged.keys():
                copies[key].append(document.merged[key])
    return copies
