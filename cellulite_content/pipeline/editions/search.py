"""The search: the words that the index holds for an article, and the search page's scripts.

The index and the stemmers are Sphinx's. We split texts into words ourselves: Sphinx's patterns
break Hindi words at their vowel signs, and find no word of Chinese without a package of
dictionaries. We also read the index ourselves: Sphinx's script searches for no numbers.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from babel import Locale as Language
from jinja2 import Environment, Template
from sphinx import package_dir
from sphinx.search import IndexBuilder, SearchLanguage, languages

from ..model.locale import Locale
from .templates import THEME

SCRIPTS = ("language_data.js", "search.js")
"""The files of `_static` that the search page loads beside its index, in this order."""

UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # marks that repeat a character
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""The code points of scripts that are written without spaces between words."""

_RANGES = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)
_UNSPACED_CHARACTER = re.compile(f"[{_RANGES}]")
_RUNS = re.compile(f"[{_RANGES}]+|[^{_RANGES}]+")
_SPHINX_FOLDER = Path(package_dir)
_STATIC = _SPHINX_FOLDER / "themes" / "basic" / "static"

_POINT = "\ue000"
"""Replaces any separator inside a number, so that `3.5` finds `3,5`. It is for private use: no text
has it."""

_SEPARATOR = re.compile("(?<=\\d)[.,\u066b\u066c\u00a0\u202f](?=\\d)")
_TOKENS = re.compile(rf"\d+(?:{_POINT}\d+)*|[^\d{_POINT}][^{_POINT}]*")
_GROUPED = re.compile(rf"\d{{1,3}}(?:{_POINT}\d{{3}})+")

MARKS = (
    ("([\\u0000-\\u03ff])[\\u0300-\\u036f]+", "$1"),  # Latin and Greek: all accents
    ("\\u0435\\u0308", "\u0435"),  # Russian books print yo as ye
    ("([\\u0400-\\u04ff])[\\u0300\\u0301]", "$1"),  # the stress; short i is a letter of its own
    # Vowel points of Hebrew and Arabic, tatweel, hamza above and below; nukta
    ("[\\u0591-\\u05bd\\u05bf-\\u05c7\\u0640\\u064b-\\u065f\\u0670\\u093c]", ""),
)
"""Patterns of decomposed text (NFD) and what replaces them, as scripts write both. The marks of
other scripts are parts of their letters."""

LETTERS = {
    **{"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"},
    **{"ı": "i", "ς": "σ", "ی": "ي", "ى": "ي", "ک": "ك"},
}
"""Letters that do not decompose, or that keyboards of neighbours write differently."""

_MARKS = tuple((re.compile(pattern), other.replace("$", "\\")) for pattern, other in MARKS)
_LETTERS = str.maketrans(LETTERS)


class _CharacterTable(dict[int, "int | str | None"]):
    """Keeps letters and marks, makes digits ASCII, removes invisible characters, makes all others
    spaces."""

    def __missing__(self, code: int) -> int | str | None:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Nd":
            self[code] = str(unicodedata.decimal(character))
        elif category[0] in "LMN" or character == _POINT:
            self[code] = code
        else:
            self[code] = None if category == "Cf" else " "
        return self[code]


_CHARACTERS = _CharacterTable()


def fold(text: str) -> str:
    """The text as it is compared: lower case, one width, no accents, digits in ASCII.

    `search.js` does the same to what a reader types.
    """
    text = _SEPARATOR.sub(_POINT, text)
    text = unicodedata.normalize("NFKC", text).lower()
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        for pattern, other in _MARKS:
            text = pattern.sub(other, text)
        text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    return text.translate(_CHARACTERS)


