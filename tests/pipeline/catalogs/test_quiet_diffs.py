"""Diffs of catalogs: a change of the source changes the lines that it must, and no others."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog, write_entry
from cellulite_content.pipeline.catalogs.entry_edit import edit_entry
from cellulite_content.pipeline.catalogs.merging.three_way_merge import merge_branches
from cellulite_content.pipeline.catalogs.update import merge
from support.samples import FUZZ, HEADER, again, po, read

TEXT = 'msgid ""\n"Walk"\nmsgstr ""\n"Ge"\n"hen"\n'


def edited(text: str, **fields: object) -> str:
    """The text of an entry after these fields have changed."""
    (entry,) = read(text).entries
    return edit_entry(entry, replace(entry, **fields)).raw  # type: ignore[arg-type]


def of_template(msgid: str, **fields: object) -> Entry:
    """An entry of a template."""
    return write_entry(Entry("", msgid=msgid, **fields))  # type: ignore[arg-type]


def updated(catalog: Catalog, *entries: Entry) -> bytes:
    """The bytes of the catalog after an update from a template of these entries."""
    return merge(again(Catalog(read("").header, entries)), catalog).catalog.to_bytes()


# One entry


@pytest.mark.parametrize(
    ("before", "references", "after"),
    [
        ("#: a:1\n#: b:2\n", "a:9 b:2", "#: a:9\n#: b:2\n"),
        ("#:a:1\tb:2 \n#: c:3\n", "a:9 b:2 c:3", "#:a:9\tb:2 \n#: c:3\n"),
        ("#: a:1\n", "a:1 b:2", "#: a:1 b:2\n"),
        ("#: a:1\n#: b:2\n", "a:1 b:2 c:3", "#: a:1\n#: b:2\n#: c:3\n"),
        ("#: a:1\n#: b:2\n", "b:2", "#: b:2\n"),
        ("#: a:1\n", "", ""),
        ("", "a:1", "#: a:1\n"),
        ("# One\n#. two\n#, my\n", "a:1", "# One\n#. two\n#: a:1\n#, my\n"),
        ("#, my\n#: a:1\n# One\n", "b:1", "#, my\n#: b:1\n# One\n"),
        ("#: a:1\n# One\n\n#: b:1\n", "a:1 b:2", "#: a:1\n# One\n\n#: b:2\n"),
        (f"#: {'a' * 30}:1 {'b' * 30}:2\n", f"{'a' * 30}:1", f"#: {'a' * 30}:1\n"),
        (
            f"#: {'a' * 30}:1 {'b' * 30}:2\n",
            f"{'c' * 20}:3 {'a' * 30}:1 {'b' * 30}:2",
            f"#: {'c' * 20}:3 {'a' * 30}:1\n#: {'b' * 30}:2\n",
        ),
    ],
)
def test_references_change_in_their_lines(before: str, references: str, after: str) -> None:
    """The layout stays: a line for each, several on a line, tabs, and comments in any order."""
    assert edited(before + TEXT, references=tuple(references.split())) == after + TEXT


@pytest.mark.parametrize(
    ("before", "extracted", "after"),
    [
        ("#. one\n#.two\n", ("one", "new", "two"), "#. one\n#. new\n#.two\n"),
        ("#.one\n#. two\n#.three\n", ("one", "2", "three"), "#.one\n#. 2\n#.three\n"),
        ("#  Mine.\n#: a:1\n", ("one", "", "two"), "#  Mine.\n#. one\n#.\n#. two\n#: a:1\n"),
        ("#. one\n#: a:1\n", (), "#: a:1\n"),
    ],
)
def test_authors_comments_change_in_their_lines(
    before: str, extracted: tuple[str, ...], after: str
) -> None:
    """New ones are where gettext has them, and others keep their white space."""
    assert edited(before + TEXT, extracted=extracted) == after + TEXT


@pytest.mark.parametrize(
    ("before", "flags", "after"),
    [
        ("#,fuzzy\n", ("fuzzy", "python-format"), "#, fuzzy, python-format\n"),
        ("#, python-format\n", ("python-format", "fuzzy"), "#, fuzzy, python-format\n"),
        ("#, fuzzy, my\n", ("my",), "#, my\n"),
        ("#, fuzzy\n#= c-format\n", ("c-format",), "#= c-format\n"),
        ("#= c-format\n", ("fuzzy", "c-format"), "#, fuzzy\n#= c-format\n"),
        ("#: a:1\n#| msgid \"x\"\n", ("fuzzy",), "#: a:1\n#, fuzzy\n#| msgid \"x\"\n"),
        ("# One\n#, fuzzy\n", (), "# One\n"),
    ],
)  # fmt: skip
def test_flags_change_in_their_lines(before: str, flags: tuple[str, ...], after: str) -> None:
    """`fuzzy` is the first one; `#=` lines of gettext 1.0 stay as long as their flags do."""
    assert edited(before + TEXT, flags=flags) == after + TEXT


def test_flags_with_an_equals_sign_are_flags() -> None:
    """gettext 1.0 may write `#= fuzzy`: such a translation must not be published."""
    assert read("#= fuzzy, my\n" + TEXT).entries[0].flags == ("fuzzy", "my")


def test_what_becomes_obsolete_and_live_again_has_its_old_bytes() -> None:
    """The wrapping, the comments and all of `#|` come back."""
    text = (
        '# Mine.\n#= fuzzy\n#| msgctxt "verb"\n#| msgid "Wal"\n#| "k it"\n#| msgid_plural "x"\n'
        'msgctxt "noun"\nmsgid ""\n"Wal"\n"k"\nmsgid_plural "Walks"\n'
        'msgstr[0] ""\n"Gang"\nmsgstr[1] "Gänge"\n'
    )
    (live,) = read(text).entries
    gone = edit_entry(live, replace(live, obsolete=True))
    assert '#~| "k it"\n#~| msgid_plural "x"\n#~ msgctxt "noun"\n#~ msgid ""\n' in gone.raw
    assert again(Catalog(read("").header, (gone,))).entries[0].obsolete
    assert edit_entry(gone, replace(gone, obsolete=False)).raw == text


def test_a_changed_source_keeps_the_lines_of_its_translation() -> None:
    """The diff has the source and `#|` with the old lines, and none of the translation."""
    catalog = read(f"# Mine.\n#: a:1\n{TEXT}")
    after = updated(catalog, of_template("Walks", references=("a:2",)))
    assert after == po(
        '# Mine.\n#: a:2\n#, fuzzy\n#| msgid ""\n#| "Walk"\nmsgid "Walks"\nmsgstr ""\n"Ge"\n"hen"\n'
    )


def test_the_plural_of_the_previous_source_is_kept() -> None:
    """`#| msgid_plural` and `#| msgctxt` name what the forms were written for."""
    forms = 'msgstr[0] "Gang"\nmsgstr[1] "Gänge"\n'
    catalog = read(f'msgctxt "a"\nmsgid "One walk"\nmsgid_plural "Walks"\n{forms}')
    new = {"context": "a", "msgid_plural": "Some walks", "plural": ("", "")}
    once = updated(catalog, of_template("One long walk", **new))
    twice = updated(parse_catalog(once), of_template("One very long walk", **new))
    previous = '#, fuzzy\n#| msgctxt "a"\n#| msgid "One walk"\n#| msgid_plural "Walks"\n'
    assert previous in twice.decode()
    assert twice.decode().endswith(forms)


def test_a_merge_of_branches_changes_the_lines_of_one_field() -> None:
    """One side's new reference and the other's comment meet; the wrapping stays."""
    base = f"#: a:1\n{TEXT}"
    merged = merge_branches(
        po(base), po(base.replace("a:1", "a:2")), po(f"# Mine.\n{base}")
    ).catalog.to_bytes()
    assert merged == po(f"# Mine.\n#: a:2\n{TEXT}")


# A whole catalog

COMMENTS = st.lists(
    st.sampled_from(
        [
            *("# One", "#two", "#. kind", "#.kind", "#: a:1", "#:b:2\tc:3 ", "#: d:4", "", "  "),
            *("#, my", "#,fuzzy,my", "#=c-format", '#| msgid "x"', '#| msgid_plural "y"', "#|bad"),
        ]
    ),
    max_size=5,
)
SOURCES = ['msgid "{}"', 'msgid ""\n"{}"', '  msgid\t"{}" \n""', 'msgid\n"{}"']
PLURALS = ["", '\nmsgid_plural "{}s"']
STRINGS = [' "t {}"', ' ""\n"t "\n"{}"', ' "t \\\n{}"', '\n\t"t {}"']


@st.composite
def layouts(draw: st.DrawFn, number: int, *, obsolete: bool = False) -> str:
    """The lines of an entry in one of many legal layouts."""
    plural = draw(st.sampled_from(PLURALS))
    forms = ["msgstr[0]", "msgstr[1]"] if plural else ["msgstr"]
    parts = [draw(st.sampled_from(["", 'msgctxt "c"\n'])), draw(st.sampled_from(SOURCES)), plural]
    parts += [f"\n{form}{draw(st.sampled_from(STRINGS))}" for form in forms]
    texts = "".join(parts).replace("{}", f"message {number}").split("\n")
    comments = draw(COMMENTS)
    if obsolete and not any(line.endswith("\\") for line in texts):
        texts = [f"#~ {line}" for line in texts]
        comments = [line.replace("#|", "#~|") for line in comments]
    return "\n".join((*comments, *texts))


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    """Entries with obsolete ones among them, with or without blank lines and a final newline."""
    count = draw(st.integers(1, 5))
    entries = [draw(layouts(number, obsolete=draw(st.booleans()))) for number in range(count)]
    gaps = [draw(st.sampled_from(["", "\n", "\n\n"])) for _ in entries]
    text = "".join(f"\n{gap}{entry}" for gap, entry in zip(gaps, entries, strict=True))
    text += draw(st.sampled_from(["", "\n", "\n\n# The end\n"]))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    catalog = parse_catalog((HEADER.rstrip("\n") + text).replace("\n", newline).encode())
    assert not catalog.refused
    return catalog


@st.composite
def template_entries(draw: st.DrawFn, entry: Entry) -> Entry:
    """The entry of a template for this one, with other comments, or with the same."""
    flags = tuple(flag for flag in entry.flags if flag != "fuzzy")
    new_flags = (*flags, *draw(st.sampled_from([(), ("python-format",)])))
    return of_template(
        entry.msgid,
        context=entry.context,
        msgid_plural=entry.msgid_plural,
        plural=("", "") if entry.plural else (),
        extracted=draw(st.sampled_from([entry.extracted, ("kind", "new")])),
        references=draw(st.sampled_from([entry.references, (), ("a:1", "c:9", "e:7")])),
        flags=draw(st.sampled_from([flags, new_flags])),
    )


def other_lines(entry: Entry, other: Entry) -> list[str]:
    """The lines of an entry but those of comments, references and flags that `other` has not."""
    fields = {"#.": "extracted", "#:": "references", "#,": "flags", "#=": "flags"}
    changed = [
        mark for mark, name in fields.items() if getattr(entry, name) != getattr(other, name)
    ]
    return [
        line
        for line in (entry.gap + entry.raw).splitlines()
        if not line.strip().startswith(tuple(changed))
    ]


def shape(catalog: Catalog) -> list[tuple[object, ...]]:
    """What entries say, without comments, references and flags of their sources, in order."""
    return [
        (each.context, each.msgid, each.msgstr, each.plural, each.fuzzy, each.comments,
         each.previous, each.previous_plural, each.obsolete)
        for each in catalog.entries
    ]  # fmt: skip


@FUZZ
@given(st.data(), catalogs())
def test_new_references_change_their_lines_alone(data: st.DataObject, before: Catalog) -> None:
    """Whatever the layout, and whatever stands between the entries: obsolete entries stay where
    they are, with each of their bytes, and so do the header, all texts, translators' comments,
    and each reference, comment and flag that stays; a second update changes nothing."""
    new = again(
        Catalog(read("").header, tuple(data.draw(template_entries(each)) for each in before.live))
    )
    result = merge(new, before).catalog
    after = parse_catalog(result.to_bytes())
    assert shape(after) == shape(before)
    assert (after.header, after.tail) == (before.header, before.tail)
    for old, each, expected in zip(before.live, after.live, new.live, strict=True):
        assert (each.extracted, each.references) == (expected.extracted, expected.references)
        assert set(each.flags) == {*old.flags, *expected.flags}
        assert other_lines(each, old) == other_lines(old, each)
    gone = [[each.raw for each in catalog.entries if each.obsolete] for catalog in (before, after)]
    assert gone[0] == gone[1]
    assert merge(new, after).catalog is after


@FUZZ
@given(catalogs(), st.data())
def test_edits_say_what_was_asked(catalog: Catalog, data: st.DataObject) -> None:
    """Of any layout, an edit of any fields reads back as those fields, and keeps the others."""
    entry = data.draw(st.sampled_from(catalog.entries))
    obsolete = data.draw(st.booleans())
    new = replace(
        entry,
        msgid=data.draw(st.sampled_from([entry.msgid, "new"])),
        context=data.draw(st.sampled_from([entry.context, None, "d"])),
        comments=data.draw(st.sampled_from([entry.comments, (), ("One", "Two")])),
        extracted=() if obsolete else entry.extracted,
        references=() if obsolete else data.draw(st.sampled_from([entry.references, ("z:1",)])),
        flags=data.draw(st.sampled_from([entry.flags, (), ("fuzzy", "other")])),
        previous=data.draw(st.sampled_from([entry.previous, None, entry.msgid, "z"])),
        previous_context=data.draw(st.sampled_from([None, entry.context])),
        previous_plural=data.draw(st.sampled_from([None, entry.msgid_plural])),
        obsolete=obsolete,
    )
    (found,) = again(Catalog(read("").header, (edit_entry(entry, new),))).entries
    assert sorted(found.flags) == sorted(new.flags)
    assert _fields(found) == _fields(new)


def _fields(entry: Entry) -> Entry:
    """The entry without its text, its place and the order of its flags."""
    return replace(entry, raw="", line=0, gap="", flags=())
