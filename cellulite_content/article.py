"""Articles: one article in one language, and the files of the bundle that it is read from.

A title needs this module, `bundle` and the package alone: another module, however short, would add
6 % to its cost.
"""

from .bundle import (
    Language,
    Text,
    __version__,
    damaged,
    parse_plain,
    parse_text,
    read_bundle,
    read_units,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from .bundle import Bundle
    from .nodes import Node, Tree

    Chain = tuple[Language, ...]  # the article's own language first, the source language last
    Reader = Callable[[str], bytes]


class Files:
    """The files of a bundle; each is read once, at first use.

    Articles read their other parts from here, and not from the `Content` that caches them: without
    reference cycles, unused articles are freed at once.
    """

    __slots__ = ("_bundle", "_parsed", "_read", "_units")

    def __init__(self, read: "Reader") -> None:
        self._read = read
        self._bundle: Bundle | None = None
        self._units: dict[tuple[str, Language], tuple[str, list[bytes]]] = {}
        self._parsed: dict[str, Any] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `DataError`."""
        try:
            return self._read(name)
        except Exception as error:  # a damaged zip raises other errors: zlib.error, EOFError
            from .errors import DataError  # noqa: PLC0415  a title does not need it

            if isinstance(error, DataError):  # it names the fault and the remedy itself
                raise
            raise damaged(name, f"cannot be read ({type(error).__name__})") from error

    def bundle(self) -> "Bundle":
        """The parsed `bundle.txt`."""
        if self._bundle is None:
            bundle = read_bundle(self.read("bundle.txt"))
            if bundle.version != __version__:
                from .errors import warn_of_version  # noqa: PLC0415  a title does not need it

                warn_of_version(bundle.version, __version__)
            self._bundle = bundle
        return self._bundle

    def units(self, article: str, lang: Language) -> "tuple[str, list[bytes]]":
        """The revision and the lines of an article in one language."""
        units = self._units.get((article, lang))
        if units is None:
            name = f"{article}/{lang}.txt"
            complete = lang == self.bundle().source
            units = read_units(self.read(name), name, lang, complete)
            self._units[article, lang] = units
        return units

    def units_of_revision(
        self, article: str, lang: Language, revision: str, count: int
    ) -> "list[bytes]":
        """The lines in another language, which must have the same revision."""
        own_revision, units = self.units(article, lang)
        if own_revision != revision or len(units) != count:
            raise damaged(f"{article}/{lang}.txt", "is not of the same revision as the other files")
        return units

    def text(self, article: str, chain: "Chain", number: int, id: str) -> Text:
        """A unit in the first language of the chain that has it."""
        revision, units = self.units(article, chain[0])

        def original(_id: str) -> str:
            lines = self.units_of_revision(article, chain[-1], revision, len(units))
            return parse_plain(lines[number - 1], article, chain[-1])

        for lang in chain:
            line = self.units_of_revision(article, lang, revision, len(units))[number - 1]
            if line:
                return parse_text(line, article, lang, id, original)
        raise damaged(f"{article}/{chain[-1]}.txt", f"lacks unit {number}")

    def parsed(self, name: str, parse: "Callable[[bytes], Any]") -> "Any":
        """The result of `parse` for a file's bytes; each file is parsed once."""
        value = self._parsed.get(name)
        if value is None:
            value = self._parsed[name] = parse(self.read(name))
        return value


class Article:
    """An article in one language; untranslated units are in the next language of the chain.

    Everything but `article`, `chapters`, `lang`, `dir`, `state`, `revision` and `title` is read at
    first use and may raise `DataError`.
    """

    __slots__ = ("_article", "_chapters", "_figures", "_lang", "_revision", "_title", "_tree")

    def __init__(
        self,
        article: str,
        lang: Language,
        revision: str,
        title: Text,
        tree: "Tree | Callable[[], Tree]",
        figures: "dict[str, bytes] | Callable[[str], bytes]",
        chapters: "tuple[str, ...]" = (),
    ) -> None:
        self._article = article
        self._lang = lang
        self._revision = revision
        self._title = title
        self._tree = tree
        self._figures = figures
        self._chapters = chapters

    @property
    def article(self) -> str:
        """The name of the article."""
        return self._article

    @property
    def chapters(self) -> "tuple[str, ...]":
        """The names of the article's chapters in reading order, for `load(article=name)`."""
        return self._chapters

    @property
    def lang(self) -> Language:
        """The language of the article."""
        return self._lang

    @property
    def revision(self) -> str:
        """16 hexadecimal digits that change with the article, the same in all languages."""
        return self._revision

    @property
    def title(self) -> Text:
        """The title."""
        return self._title

    @property
    def dir(self) -> str:
        """The direction of the script, `"ltr"` or `"rtl"`."""
        return self.lang.dir

    @property
    def state(self) -> str:
        """`"source"`, `"draft"` (a translation not yet reviewed) or `"reviewed"`."""
        return self.lang.state

    @property
    def root(self) -> "Node":
        """The node of type `article`; the description is not among its children."""
        return self._parts()[0]

    @property
    def description(self) -> Text:
        """A summary in one or two sentences, for a `<meta>` element; may be empty."""
        return self._parts()[1]

    @property
    def missing(self) -> "tuple[str, ...]":
        """The ids of the units that are not in the article's own language, in reading order."""
        return self._parts()[2]

    @property
    def date(self) -> str:
        """The date of the source, such as `2026-11-22`."""
        return self._parts()[3]

    def walk(self) -> "Iterator[Node]":
        """Iterate over all nodes in reading order, beginning with `root`."""
        return self.root.walk()

    def section(self, anchor: str) -> "Node":
        """The node with that anchor, as in `section("conclusion")`; raises `UnknownSection`."""
        from .nodes import section  # noqa: PLC0415  a title does not need it

        return section(self.root, anchor, self.article)

    def figures(self) -> "tuple[str, ...]":
        """The file names of its figures: the attributes of the nodes of type `image`, the files to
        which these lead, and images in a line of text."""
        from .nodes import figure_names  # noqa: PLC0415  a title does not need it

        return figure_names(self.root)

    def figure(self, name: str) -> bytes:
        """The bytes of a figure's file, as in `figure("skin-layers.svg")`; raises `UnknownFigure`.

        A copied or pickled article contains its figures.
        """
        if name not in self.figures():
            from .errors import UnknownFigure  # noqa: PLC0415  a title does not need it

            names = ", ".join(self.figures()) or "none"
            raise UnknownFigure(f"no figure {name!r} in {self.article}; available: {names}")
        figures = self._figures
        return figures[name] if isinstance(figures, dict) else figures(name)

    def plain(self) -> str:
        """The article as plain text, a blank line between blocks."""
        from .renderings.plain import plain  # noqa: PLC0415  a title does not need it

        return plain(self.root)

    def html(self, figure_base: str = "") -> str:
        """The article as one `<article>` element; its figures are at the address `figure_base`.

        Templates that support `__html__` do not escape it.
        """
        from .html_text import Html  # noqa: PLC0415  a title does not need it
        from .renderings.html import html  # noqa: PLC0415

        return Html(html(self.root, self.lang, figure_base))

    def markdown(self, figure_base: str = "") -> str:
        """The article as Markdown (CommonMark, with GitHub's tables and footnotes)."""
        from .renderings.markdown import markdown  # noqa: PLC0415  a title does not need it

        return markdown(self.root, figure_base)

    def to_dict(self) -> "dict[str, object]":
        """The article as values for JSON: dicts, lists, strings, numbers and booleans.

        `format` is 1. `article`, `lang`, `dir`, `state`, `date`, `revision`, `title` and
        `description` are strings, `missing` is a list of unit ids, `body` a list of nodes: see
        `renderings.values.to_dict`.

        `title` and `description` have no `lang` of their own: the title is also the first heading
        of `body`, and the description is in `missing` when it is not in the article's language.
        """
        from .renderings.values import to_dict  # noqa: PLC0415  a title does not need it

        return {
            "format": 1,
            "article": self.article,
            "lang": str(self.lang),
            "dir": self.dir,
            "state": self.state,
            "date": self.date,
            "revision": self.revision,
            "title": str(self.title),
            "description": str(self.description),
            "missing": list(self.missing),
            "body": [to_dict(node, self.lang) for node in self.root.children],
        }

    def __html__(self) -> str:
        return self.html()

    _repr_html_ = __html__

    def _parts(self) -> "Tree":
        tree = self._tree
        if not isinstance(tree, tuple):
            tree = tree()
            self._tree = tree
        return tree

    def __repr__(self) -> str:
        return f"<Article {self.article} in {self.lang}>"

    def __reduce__(self) -> "tuple[object, ...]":
        figures = {name: self.figure(name) for name in self.figures()}
        return Article, (
            *(self.article, self.lang, self.revision, self.title),
            *(self._parts(), figures, self.chapters),
        )
