"""Articles about running and cellulite in many languages.

>>> from cellulite_content import load
>>> article = load("en")
>>> str(article.title)
'Will running reduce cellulite?'

`load` takes the reader's languages: a language tag, a POSIX locale, several in order of preference,
or an Accept-Language header. It returns an `Article`, in which each text has its language.

`load`, `match`, `languages`, `articles` and `translations` read this package's own bundle;
`Content` reads any other. There is no current language: the caller passes it. The returned
values are immutable and shared. Files are read at first use: two small ones for a title, two more
for the tree of an article.
"""

import os

from .article import Article, Files
from .bundle import Bundle, Language, Text, __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import GNUTranslations
    from importlib.machinery import ModuleSpec
    from typing import Any

    from .article import Chain, Reader
    from .errors import (
        CelluliteContentError,
        DataError,
        UnknownArticle,
        UnknownFigure,
        UnknownLanguage,
        UnknownSection,
    )
    from .nodes import Node, Tree

__all__ = [
    "Article",
    "CelluliteContentError",
    "Content",
    "DataError",
    "Language",
    "Node",
    "Text",
    "UnknownArticle",
    "UnknownFigure",
    "UnknownLanguage",
    "UnknownSection",
    "__version__",
    "articles",
    "installed",
    "languages",
    "load",
    "match",
    "translations",
]

CACHE_SIZE = 256  # entries of a cache; a full cache is emptied
MAX_KEY_LENGTH = 64  # a longer wanted language is not cached


class Content:
    """The articles of one package.

    `source` is the package's `__spec__`, with a compiled bundle in its folder `folder`, on disk or
    in a zip file; or a function that takes a file's name in the bundle, such as `bundle.txt`, and
    returns its bytes.

    >>> content = Content(__spec__)  # in the package's __init__.py
    >>> content.load("de").lang
    'de'

    Files are read at first use. Every method raises `DataError` if the bundle is missing, stale or
    damaged. Threads may share a `Content`.
    """

    def __init__(self, source: "ModuleSpec | Reader | None", folder: str = "data") -> None:
        self._files = Files(source if callable(source) else _reader(source, folder))
        self._articles_by_chain: dict[tuple[str, Chain], Article] = {}
        self._articles_by_request: dict[object, Article] = {}

    def load(
        self, *wanted: "str | Iterable[str]", article: "str | None" = None, fallback: bool = True
    ) -> Article:
        """The article in the best language for `wanted`.

        `wanted` are the reader's languages, best first: tags (`"pt-BR"`), POSIX locales
        (`"de_AT.UTF-8"`), Accept-Language headers, lists of these. Any string is accepted.
        `article` is a name from `articles()` or of a chapter, or a document's whole name; by
        default the first article.

        When nothing matches, the article is in the source language; with `fallback=False`,
        `UnknownLanguage` is raised. An untranslated unit is in the next wanted language, and
        finally in the source language: see `Text.lang`. Raises `UnknownArticle`, also when several
        articles have the name.

        >>> load("en-GB").title.lang
        'en'
        """
        try:
            if article is None and fallback:
                return self._articles_by_request[wanted]
        except (KeyError, TypeError):  # a list is not hashable
            pass
        bundle = self._files.bundle()
        name = _name(article, bundle)
        chain = _chain(wanted, bundle, fallback, name)
        result = self._articles_by_chain.get((name, chain))
        if result is None:
            result = _article(self._files, bundle, name, chain)
            _cache(self._articles_by_chain, (name, chain), result)
        if article is None and fallback and _is_cacheable(wanted):
            _cache(self._articles_by_request, wanted, result)
        return result

    def match(self, *wanted: "str | Iterable[str]") -> "Language | None":
        """The best published language for `wanted` (see `load`), or None.

        >>> match("en-GB, fr;q=0")
        'en'
        """
        from .negotiation import matches  # noqa: PLC0415  most programs never need it

        return next(iter(matches(wanted, self._files.bundle())), None)

    def languages(self, *, article: "str | None" = None) -> "tuple[Language, ...]":
        """The published languages; those of one article with its name. Raises `UnknownArticle`."""
        bundle = self._files.bundle()
        if article is None:
            return tuple(bundle.languages.values())
        from .article_names import languages_of  # noqa: PLC0415  a title does not need it

        return languages_of(_name(article, bundle), bundle)

    def articles(self, *wanted: "str | Iterable[str]") -> "tuple[str, ...]":
        """The names of the articles; the first is the default of `load`.

        With the reader's languages, as `load` takes them, only those that are published in the
        language that matches them best; all in the source language when nothing matches.
        """
        bundle = self._files.bundle()
        language = (self.match(*wanted) if wanted else None) or bundle.source
        return tuple(name for name in bundle.chapters if (language, name) not in bundle.without)

    def translations(
        self, *wanted: "str | Iterable[str]", article: "str | None" = None
    ) -> "GNUTranslations":
        """An article's units as a gettext catalog, for Jinja2, Flask-Babel or Django.

        Takes the arguments of `load`, with the same fallback. The keys are the units' plain text in
        the source language, the values `Text` without markup, which templates escape;
        `gettext("")` is `""`. Each call returns a new object, to which programs may add fallbacks.

        Of equal texts without a context, `gettext` has the first; `pgettext` has those of a context
        of the source, and each unit's with its id as the context.

        >>> translations("en").gettext("Will running reduce cellulite?")
        'Will running reduce cellulite?'
        """
        from .gettext_catalog import read_catalog  # noqa: PLC0415  imports gettext

        bundle = self._files.bundle()
        name = _name(article, bundle)
        return read_catalog(self._files, bundle, name, _chain(wanted, bundle, True, name))


