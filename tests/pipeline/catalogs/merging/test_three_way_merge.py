"""Merging two branches' catalogs: nothing lost, nothing decided that a person must decide."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import (
    Catalog,
    CatalogError,
    parse_catalog,
    write_entry,
)
from cellulite_content.pipeline.catalogs.merging.three_way_merge import (
    BranchMergeResult,
    merge_branches,
)
from cellulite_content.pipeline.catalogs.update import merge
from support.samples import again, po, template

A, B, C = (f'msgid "{name}"\nmsgstr "{name}"\n' for name in ("one", "two", "three"))
MENDED = A.replace('msgstr "one"', 'msgstr "1"')


def sources(result: BranchMergeResult) -> list[str]:
    """The source texts of the conflicts."""
    return [conflict.source for conflict in result.conflicts]


def both(base: str, ours: str, theirs: str) -> BranchMergeResult:
    """What two branches' catalogs of these entries become; written and read again."""
    result = merge_branches(*map(po, (base, ours, theirs)))
    return replace(result, catalog=again(result.catalog))


def said(catalog: Catalog) -> list[tuple[str, str, bool, bool]]:
    """Source, translation, fuzzy and obsolete of each entry."""
    return [(each.msgid, each.msgstr, each.fuzzy, each.obsolete) for each in catalog.entries]


# One side


def test_each_sides_changes_are_taken_byte_for_byte() -> None:
    """Neighbouring messages that two translators changed are no conflict, whatever their layout."""
    base = f"{A}\n{B}\n{C}"
    ours = base.replace('msgstr "one"', 'msgstr   ""\n"ei"\n"ns"')
    theirs = base.replace('msgstr "two"', 'msgstr "zwei"  ').replace("\n" + C, "")
    result = both(base, ours, theirs + '\n# New.\nmsgid "four"\nmsgstr "vier"\n')
    text = ours.replace('msgstr "two"', 'msgstr "zwei"  ').replace("\n" + C, "")
    assert result.catalog.to_bytes() == po(text + '\n# New.\nmsgid "four"\nmsgstr "vier"\n')
    assert result.conflicts == ()


def test_nothing_new_changes_no_byte() -> None:
    """The very file of ours or theirs comes back where the other did nothing, layout and all."""
    base, new = (
        f"{A}\n\n{B}\n# The end",
        f'{A}\n{B.replace("two", "2")}\n#~ msgid "x"\n#~ msgstr ""',
    )
    for versions in ((base, base, new), (base, new, base), (base, new, new), ("", new, new)):
        result = merge_branches(*map(po, versions))
        assert result.catalog.to_bytes().rstrip() == po(new).rstrip()


def test_new_messages_stand_behind_their_fellows() -> None:
    """Both branches updated: their new messages are where their templates have them."""
    new = 'msgid "{}"\nmsgstr ""\n'
    result = both(
        f"{A}\n{B}", f"{A}\n{new.format('ours')}\n{B}", f"{A}\n{B}\n{new.format('theirs')}"
    )
    assert [each.msgid for each in result.catalog.entries] == ["one", "ours", "two", "theirs"]
    moved = both(f"{A}\n{B}\n{C}", f"{A}\n{B}\n{C}", f"{C}\n{A}\n{B}")
    assert [each.msgid for each in moved.catalog.entries] == ["three", "one", "two"]


def test_a_context_makes_another_message() -> None:
    """Both branches translate one text, each in another context; a conflict names the context."""
    noun, verb = (f'msgctxt "{name}"\nmsgid "one"\nmsgstr "{{}}"\n' for name in ("a", "b"))
    base = f"{A}\n{noun.format('')}\n{verb.format('')}"
    ours = f"{A}\n{noun.format('ein')}\n{verb.format('')}"
    theirs = f"{A}\n{noun.format('')}\n{verb.format('eins')}"
    result = both(base, ours, theirs)
    assert [each.msgstr for each in result.catalog.entries] == ["one", "ein", "eins"]
    assert result.conflicts == ()
    other = ours.replace("ein", "eine")
    assert sources(both(base, ours, other)) == ["one (a)"]


