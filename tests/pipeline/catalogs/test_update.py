"""Merging: translators' work survives every change of the source."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.template import make_template
from cellulite_content.pipeline.catalogs.update import merge, new_catalog
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Document, Unit
from support.samples import DE, DOMAIN, again, document, project, read, template

WALK, WALK_ON = "Walking may help the skin.", "Walking may well help the skin."
SWIM, FAT = "Swimming is cheap.", "Where does fat come from?"


def translated(*texts: str) -> Catalog:
    """A catalog of these messages, each with a translation of its own."""
    catalog = template(*texts)
    entries = [write_entry(replace(each, msgstr=f"T({each.msgid})")) for each in catalog.entries]
    return again(replace(catalog, entries=tuple(entries)))


def merged(catalog: Catalog, *texts: str) -> Catalog:
    """The catalog merged with a template of these messages, written and read again."""
    return again(merge(template(*texts), catalog).catalog)


def entry(catalog: Catalog, msgid: str) -> Entry:
    """The one entry of a message."""
    (found,) = (each for each in catalog.entries if each.msgid == msgid)
    return found


# Nothing new


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("bom", ["", "\ufeff"], ids=["plain", "BOM"])
@pytest.mark.parametrize("end", ["\n", "", "\n\n# The end\n"], ids=["newline", "none", "comment"])
def test_nothing_new_changes_no_byte(newline: str, bom: str, end: str) -> None:
    """The very catalog comes back, whatever its layout, its line ends and its comments."""
    text = (
        "# Mine.\n#. paragraph\n#: docs/walking.rst\n#, my-flag\n"
        f'msgid ""\n"{WALK}"\nmsgstr "Gehen."\n'
        '\n\n#~| msgid "x"\n#~ msgid "old"\n#~ msgstr "alt"\n'
        f'#. paragraph\n#: docs/walking.rst\nmsgid "{SWIM}"\nmsgstr ""'
    )
    data = (bom + read("").to_bytes().decode() + text + end).replace("\n", newline).encode()
    catalog = parse_catalog(data)
    result = merge(template(WALK, SWIM), catalog)
    assert result.catalog is catalog
    assert result.catalog.to_bytes() == data
    assert (result.kept, result.fuzzy, result.added, result.revived, result.obsolete) == (
        2,
        0,
        0,
        0,
        0,
    )


def test_an_unchanged_source_gives_an_unchanged_template() -> None:
    """A template holds no date, and a merge with itself has nothing to do."""
    place, source = project(Path("/nowhere")), document(WALK, SWIM)
    made = make_template(place, source)
    assert made.to_bytes() == make_template(place, source).to_bytes()
    catalog = again(new_catalog(place, DE, made))
    assert merge(made, catalog).catalog is catalog


# One change


def test_one_changed_source_changes_one_entry() -> None:
    """It is fuzzy with its previous source; the others keep every byte, and so does the header."""
    before = translated(SWIM, WALK, FAT)
    result = merge(template(SWIM, WALK_ON, FAT), before)
    after = again(result.catalog)
    changed = entry(after, WALK_ON)
    assert (changed.msgstr, changed.flags, changed.previous) == (f"T({WALK})", ("fuzzy",), WALK)
    assert [each.raw for each in after.entries if each != changed] == [
        before.entries[0].raw,
        before.entries[2].raw,
    ]
    assert after.header.raw == before.header.raw
    assert (result.kept, result.fuzzy) == (2, 1)


def test_a_changed_source_changes_its_lines_alone() -> None:
    """The diff of the file holds no line of another entry, not even with unusual layouts."""
    before = read(
        f'# Mine.\n#. paragraph\n#: docs/walking.rst\nmsgid ""\n"{SWIM}"\nmsgstr "Schwimmen"\n\n\n'
        f'#. paragraph\n#: docs/walking.rst\nmsgid "{WALK}"\nmsgstr "Gehen"'
    )
    after = merge(template(SWIM, WALK_ON), before).catalog
    assert after.to_bytes().splitlines()[:12] == before.to_bytes().splitlines()[:12]
    assert after.to_bytes().endswith(b'msgstr "Gehen"\n')


def test_a_removed_source_leaves_an_obsolete_entry() -> None:
    """The translation is at the end of the file, with the translator's comments and flags."""
    before = read(f'# Mine.\n#, my-flag\nmsgid "{WALK}"\nmsgstr "Gehen"\n')
    result = merge(template(SWIM), before)
    gone = again(result.catalog).entries[-1]
    assert (gone.msgid, gone.msgstr, gone.obsolete) == (WALK, "Gehen", True)
    assert (gone.comments, gone.flags) == (("Mine.",), ("my-flag",))
    assert (result.added, result.obsolete) == (1, 1)


