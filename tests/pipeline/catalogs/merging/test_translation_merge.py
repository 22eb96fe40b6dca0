"""The merge of translations from other programs: only what they changed is written."""

import pytest

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from cellulite_content.pipeline.catalogs.merging.translation_merge import (
    IncomingTranslation,
    MergeOutcome,
    TranslationMerge,
    merge_translations,
    translation_digest,
)
from support.samples import po, read

TEXT = """\
msgid ""
"Walking "
"helps."
msgstr ""
"Gehen "
"hilft."

#, fuzzy
#| msgid "Run slowly and often."
msgid "Run slowly."
msgstr "Lauf langsam."

msgid "Sleep well after a long run."
msgstr ""
"""


def merged(*incoming: IncomingTranslation, text: str = TEXT) -> TranslationMerge:
    catalog = read(text)
    return merge_translations(catalog, incoming, {entry.key for entry in catalog.live})


def incoming(
    source: str, translation: str, before: str = "", *, fuzzy: bool = False, was_fuzzy: bool = False
) -> IncomingTranslation:
    """A translation in the place of the one that was exported."""
    exported = translation_digest(before, was_fuzzy)
    return IncomingTranslation(source, translation, None, fuzzy, exported)


def test_only_the_changed_entry_has_other_bytes() -> None:
    """The others keep their line breaks."""
    result = merged(incoming("Sleep well after a long run.", "Schlaf gut."))
    assert result.outcomes == ((MergeOutcome.WRITTEN, "Sleep well after a long run."),)
    expected = TEXT.removesuffix('""\n') + '"Schlaf gut."\n'
    assert result.catalog.to_bytes() == po(expected)


def test_a_changed_translation_that_stays_fuzzy() -> None:
    """It keeps its previous source."""
    new = incoming("Run slowly.", "Langsam laufen.", "Lauf langsam.", fuzzy=True, was_fuzzy=True)
    expected = TEXT.replace("Lauf langsam.", "Langsam laufen.")
    assert merged(new).catalog.to_bytes() == po(expected)


def test_a_solved_fuzzy_translation() -> None:
    """Flag and previous source go, also if the text stays."""
    new = incoming("Run slowly.", "Lauf langsam.", "Lauf langsam.", was_fuzzy=True)
    expected = TEXT.replace('#, fuzzy\n#| msgid "Run slowly and often."\n', "")
    assert merged(new).catalog.to_bytes() == po(expected)


def test_a_translation_made_fuzzy() -> None:
    new = incoming("Walking helps.", "Gehen hilft.", "Gehen hilft.", fuzzy=True)
    entry = merged(new).catalog.live[0]
    assert (entry.fuzzy, entry.msgstr, entry.previous) == (True, "Gehen hilft.", None)


@pytest.mark.parametrize(
    ("new", "outcome"),
    [
        (incoming("Walking helps.", "Gehen nützt.", "Laufen hilft."), MergeOutcome.CONFLICT),
        (incoming("Walking helps.", "Laufen hilft.", "Laufen hilft."), MergeOutcome.UNCHANGED),
        (incoming("Walking helps.", "Gehen hilft.", "Laufen hilft."), MergeOutcome.UNCHANGED),
        (incoming("Walking helps.", "", "Gehen hilft."), MergeOutcome.EMPTY),
        (incoming("Sleep well after a long run.", ""), MergeOutcome.UNCHANGED),
        (incoming("Swimming is something else.", "Anderes."), MergeOutcome.UNKNOWN),
        (incoming("Swimming is something else.", "Anderes.", "Anderes."), MergeOutcome.UNKNOWN),
        (incoming("Swimming is something else.", ""), MergeOutcome.UNCHANGED),
        (
            incoming("Run slowly and often.", "Lauf langsam.", "Lauf langsam."),
            MergeOutcome.UNCHANGED,
        ),
        (IncomingTranslation("Walking helps.", "Gehen nützt."), MergeOutcome.CONFLICT),
    ],
)
def test_what_the_catalog_keeps(new: IncomingTranslation, outcome: MergeOutcome) -> None:
    """Another text in the catalog, an emptied one, an unknown message: nothing changes.

    Nor does what `update` already made fuzzy. The last case has no digest of the exported text.
    """
    result = merged(new)
    assert result.outcomes[0][0] is outcome
    assert result.catalog.to_bytes() == po(TEXT)


def test_a_source_that_changed_before_update() -> None:
    """The most similar message without a translation gets it, fuzzy and with its own source."""
    new = incoming("Sleep well after a run.", "Schlaf gut.")
    result = merged(new)
    assert result.outcomes[0][0] is MergeOutcome.SOURCE_CHANGED
    expected = TEXT.replace(
        'msgid "Sleep well after a long run."\nmsgstr ""',
        '#, fuzzy\n#| msgid "Sleep well after a run."\n'
        'msgid "Sleep well after a long run."\nmsgstr "Schlaf gut."',
    )
    assert result.catalog.to_bytes() == po(expected)


def test_a_source_that_changed_and_was_updated() -> None:
    """The fuzzy message with this previous source gets the better text."""
    new = incoming("Run slowly and often.", "Laufe langsam.", "Lauf langsam.")
    entry = merged(new).catalog.live[1]
    assert (entry.msgstr, entry.fuzzy) == ("Laufe langsam.", True)
    assert entry.previous == "Run slowly and often."


def test_of_two_translations_of_a_message_the_first_is_written() -> None:
    source = "Sleep well after a long run."
    result = merged(incoming(source, "Schlaf gut."), incoming(source, "Schlaf viel."))
    assert [outcome for outcome, _ in result.outcomes] == ["written", "contradiction"]
    assert parse_catalog(result.catalog.to_bytes()).live[2].msgstr == "Schlaf gut."


def test_a_message_with_plural_forms_is_never_written() -> None:
    text = 'msgid "day"\nmsgid_plural "days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    result = merged(incoming("day", "Tag"), text=text)
    assert result.outcomes[0][0] is MergeOutcome.UNKNOWN
    assert result.catalog.to_bytes() == po(text)