class UnicodeSearchLanguage(SearchLanguage):
    """Splits a text in any script into the words that the index holds.

    In scripts without spaces between words, each character and each pair of neighbours counts as a
    word. This finds every text that contains the reader's words. Words are not stemmed here: the
    page's script stems the index and the query alike, so that the two never differ, and the build
    saves the time (34 ms in Arabic).
    """

    js_splitter_code = "".join(
        (
            "const UNSPACED = '{}';\n".format(
                "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in UNSPACED)
            ),
            "const MARKS = [{}];\n".format(
                ", ".join(f"[/{pattern}/gu, {json.dumps(other)}]" for pattern, other in MARKS)
            ),
            f"const LETTERS = {json.dumps(LETTERS)};",
        )
    )

    def word_filter(self, word: str) -> bool:
        """Whether the index holds a word."""
        return word not in self.stopwords

    def split(self, input: str) -> list[str]:
        """The different words of a text, folded; a number has `.` for any separator."""
        text = fold(input)
        parts = dict.fromkeys(token for part in text.split() for token in _tokens(part))
        if not _UNSPACED_CHARACTER.search(text):
            return [*dict.fromkeys(word for part in parts for word in _forms(part))]
        runs = dict.fromkeys(run for part in parts for run in _RUNS.findall(part))
        words = (_words(run) if _unspaced(run[0]) else _forms(run) for run in runs)
        return [*dict.fromkeys(word for each in words for word in each)]


def _tokens(part: str) -> list[str]:
    """The numbers and words of a part between spaces: `25mg` has one of each."""
    return [part] if part.isalpha() else _TOKENS.findall(part)


def _forms(word: str) -> list[str]:
    """A word, or a number as it is written and without the separators of its thousands."""
    if _POINT not in word:
        return [word]
    plain = [word.replace(_POINT, "")] if _GROUPED.fullmatch(word) else []
    return [word.replace(_POINT, "."), *plain]


def _words(run: str) -> list[str]:
    return [*run, *(run[start : start + 2] for start in range(len(run) - 1))]


@cache
def _unspaced(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in UNSPACED)


def search_language(locale: Locale) -> type[SearchLanguage]:
    """The search class of a locale, with Sphinx's stop words and stemmer if it has them."""
    name = _english_name(locale.babel.language)
    stemmer = f"{name.lower()}-stemmer.js"
    has_stemmer = (_SPHINX_FOLDER / "search" / "minified-js" / stemmer).is_file()
    values = {
        "lang": locale.code,
        "language_name": name,
        "stopwords": _stopwords(locale.babel.language, stemmer),
        "js_stemmer_rawcode": stemmer if has_stemmer else "",
    }
    return type("LocaleWords", (UnicodeSearchLanguage,), values)


def _english_name(language: str) -> str:
    """Sphinx names stemmers in English. CLDR's names take 11 ms, so Sphinx's own come first."""
    known = _class_of_sphinx(language)
    return known.language_name if known else _names_of_languages().get(language, "")


@cache
def _names_of_languages() -> dict[str, str]:
    return dict(Language.parse("en").languages)


def _class_of_sphinx(language: str) -> Any:
    """Sphinx's search class of a language, or None."""
    language_class: Any = languages.get(language)
    if isinstance(language_class, str):
        module, _, name = language_class.rpartition(".")
        language_class = getattr(import_module(module), name)
    return language_class


def _stopwords(language: str, stemmer: str) -> frozenset[str]:
    language_class = _class_of_sphinx(language)
    # For Chinese, Sphinx uses the stop words and the stemmer of English.
    is_own = language_class and language_class.js_stemmer_rawcode == stemmer
    return frozenset(map(fold, language_class.stopwords)) if is_own else frozenset()


@cache
def language_data() -> Template:
    """Sphinx's own template of a language's data: its stop words and its stemmer."""
    (template,) = _STATIC.glob("language_data.js*")
    environment = Environment(autoescape=False)  # noqa: S701 (a script with our values only)
    return environment.from_string(template.read_text(encoding="utf-8"))


def write_scripts(indexer: IndexBuilder, folder: Path) -> None:
    """Write the scripts of the search page: ours, and the language's data."""
    data = language_data().render(indexer.context_for_searchtool())
    texts = (data, (THEME / "static" / "search.js").read_text(encoding="utf-8"))
    for name, text in zip(SCRIPTS, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
