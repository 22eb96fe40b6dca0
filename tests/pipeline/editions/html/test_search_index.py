"""The search index: what an edit changes of it is what a new index has."""

from __future__ import annotations

import json

import pytest

from cellulite_content.pipeline.editions.html.passages import Passage
from cellulite_content.pipeline.editions.html.search_index import (
    IndexedArticle,
    indexed_article,
    update_index,
    write_index,
)
from cellulite_content.pipeline.editions.search import search_language
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.source.trees.partial_reading import PartialReadingError

ARTICLES = {
    "a": IndexedArticle("A", {"fat", "skin"}, {"cell", "run"}),
    "b": IndexedArticle("B", {"skin"}, {"run", "walk"}),
    "c": IndexedArticle("C", {"eat"}, {"run", "walk", "ÿ"}),
}


def test_words_are_those_of_the_language() -> None:
    """Headings and texts have their own words; stop words and words of headings are left out."""
    passages = (
        Passage("", "Running and walking"),
        Passage("", "Running is good."),
        Passage("why", "Why run"),
        Passage("why", "Walking helps."),
    )
    article = indexed_article("Running", passages, search_language(Locale("en"))({}))
    assert article.title == "Running"
    assert article.heading_words == {"running", "walking", "run"}
    assert article.words == {"good", "helps"}


@pytest.mark.parametrize(
    "changed",
    [
        {"b": IndexedArticle("B", {"skin"}, {"run", "walk"})},
        {"b": IndexedArticle("New", {"eat", "old"}, {"cell", "fat"})},
        {"a": IndexedArticle("A", set(), {"new"}), "c": IndexedArticle("C", {"skin"}, {"cell"})},
        {name: IndexedArticle(name, {"skin"}, {"ÿ"}) for name in ARTICLES},
    ],
)
def test_update_is_a_new_index(changed: dict[str, IndexedArticle]) -> None:
    """An updated index has the bytes of one that is written anew, and a list has no index."""
    updated = update_index(write_index(ARTICLES), changed, {*changed, "index"})
    assert updated == write_index({**ARTICLES, **changed})


def test_index_has_numbers_of_articles() -> None:
    """The script gets names, titles, and the numbers of the articles that have a word."""
    index = json.loads(write_index(ARTICLES))
    assert (index["docnames"], index["titles"]) == (["a", "b", "c"], ["A", "B", "C"])
    assert index["terms"]["run"] == [0, 1, 2]
    assert index["titleterms"] == {"eat": [2], "fat": [0], "skin": [0, 1]}


def test_other_articles_need_a_new_index() -> None:
    """An article that comes or goes has other numbers for all."""
    data = write_index(ARTICLES)
    for articles in ({}, {"b": ARTICLES["b"], "d": ARTICLES["c"]}):
        with pytest.raises(PartialReadingError):
            update_index(data, articles, {"b", "d"})
