"""Merging a whole locale: what moves to another document takes its translation along."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import (
    Catalog,
    Entry,
    parse_catalog,
    write_entry,
)
from cellulite_content.pipeline.catalogs.merging.merge_result import MergeResult
from cellulite_content.pipeline.catalogs.update import merge_locale
from support.samples import again, read, template

WALK, WALK_ON = "Walking may help the skin.", "Walking may well help the skin."
SWIM, FAT = "Swimming is cheap.", "Where does fat come from?"

Texts = dict[str, list[str]]


def translated(*texts: str, by: str = "T", **fields: object) -> Catalog:
    """A catalog of these messages, each with a translation and these fields."""
    entries = (
        write_entry(replace(each, msgstr=f"{by}({each.msgid})", **fields))  # type: ignore[arg-type]
        for each in template(*texts).entries
    )
    return again(replace(template(), entries=tuple(entries)))


def merged(catalogs: dict[str, Catalog], **texts: list[str]) -> dict[str, MergeResult]:
    """The locale merged with templates of these messages; each catalog written and read again."""
    found = merge_locale({name: template(*each) for name, each in texts.items()}, catalogs)
    return {name: replace(each, catalog=again(each.catalog)) for name, each in found.items()}


def said(catalog: Catalog) -> list[tuple[str, str, bool, bool]]:
    """Source, translation, fuzzy and obsolete of each entry."""
    return [(each.msgid, each.msgstr, each.fuzzy, each.obsolete) for each in catalog.entries]


# A paragraph moves


def test_a_moved_paragraph_keeps_its_translation() -> None:
    """It stands unflagged in the new place, with its comments and flags, and not in the old one."""
    before = {"a": translated(WALK, SWIM, comments=("Mine.",), flags=("mine",)), "b": read("")}
    after = merged(before, a=[SWIM], b=[FAT, WALK])
    assert said(after["b"].catalog) == [(FAT, "", False, False), (WALK, f"T({WALK})", False, False)]
    moved = after["b"].catalog.entries[1]
    assert (moved.comments, moved.flags) == (("Mine.",), ("mine",))
    assert said(after["a"].catalog) == [(SWIM, f"T({SWIM})", False, False)]
    assert (after["b"].moved, after["b"].added, after["a"].obsolete) == (1, 1, 0)


def test_what_moves_leaves_the_others_their_bytes() -> None:
    """In both files only the moved entry's lines change."""
    before = {"a": translated(SWIM, WALK, FAT), "b": translated("One.", "Two.")}
    after = merged(before, a=[SWIM, FAT], b=["One.", WALK, "Two."])
    first, second = (after[name].catalog.to_bytes() for name in "ab")
    entry = f'\n#. paragraph\n#: docs/walking.rst\nmsgid "{WALK}"\nmsgstr "T({WALK})"\n'.encode()
    assert before["a"].to_bytes().replace(entry, b"") == first
    assert second.replace(entry, b"") == before["b"].to_bytes()


def test_what_is_obsolete_elsewhere_comes_over() -> None:
    """An author who cut a paragraph last month pastes it into another document today."""
    cut = merged({"a": translated(WALK), "b": read("")}, a=[SWIM], b=[FAT])
    after = merged({name: each.catalog for name, each in cut.items()}, a=[SWIM], b=[FAT, WALK])
    assert said(after["b"].catalog)[1] == (WALK, f"T({WALK})", False, False)
    assert said(after["a"].catalog) == [(SWIM, "", False, False)]


def test_a_moved_fuzzy_entry_waits_still() -> None:
    """It stays fuzzy, for the source that it was written for."""
    waits = translated(WALK_ON, flags=("fuzzy",), previous=WALK)
    after = merged({"a": waits, "b": read("")}, a=[], b=[WALK_ON])
    (entry,) = after["b"].catalog.entries
    assert (entry.flags, entry.previous, entry.msgstr) == (("fuzzy",), WALK, f"T({WALK_ON})")