def test_a_removed_source_without_translation_is_gone() -> None:
    """Nobody wrote anything there: nothing is kept."""
    assert [each.msgid for each in merged(template(WALK, SWIM), SWIM).entries] == [SWIM]


def test_a_source_that_comes_back_brings_its_translation() -> None:
    """Word for word the same source: its translation is good again, and nobody need look."""
    gone = merged(translated(WALK, SWIM), SWIM)
    result = merge(template(WALK, SWIM), gone)
    back = entry(again(result.catalog), WALK)
    assert (back.msgstr, back.fuzzy, back.obsolete) == (f"T({WALK})", False, False)
    assert (back.extracted, back.references) == (("paragraph",), ("docs/walking.rst",))
    assert (result.revived, result.kept) == (1, 1)


def test_what_waited_when_it_left_waits_when_it_comes_back() -> None:
    """A fuzzy translation that became obsolete is fuzzy again, for the same previous source."""
    fuzzy = merged(translated(WALK), WALK_ON)
    gone = merged(fuzzy, FAT)
    assert b"#~| msgid" in gone.to_bytes()
    back = entry(merged(gone, WALK_ON), WALK_ON)
    assert (back.msgstr, back.flags, back.previous) == (f"T({WALK})", ("fuzzy",), WALK)


def test_a_new_source_is_empty() -> None:
    """It is in the template's order, with its description and place, and nothing guessed."""
    result = merge(template(WALK, FAT, SWIM), translated(WALK, SWIM))
    assert [each.msgid for each in result.catalog.entries] == [WALK, FAT, SWIM]
    new = again(result.catalog).entries[1]
    assert (new.msgstr, new.flags, new.previous) == ("", (), None)
    assert (new.extracted, new.references) == (("paragraph",), ("docs/walking.rst",))
    assert (result.added, result.kept) == (1, 2)


def test_a_fuzzy_of_a_fuzzy_keeps_the_first_previous() -> None:
    """The translation was written for the first source, however often it changed since."""
    catalog = translated(WALK)
    for text in (WALK_ON, WALK_ON.replace("well", "really"), WALK_ON.replace("skin", "legs")):
        catalog = merged(catalog, text)
        assert entry(catalog, text).previous == WALK
        assert entry(catalog, text).msgstr == f"T({WALK})"


def test_a_near_source_that_stays_is_offered() -> None:
    """A copy of its translation, as fuzzy and without the translator's comments; not a byte of
    the entry itself changes."""
    text = f'# Mine.\n#. paragraph\n#: docs/walking.rst\n#, my\nmsgid "{WALK}"\nmsgstr "Gehen"\n'
    before = read(text)
    result = merge(template(WALK, WALK_ON), before)
    stays, new = again(result.catalog).entries
    assert stays.raw == before.entries[0].raw
    assert (new.msgstr, new.flags, new.previous, new.comments) == ("Gehen", ("fuzzy",), WALK, ())
    assert (result.kept, result.fuzzy) == (1, 1)


def test_both_halves_of_a_split_paragraph_are_offered_the_whole() -> None:
    """Each is two thirds like it; the translator's comment goes with the first."""
    first = "Walking on most days of the week may help the skin of the legs."
    second = "Swimming in a cool lake may help it too, but nobody has proved it."
    before = read(f'# Mine.\nmsgid "{first} {second}"\nmsgstr "Gehen. Schwimmen."\n')
    after = merged(before, first, second)
    assert [(each.msgstr, each.fuzzy, each.previous) for each in after.entries] == [
        ("Gehen. Schwimmen.", True, f"{first} {second}")
    ] * 2
    assert Counter(each.comments for each in after.entries) == Counter([("Mine.",), ()])


