"""Merging a locale after a document was renamed or deleted: nothing that people wrote is lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.merging.merge_result import MergeResult
from cellulite_content.pipeline.catalogs.update import merge_locale
from support.samples import again, read, template

TEXTS = [
    *("Walking may help.", "Swimming is cheap.", "Where does fat come from?", "Sleep well."),
    *("Few people ride horses.", "Eat beans and rice!", "Nobody knows why.", "Doctors disagree."),
    *("Water has no calories.", "References"),
]
STANDARD = ["Note", "Tip", "Warning", "References", "Contents", "Index"]
"""Texts that all documents have."""


def by(
    name: str, texts: list[str], count: int | None = None, *, header: str = "", tail: str = ""
) -> Catalog:
    """A catalog of these texts by a person, who has translated the first `count` of them."""
    count = len(texts) if count is None else count
    entries = [
        write_entry(replace(entry, msgstr=f"{name}({entry.msgid})" if number < count else ""))
        for number, entry in enumerate(template(*texts).entries)
    ]
    head = template().header
    if name:
        head = replace(head, msgstr=f"{head.msgstr}Last-Translator: {name}\n")
    comments = tuple(filter(None, (header,)))
    head = write_entry(replace(head, comments=comments))
    return again(Catalog(head, tuple(entries), tail))


def merged(catalogs: dict[str, Catalog], **texts: list[str]) -> dict[str, MergeResult]:
    """The locale merged with templates of these texts; each catalog is read as it was written."""
    found = merge_locale({name: template(*sources) for name, sources in texts.items()}, catalogs)
    results = {
        name: replace(result, catalog=again(result.catalog)) for name, result in found.items()
    }
    left = {name: result.catalog for name, result in results.items() if not result.is_gone}
    assert _words(left) >= _words(catalogs)
    once_more = merge_locale({name: template(*sources) for name, sources in texts.items()}, left)
    assert all(once_more[name].catalog is left[name] for name in left)
    return results


def _words(catalogs: dict[str, Catalog]) -> set[str]:
    """What people have written: translations, comments, names, and lines at the end of a file."""
    found = set()
    for catalog in catalogs.values():
        found |= {catalog.field("Last-Translator"), *catalog.tail.split("\n")}
        for entry in (catalog.header, *catalog.entries):
            found |= {*entry.comments, *(() if entry is catalog.header else (entry.msgstr,))}
    return found - {""}


def translations(catalog: Catalog) -> list[str]:
    """Those of the live messages."""
    return [entry.msgstr for entry in catalog.live if entry.msgstr]


@pytest.mark.parametrize("count", [0, 1, 4, 10])
def test_a_catalog_is_moved_whatever_part_is_translated(count: int) -> None:
    """With its header and the comment at its end."""
    old = by("Ann", TEXTS, count, header="question: who reads this?", tail="\n# To be continued.\n")
    after = merged({"old": old, "new": by("", [])}, new=TEXTS)
    assert after["new"].catalog.to_bytes() == old.to_bytes()
    assert (after["old"].is_gone, after["old"].new_domain) == (True, "new")


def test_a_catalog_is_moved_though_most_texts_were_edited() -> None:
    """Fuzzy translations are translations that the new document took."""
    edited = [f"{text} And more." if number % 4 else text for number, text in enumerate(TEXTS)]
    after = merged({"old": by("Ann", TEXTS), "new": by("", [])}, new=edited)
    assert after["new"].fuzzy + after["new"].moved == len(translations(after["new"].catalog)) > 5
    assert after["new"].catalog.field("Last-Translator") == "Ann"
    assert after["old"].new_domain == "new"


@pytest.mark.parametrize(
    "old",
    [
        by("", TEXTS, 0, header="question: who reads this?"),
        by("Ann", TEXTS, 0),
        by("", TEXTS, 0, tail="\n# To be continued.\n"),
    ],
    ids=["comment of the header", "name", "comment at the end"],
)
def test_what_is_written_around_the_entries_stays(old: Catalog) -> None:
    """Where no document has the messages of the one that is gone."""
    after = merged({"old": old, "other": by("", [])}, other=["Else."])
    assert not after["old"].is_gone
    assert after["old"].catalog.to_bytes() == old.to_bytes()


def test_what_programs_write_in_headers_is_nobodys() -> None:
    """The name of the language as the team, and the headers of `msginit --no-translator`."""
    for name, team in (("", "German"), ("Automatically generated", "none")):
        old = by(name, TEXTS, 0, header="Messages of old.")
        fields = f"{old.header.msgstr}Language-Team: {team}\n"
        old = again(replace(old, header=write_entry(replace(old.header, msgstr=fields))))
        found = merge_locale({"other": template("Else.")}, {"old": old, "other": by("", [])})
        assert found["old"].is_gone


def test_the_translator_of_most_entries_has_the_header() -> None:
    """Not of the first document in which some standard texts were found."""
    ann, bob = by("Ann", STANDARD), by("Bob", [*STANDARD, *TEXTS[:5]])
    after = merged({"a": ann, "b": bob, "b2": by("", [])}, b2=[*STANDARD, *TEXTS[:5]])
    assert after["b2"].catalog.to_bytes() == bob.to_bytes()
    assert (after["a"].new_domain, after["b"].new_domain) == ("", "b2")
    assert not after["a"].is_gone


def test_two_renamed_documents_have_each_its_own_catalog() -> None:
    """In whichever order they are."""
    ann, bob = by("Ann", [*STANDARD, *TEXTS[5:9]]), by("Bob", [*STANDARD, *TEXTS[:5]])
    for names in (("a2", "b2"), ("b2", "a2")):
        catalogs = {"a": ann, "b": bob} | {name: by("", []) for name in names}
        after = merged(catalogs, a2=[*STANDARD, *TEXTS[5:9]], b2=[*STANDARD, *TEXTS[:5]])
        assert [after[name].catalog.field("Last-Translator") for name in ("a2", "b2")] == [
            "Ann",
            "Bob",
        ]


def test_an_empty_catalog_of_the_new_document_is_filled() -> None:
    """Weblate may have made it before the update, or the old one was damaged at the last."""
    for texts in (TEXTS, [f"{text} And more." for text in TEXTS]):
        before = {"old": by("Ann", TEXTS), "new": again(template(*texts))}
        after = merged(before, new=texts)
        assert after["new"].catalog.to_bytes() == (
            merged({**before, "new": by("", [])}, new=texts)["new"].catalog.to_bytes()
        )
        assert after["old"].new_domain == "new"


def test_a_catalog_in_which_somebody_has_written_keeps_its_header() -> None:
    """It gets the translations of messages that have none; the others keep their bytes."""
    new = by("Bob", TEXTS, 2)
    after = merged({"old": by("Ann", TEXTS, 9), "new": new}, new=TEXTS)
    catalog = after["new"].catalog
    assert (catalog.header, catalog.live[:2], catalog.live[9]) == (
        new.header, new.live[:2], new.live[9],
    )  # fmt: skip
    assert [entry.msgstr[:3] for entry in catalog.live[2:9]] == ["Ann"] * 7
    assert not after["old"].is_gone
    assert after["old"].catalog.field("Last-Translator") == "Ann"
    assert [entry.msgstr[:3] for entry in after["old"].catalog.entries] == ["Ann"] * 2


def test_a_second_update_after_a_kill_gives_the_same() -> None:
    """When the old catalog was not deleted after the new one was written."""
    old = by("Ann", TEXTS, 8, header="question: who reads this?", tail="\n# To be continued.\n")
    old = parse_catalog(old.to_bytes() + b'\n#~ msgid "Gone."\n#~ msgstr "Weg."\n')
    first = merged({"old": old, "new": by("", [])}, new=TEXTS[3:])
    second = merged({"old": old, "new": first["new"].catalog}, new=TEXTS[3:])
    assert second["new"].catalog.to_bytes() == first["new"].catalog.to_bytes()
    assert [entry.msgstr for entry in second["new"].catalog.entries if entry.obsolete]
    assert second["old"].is_gone


def test_equal_obsolete_entries_of_two_deleted_documents_stay() -> None:
    """Each would be the other's copy."""
    gone = [read(f'msgid "{text}"\nmsgstr ""\n\n#~ msgid "X"\n#~ msgstr "Y"\n') for text in "AB"]
    after = merged({"a": gone[0], "b": gone[1], "c": by("", ["C"])}, c=["C"])
    assert not after["a"].is_gone
    assert not after["b"].is_gone


