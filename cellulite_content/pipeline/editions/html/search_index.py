"""The search index of a language: the words of each article, by their numbers in a list of names.

The words of an article are found when its page is written. A build that writes some of the pages
takes those of the others from the index of the build before.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

import msgspec
from sphinx.search import SearchLanguage

from ...source.trees.partial_reading import PartialReadingError
from .index_file import SearchIndex
from .passages import Passage


class IndexedArticle(NamedTuple):
    """An article in the index: its title, the words of its headings, and the other words."""

    title: str
    heading_words: Set[str]
    words: Set[str]


def indexed_article(
    title: str, passages: tuple[Passage, ...], language: SearchLanguage
) -> IndexedArticle:
    """What the index holds of an article, whose words a language splits and filters."""
    headings: dict[str, str] = {}
    texts: list[str] = []
    for passage in passages:
        if passage.anchor not in headings:
            headings[passage.anchor] = passage.text
        else:
            texts.append(passage.text)
    heading_words = {
        word
        for heading in headings.values()
        for word in language.split(heading)
        if language.word_filter(word)
    }
    words = set(filter(language.word_filter, language.split("\n".join(texts))))
    return IndexedArticle(title, heading_words, words - heading_words)


def write_index(articles: Mapping[str, IndexedArticle]) -> bytes:
    """The index of all articles, by the names of their documents: a value in JSON."""
    names = sorted(articles)
    index = SearchIndex(names, [articles[name].title for name in names], {}, {})
    for number, name in enumerate(names):
        _add(index, number, articles[name])
    return index.encode()


def update_index(data: bytes, articles: Mapping[str, IndexedArticle], written: Set[str]) -> bytes:
    """The index `data` with other words of the articles in the documents `written`.

    Raises `PartialReadingError` unless the same articles are in the index as before.
    """
    index = msgspec.json.decode(data, type=SearchIndex)
    if written & {*index.docnames} != articles.keys():
        raise PartialReadingError("the search has other articles than before")
    numbers = {name: index.docnames.index(name) for name in articles}
    changed = {*numbers.values()}
    for terms in (index.terms, index.titleterms):
        for word in [word for word in terms if not changed.isdisjoint(terms[word])]:
            terms[word] = [number for number in terms[word] if number not in changed]
            if not terms[word]:
                del terms[word]
    for name, number in numbers.items():
        index.titles[number] = articles[name].title
        _add(index, number, articles[name])
    return index.encode()


def _add(index: SearchIndex, number: int, article: IndexedArticle) -> None:
    for terms, words in ((index.terms, article.words), (index.titleterms, article.heading_words)):
        for word in words:
            numbers = terms.setdefault(word, [])
            is_last = not numbers or numbers[-1] < number
            numbers.append(number)
            if not is_last:
                numbers.sort()
