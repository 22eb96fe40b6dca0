"""Merging messages with contexts: of the source, and of a single unit, which a translator adds."""

import gettext
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.merging.occurrences import Occurrences
from cellulite_content.pipeline.catalogs.mo_files import compile_messages
from cellulite_content.pipeline.catalogs.template import make_template
from cellulite_content.pipeline.catalogs.update import MergeResult, merge, merge_locale
from cellulite_content.pipeline.model.unit import Document, Unit, message_key, text_digest
from support.samples import DE, again, project, read

Text = tuple[str, str]
"""The context and the text of a unit; the context is empty where there is none."""

ORDER = ("", "Order")
NOUN, VERB = ("noun", "Order"), ("verb", "Order")


def units(texts: Sequence[Text], section: str = "s") -> Document:
    """A document with a paragraph for each text."""
    return Document(
        "a",
        tuple(
            Unit(f"{section}/paragraph-{number}", "a", "paragraph", text, context=context)
            for number, (context, text) in enumerate(texts, 1)
        ),
    )


def template_of(document: Document) -> Catalog:
    """The template of a document, as it is read."""
    return again(make_template(project(Path("/nowhere")), document))


def occurrences_of(document: Document) -> Occurrences:
    """The units of a document, as the list of unit ids has them."""
    return Occurrences({unit.id: text_digest(unit.text) for unit in document.units})


def updated(catalog: Catalog, *texts: Text) -> MergeResult:
    """The catalog merged with the template of these units."""
    document = units(texts)
    result = merge(template_of(document), catalog, occurrences_of(document))
    return replace(result, catalog=again(result.catalog))


def entry(context: str, text: str, translation: str, *, old: bool = False) -> str:
    """The lines of an entry."""
    lines = [f'msgctxt "{context}"'] * bool(context)
    lines += [f'msgid "{text}"', f'msgstr "{translation}"', ""]
    return "\n".join(f"#~ {line}" if old and line else line for line in lines)


def seen(catalog: Catalog) -> list[tuple[str, str, str]]:
    """The marks, the context and the translation of each entry."""
    return [
        (
            ("#~ " if each.obsolete else "") + ("?" if each.fuzzy else ""),
            each.context or "",
            each.msgstr,
        )
        for each in catalog.entries
    ]


# Contexts of the source


def test_a_text_that_gets_a_context_offers_its_translation() -> None:
    """It was written for the text without the context: a person must say whether it fits."""
    catalog = read(entry("", "Order", "Ordnung"))
    after = updated(catalog, NOUN).catalog
    assert seen(after) == [("?", "noun", "Ordnung")]
    both = updated(catalog, NOUN, ORDER).catalog
    assert seen(both) == [("?", "noun", "Ordnung"), ("", "", "Ordnung")]
    assert seen(updated(after, ORDER).catalog) == [("?", "", "Ordnung")]


def test_a_renamed_context_offers_its_translation() -> None:
    """The context with the most similar name comes first, and `#|` says which it was."""
    catalog = read(entry("verb", "Order", "Bestellen") + "\n" + entry("noun", "Order", "Ordnung"))
    after = updated(catalog, ("nouns", "Order")).catalog
    assert seen(after) == [("?", "nouns", "Ordnung"), ("#~ ", "verb", "Bestellen")]
    assert '#| msgctxt "noun"\n#| msgid "Order"\n' in after.to_bytes().decode()


def test_a_context_that_comes_back_brings_its_translation() -> None:
    """As the text without it does: neither takes the other's."""
    old = (
        entry("", "Order", "Ordnung", old=True) + "\n" + entry("verb", "Order", "Ordern", old=True)
    )
    assert seen(updated(read(old), VERB).catalog) == [
        ("", "verb", "Ordern"),
        ("#~ ", "", "Ordnung"),
    ]


def test_a_damaged_entry_withholds_its_context_alone() -> None:
    """The other messages of the text get entries; once its line is corrected, all is well."""
    damaged = 'msgctxt "noun"\nmsgid "Order"\nmsgstr "Ord"nung"\n'
    result = updated(read(damaged), NOUN, VERB, ORDER)
    assert seen(result.catalog)[1:] == [("", "verb", ""), ("", "", "")]
    corrected = result.catalog.to_bytes().replace(b'Ord"nung', b"Ordnung")
    assert seen(parse_catalog(corrected)) == [
        ("", "noun", "Ordnung"),
        ("", "verb", ""),
        ("", "", ""),
    ]


# Entries of single units


def test_an_entry_of_one_unit_stays() -> None:
    """No template has it, and not a byte changes while the unit has its text."""
    catalog = read(
        "#. paragraph\n"
        + entry("", "Order", "Ordnung")
        + "\n# Mine.\n"
        + entry("s/paragraph-2", "Order", "Bestellung")
    )
    document = units([ORDER, ORDER])
    plain = template_of(document)
    first = merge(plain, catalog, occurrences_of(document)).catalog
    assert entry("s/paragraph-2", "Order", "Bestellung").encode() in first.to_bytes()
    assert merge(plain, again(first), occurrences_of(document)).catalog == again(first)


def test_an_entry_follows_its_unit_as_fuzzy() -> None:
    """A new paragraph above gives the unit another id; it may also be another unit."""
    catalog = read(entry("", "Order", "Ordnung") + "\n" + entry("s/paragraph-2", "Order", "Wahl"))
    after = updated(catalog, ORDER, ("", "New"), ORDER).catalog
    assert seen(after) == [("", "", "Ordnung"), ("?", "s/paragraph-3", "Wahl"), ("", "", "")]
    assert '#| msgctxt "s/paragraph-2"\n' in after.to_bytes().decode()