def test_an_unflagged_translation_is_preferred() -> None:
    """Of two with the same source, the one that a person has looked at last."""
    waits = translated(WALK, by="F", flags=("fuzzy",), previous=SWIM)
    after = merged({"a": waits, "b": translated(WALK), "c": read("")}, a=[], b=[], c=[WALK])
    assert said(after["c"].catalog) == [(WALK, f"T({WALK})", False, False)]
    assert said(after["a"].catalog) == [(WALK, f"F({WALK})", True, True)]


def test_a_live_message_takes_nothing() -> None:
    """The own entry is the first choice, even an empty one: nothing changed here."""
    before = {"a": translated(WALK), "b": template(WALK)}
    after = merged(before, a=[], b=[WALK])
    assert after["b"].catalog.to_bytes() == before["b"].to_bytes()
    assert said(after["a"].catalog) == [(WALK, f"T({WALK})", False, True)]


def test_a_paragraph_may_move_to_two_documents() -> None:
    """The translation is right in both."""
    after = merged({"a": translated(WALK), "b": read(""), "c": read("")}, a=[], b=[WALK], c=[WALK])
    for name in "bc":
        assert said(after[name].catalog) == [(WALK, f"T({WALK})", False, False)]


def test_two_documents_may_change_places() -> None:
    """Each takes what the other gives."""
    after = merged({"a": translated(WALK), "b": translated(SWIM)}, a=[SWIM], b=[WALK])
    assert said(after["a"].catalog) == [(SWIM, f"T({SWIM})", False, False)]
    assert said(after["b"].catalog) == [(WALK, f"T({WALK})", False, False)]
    assert all(each.outgoing and each.has_incoming for each in after.values())


def test_no_second_copy_of_the_same_is_kept() -> None:
    """The translation of a source that left one of two documents lives on in the other."""
    same = merged({"a": translated(WALK), "b": translated(WALK)}, a=[], b=[WALK])
    assert said(same["a"].catalog) == []
    different = merged({"a": translated(WALK), "b": translated(WALK, by="U")}, a=[], b=[WALK])
    assert said(different["a"].catalog) == [(WALK, f"T({WALK})", False, True)]
    commented = merged(
        {"a": translated(WALK, comments=("Mine.",)), "b": translated(WALK)}, a=[], b=[WALK]
    )
    assert commented["a"].catalog.entries[0].comments == ("Mine.",)


def test_a_comment_without_a_translation_is_work_too() -> None:
    """A question to the authors moves, or stands by, like a translation."""
    asked = again(replace(template(WALK), entries=translated(WALK, comments=("Who?",)).entries))
    empty = write_entry(replace(asked.entries[0], msgstr=""))
    catalog = replace(asked, entries=(empty,))
    moved = merged({"a": catalog, "b": read("")}, a=[], b=[WALK])
    assert moved["b"].catalog.entries[0].comments == ("Who?",)
    gone = merged({"a": catalog}, a=[])["a"].catalog
    assert (gone.entries[0].comments, gone.entries[0].obsolete) == (("Who?",), True)


# A paragraph moves and changes


def test_a_near_source_of_another_document_is_offered() -> None:
    """Fuzzy, with the source that it was written for; the old place keeps nothing."""
    after = merged({"a": translated(WALK), "b": read("")}, a=[], b=[WALK_ON])
    assert said(after["b"].catalog) == [(WALK_ON, f"T({WALK})", True, False)]
    assert after["b"].catalog.entries[0].previous == WALK
    assert said(after["a"].catalog) == []


def test_the_own_document_comes_first() -> None:
    """Its near source is offered, though another document has a nearer one."""
    own = WALK.replace("skin", "legs")
    after = merged({"a": translated(WALK), "b": translated(own)}, a=[], b=[WALK_ON])
    assert said(after["b"].catalog) == [(WALK_ON, f"T({own})", True, False)]
    assert said(after["a"].catalog) == [(WALK, f"T({WALK})", False, True)]


