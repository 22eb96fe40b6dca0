"""Checks for what other programs and keyboards leave in a translation, and for links without words.

Programs that merge catalogs leave markers, web pages leave entities, and a keyboard of another
script leaves wide signs where markup needs narrow ones.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from ...model.finding import Problem, Severity
from ...model.unit import Unit
from ...source.markup_facts import Markup
from ...source.message_markup import read_text
from ..prose import Prose
from .visibility import has_visible

MERGE_MARKER = re.compile(r"#-#-#-#-#.*?#-#-#-#-#\s*|#-#-#-#-#\s*")
"""What msgcat writes between the texts of several files, with the file's name."""

COUNTER = re.compile(
    r"\s*(?:\\?[\[(（【]\s*\d{1,4}\s*(?:/\s*\d{1,4}\s*)?[\])）】][\s:：.\-–—|]*"
    r"|\d{1,4}\s*/\s*(?:\d{1,4}\s*(?:[:：|]|\s[-–—])\s*|[1-9]\d{1,2}\s+)"
    r"|\d{1,4}\s*(?:[:：|](?!\d)|\s(?:/|chars?|[–—|]))\s*)(?=[^\W\d])"
)
"""A number before the text, as editors show that of its characters or its place in the file."""

_DIGITS = re.compile(r"\d+")

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
WIDE_COLONS = re.compile(r"(?:：[：:]|:：)\s*$")


def check_leftovers(unit: Unit, source: Prose, target: Prose) -> Iterator[Problem]:
    """All checks of this module, on a source and its translation."""
    yield from check_merge_marker(unit, target.text)
    yield from check_entities(unit, source, target)
    yield from check_wide_colons(unit, target.text)
    if unit.markup and ("<" in unit.text or "](" in unit.text):
        yield from check_link_words(unit, target.text)


def check_merge_marker(unit: Unit, target: str) -> Iterator[Problem]:
    """Slip: two translations in one, with the names of the files that they come from.

    Bad: `#-#-#-#-#  de.po  #-#-#-#-#\\nGehen Sie.\\n#-#-#-#-#  alt.po  #-#-#-#-#\\nLaufen Sie.`
    Good: `Gehen Sie.`
    """
    if "#-#-#-#-#" in target and "#-#-#-#-#" not in unit.text:
        yield Problem(
            "merge-marker",
            "the translation has a marker of the program msgcat (#-#-#-#-#) and perhaps several "
            "texts",
            "keep the right text and delete the marker with the others",
            Severity.WARNING,
        )


def check_counter(source: Prose, target: Prose) -> Iterator[Problem]:
    """Slip: the number of characters or of the message, which an editor shows beside the text.

    Bad: `34: Gehen Sie.`, `[12/80] Gehen Sie.`
    Good: `12:30 Uhr`, `1/2 Tasse`, `34: Gehen`, if the source has the number
    """
    match = COUNTER.match(target.visible)
    if not match or all(number in source.text for number in _DIGITS.findall(match[0])):
        return
    yield Problem(
        "leading-counter",
        f"the translation begins with {match[0].strip()!r}, which the source does not have",
        "delete it if it is the count of an editor",
        Severity.WARNING,
    )


def without_counter(prose: Prose) -> Prose:
    """The prose without the count, whose numbers are no numbers of the text."""
    visible, running, plain = (
        COUNTER.sub("", text, count=1) for text in (prose.visible, prose.running, prose.plain)
    )
    return Prose(prose.text, visible, running, plain)


def check_entities(unit: Unit, source: Prose, target: Prose) -> Iterator[Problem]:
    """Slip: an HTML entity, which a page shows letter for letter.

    Bad: `10&nbsp;%`, `Haut &#8211; und Fett`
    Good: `10 %` with a no-break space, `Haut – und Fett`, `R&D;`
    """
    if "&" not in target.visible or unit.kind == "literal":
        return
    entities = [entity for entity in entities_in(target.visible) if entity not in source.text]
    if entities:
        yield Problem(
            "html-entity",
            f"readers see {entities[0]} letter for letter",
            f"write the character itself: {_name(html.unescape(entities[0]))}",
            Severity.WARNING,
        )


def entities_in(text: str) -> list[str]:
    """The HTML entities in a text, without words that only look like one."""
    return [
        match[0] for match in ENTITY.finditer(text) if match[0][1] == "#" or match[0][1:] in html5
    ]


def _name(character: str) -> str:
    """The character in quotation marks, or words for one that nobody sees."""
    if character == "\u00a0":
        return "a no-break space (U+00A0)"
    if not character.isprintable() or character.isspace():
        return f"U+{ord(character[0]):04X}"
    return f'"{character}"'


def check_wide_colons(unit: Unit, target: str) -> Iterator[Problem]:
    """Slip: two wide colons, of which the reader sees both.

    Bad: `Schritte::` → `步骤：：`
    Good: `步骤::`, which shows one colon
    """
    if "：" in target and WIDE_COLONS.search(target) and not WIDE_COLONS.search(unit.text):
        yield Problem(
            "wide-colons",
            "the translation ends in two wide colons, and readers see both",
            "write :: as in the source" if unit.text.rstrip().endswith("::") else "write one colon",
            Severity.WARNING,
        )


def check_link_words(unit: Unit, target: str) -> Iterator[Problem]:
    """Slip: a link whose words are lost, so that readers see its address.

    Bad: `` `Clinic <https://clinic.example>`__ `` → `<https://clinic.example>`
    Good: `` `Klinik <https://clinic.example>`__ ``
    """
    source_markup, target_markup = read_text(unit, unit.text), read_text(unit, target)
    if not target_markup.links:
        return
    bare_words = sorted(_bare_words(target_markup) - _bare_words(source_markup))
    if bare_words:
        yield Problem(
            "link-without-words",
            f"readers see the address {bare_words[0]}, and the source has words for it"
            if has_visible(bare_words[0])
            else "a link has no words that readers can see",
            "write words before the address: `words <address>`__",
            Severity.WARNING,
        )


def _bare_words(markup: Markup) -> set[str]:
    """The words of links that are an address, or nothing that readers see."""
    addresses = {address.partition("://")[2] or address for address in markup.links}
    return {
        words
        for element, words in markup.pieces
        if element == "reference"
        and (not has_visible(words) or (words.partition("://")[2] or words) in addresses)
    }
