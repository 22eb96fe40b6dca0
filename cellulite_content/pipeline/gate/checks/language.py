"""Checks for text left in the source's language, or written in another script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import localedata
from babel.core import Locale as BabelLocale
from babel.core import get_global, parse_locale

from ...model.finding import Problem, Severity
from ...model.locale import Locale
from ...model.unit import Unit
from ..prose import Prose
from ..word_forms import set_scripts_apart

_WORDS = re.compile(r"(?<![\w./@:\\-])[^\W\d_]{1,30}(?:,? [^\W\d_]{1,30}){2,}(?![\w/@:\\|])")
"""Three words in a row, or more; no parts of an address or a formula."""

_TICKET = re.compile(r"\W*(?:[Bb]ug|[Ii]ssue|[Tt]icket)\s+#?\d+(?::|\s+[A-Z])")
"""The title of a report, which has one language in its tracker: `bug 1543937: db-purge fails`."""

_QUOTED = re.compile(r"[\"“][^\"“”]{1,200}[\"”]")

_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS = 6
_LATIN_SHARE = 10
"""So many Latin letters for each one of the own script are a text that is not translated."""

_NAME_WORD = re.compile(r"[A-Z]+")
_NAMES = {
    "Hans": "CJK",
    "Hant": "CJK",
    "Jpan": "CJK HIRAGANA KATAKANA",
    "Kore": "HANGUL CJK",
    "Beng": "BENGALI",
    "Orya": "ORIYA",
    "Mtei": "MEETEI",
    "Nkoo": "NKO",
    "Cans": "CANADIAN",
}
"""Script names in Unicode's letter names, where they differ from CLDR's English names."""


def check_untranslated(unit: Unit, source: Prose, target: Prose) -> Iterator[Problem]:
    """Slip: a sentence that was not translated, so readers see English.

    Bad: `Walk for an hour.` → `Walk for an hour.`
    Good: `Effect of Weight Loss on Cellulite, 2006`, `bug 12: it is too slow` (titles)
    """
    if unit.kind == "literal" or target.text.split() != source.text.split():
        return
    if _TICKET.match(source.text):
        return
    if _has_sentence(_QUOTED.sub("", source.plain)):
        yield Problem(
            "untranslated",
            "the translation is a copy of the source",
            "translate it, or empty it to leave it for later",
            Severity.WARNING,
        )


def _has_sentence(text: str) -> bool:
    """Whether three words in a row are in lower case; fewer may be a name or a title.

    False for scripts without lower case, in which titles look like sentences.
    """
    for match in _WORDS.finditer(text):
        words = match[0].replace(",", "").split(" ")
        if any(
            all(map(str.islower, row)) for row in zip(words, words[1:], words[2:], strict=False)
        ):
            return True
    return False


def check_script(source: Prose, target: Prose, locale: Locale) -> Iterator[Problem]:
    """Slip: text that was meant for another language's catalog.

    Names in Latin letters are in the texts of all languages: a few letters of the own script beside
    them are enough.

    Bad: `Бег помогает` in a German catalog
    Good: `Zammad – Бег помогает` in a Russian one, `Horizon 内部の変更` in a Japanese one;
    `Russian` → `Русский` in any
    """
    allowed_scripts = scripts(locale.code)
    if target.plain.isascii() and "LATIN" in allowed_scripts:
        return
    native = _native_characters(locale.code)
    if not any(map(str.isalnum, set(target.plain) - native)):
        return
    source_words = set(_WORD.findall(source.text.casefold()))
    target_words = _WORD.findall(set_scripts_apart(target.plain))
    words = [word for word in target_words if word.casefold() not in source_words]
    letters = Counter("".join(words))
    own_count = latin_count = 0
    for letter, count in letters.items():
        if letter in native:
            own_count += count
        elif (script := letter_script(letter)) & allowed_scripts:
            native.add(letter)
            own_count += count
        else:
            latin_count += count * ("LATIN" in script)
    foreign_count = letters.total() - own_count - latin_count
    is_foreign = foreign_count > own_count + latin_count or latin_count > _LATIN_SHARE * own_count
    if letters.total() < _FEWEST_LETTERS or not is_foreign:
        return
    if source.text not in _language_names():  # a list of languages has their own names
        yield Problem(
            "other-script",
            f"most of the letters are not of a script in which {locale.babel.english_name} "
            "is written",
            "check whether the text belongs to another catalog",
            Severity.WARNING,
        )


@cache
def _language_names() -> frozenset[str]:
    """The English names of all languages."""
    return frozenset(BabelLocale("en").languages.values())


@cache
def _native_characters(code: str) -> set[str]:
    """Digits, and the letters of a locale's scripts that were seen so far.

    Most texts have no other ones.
    """
    return set("0123456789")


@cache
def scripts(code: str) -> frozenset[str]:
    """The scripts of a locale, as in Unicode's names of letters.

    A language that CLDR writes in several scripts, its usual one among them (Serbian), has all of
    them unless the code says which.
    """
    locale = BabelLocale.parse(code)
    likely_locale = get_global("likely_subtags").get(locale.language, "")
    default = parse_locale(likely_locale)[2] if likely_locale else "Latn"
    variants = {
        BabelLocale.parse(name).script
        for name in localedata.locale_identifiers()
        if name.startswith(f"{locale.language}_")
    } - {None}
    codes = {locale.script} if locale.script else variants if default in variants else {default}
    return frozenset(word for script in codes for word in _words_for(str(script)))


def _words_for(script: str) -> list[str]:
    english_name = BabelLocale("en").scripts.get(script, script)
    return str(_NAMES.get(script, english_name.upper())).split()


@lru_cache(maxsize=8192)
def letter_script(letter: str) -> frozenset[str]:
    """The words of a letter's Unicode name, one of which is its script."""
    return frozenset(_NAME_WORD.findall(unicodedata.name(letter, "")))
