"""Content: an article in the language of its reader, from a package's compiled bundle.

`load`, `match`, `languages`, `articles` and `translations` read this package's own bundle;
`Content` reads any other. There is no current language: the caller says it, and gets values that
are immutable and shared. Only what is asked for is read: a title costs two small files, the tree
of an article two more.
"""

import os

from .article import Article, Text, text_of
from .bundle import Bundle, Language, damaged, read_bundle, read_units, unescape
from .errors import DataError, UnknownArticle, UnknownLanguage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from gettext import GNUTranslations
    from importlib.machinery import ModuleSpec
    from typing import Any

    from .article import Tree
    from .outline import Row

    Outline = tuple[str, str, list[Row], list[str]]  # revision, date, rows, texts of the source
    Chain = tuple[Language, ...]  # the article's own language first, the source language last
    Reader = Callable[[str], bytes]

GROUP = "cellulite_content.sources"  # the entry points of other content packages
BOUND = 256  # entries of a cache; a full one is emptied
LONGEST_KEY = 64  # characters of a wanted language that may be a key of the cache


class Content:
    """The articles of one package.

    `source` is the package's `__spec__`, whose compiled bundle is in its folder `folder`, in a
    folder of the disk as in a zip; or a function that takes a file's name in the bundle, such as
    `bundle.txt`, and gives its bytes.

    >>> content = Content(__spec__)  # in the package's __init__.py
    >>> content.load("de").lang
    'de'

    Nothing is read before it is needed. Every method raises `DataError` when the bundle is missing,
    stale or damaged. A `Content` may be shared between threads.
    """

    def __init__(self, source: "ModuleSpec | Reader | None", folder: str = "data") -> None:
        self._read = source if callable(source) else _reader(source, folder)
        self._known: Bundle | None = None
        self._sheets: dict[tuple[str, Language], tuple[str, list[str]]] = {}
        self._outlines: dict[str, Outline] = {}
        self._articles: dict[tuple[str, Chain], Article] = {}
        self._answers: dict[object, Article] = {}

    def load(
        self, *wanted: "str | Iterable[str]", article: str | None = None, fallback: bool = True
    ) -> Article:
        """The article in the best language for `wanted`.

        `wanted` is what the program knows of its reader, best first: tags (`"pt-BR"`), POSIX
        locales (`"de_AT.UTF-8"`), Accept-Language headers, lists of these. Any string will do.
        `article` is a name from `articles()`; without it, the first.

        Where nothing matches, the article is in the source language, or, with `fallback=False`,
        `UnknownLanguage` is raised. A unit that is not translated is in the next language of those
        wanted, at last in the source language: `Text.lang` says which. Raises `UnknownArticle`.

        >>> load("en-GB").title.lang
        'en'
        """
        try:
            if article is None and fallback:
                return self._answers[wanted]
        except (KeyError, TypeError):  # a list is not a key
            pass
        bundle = self._bundle()
        name = _name(article, bundle)
        chain = _chain(wanted, bundle, fallback)
        answer = self._articles.get((name, chain))
        if answer is None:
            answer = self._article(name, chain)
            _keep(self._articles, (name, chain), answer)
        if article is None and fallback and _short(wanted):
            _keep(self._answers, wanted, answer)
        return answer

    def match(self, *wanted: "str | Iterable[str]") -> Language | None:
        """The best published language for `wanted` (see `load`), or None.

        >>> match("en-GB, fr;q=0")
        'en'
        """
        from .matching import matches  # noqa: PLC0415  most programs never need it

        return next(iter(matches(wanted, self._bundle())), None)

    def languages(self) -> tuple[Language, ...]:
        """The published languages."""
        return tuple(self._bundle().languages.values())

    def articles(self) -> tuple[str, ...]:
        """The names of the articles; the first is the one that `load` gives unasked."""
        return self._bundle().articles

    def translations(
        self, *wanted: "str | Iterable[str]", article: str | None = None
    ) -> "GNUTranslations":
        """An article's units as a gettext catalog, for Jinja2, Flask-Babel or Django.

        Takes what `load` takes, and falls back as it does. The keys are the units' plain text in
        the source language, the values a `Text` without markup, which templates escape:
        `gettext("")` is `""`. Each call gives a new object, to which a program may add fallbacks.

        >>> translations("en").gettext("Will Running Reduce Cellulite")
        'Will Running Reduce Cellulite'
        """
        from .messages import Catalog  # noqa: PLC0415  imports gettext

        bundle = self._bundle()
        name, chain = _name(article, bundle), _chain(wanted, bundle, True)
        revision, units = self._units(name, chain[0])
        sources = self._same(name, bundle.source, revision, len(units))
        messages: dict[str, Text] = {}
        for number, source in enumerate(sources, 1):
            messages.setdefault(_plain(source), self._text(name, chain, number, ""))
        return Catalog(messages)

    def _bundle(self) -> Bundle:
        if self._known is None:
            bundle = read_bundle(self._file("bundle.txt"))
            _compare(bundle.version)
            self._known = bundle
        return self._known

    def _file(self, name: str) -> bytes:
        try:
            return self._read(name)
        except Exception as error:  # a damaged zip has errors of its own: zlib.error, EOFError
            raise damaged(name, f"cannot be read ({type(error).__name__})") from error

    def _units(self, article: str, lang: Language) -> tuple[str, list[str]]:
        """The revision and the lines of an article in one language."""
        sheet = self._sheets.get((article, lang))
        if sheet is None:
            name = f"{article}/{lang}.txt"
            complete = lang == self._bundle().source
            sheet = read_units(self._file(name), name, lang, complete)
            self._sheets[article, lang] = sheet
        return sheet

    def _same(self, article: str, lang: Language, revision: str, count: int) -> list[str]:
        """The lines in another language, which must be of the same making."""
        found, units = self._units(article, lang)
        if found != revision or len(units) != count:
            raise damaged(f"{article}/{lang}.txt", "is not of the same revision as the other files")
        return units

    def _article(self, name: str, chain: "Chain") -> Article:
        revision, _ = self._units(name, chain[0])
        title = self._text(name, chain, 1, "title")
        return Article(name, chain[0], revision, title, lambda: self._tree(name, chain))

    def _text(self, name: str, chain: "Chain", number: int, id: str) -> Text:
        """A unit in the first language of the chain that has it."""
        revision, units = self._units(name, chain[0])

        def original() -> str:
            return _plain(self._same(name, chain[-1], revision, len(units))[number - 1])

        for lang in chain:
            line = self._same(name, lang, revision, len(units))[number - 1]
            if line:
                return text_of(line, lang, id, original)
        raise damaged(f"{name}/{chain[-1]}.txt", f"lacks unit {number}")

    def _outline(self, name: str) -> "Outline":
        """What the tree of an article is made of in every language."""
        from .outline import read_structure  # noqa: PLC0415  a title does not need it

        outline = self._outlines.get(name)
        if outline is None:
            file = f"{name}/structure.txt"
            revision, date, rows = read_structure(self._file(file), file)
            found, sources = self._units(name, self._bundle().source)
            if found != revision:
                raise damaged(file, "is not of the same revision as the other files")
            if not all(0 <= row[2] <= len(sources) for row in rows):
                raise damaged(file, "names a unit that is not there")
            outline = self._outlines[name] = revision, date, rows, list(map(_plain, sources))
        return outline

    def _tree(self, name: str, chain: "Chain") -> "Tree":
        """The root, the description, the ids of the missing units, and the date."""
        from .outline import grow  # noqa: PLC0415  a title does not need it

        revision, date, rows, sources = self._outline(name)
        own = chain[0]
        units = self._same(name, own, revision, len(sources))
        root, description, missing = grow(
            rows, units, sources, own, lambda number, id: self._text(name, chain, number, id)
        )
        return root, description, missing, date


