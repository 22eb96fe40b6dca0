"""Similar texts: exact and near translations, each with its origin."""

from cellulite_content.desk.suggestions.similar_texts import Pair, catalog_pairs, similar_texts
from support.samples import read

WHOLE = (
    "Walking is good for the heart and it costs nothing. "
    "Most people who are old can walk every single day."
)
HALVES = (
    "Walking is good for the heart and it costs nothing.",
    "Most people who are old walk every day.",
)


def test_exact_texts_come_first_and_others_are_fuzzy() -> None:
    """With how similar they are; a text that is not similar is left out, and so is the own one."""
    pairs = [
        Pair("Walk every day.", "Geh jeden Tag.", "b"),
        Pair("Walk every week.", "Geh jede Woche.", "a"),
        Pair("Walk every day.", "Gehe täglich.", "c", fuzzy=True),
        Pair("Walk every day.", "Geh täglich.", "own"),
        Pair("Something else entirely", "Etwas ganz anderes", "a"),
    ]
    found = similar_texts("Walk every day.", pairs, "Geh täglich.")
    assert [(each.translation, each.similarity, each.fuzzy) for each in found] == [
        ("Geh jeden Tag.", 100, False),
        ("Gehe täglich.", 100, True),
        ("Geh jede Woche.", 77, True),
    ]
    assert [each.origin for each in found] == ["b", "c", "a"]


def test_both_halves_of_a_split_paragraph_get_the_old_text() -> None:
    """Though one is less than half of it, or has lost a word; a text of other words does not."""
    pairs = [Pair(WHOLE, "Das Ganze.", "a"), Pair("Walk.", "Geh.", "a")]
    for half in HALVES:
        (found,) = similar_texts(half, pairs)
        assert (found.translation, found.part, found.fuzzy) == ("Das Ganze.", True, True)
    assert similar_texts("Swimming needs a pool, and often a ticket too.", pairs) == []


def test_all_catalogs_and_obsolete_entries_count() -> None:
    """Of the own entry only the own one does not; a fuzzy entry counts for its older source."""
    own = read('msgid "Walk."\nmsgstr "Geh."\n')
    other = read(
        'msgid "Walk."\nmsgstr "Gehe."\n\n#, fuzzy\n#| msgid "Old."\nmsgid "New."\n'
        'msgstr "Alt."\n\n#~ msgid "Gone."\n#~ msgstr "Fort."\n'
    )
    pairs = list(catalog_pairs("a", own.live[0], [("a", own), ("b", other)]))
    assert pairs == [
        Pair("Walk.", "Gehe.", "b"),
        Pair("Old.", "Alt.", "b", fuzzy=True),
        Pair("Gone.", "Fort.", "b, no longer used"),
    ]