def _article(files: Files, bundle: Bundle, name: str, chain: "Chain") -> Article:
    folder = bundle.documents[name][1]
    revision, _ = files.units(folder, chain[0])
    title = files.text(folder, chain, 1, "title")

    def tree() -> "Tree":
        from .outline import tree  # noqa: PLC0415  a title does not need it

        return tree(files, folder, chain)

    def figure(file: str) -> bytes:
        from .outline import figure  # noqa: PLC0415  a title does not need it

        return figure(files, folder, file)

    chapters = tuple(bundle.chapters.get(name, ()))
    return Article(name, chain[0], revision, title, tree, figure, chapters)


def _name(article: "str | None", bundle: Bundle) -> str:
    if article is None:
        return next(iter(bundle.chapters))
    if article not in bundle.documents:
        from .article_names import listed_name  # noqa: PLC0415  a listed name does not need it

        return listed_name(article, bundle)
    return article


def _chain(
    wanted: "tuple[str | Iterable[str], ...]", bundle: Bundle, fallback: bool, article: str
) -> "Chain":
    """The matching languages that have the article, best first, up to the source language, which
    is always last.
    """
    first = wanted[0] if len(wanted) == 1 else None
    row = bundle.rows.get(first.lower()) if isinstance(first, str) else None
    if row is not None:
        matched = [Language(*row)]
    else:
        from .negotiation import matches  # noqa: PLC0415  a published tag does not need it

        matched = matches(wanted, bundle)
    if bundle.without:
        matched = [language for language in matched if (language, article) not in bundle.without]
    if not matched and not fallback:
        from .article_names import languages_of  # noqa: PLC0415  a title does not need it
        from .errors import UnknownLanguage  # noqa: PLC0415

        published = ", ".join(languages_of(article, bundle))
        raise UnknownLanguage(f"no language matches {repr(wanted)[:80]}; available: {published}")
    if bundle.source in matched:
        matched = matched[: matched.index(bundle.source)]
    return (*matched, bundle.source)


def _is_cacheable(wanted: "tuple[str | Iterable[str], ...]") -> bool:
    for value in wanted:
        if type(value) is not str or len(value) > MAX_KEY_LENGTH:
            return False
    return len(wanted) <= 8


def _cache(cache: "dict[Any, Article]", key: object, value: Article) -> None:
    if len(cache) >= CACHE_SIZE:
        cache.clear()
    cache[key] = value


def _reader(spec: "ModuleSpec | None", folder: str) -> "Reader":
    """A reader of the files in a package's folder, through the package's loader."""
    if spec is not None and not hasattr(spec, "loader"):
        from .errors import wrong_source  # noqa: PLC0415  a title does not need it

        raise wrong_source(spec)
    get_data = getattr(spec and spec.loader, "get_data", None)
    directory = f"{os.path.dirname((spec and spec.origin) or '')}/{folder}"  # noqa: PTH120

    def read(name: str) -> bytes:
        if get_data is None:
            from .errors import no_package  # noqa: PLC0415  a title does not need it

            raise no_package(name, spec)
        data: bytes = get_data(f"{directory}/{name}")  # every system takes a slash
        return data

    return read


def installed() -> "dict[str, Content]":
    """The installed content packages, by the name of their entry point.

    An entry point of the group `cellulite_content.sources` names a package, or a `Content`.
    Raises `DataError` for a package that cannot be loaded.
    """
    from .entry_points import read_contents  # noqa: PLC0415  imports importlib.metadata

    return read_contents(Content)


_content = Content(__spec__)
load = _content.load
match = _content.match
languages = _content.languages
articles = _content.articles
translations = _content.translations

_LAZY = {
    "CelluliteContentError": "errors",
    "DataError": "errors",
    "Node": "nodes",
    "UnknownArticle": "errors",
    "UnknownFigure": "errors",
    "UnknownLanguage": "errors",
    "UnknownSection": "errors",
}


def __getattr__(name: str) -> object:
    """Import rarely used names at first use: a module costs 0.2 ms."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