def test_a_text_that_moves_is_preferred_to_a_copy() -> None:
    """The nearest source moves its entry; only a message that nothing moves to gets a copy."""
    after = merged(translated(WALK, SWIM), WALK_ON, WALK_ON + " Really.")
    assert [(each.msgstr, each.obsolete) for each in after.entries] == [
        (f"T({WALK})", False),
        (f"T({WALK})", False),
        (f"T({SWIM})", True),
    ]


def test_a_far_source_gets_nothing() -> None:
    """An unrelated translation under a new text would only mislead."""
    after = merged(translated(WALK), FAT)
    assert entry(after, FAT).msgstr == ""
    assert entry(after, WALK).obsolete


def test_two_changed_sources_get_their_own_translations() -> None:
    """Each is nearest to what it was."""
    swim_on = SWIM.replace("cheap", "very cheap")
    after = merged(translated(WALK, SWIM), swim_on, WALK_ON)
    assert [(each.msgid, each.msgstr) for each in after.entries] == [
        (swim_on, f"T({SWIM})"),
        (WALK_ON, f"T({WALK})"),
    ]


# What stands around a translation


def test_comments_flags_and_header_fields_survive() -> None:
    """An entry that is rewritten for its new place loses nothing that a person wrote."""
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-Crowdin: 1\\n"\n\n'
        f'# One.\n#\n# Two.\n#: docs/old.rst:7\n#, my-flag\nmsgid "{WALK}"\nmsgstr "Gehen"\n'
    )
    after = again(merge(template(WALK), parse_catalog(text.encode())).catalog)
    kept = entry(after, WALK)
    assert kept.comments == ("One.", "", "Two.")
    assert kept.references == ("docs/walking.rst",)
    assert (kept.flags, kept.msgstr) == (("my-flag",), "Gehen")
    assert after.field("X-Crowdin") == "1"


def test_flags_of_the_template_reach_the_entry() -> None:
    """Without `python-format` the placeholders of a message would not be checked."""
    unit = Unit("interface/page", "interface", "interface", "Page %(n)s", flags=("python-format",))
    made = make_template(project(Path("/nowhere")), Document("interface", (unit,)))
    before = read('#, fuzzy\nmsgid "Page %(n)s"\nmsgstr "Seite %(n)s"\n')
    assert merge(made, before).catalog.entries[0].flags == ("fuzzy", "python-format")
    handed_on = merge(made, read('msgid "Page %(m)s"\nmsgstr "Seite %(m)s"\n')).catalog.entries[0]
    assert handed_on.flags == ("fuzzy", "python-format")


def test_the_second_of_two_translations_is_kept() -> None:
    """A message that stands twice keeps its first translation, and the other becomes obsolete."""
    before = read(
        f'msgid "{WALK}"\nmsgstr "Gehen"\n\nmsgid "{WALK}"\nmsgstr "Wandern"\n\n'
        f'msgid "{WALK}"\nmsgstr "Gehen"\n'
    )
    after = merged(before, WALK)
    assert [(each.msgstr, each.obsolete) for each in after.entries] == [
        ("Gehen", False),
        ("Wandern", True),
    ]


def test_plural_forms_and_contexts_become_obsolete_whole() -> None:
    """No template has them; what a person wrote stays all the same."""
    before = read(
        'msgctxt "verb"\nmsgid "walk"\nmsgid_plural "walks"\nmsgstr[0] "geh"\nmsgstr[1] "geht"\n'
    )
    (gone,) = (each for each in merged(before, "walk").entries if each.obsolete)
    assert (gone.context, gone.msgid_plural, gone.plural) == ("verb", "walks", ("geh", "geht"))


def test_strange_characters_leave_the_catalog_readable() -> None:
    """A control character in a translation, once rewritten, must not make the file unreadable."""
    before = read(f'msgid "{WALK}"\nmsgstr "a\vb\fc\bd\u2028e\x85f"\n')
    assert merged(before, WALK).entries[0].msgstr == "a\vb\fc\bd\u2028e\x85f"


# New catalogs