def test_comments_and_references_merge_beside_a_translation() -> None:
    """One side translates while the other updates places and asks a question."""
    base = '# Old.\n#: a.rst\nmsgid "one"\nmsgstr ""\n'
    ours = base.replace('msgstr ""', 'msgstr "eins"').replace("# Old.\n", "# Old.\n# Ours.\n")
    theirs = base.replace("a.rst", "b.rst").replace("# Old.", "# Theirs.")
    result = both(base, ours, theirs)
    (entry,) = result.catalog.entries
    assert (entry.msgstr, entry.references) == ("eins", ("b.rst",))
    assert entry.comments == ("Ours.", "Theirs.")
    assert result.conflicts == ()


# Both sides


def test_two_translations_are_a_conflict_that_keeps_both() -> None:
    """Ours is fuzzy, so that no reader sees it before a person has chosen; theirs is above."""
    base = 'msgid "one"\nmsgstr ""\n'
    result = both(base, base.replace('""', '"eins"'), base.replace('""', r'"ein\n\"s\\"'))
    (entry,) = result.catalog.entries
    assert (entry.msgstr, entry.flags) == ("eins", ("fuzzy",))
    assert entry.comments == (r'other branch: "ein\n\"s\\"',)
    assert sources(result) == ["one"]


def test_a_conflict_is_not_published_as_a_trivial_edit() -> None:
    """What the winner was once made from would say that its text is as good as before."""
    base = '#| msgid "\'one\'"\nmsgid "one"\nmsgstr "eins"\n'
    result = both(base, base.replace("eins", "ein"), base.replace("eins", "einer"))
    assert result.catalog.entries[0].previous is None
    assert result.catalog.entries[0].fuzzy


def test_the_same_translation_on_both_sides_is_none() -> None:
    """Even when one of them doubts it: then it is fuzzy."""
    base = 'msgid "one"\nmsgstr ""\n'
    ours = base.replace('""', '"eins"')
    assert both(base, ours, f"# Sure.\n{ours}").conflicts == ()
    result = both(base, ours, f"#, fuzzy\n{ours}")
    assert (said(result.catalog), result.conflicts) == ([("one", "eins", True, False)], ())


def test_an_emptied_translation_wins_over_no_other() -> None:
    """One side deletes a text and the other fixes it: the fixed one stays, to be looked at."""
    result = both(A, A.replace('msgstr "one"', 'msgstr ""'), MENDED)
    assert said(result.catalog) == [("one", "1", True, False)]
    assert sources(result) == ["one"]


def test_forms_are_kept_too() -> None:
    """Plural forms that differ are in comments, one each."""
    base = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    result = both(base, base.replace('""', '"x"'), base.replace('""', '"y"'))
    (entry,) = result.catalog.entries
    assert (entry.plural, entry.fuzzy) == (("x", "x"), True)
    assert entry.comments == ('other branch: "y"', 'other branch: "y"')


@pytest.mark.parametrize("swapped", [False, True])
def test_work_on_a_deleted_message_becomes_obsolete(swapped: bool) -> None:
    """One branch's source lost the message, the other translated it: it may come back."""
    base = f'{A}\nmsgid "two"\nmsgstr ""\n'
    sides = (f"{A}", f"{A}\n{B}")
    result = both(base, *(reversed(sides) if swapped else sides))
    assert said(result.catalog) == [("one", "one", False, False), ("two", "two", False, True)]
    assert result.conflicts == ()


def test_work_on_an_obsolete_message_stays_obsolete() -> None:
    """One side retired it, the other fixed its text."""
    retired = '#~ msgid "one"\n#~ msgstr "one"\n'
    result = both(A, retired, MENDED)
    assert said(result.catalog) == [("one", "1", False, True)]


def test_both_may_have_added_the_file() -> None:
    """Git gives an empty base then."""
    result = merge_branches(b"", po(A), po(f"{MENDED}\n{B}"))
    assert said(again(result.catalog)) == [
        ("one", "one", True, False),
        ("two", "two", False, False),
    ]
    assert sources(result) == ["one"]


def test_what_is_no_catalog_is_refused() -> None:
    """Nothing is guessed from a file with marks of an earlier merge."""
    with pytest.raises(CatalogError, match="merge conflict"):
        merge_branches(po(A), po(f"<<<<<<< HEAD\n{A}"), po(B))


# The header


def header(*fields: str, comment: str = "# Team.") -> bytes:
    """A catalog of a header alone."""
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    kind = '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    return f'{comment}\nmsgid ""\nmsgstr ""\n{lines}{kind}'.encode()


