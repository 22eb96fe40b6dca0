"""Articles that are not published in every language."""

import pytest

from cellulite_content import Content, DataError, UnknownArticle, UnknownLanguage
from support.loader.bundles import NAME, files, reading


def _content(tag: str) -> Content:
    """The bundle of the tests without the article `resting` in this language."""
    found = files()
    head, *lines = found["bundle.txt"].decode().splitlines()
    lines.insert(
        [line.startswith("alias") for line in lines].index(True), f"without\t{tag}\tresting"
    )
    head = "\t".join([*head.split("\t")[:-1], str(len(lines))])
    found["bundle.txt"] = "".join(f"{line}\n" for line in (head, *lines)).encode()
    del found[f"resting/{tag}.txt"]
    return reading(found)


def test_lists_know_the_languages_of_each_article() -> None:
    """Without arguments the lists are whole, as before."""
    content = _content("de")
    assert content.articles() == (NAME, "resting")
    assert content.articles("de-AT, ar;q=0.5") == (NAME,)
    assert content.articles("ar", "de") == content.articles("xx") == (NAME, "resting")
    assert "de" in content.languages(article=NAME)
    assert content.languages(article="resting") == tuple(
        language for language in content.languages() if language != "de"
    )
    with pytest.raises(UnknownArticle):
        content.languages(article="running")


def test_an_article_falls_back_as_a_whole() -> None:
    """To the next wanted language that has it, finally to the source's; never to a missing file."""
    content = _content("de")
    assert content.load("de", article=NAME).lang == "de"
    assert content.load("de", "ar", article="resting").lang == "ar"
    assert content.load("de", article="resting").title.lang == "en"
    assert content.translations("de", article="resting").gettext("Rest (en)") == "Rest (en)"
    with pytest.raises(UnknownLanguage) as error:
        content.load("de", article="resting", fallback=False)
    assert "available: en, ar" in str(error.value)


def test_the_source_language_has_every_article() -> None:
    """A bundle that says otherwise is damaged."""
    with pytest.raises(DataError, match=r"bundle\.txt lacks an article in its source language"):
        _content("en").articles()