def installed() -> dict[str, Content]:
    """The content packages that are installed: name of the entry point to `Content`.

    An entry point of the group `cellulite_content.sources` names a package, or a `Content`.
    Raises `DataError` for one that cannot be loaded.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415  costs more than all the rest

    found: dict[str, Content] = {}
    for point in entry_points(group=GROUP):
        try:
            value = point.load()
            found[point.name] = value if isinstance(value, Content) else Content(value.__spec__)
        except Exception as error:
            what = f"{type(error).__name__}: {error}".partition("\n")[0]
            message = f"entry point {point.name} ({point.value}) cannot be loaded: {what}"
            raise DataError(f"{message}; mend or uninstall that package") from error
    return found


def _name(article: str | None, bundle: Bundle) -> str:
    if article is None:
        return bundle.articles[0]
    if article not in bundle.articles:
        raise UnknownArticle(f"no article {article!r}; there are: {', '.join(bundle.articles)}")
    return article


def _chain(wanted: "tuple[str | Iterable[str], ...]", bundle: Bundle, fallback: bool) -> "Chain":
    """The languages that match, best first, as far as the source language, which is always last."""
    first = wanted[0] if len(wanted) == 1 else None
    exact = bundle.languages.get(first.lower()) if isinstance(first, str) else None
    if exact is not None:
        found = [exact]
    else:
        from .matching import matches  # noqa: PLC0415  a published tag does not need it

        found = matches(wanted, bundle)
    if not found and not fallback:
        there = ", ".join(bundle.languages.values())
        raise UnknownLanguage(f"no language matches {repr(wanted)[:80]}; there are: {there}")
    if bundle.source in found:
        found = found[: found.index(bundle.source)]
    return (*found, bundle.source)


def _plain(line: str) -> str:
    return unescape(line.partition("\t")[0])


def _short(wanted: "tuple[str | Iterable[str], ...]") -> bool:
    return len(wanted) <= 8 and all(type(w) is str and len(w) <= LONGEST_KEY for w in wanted)


def _keep(cache: "dict[Any, Article]", key: object, value: Article) -> None:
    if len(cache) >= BOUND:
        cache.clear()
    cache[key] = value


def _compare(version: str) -> None:
    from . import __version__  # noqa: PLC0415  the package imports this module

    if version != __version__:
        import warnings  # noqa: PLC0415

        what = f"content built by cellulite-content {version} is read by {__version__}"
        warnings.warn(f"{what}; build it again, or upgrade", stacklevel=4)


def _reader(spec: "ModuleSpec | None", folder: str) -> "Reader":
    """A reader of the files in a package's folder, by way of whatever loads the package."""
    get = getattr(spec and spec.loader, "get_data", None)
    home = os.path.join(os.path.dirname((spec and spec.origin) or ""), folder)  # noqa: PTH118, PTH120

    def read(name: str) -> bytes:
        if get is None:
            raise damaged(name, "cannot be read: a package of content needs an __init__.py")
        data: bytes = get(os.path.join(home, *name.split("/")))  # noqa: PTH118  pathlib is dear
        return data

    return read


_own = Content(__spec__)
load = _own.load
match = _own.match
languages = _own.languages
articles = _own.articles
translations = _own.translations
