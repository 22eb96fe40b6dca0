"""The search: the words that the index holds for an article, and the search page's scripts.

The index and the code that reads it are Sphinx's. We split texts into words ourselves: Sphinx's
patterns break Hindi words at their vowel signs, and find no word of Chinese without a package of
dictionaries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
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

SCRIPTS = ("search.js", "language_data.js", "searchtools.js")
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


class _CharacterTable(dict[int, "int | str | None"]):
    """Keeps letters, marks and digits, removes invisible characters, makes all others spaces."""

    def __missing__(self, code: int) -> int | str | None:
        category = unicodedata.category(chr(code))
        self[code] = code if category[0] in "LMN" else None if category == "Cf" else " "
        return self[code]


_CHARACTERS = _CharacterTable()


class UnicodeSearchLanguage(SearchLanguage):
    """Splits a text in any script into the words that the index holds.

    In scripts without spaces between words, each character and each pair of neighbours counts as a
    word. This finds every text that contains the reader's words. Words are not stemmed here: the
    page's script stems the index and the query alike, so that the two never differ, and the build
    saves the time (34 ms in Arabic).
    """

    js_splitter_code = "const UNSPACED = '{}';".format(
        "".join(f"\\u{{{first:x}}}-\\u{{{last:x}}}" for first, last in UNSPACED)
    )

    def __init__(self, options: dict[str, str]) -> None:
        super().__init__(options)
        # Sphinx asks three times for each word of each document.
        known = _IndexedWords(self.stopwords)
        self.word_filter = known.__getitem__  # type: ignore[method-assign, assignment]

    def split(self, input: str) -> list[str]:
        """The words of a text, in lower case."""
        text = unicodedata.normalize("NFKC", input).lower().translate(_CHARACTERS)
        if not _UNSPACED_CHARACTER.search(text):
            return text.split()
        return [
            word for part in text.split() for run in _RUNS.findall(part) for word in _words(run)
        ]


class _IndexedWords(dict[str, bool]):
    """Whether the index holds a word; numbers are not searched for (`searchtools.js`)."""

    def __init__(self, stopwords: Set[str]) -> None:
        super().__init__()
        self._stopwords = stopwords

    def __missing__(self, word: str) -> bool:
        self[word] = word not in self._stopwords and not (word.isascii() and word.isdigit())
        return self[word]


def _words(run: str) -> list[str]:
    if not _unspaced(run[0]):
        return [run]
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
    return frozenset(language_class.stopwords) if is_own else frozenset()


@cache
def language_data() -> Template:
    """Sphinx's own template of a language's data: they fit the script of the same Sphinx."""
    (template,) = _STATIC.glob("language_data.js*")
    environment = Environment(autoescape=False)  # noqa: S701 (a script with our values only)
    return environment.from_string(template.read_text(encoding="utf-8"))


def write_scripts(indexer: IndexBuilder, folder: Path) -> None:
    """Write the scripts of the search page: ours, Sphinx's, and the language's data."""
    data = language_data().render(indexer.context_for_searchtool())
    texts = (
        (THEME / "static" / "search.js").read_text(encoding="utf-8"),
        data,
        (_STATIC / "searchtools.js").read_text(encoding="utf-8"),
    )
    for name, text in zip(SCRIPTS, texts, strict=True):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