def test_a_moved_source_is_offered_as_a_copy() -> None:
    """The entry goes to the equal source, whatever is near to it."""
    after = merged({"a": translated(WALK), "b": read("")}, a=[WALK_ON], b=[WALK])
    assert said(after["b"].catalog) == [(WALK, f"T({WALK})", False, False)]
    assert said(after["a"].catalog) == [(WALK_ON, f"T({WALK})", True, False)]


def test_a_source_that_stays_in_another_document_is_offered() -> None:
    """To a message for which its own document has nothing; the other file keeps its bytes."""
    before = {"a": translated(WALK), "b": read("")}
    after = merged(before, a=[WALK], b=[WALK_ON])
    assert after["a"].catalog.to_bytes() == before["a"].to_bytes()
    assert said(after["b"].catalog) == [(WALK_ON, f"T({WALK})", True, False)]


def test_forms_fit_forms_alone() -> None:
    """A translation with plural forms is offered to no message without them, and is not lost."""
    plural = read(f'msgid "{WALK}"\nmsgid_plural "{WALK}s"\nmsgstr[0] "Eins"\nmsgstr[1] "Viele"\n')
    after = merged({"a": plural}, a=[WALK_ON])["a"].catalog
    assert [(each.plural, each.obsolete) for each in after.entries] == [
        ((), False),
        (("Eins", "Viele"), True),
    ]


# A document is gone


def test_a_renamed_document_keeps_all_of_its_catalog() -> None:
    """The new catalog has the header and the line ends of the old one, and its translations; what
    is not used is obsolete, and nothing is left behind."""
    old = translated(WALK, SWIM, FAT)
    old = replace(old, header=write_entry(replace(old.header, comments=("By Ann.",))))
    old = parse_catalog(
        old.to_bytes().replace(b"\n", b"\r\n") + b'\r\n#~ msgid "Gone."\r\n#~ msgstr "Weg."\r\n'
    )
    after = merged({"old": old, "new": read("")}, new=[WALK, SWIM])
    assert said(after["new"].catalog) == [
        (WALK, f"T({WALK})", False, False),
        (SWIM, f"T({SWIM})", False, False),
        (FAT, f"T({FAT})", False, True),
        ("Gone.", "Weg.", False, True),
    ]
    assert (after["new"].catalog.header, after["new"].catalog.newline) == (old.header, "\r\n")
    assert after["old"].is_gone
    assert after["old"].catalog.entries == ()


def test_a_document_that_took_few_messages_is_no_new_name() -> None:
    """The old catalog stays, with what was not taken as obsolete entries."""
    after = merged({"old": translated(WALK, SWIM, FAT), "new": read("")}, new=[WALK])
    assert said(after["new"].catalog) == [(WALK, f"T({WALK})", False, False)]
    assert said(after["old"].catalog) == [
        (SWIM, f"T({SWIM})", False, True),
        (FAT, f"T({FAT})", False, True),
    ]
    assert not after["old"].is_gone


def test_a_catalog_in_which_nobody_wrote_is_deleted() -> None:
    """With its document, as that of the first article of a new project; not one with a comment."""
    untranslated = again(template(WALK))
    entry = write_entry(replace(untranslated.entries[0], comments=("question: who?",)))
    commented = again(replace(untranslated, entries=(entry,)))
    after = merged({"a": untranslated, "b": commented, "c": translated(FAT)}, c=[FAT])
    assert [after[name].is_gone for name in "abc"] == [True, False, False]


def test_a_catalog_that_nobody_asks_stays_as_it_is() -> None:
    """A template that is missing for an hour does not make a catalog obsolete."""
    before = {"old": translated(WALK), "new": translated(SWIM)}
    result = merge_locale({"new": template(SWIM)}, before)
    assert all(result[name].catalog is before[name] for name in before)


# Any history

SENTENCES = [
    f"{subject} may {verb} the skin{end}"
    for subject in ("Walking", "Swimming in lakes")
    for verb in ("help", "harm", "well help")
    for end in (".", "?")
] + ["Fat.", "Water?"]
DOMAINS = ("a", "b", "c")