def test_a_second_entry_of_a_message_is_moved_too() -> None:
    """As an obsolete one; the first is the message's."""
    old = by("Ann", ["A", "B"])
    old = parse_catalog(old.to_bytes() + b'\nmsgid "A"\nmsgstr "Other"\n')
    after = merged({"old": old, "new": by("", [])}, new=["A", "B"])
    assert [entry.msgstr for entry in after["new"].catalog.entries if entry.obsolete] == ["Other"]
    assert after["old"].is_gone


@st.composite
def locales(draw: st.DrawFn) -> tuple[dict[str, Catalog], dict[str, list[str]]]:
    """Catalogs of any documents, with work of several people, and the texts of the next version."""
    some_texts = st.lists(st.sampled_from(TEXTS[:6]), unique=True, max_size=5)
    catalogs = {
        name: by(
            draw(st.sampled_from(["", "Ann", "Bob"])),
            draw(some_texts),
            draw(st.integers(0, 5)),
            header=draw(st.sampled_from(["", "question: who?", f"Of {name}."])),
            tail=draw(st.sampled_from(["", "\n", f"\n# End of {name}.\n"])),
        )
        for name in "abcd"
    }
    sources = draw(st.dictionaries(st.sampled_from("abcdef"), some_texts, min_size=1))
    return {name: by("", []) for name in sources} | catalogs, sources


@settings(max_examples=75)
@given(locales())
def test_no_word_is_lost(locale: tuple[dict[str, Catalog], dict[str, list[str]]]) -> None:
    """Whichever documents are renamed, divided, deleted and new, also after a kill; and a second
    update changes nothing."""
    catalogs, sources = locale
    after = merged(catalogs, **sources)
    found = {name: result.catalog for name, result in after.items()}
    merged(
        {**found, **{name: catalogs[name] for name in catalogs if after[name].outgoing}}, **sources
    )