def test_headers_merge_field_by_field() -> None:
    """A field that both changed is the later revision's; none is lost, no credit either."""
    base = header("PO-Revision-Date: 2026-01-01 10:00+0000", "Last-Translator: A", "X-Old: 1")
    ours = header(
        "PO-Revision-Date: 2026-03-01 10:00+0200", "Last-Translator: B", "X-Old: 1", "X-Ours: 1",
        comment="# Team.\n# B, 2026.",
    )  # fmt: skip
    theirs = header(
        "PO-Revision-Date: 2026-03-01 09:00+0000", "Last-Translator: C", "X-Theirs: 1",
        comment="# Team.\n# C, 2026.",
    )  # fmt: skip
    merged = again(merge_branches(base, ours, theirs).catalog)
    assert merged.header.msgstr.splitlines() == [
        "PO-Revision-Date: 2026-03-01 09:00+0000",
        "Last-Translator: C",
        "X-Ours: 1",
        "Content-Type: text/plain; charset=UTF-8",
        "X-Theirs: 1",
    ]
    assert merged.header.comments == ("Team.", "B, 2026.", "C, 2026.")
    swapped = again(merge_branches(base, theirs, ours).catalog)
    assert swapped.field("Last-Translator") == "C"


def test_a_header_without_a_date_is_the_older() -> None:
    """Templates' dates, and none, say nothing."""
    base = header("Last-Translator: A")
    ours = header("PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE", "Last-Translator: B")
    theirs = header("PO-Revision-Date: 2026-03-01 09:00+0000", "Last-Translator: C")
    assert merge_branches(base, ours, theirs).catalog.field("Last-Translator") == "C"


# Any two branches

SOURCES = ["Walking may help.", "Walking may well help.", "Swimming.", "Fat?"]
BRANCH = st.lists(
    st.lists(st.sampled_from(SOURCES), unique=True, max_size=4)
    | st.dictionaries(st.sampled_from(SOURCES), st.sampled_from(["x", "y", "z\n\\"]), max_size=3),
    max_size=4,
)


def branch(catalog: Catalog, steps: list[list[str] | dict[str, str]], name: str) -> Catalog:
    """The catalog after updates (lists of sources) and translators' work (their new texts)."""
    for step in steps:
        if isinstance(step, list):
            catalog = again(merge(template(*step), catalog).catalog)
            continue
        entries = (
            write_entry(replace(each, msgstr=f"{step[each.msgid]}{name}", flags=(), previous=None))
            if each.msgid in step and not each.obsolete
            else each
            for each in catalog.entries
        )
        catalog = again(replace(catalog, entries=tuple(entries)))
    return catalog


def texts(catalog: Catalog) -> set[str]:
    """All translations of a catalog."""
    return {each.msgstr for each in catalog.entries if each.msgstr}


@settings(max_examples=100)
@given(BRANCH, BRANCH, BRANCH)
def test_no_two_branches_lose_a_translation(first: list, second: list, third: list) -> None:
    """What a branch wrote since the base is in the result, as a text or in a comment; the
    result is a catalog; nothing stands unflagged under a source where no branch had it so; who
    asks again gets the same bytes."""
    base = branch(template(*SOURCES), first, "base")
    ours, theirs = branch(base, second, "ours"), branch(base, third, "theirs")
    data = [each.to_bytes() for each in (base, ours, theirs)]
    result = merge_branches(*data)
    merged = again(result.catalog)
    shown = texts(merged)
    beside = {comment for each in merged.entries for comment in each.comments}
    for side in (ours, theirs):
        for text in texts(side) - texts(base):
            quoted = text.replace("\\", r"\\").replace("\n", r"\n")
            assert text in shown or f'other branch: "{quoted}"' in beside
    untouched = set.intersection(
        *({(x.msgid, x.msgstr) for x in side.entries if x.msgstr} for side in (base, ours, theirs))
    )
    assert {text for _, text in untouched} <= shown
    good = {
        (x.msgid, x.msgstr) for side in (base, ours, theirs) for x in side.entries if not x.fuzzy
    }
    assert all(x.fuzzy or (x.msgid, x.msgstr) in good for x in merged.entries)
    assert parse_catalog(merge_branches(*data).catalog.to_bytes()) == merged
    assert merge_branches(data[0], data[1], data[0]).catalog.to_bytes() == data[1]
    assert merge_branches(data[0], data[0], data[2]).catalog.to_bytes() == data[2]