STEPS = st.lists(
    st.tuples(
        st.dictionaries(
            st.sampled_from(DOMAINS),
            st.lists(st.sampled_from(SENTENCES), unique=True, max_size=4),
            min_size=1,
        ),
        st.lists(st.booleans(), min_size=12, max_size=12),
    ),
    min_size=1,
    max_size=6,
)


def work(
    catalogs: dict[str, Catalog], choices: list[bool], written: set[str]
) -> dict[str, Catalog]:
    """Translate the chosen ones of the empty and fuzzy messages; what is replaced is forgotten."""
    chosen, found = iter(choices), {}
    for name, catalog in catalogs.items():
        entries: list[Entry] = []
        for each in catalog.entries:
            waits = not each.obsolete and (each.fuzzy or not each.msgstr) and next(chosen, False)
            if waits:
                text = f"T({each.msgid})#{len(written)}"
                written.add(text)
                each = write_entry(replace(each, msgstr=text, flags=(), previous=None))  # noqa: PLW2901
            entries.append(each)
        found[name] = again(replace(catalog, entries=tuple(entries)))
    return found


def standing(catalogs: dict[str, Catalog]) -> set[str]:
    """All translations of a locale, wherever they stand."""
    return {each.msgstr for each in _entries(catalogs) if each.msgstr}


def _entries(catalogs: dict[str, Catalog]) -> list[Entry]:
    return [entry for catalog in catalogs.values() for entry in catalog.entries]


@settings(max_examples=100)
@given(STEPS)
def test_no_history_of_a_locale_loses_or_misplaces_a_translation(
    steps: list[tuple[Texts, list[bool]]],
) -> None:
    """Documents come, go, and exchange paragraphs. After every update of all of them:

    no translation is lost; none stands unflagged under a source that it was not written for; the
    live messages are the templates'; an entry whose source stayed in its document keeps its
    bytes, unless it was empty and a document is gone; updating again changes nothing.
    """
    written: set[str] = set()
    catalogs = {name: read("") for name in DOMAINS}
    for texts, choices in steps:
        templates = {name: template(*each) for name, each in texts.items()}
        result = merge_locale(templates, catalogs)
        after = {name: again(each.catalog) for name, each in result.items()}
        assert standing(after) == standing(catalogs)
        for each in _entries(after):
            if each.msgstr:
                written_for = each.previous if each.fuzzy else each.msgid
                assert each.msgstr.startswith(f"T({written_for})#")
        for name, wanted in texts.items():
            assert [each.msgid for each in after[name].live] == wanted
            raws = {each.msgid: each.raw for each in after[name].live}
            for old in catalogs[name].live:
                if old.msgstr or templates.keys() >= catalogs.keys():
                    assert raws.get(old.msgid, old.raw) == old.raw
        assert all(
            each.catalog is after[name] for name, each in merge_locale(templates, after).items()
        )
        catalogs = work(after, choices, written)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(SENTENCES), unique=True, min_size=2, max_size=8),
    st.sampled_from(SENTENCES),
    st.data(),
)
def test_one_changed_source_changes_its_lines_alone(
    texts: list[str], new: str, data: st.DataObject
) -> None:
    """In all catalogs of the locale: every other entry keeps its bytes."""
    cut = data.draw(st.integers(1, len(texts) - 1))
    before = {"a": translated(*texts[:cut]), "b": translated(*texts[cut:])}
    changed = data.draw(st.sampled_from(texts))
    wanted = {
        name: list(dict.fromkeys(new if text == changed else text for text in each))
        for name, each in {"a": texts[:cut], "b": texts[cut:]}.items()
    }
    after = merged(before, **wanted)
    for name, each in wanted.items():
        raws = {entry.msgid: entry.raw for entry in after[name].catalog.live}
        assert list(raws) == each
        for old in before[name].live:
            assert raws.get(old.msgid, old.raw) == old.raw
    assert standing({name: each.catalog for name, each in after.items()}) == standing(before)
