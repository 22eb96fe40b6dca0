"""Word forms: where a text has a term, in any inflection.

There is no dictionary. The stem is compared in scripts that inflect at the end, the consonants in
Arabic and Hebrew script, and the first half in scripts without spaces. In doubt, the term counts as
found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
_CHANGE = re.compile(
    rf"(?<=[{_LATIN}])(?=[^\W\d_{_LATIN}])|(?<![\W\d_{_LATIN}])(?=[{_LATIN}])(?<!^)", re.MULTILINE
)
"""Where two scripts meet without a space."""

_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0640]")
_EQUIVALENTS = str.maketrans("ँךםןףץيىكە", "ंכמנפצییکه")
"""Signs that writers use for one another, and letters with another form at the end of a word."""
_JOINERS = re.compile("(?<=[\u0600-\u06ff])\u200c|(\u200c|\u200d)")
"""The half-space (U+200C), which divides words in Persian, and the joiners of other scripts."""

_ABJAD = re.compile("[\u0590-\u06ff]")
_ARTICLE = re.compile("^ال")
_WEAK_LETTERS = "اویةתאהוי"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")

_ENDING = r"\S{0,20}"
"""What may follow a stem (`\\w` has no vowel signs); limited, to keep the time linear."""


def fold(text: str) -> str:
    """The text in lower case, without accents, vowel points and joiners, its scripts set apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if not text.isascii():
        decomposed = _JOINERS.sub(lambda match: "" if match[1] else " ", decomposed)
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed)).translate(_EQUIVALENTS)
    return set_scripts_apart(folded)


def set_scripts_apart(text: str) -> str:
    """The text with a space where Latin letters meet those of another script: `在 Windows 上`."""
    return text if text.isascii() else _CHANGE.sub(" ", text)


def has_form(form: str, folded: str) -> bool:
    """Whether a folded text has at least half of the form's words, in some inflection."""
    stems = _stems(form)
    return 2 * sum(bool(stem.search(folded)) for stem in stems) >= len(stems)


def find_form(form: str, folded: str) -> set[int]:
    """The positions in a folded text of the form in some inflection, its words in a row."""
    return _positions(_phrase(form).finditer(folded), 0)


def find_exact(form: str, folded: str) -> set[int]:
    """The positions of the form letter for letter; any ending may follow."""
    return _positions(_exact(form, None).finditer(folded), 1)


def find_word(form: str, folded: str) -> set[int]:
    """The positions of the form as a word, with an ending of a quarter of its letters at most."""
    return _positions(_exact(form, 4).finditer(folded), 1)


def _positions(matches: Iterable[re.Match[str]], group: int) -> set[int]:
    return {position for match in matches for position in range(*match.span(group))}


@lru_cache(maxsize=4096)
def _exact(form: str, divisor: int | None) -> re.Pattern[str]:
    """The form; in scripts with capitals as whole words with endings.

    An ending has any length or, with `divisor`, at most a `divisor`-th of the word's letters; one
    letter is always allowed.
    """
    words = [re.escape(word) for word in fold(form).split()]
    if not _has_case(form):
        return re.compile("(" + r"\s*".join(words) + ")")
    endings = [f"\\w{{0,{max(1, len(word) // divisor)}}}" if divisor else r"\w*" for word in words]
    beginning = "".join(
        f"{word}{ending}\\s+" for word, ending in zip(words[:-1], endings, strict=False)
    )
    return re.compile(rf"(?<!\w)({beginning}{words[-1]}){endings[-1]}(?!\w)")


@lru_cache(maxsize=4096)
def _phrase(form: str) -> re.Pattern[str]:
    words = [_stem(word) + _ENDING for word in fold(form).split()]
    return re.compile(r"\s+\w{0,3}?".join(words))


@lru_cache(maxsize=4096)
def _stems(form: str) -> tuple[re.Pattern[str], ...]:
    """A pattern for each word that carries meaning: by its length, in scripts with capitals."""
    words = fold(form).split()
    long_words = [word for word in words if len(word) > 3] if _has_case(form) else words
    return tuple(re.compile(_stem(word)) for word in long_words or words)


def _has_case(form: str) -> bool:
    return form[:1].lower() != form[:1].upper()


def _stem(word: str) -> str:
    """A pattern for a folded word without its ending."""
    length = len(word)
    if _ABJAD.search(word):
        strong = [letter for letter in _ARTICLE.sub("", word) if letter not in _WEAK_LETTERS]
        weak_pattern = f"[{_WEAK_LETTERS}]{{0,4}}"
        root = weak_pattern.join(strong) if len(strong) > 1 else re.escape(word)
        return f"(?:ال)?{weak_pattern}{root}"
    if _UNSPACED.search(word):
        shortest = 3 if _KANA.search(word) else 1
        return re.escape(word[: max(shortest, -(-length * 3 // 5) if length > 3 else length - 1)])
    stem_length = length - 3 if length > 7 else length - 2 if length > 4 else length - 1
    stem = re.escape(word[: min(8, max(2, stem_length))])
    if stem_length > 3:
        return stem
    # A short stem must begin a word; the word without its last letter may end one (`Beinhaut`).
    return rf"(?:(?<!\w){stem}|{re.escape(word[: max(4, length - 1)])})"
