"""Texts that are in plain English in the pseudo-locale `en_XA`: no translation can reach them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

from ..model.project import Project

TAG = "en-XA"

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OTHER = frozenset("code kbd math pre samp script style svg time".split())
"""Elements whose text is the same in each language, or that show none."""

_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+|(?:[a-z]+:|www\.)\S+|\w+(?:[./-]\w+)+", re.IGNORECASE)
_PLAIN_WORD = re.compile(
    r"(?<!\w)[a-z]*[acdeghijklnorstuwyz][a-z]+(?!\w)", re.IGNORECASE | re.ASCII
)
"""A word of two letters or more, of which pseudo translation would have changed one."""

_SPOKEN = ("alt", "aria-label", "title", "placeholder")


_FORMATS = ("ePub", "Kobo", "kePub", "PDF")
"""Names of book formats."""

_STANDARDS = ("PEP", "RFC", "CVE", "CWE")
"""Names before numbers, which roles add."""

_NUMBER = r"(?<!\w)\d[\d.,]*\W?(?:kB|MB)(?!\w)"


def plain_texts(
    project: Project, site: Path, authors: Iterable[str] = (), kept_words: Collection[str] = ()
) -> Iterator[tuple[str, str]]:
    """The plain English texts of the pages and books in `en_XA`, each once a file.

    A text whose plain words are all `kept_words` is none: pseudo translation keeps words in markup.
    Names that are the same in each language are none: those in the settings, `authors` of articles,
    of book formats and standards, and languages, months and units in the words of CLDR.

    Each is a pair of the file, relative to the site (`book.epub!EPUB/page.xhtml` in a book), and
    the text.
    """
    names = re.compile("|".join([_NUMBER, *map(re.escape, _names(project, authors))]))
    for path in sorted((site / TAG).rglob("*.html")):
        name = path.relative_to(site).as_posix()
        page = path.read_text(encoding="utf-8")
        yield from ((name, text) for text in _plain(page, names, kept_words))
    books = site / "downloads"
    for path in sorted((*books.glob(f"*.{TAG}.epub"), *books.glob(f"*.{TAG}.bilingual.epub"))):
        with ZipFile(path) as book:
            for inner in sorted(book.namelist()):
                if inner.endswith(".xhtml"):
                    name = f"{path.relative_to(site).as_posix()}!{inner}"
                    text = book.read(inner).decode("utf-8")
                    yield from ((name, plain) for plain in _plain(text, names, kept_words))


def _names(project: Project, authors: Iterable[str]) -> Iterable[str]:
    """Names that the editions show in each language, the longest first."""
    locale = project.locale("en_XA")
    languages = (name for other in project.editions for name in (other.name, locale.name_of(other)))
    months = locale.babel.months["format"]["wide"].values()
    own = (project.title, project.licence, *project.authors, *authors)
    names = {*own, *languages, *months, *_FORMATS, *_STANDARDS}
    return sorted(filter(None, names), key=lambda name: (-len(name), name))


def _plain(page: str, names: re.Pattern[str], kept_words: Collection[str]) -> list[str]:
    parser = _Texts()
    parser.feed(page)
    parser.close()
    texts = dict.fromkeys(" ".join(text.split()) for text in parser.texts)
    return [
        text
        for text in texts
        if any(
            word not in kept_words
            for word in _PLAIN_WORD.findall(_ADDRESS.sub("", names.sub("", text)))
        )
    ]


class _Texts(HTMLParser):
    """Collects the texts that are in the page's own language."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._others: list[bool] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        other = tag in _OTHER or values.get("lang", TAG) != TAG
        other = other or any(self._others[-1:])
        if not other:
            self.texts += [value for name in _SPOKEN if (value := values.get(name))]
            if tag == "meta" and values.get("name") == "description":
                self.texts.append(values.get("content") or "")
        if tag not in _VOID:
            self._others.append(other)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in _VOID:
            self._others.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._others:
            self._others.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._others[-1:]):
            self.texts.append(data)
