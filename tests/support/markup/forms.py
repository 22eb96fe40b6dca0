"""What each form of an article shows: its text and its markup."""

from __future__ import annotations

import html
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cellulite_content import Content
from cellulite_content.pipeline.editions.search import search_language
from cellulite_content.pipeline.model.locale import Locale

_IMAGE = re.compile(r'<img [^>]*?alt="([^"]*)"[^>]*>')


class BuiltForms:
    """The forms of all articles of a built project, by form and language."""

    def __init__(self, project: Path) -> None:
        self._site = project / "build" / "site"
        bundle = project / "build" / "bundle"
        self._content = Content(lambda name: (bundle / name).read_bytes())
        self._indices: dict[str, Any] = {}

    def markup(self, name: str, form: str, language: str) -> str:
        """A form as it is written: HTML, Markdown, plain text, or JSON."""
        match form:
            case "page":
                path = self._site / language / "articles" / f"{name}.html"
                return path.read_text(encoding="utf-8")
            case "book" | "bilingual":
                kind = ".bilingual" if form == "bilingual" else ""
                path = self._site / "downloads" / f"{name}.{language}{kind}.epub"
                with zipfile.ZipFile(path) as book:
                    return book.read(f"EPUB/{name}.xhtml").decode()
            case "json":
                path = self._site / "data" / language / f"{name}.json"
                return path.read_text(encoding="utf-8")
        article = self._content.load(language, article=name)
        forms = {"html": article.html, "markdown": article.markdown, "plain": article.plain}
        return forms[form]()

    def text(self, name: str, form: str, language: str) -> str:
        """What a person reads in a form, with single spaces; pictures are their alternative
        texts."""
        markup = self.markup(name, form, language)
        if form == "json":
            text = " ".join(_texts(json.loads(markup)))
        elif form == "markdown":
            text = html.unescape(re.sub(r"[\\*`>]", "", markup))
        elif form == "plain":
            text = markup
        else:
            text = html.unescape(re.sub(r"<[^>]+>", "", _IMAGE.sub(r"\1", markup)))
        return " ".join(text.split())

    def unsearchable(self, name: str, language: str, texts: list[str]) -> set[str]:
        """The words of these texts under which readers do not find the article."""
        if language not in self._indices:
            script = (self._site / language / "searchindex.js").read_text(encoding="utf-8")
            self._indices[language] = json.loads(script[script.index("{") : script.rindex("}") + 1])
        index = self._indices[language]
        number = index["docnames"].index(f"articles/{name}")
        splitter = search_language(Locale(language))({})
        words = {word for text in texts for word in splitter.split(text)}
        return {
            word
            for word in words
            if splitter.word_filter(word)
            and number not in _numbers(index["terms"].get(word))
            and number not in _numbers(index["titleterms"].get(word))
        }


def _numbers(value: Any) -> list[int]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> Iterator[str]:
    """All strings of a value of JSON, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
