"""A program that uses every public name of the loader, for type checkers to read and to run.

`test_typing.py` has mypy and pyright check it, strictly, against the installed package.
"""

from collections.abc import Iterator
from gettext import GNUTranslations
from typing import assert_type

from cellulite_content import (
    Article,
    CelluliteContentError,
    Content,
    DataError,
    Language,
    Node,
    Text,
    UnknownArticle,
    UnknownFigure,
    UnknownLanguage,
    UnknownSection,
    __version__,
    articles,
    installed,
    languages,
    load,
    match,
    translations,
)


def choosing(content: Content) -> None:
    """Languages and articles: tags, locales, headers, lists of these, any iterable."""
    assert_type(content.languages(), tuple[Language, ...])
    assert_type(content.articles(), tuple[str, ...])
    assert_type(content.match("de-AT", ["fr", "en"]), Language | None)
    assert_type(content.match(tag for tag in ("de", "fr")), Language | None)
    assert_type(content.load(), Article)
    assert_type(content.load("de_AT.UTF-8"), Article)
    assert_type(content.load({"de", "fr"}, "en;q=0.5", fallback=False), Article)
    assert_type(content.load("de", article=content.articles()[0]), Article)
    assert_type(content.translations("de", article=None), GNUTranslations)
    assert_type(content.translations("de").gettext("Conclusion"), str)


def reading(article: Article) -> None:
    """What an article says."""
    assert_type(article.article, str)
    assert_type(article.lang, Language)
    assert_type(article.dir, str)
    assert_type(article.state, str)
    assert_type(article.chapters, tuple[str, ...])
    assert_type(article.date, str)
    assert_type(article.revision, str)
    assert_type(article.title, Text)
    assert_type(article.description, Text)
    assert_type(article.missing, tuple[str, ...])
    assert_type(article.root, Node)
    assert_type(article.walk(), Iterator[Node])
    assert_type(article.plain(), str)
    assert_type(article.html("figures"), str)
    assert_type(article.markdown(figure_base="figures"), str)
    assert_type(article.to_dict(), dict[str, object])
    assert_type(article.__html__(), str)
    for name in article.figures():
        assert_type(article.figure(name), bytes)
    for node in article.walk():
        telling(node)
        if node.anchor:
            assert_type(article.section(node.anchor), Node)


def telling(node: Node) -> None:
    """What a node and its text say; a text is a `str`."""
    assert_type(node.type, str)
    assert_type(node.text, Text)
    assert_type(node.children, tuple[Node, ...])
    assert_type(node.anchor, str)
    assert_type(node.attribute, str)
    assert_type(node.details, dict[str, str])
    assert_type([each.type for each in node.walk()], list[str])
    assert_type(node.text.lang, Language)
    assert_type(node.text.id, str)
    assert_type(node.text.source, str)
    assert_type(node.text.__html__(), str)
    assert_type(node.text.upper(), str)
    plain: str = node.text
    assert plain == str(node.text)


def naming(language: Language) -> None:
    """A language is its tag, a `str`."""
    assert_type(language.name, str)
    assert_type(language.dir, str)
    assert_type(language.state, str)
    tag: str = language
    assert_type(tag.lower(), str)


def failing(content: Content) -> list[str]:
    """Each error has one root; those of names are a `LookupError` too."""
    said: list[str] = []
    try:
        content.load("tlh", fallback=False)
    except UnknownLanguage as error:
        said.append(str(error))
    try:
        content.load(article="nothing")
    except UnknownArticle as error:
        said.append(str(error))
    try:
        content.load().section("nothing")
    except UnknownSection as error:
        said.append(str(error))
    try:
        content.load().figure("nothing")
    except UnknownFigure as error:
        said.append(str(error))
    try:
        Content(lambda name: name.encode()).languages()
    except DataError as error:
        said.append(str(error))
    for kind in (UnknownLanguage, UnknownArticle, UnknownSection, UnknownFigure):
        lookup: type[LookupError] = kind
        root: type[CelluliteContentError] = kind
        assert issubclass(lookup, root)
    return said


def main(content: Content) -> None:
    """All of it: the package's own articles, and those of `content`."""
    version: str = __version__  # for pyright, the very string
    assert version
    assert_type(articles(), tuple[str, ...])
    assert_type(languages(), tuple[Language, ...])
    assert_type(match("de"), Language | None)
    assert_type(load("de"), Article)
    assert_type(translations("de"), GNUTranslations)
    assert_type(installed(), dict[str, Content])
    own = Content(__import__("cellulite_content").__spec__, folder="data")
    for each in (own, content):
        choosing(each)
        reading(each.load("de"))
        naming(each.languages()[0])
        assert len(failing(each)) == 5


def from_a_function(files: dict[str, bytes]) -> Content:
    """A bundle that is anywhere."""

    def read(name: str) -> bytes:
        return files[name]

    return Content(read)