def test_an_entry_whose_text_is_gone_is_kept_as_obsolete() -> None:
    """It comes back with the text, and never for another."""
    catalog = read(entry("s/paragraph-1", "Order", "Wahl"))
    gone = updated(catalog, ("", "Other"))
    assert seen(gone.catalog) == [("", "", ""), ("#~ ", "s/paragraph-1", "Wahl")]
    back = updated(gone.catalog, ORDER)
    assert sorted(seen(back.catalog)) == [("", "", ""), ("", "s/paragraph-1", "Wahl")]
    assert (back.revived, back.obsolete) == (1, 0)


def test_a_renamed_document_keeps_the_entries_of_its_units() -> None:
    """They move with all others."""
    catalog = read(entry("", "Order", "Ordnung") + "\n" + entry("s/paragraph-2", "Order", "Wahl"))
    document = units([ORDER, ORDER])
    result = merge_locale(
        {"new": template_of(document)},
        {"new": read(""), "old": catalog},
        {"new": occurrences_of(document)},
    )
    assert seen(again(result["new"].catalog)) == [
        ("", "", "Ordnung"),
        ("", "s/paragraph-2", "Wahl"),
    ]
    assert seen(again(result["old"].catalog)) == []


def test_compiled_messages_have_gettexts_keys() -> None:
    """Programs find them with `pgettext`."""
    messages = {message_key("verb", "Order"): "Bestellen", "Order": "Ordnung"}
    compiled = gettext.GNUTranslations(io.BytesIO(compile_messages(DE, messages)))
    assert compiled.pgettext("verb", "Order") == "Bestellen"
    assert compiled.gettext("Order") == "Ordnung"


# Any history

TEXTS = st.tuples(
    st.sampled_from(("", "noun", "verb")), st.sampled_from(("Order", "Order it", "Fat"))
)
DOMAINS = ("a", "b")
STEPS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(DOMAINS), st.lists(TEXTS, max_size=5), min_size=1),
        st.lists(st.booleans(), min_size=12, max_size=12),
        st.lists(st.tuples(st.sampled_from(DOMAINS), st.integers(0, 4)), max_size=3),
    ),
    min_size=1,
    max_size=6,
)


def work(catalog: Catalog, choices: list[bool], written: set[str]) -> Catalog:
    """Translate the chosen ones of the empty and fuzzy messages; what is replaced is forgotten."""
    chosen, entries = iter(choices), []
    for each in catalog.entries:
        if not each.obsolete and (each.fuzzy or not each.msgstr) and next(chosen, False):
            text = f"T({each.context}|{each.msgid})#{len(written)}"
            written.add(text)
            fields = {"msgstr": text, "flags": (), "previous": None, "previous_context": None}
            each = write_entry(replace(each, **fields))  # noqa: PLW2901
        entries.append(each)
    return again(replace(catalog, entries=tuple(entries)))


def split(catalog: Catalog, unit: Unit, written: set[str]) -> Catalog:
    """Add an entry of one unit, unless there is one."""
    if any((each.context, each.msgid) == (unit.id, unit.text) for each in catalog.live):
        return catalog
    text = f"T({unit.id}|{unit.text})#{len(written)}"
    written.add(text)
    new = write_entry(Entry("", msgid=unit.text, msgstr=text, context=unit.id))
    return again(replace(catalog, entries=(*catalog.entries, new)))


@settings(max_examples=100)
@given(STEPS)
def test_no_history_with_contexts_loses_or_misplaces_a_translation(steps: list) -> None:
    """Contexts and units come and go, and translators add entries of single units. After every
    update: no translation is lost; none is unflagged under a message that it was not written
    for; the live messages are the templates' and those of single units that have their text;
    updating again changes nothing."""
    written: set[str] = set()
    catalogs = {name: read("") for name in DOMAINS}
    for sources, choices, chosen in steps:
        documents = {name: units(texts) for name, texts in sources.items()}
        templates = {name: template_of(document) for name, document in documents.items()}
        lists = {name: occurrences_of(document) for name, document in documents.items()}
        result = merge_locale(templates, catalogs, lists)
        after = {name: again(each.catalog) for name, each in result.items()}
        assert _translations(after) == _translations(catalogs)
        for each in (each for catalog in after.values() for each in catalog.entries if each.msgstr):
            is_old = each.fuzzy
            source = (
                (each.previous_context, each.previous) if is_old else (each.context, each.msgid)
            )
            assert each.msgstr.startswith(f"T({source[0]}|{source[1]})#")
        for name, document in documents.items():
            keys = [each.key for each in after[name].live]
            expected = [key for key in keys if key not in document.occurrences]
            assert expected == list(document.messages)
            assert len(set(keys)) == len(keys)
        again_merged = merge_locale(templates, after, lists)
        assert all(each.catalog is after[name] for name, each in again_merged.items())
        catalogs = {name: work(catalog, choices, written) for name, catalog in after.items()}
        for name, number in chosen:
            if name in documents and number < len(documents[name].units):
                unit = documents[name].units[number]
                catalogs[name] = split(catalogs[name], unit, written)


def _translations(catalogs: dict[str, Catalog]) -> set[str]:
    return {each.msgstr for catalog in catalogs.values() for each in catalog.entries if each.msgstr}