@pytest.mark.parametrize(
    ("code", "forms"),
    [("de", "nplurals=2;"), ("ja", "nplurals=1;"), ("pl", "nplurals=3;"), ("ar", "nplurals=6;")],
)
def test_a_new_catalog_is_ready_to_be_filled(code: str, forms: str) -> None:
    """Its header names the language and its plural forms; its messages are the template's."""
    made = make_template(project(Path("/nowhere")), document(WALK, SWIM))
    catalog = again(new_catalog(project(Path("/nowhere")), Locale(code), made))
    assert catalog.field("Language") == code
    assert catalog.field("Plural-Forms").startswith(forms)
    assert catalog.field("Content-Type") == "text/plain; charset=UTF-8"
    assert [(each.msgid, each.msgstr) for each in catalog.entries] == [(WALK, ""), (SWIM, "")]


def test_equal_texts_are_one_message() -> None:
    """gettext keeps one message for equal texts; its description names every kind."""
    units = (
        Unit("title", DOMAIN, "title", "Skin", (), "docs/walking.rst"),
        Unit("role/paragraph-1", DOMAIN, "paragraph", "Skin", ("Role",), "docs/walking.rst"),
    )
    made = make_template(project(Path("/nowhere")), Document(DOMAIN, units))
    (only,) = again(made).entries
    assert only.extracted == ("title", "paragraph, in: Role")
    assert only.references == ("docs/walking.rst",)


# Any history

SENTENCES = [
    f"{subject} may {verb} the skin{end}"
    for subject in ("Walking", "Swimming in lakes")
    for verb in ("help", "harm", "well help")
    for end in (".", " of legs.", "?")
] + ["Fat.", "Water?", "A b c", "A b d"]

STEPS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(SENTENCES), unique=True, max_size=7),
        st.lists(st.booleans(), min_size=7, max_size=7),
    ),
    min_size=1,
    max_size=6,
)


class Translator:
    """Somebody who fills or fixes the messages they are given, and remembers what they wrote."""

    def __init__(self) -> None:
        self.written: set[str] = set()
        self._count = 0

    def work(self, catalog: Catalog, choices: list[bool]) -> Catalog:
        """Translate the chosen ones of the messages that wait; what is replaced is forgotten, if
        no other entry has a copy."""
        entries = list(catalog.entries)
        copies = Counter(each.msgstr for each in entries)
        for place, chosen in zip(range(len(catalog.live)), choices, strict=False):
            old = entries[place]
            if chosen and (old.fuzzy or not old.msgstr):
                text = f"T({old.msgid})#{self._count}"
                self._count += 1
                copies[old.msgstr] -= 1
                self.written -= set() if copies[old.msgstr] else {old.msgstr}
                self.written.add(text)
                entries[place] = write_entry(replace(old, msgstr=text, flags=(), previous=None))
        return again(replace(catalog, entries=tuple(entries)))


@settings(max_examples=100)
@given(STEPS)
def test_no_history_loses_or_misplaces_a_translation(
    steps: list[tuple[list[str], list[bool]]],
) -> None:
    """Through any row of templates and translators' work, after every merge:

    every translation is still in the file; none is unflagged under a source that it was
    not written for, live or obsolete, and a fuzzy one names the source that it was written for;
    the live messages are the template's in its order; merging again changes nothing.
    """
    translator, catalog = Translator(), read("")
    for texts, choices in steps:
        catalog = merged(catalog, *texts)
        assert [each.msgid for each in catalog.live] == texts
        assert {each.msgstr for each in catalog.entries if each.msgstr} == translator.written
        for each in catalog.entries:
            if each.msgstr:
                written_for = each.previous if each.fuzzy else each.msgid
                assert each.msgstr.startswith(f"T({written_for})#")
        assert merge(template(*texts), catalog).catalog is catalog
        catalog = translator.work(catalog, choices)


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(SENTENCES), unique=True, min_size=1, max_size=8),
    st.sampled_from(SENTENCES),
    st.data(),
)
def test_one_changed_source_never_touches_another_entry(
    texts: list[str], new: str, data: st.DataObject
) -> None:
    """Every entry whose source stays keeps its bytes, and at most one is fuzzy."""
    changed = data.draw(st.integers(0, len(texts) - 1))
    before = translated(*texts)
    after_texts = [new if place == changed else text for place, text in enumerate(texts)]
    after = merged(before, *dict.fromkeys(after_texts))
    for old in before.entries:
        if old.msgid in after_texts:
            assert entry(after, old.msgid).raw == old.raw
    assert sum(each.fuzzy for each in after.entries) <= 1
