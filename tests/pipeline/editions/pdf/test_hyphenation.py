"""Broken words in PDF editions: where a language allows it, whole when they are copied, and only
words."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cellulite_content.pipeline.editions.pdf.nodes import with_long_words
from cellulite_content.pipeline.editions.typesetting.compiler import set_pdf
from cellulite_content.pipeline.editions.typesetting.cover import TEMPLATES
from cellulite_content.pipeline.editions.typesetting.languages import text_values
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import LOCALES, SLUG, Book, X, site_book

FEW = ("ar", "de", "es", "ja")
each_locale = pytest.mark.parametrize(
    "locale",
    [
        pytest.param(each, marks=[] if each.tag in FEW else pytest.mark.slow, id=each.tag)
        for each in LOCALES
    ],
)
BROKEN = {"de", "es", "nl", "pl", "pt-BR", "ru", "sv", "tr", "uk"}
"""Languages with several long words in the article."""

WHOLE = {"ar", "bn", "fa", "he", "hi", "id", "ja", "ko", "th", "zh-Hans", "zh-Hant"}
"""Languages whose script breaks no words, or breaks them without a hyphen; and Indonesian, for
which Typst has no patterns."""

_BREAK = "\N{SOFT HYPHEN}\n"
"""How programs read the hyphen of a broken word, so that it is whole when it is copied."""

WORDS = {
    "de": "Nah-rungs-er-gän-zungs-mit-tel",
    "en": "un-der-stand-ing",
    "es": "com-par-ti-men-tos",
    "id": "bertanggungjawab",
    "ru": "до-ка-за-тель-ства",
    "tr": "des-tek-le-mek-te-dir",
}
"""Long words, and where dictionaries divide them."""


@cache
def _text(path: Path) -> str:
    program = shutil.which("pdftotext")
    assert program, "install poppler-utils"
    done = subprocess.run([program, "-raw", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _pdf(site: Path, locale: Locale) -> str:
    return _text(site / "downloads" / f"{SLUG}.{locale.tag}.pdf")


@pytest.mark.parametrize("tag", WORDS)
def test_words_are_broken_between_syllables(tmp_path: Path, tag: str) -> None:
    """At the end of lines of any length, and nowhere in a language without patterns."""
    syllables = WORDS[tag].split("-")
    word = "".join(syllables)
    lines = [with_long_words([f"{'1' * length} {word}"]) for length in range(20, 70)]
    path = tmp_path / "book.pdf"
    path.write_bytes(set_pdf(TEMPLATES, "book.typ", _book(tag, lines)))
    found = re.findall(rf"(?m)^1+ (\w+){_BREAK}(\w+)$", _text(path))
    allowed = {
        ("".join(syllables[:cut]), "".join(syllables[cut:])) for cut in range(1, len(syllables))
    }
    assert len(allowed) / 2 <= len(set(found))
    assert set(found) <= allowed


def test_code_is_no_words(tmp_path: Path) -> None:
    """At the end of a line, it has its own hyphen and no other one, in Polish too."""
    code = {"kind": "code", "body": ["cellulite-content"]}
    path = tmp_path / "book.pdf"
    lines = [[f"{'1' * length} ", code] for length in range(20, 70)]
    path.write_bytes(set_pdf(TEMPLATES, "book.typ", _book("pl", lines)))
    text = _text(path)
    assert "cellulite-\ncontent" in text
    assert _joined(text).count("cellulite-content") == len(lines)


def _book(tag: str, paragraphs: list[Any]) -> dict[str, Any]:
    texts = [{"kind": "text", "style": "", "body": each, "block": True} for each in paragraphs]
    return {
        "title": "A",
        "authors": [],
        "description": "",
        "tag": tag,
        "numbering": "1",
        "languages": {tag: text_values(Locale(tag))},
        "listed": [],
        "cover": None,
        "front": [],
        "pages": [texts],
        "about": [],
        "labels": {},
    }


@each_locale
def test_broken_words_are_whole_when_they_are_copied(site: Path, locale: Locale) -> None:
    """Both parts are a word of the book, of twelve letters or more; and no script that breaks no
    words has one."""
    text = _pdf(site, locale)
    broken = ["".join(parts) for parts in re.findall(rf"([^\W\d_]+){_BREAK}([^\W\d_]+)", text)]
    assert len(broken) == text.count("\N{SOFT HYPHEN}")
    pages = site_book(site, locale).pages.values()
    words = {*re.findall(r"[^\W\d_]+", " ".join("".join(page.itertext()) for page in pages))}
    assert [word for word in broken if word not in words or len(word) < 12] == []
    if locale.tag in BROKEN:
        assert len(broken) > 2
    if locale.tag in WHOLE:
        assert not broken


@each_locale
def test_addresses_are_read_as_they_are(site: Path, locale: Locale) -> None:
    """No hyphen is added where a line ends, nor repeated at the beginning of the next one, as in
    words of Polish, Portuguese and Spanish; in a bilingual book, in both columns."""
    book = site_book(site, locale)
    sources, about = (_addresses(book, name) for name in (f"{SLUG}.xhtml", "about.xhtml"))
    text = _joined(_pdf(site, locale))
    assert len(sources) > 8
    # The licence's link has other words.
    shown = {each for each in (*sources, *about) if not each.startswith("creativecommons")}
    assert [address for address in shown if address not in text] == []
    if locale != LOCALES[0]:
        text = _joined(_text(site / "downloads" / f"{SLUG}.{locale.tag}.bilingual.pdf"))
        assert {text.count(address) for address in sources} == {2}


def _addresses(book: Book, page: str) -> set[str]:
    """The addresses of a page of the book, as they are shown."""
    links = (link.get("href") for link in book.pages[page].iter(f"{X}a"))
    return {re.sub("^https?://", "", link) for link in links if "://" in link}


def _joined(text: str) -> str:
    """A text without ends of lines, spaces and marks of direction."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)
