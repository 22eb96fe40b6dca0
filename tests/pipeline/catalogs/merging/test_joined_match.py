"""Joined matches: a paragraph that was made of several gets all their translations."""

import pytest

from cellulite_content.pipeline.catalogs.catalog import Catalog, parse_catalog
from cellulite_content.pipeline.catalogs.merging.joined_match import similar_runs
from cellulite_content.pipeline.catalogs.update import merge

FIRST = "Walking on most days of the week may help the skin of the legs."
SECOND = "Swimming in a cool lake may help it too, but nobody has proved it."
THIRD = "Ask your doctor before you begin with either of these two sports."
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def read(*entries: tuple[str, str]) -> Catalog:
    """A catalog with these texts and translations."""
    text = "".join(f'\nmsgid "{source}"\nmsgstr "{target}"\n' for source, target in entries)
    return parse_catalog((HEADER + text).encode())


def runs(new: str, old: list[str], has_next: list[bool]) -> list[int]:
    """The positions of the old texts of which the new one is made."""
    found = similar_runs([new], old, has_next, lambda _new, _old: True)
    return list(found[0].positions) if found else []


@pytest.mark.parametrize(
    ("new", "positions"),
    [
        (f"{FIRST} {SECOND}", [0, 1]),
        (f"{SECOND} {THIRD}", [1, 2]),
        (f"{FIRST} {SECOND} {THIRD}", [0, 1, 2]),
        (f"{FIRST} {SECOND.replace('cool', 'very cold')}", [0, 1]),
        (SECOND.replace("cool", "very cold"), [1]),
        (f"{FIRST} {THIRD}", [0, 1, 2]),
        ("Nothing of this is in the old document, and nothing is offered.", []),
    ],
)
def test_texts_that_followed_each_other_are_joined(new: str, positions: list[int]) -> None:
    """As many as the new text has, also reworded, and one between them that was deleted."""
    assert runs(new, [FIRST, SECOND, THIRD], [True, True, False]) == positions


def test_texts_that_did_not_follow_each_other_stay_alone() -> None:
    """Then only one is offered."""
    assert len(runs(f"{FIRST} {SECOND}", [FIRST, SECOND], [False, False])) <= 1


def test_the_joined_paragraph_gets_both_translations_and_both_stay() -> None:
    """As fuzzy, with both sources as the previous one; the entries themselves become obsolete, for
    the case that the author splits the paragraph again."""
    joined = f"{FIRST} {SECOND}"
    before = read((FIRST, "Gehen hilft."), (SECOND, "Schwimmen auch."))
    after = merge(read((joined, "")), before).catalog
    (entry,) = after.live
    assert (entry.msgstr, entry.fuzzy, entry.previous) == (
        "Gehen hilft. Schwimmen auch.",
        True,
        joined,
    )
    assert [(each.msgid, each.msgstr) for each in after.entries if each.obsolete] == [
        (FIRST, "Gehen hilft."),
        (SECOND, "Schwimmen auch."),
    ]
    again = merge(read((FIRST, ""), (SECOND, "")), after).catalog
    assert [(each.msgstr, each.fuzzy) for each in again.live] == [
        ("Gehen hilft.", False),
        ("Schwimmen auch.", False),
    ]


def test_translations_without_spaces_are_joined_without_one() -> None:
    """Chinese and Japanese sentences follow each other directly."""
    before = read((FIRST, "走路有帮助。"), (SECOND, "游泳也是。"))
    (entry,) = merge(read((f"{FIRST} {SECOND}", "")), before).catalog.live
    assert entry.msgstr == "走路有帮助。游泳也是。"


def test_a_more_similar_text_in_use_is_preferred_to_a_deleted_one() -> None:
    """The new message gets a copy, and the deleted text's entry becomes obsolete."""
    deleted, used = "Walk to the lake and swim there today", "Walk to the lakes and sit down there"
    before = read((deleted, "Schwimmen"), (used, "Sitzen"))
    new = "Walk to the lake and sit down there"
    after = merge(read((used, ""), (new, "")), before).catalog
    assert [(each.msgstr, each.fuzzy, each.obsolete) for each in after.entries] == [
        ("Sitzen", False, False),
        ("Sitzen", True, False),
        ("Schwimmen", False, True),
    ]
