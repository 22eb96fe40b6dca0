"""The values that an article is made of: immutable, shared, picklable."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .outline import Node

    Source = str | Callable[[str], str] | None  # the text; what gives it for an id; the text itself
    Tree = tuple[Node, "Text", tuple[str, ...], str]  # root, description, missing, date


class Language(str):
    """A published language: its BCP 47 tag, a `str`, that knows more of the language."""

    __slots__ = ("_dir", "_name", "_state")
    _dir: str
    _name: str
    _state: str

    def __new__(
        cls, tag: str = "", dir: str = "ltr", name: str = "", state: str = ""
    ) -> "Language":
        self = str.__new__(cls, tag)
        self._dir = dir
        self._name = name
        self._state = state
        return self

    @property
    def dir(self) -> str:
        """The direction of its script, `"ltr"` or `"rtl"`."""
        return self._dir

    @property
    def name(self) -> str:
        """Its name in the language itself, such as `Deutsch`."""
        return self._name

    @property
    def state(self) -> str:
        """`"source"`, `"draft"` (a translation not yet reviewed) or `"reviewed"`."""
        return self._state

    def __reduce__(self) -> tuple[object, ...]:
        return Language, (str(self), self._dir, self._name, self._state)


class Html(str):
    """HTML made of gated text: templates show it as it is, and what is made of it is a plain `str`.

    MarkupSafe escapes what `__html__` gives when it formats, unless that says that it is HTML too.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Text(str):
    """One unit of an article: a `str`, plain text, that knows where it comes from.

    In a template that knows `__html__` (Jinja2, Django) it shows its markup. What a string method
    returns is a plain `str`, which templates escape.
    """

    __slots__ = ("_html", "_id", "_lang", "_source")
    _lang: Language
    _id: str
    _source: "Source"
    _html: str | None

    def __new__(
        cls,
        value: str = "",
        lang: Language = Language(),  # noqa: B008  immutable
        id: str = "",
        source: "Source" = None,
        html: str | None = None,
    ) -> "Text":
        self = str.__new__(cls, value)
        self._lang = lang
        self._id = id
        self._source = source
        self._html = html
        return self

    @property
    def lang(self) -> Language:
        """The language it is in: not the article's where a translation is missing."""
        return self._lang

    @property
    def id(self) -> str:
        """The unit's id, such as `understanding-cellulite/paragraph-2`."""
        return self._id

    @property
    def source(self) -> str:
        """The text in the source language; may read its file, hence raise `DataError`."""
        source = self._source
        if source is None:
            return str(self)
        return source if isinstance(source, str) else source(self._id)

    def __html__(self) -> str:
        """The text as HTML, with its inline markup; everything else is escaped."""
        return Html(escape(self) if self._html is None else self._html)

    def __reduce__(self) -> tuple[object, ...]:
        return Text, (str(self), self._lang, self._id, self.source, self._html)


class Article:
    """An article in one language, with what is not translated in the next one of the chain.

    What is not said by the title's file is read from the article's structure when it is first used:
    everything but `article`, `lang`, `dir`, `state`, `revision` and `title` may raise `DataError`.
    """

    __slots__ = ("_article", "_figures", "_lang", "_revision", "_title", "_tree")

    def __init__(
        self,
        article: str,
        lang: Language,
        revision: str,
        title: Text,
        tree: "Tree | Callable[[], Tree]",
        figures: "dict[str, bytes] | Callable[[str], bytes]",
    ) -> None:
        self._article = article
        self._lang = lang
        self._revision = revision
        self._title = title
        self._tree = tree
        self._figures = figures

    @property
    def article(self) -> str:
        """Its name."""
        return self._article

    @property
    def lang(self) -> Language:
        """Its language."""
        return self._lang

    @property
    def revision(self) -> str:
        """16 hexadecimal digits that change with the article, the same in all languages."""
        return self._revision

    @property
    def title(self) -> Text:
        """Its title."""
        return self._title

    @property
    def dir(self) -> str:
        """The direction of its script, `"ltr"` or `"rtl"`."""
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
        """What the article is about in a sentence or two, for a `<meta>`; may be empty."""
        return self._parts()[1]

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of the units that are not in the article's own language, in reading order."""
        return self._parts()[2]

    @property
    def date(self) -> str:
        """The date of the source, such as `2026-11-22`."""
        return self._parts()[3]

    def walk(self) -> "Iterator[Node]":
        """Every node in reading order, the article's own first."""
        return self.root.walk()

    def section(self, anchor: str) -> "Node":
        """The node with that anchor, as in `section("conclusion")`; raises `UnknownSection`."""
        anchors = {node.anchor: node for node in self.walk() if node.anchor}
        if anchor not in anchors:
            from .errors import UnknownSection  # noqa: PLC0415  dearer than a title

            there = ", ".join(anchors)
            raise UnknownSection(f"no section {anchor!r} in {self.article}; there are: {there}")
        return anchors[anchor]

    def figures(self) -> tuple[str, ...]:
        """The names of its figures' files: what the nodes of type `image` have as attribute."""
        names = [node.attribute for node in self.walk() if node.type == "image"]
        return tuple(dict.fromkeys(names))

    def figure(self, name: str) -> bytes:
        """The bytes of a figure's file, as in `figure("skin-layers.svg")`; raises `UnknownFigure`.

        A copied or pickled article takes its figures along.
        """
        if name not in self.figures():
            from .errors import UnknownFigure  # noqa: PLC0415  dearer than a title

            there = ", ".join(self.figures()) or "none"
            raise UnknownFigure(f"no figure {name!r} in {self.article}; there are: {there}")
        figures = self._figures
        return figures[name] if isinstance(figures, dict) else figures(name)

    def plain(self) -> str:
        """The article as plain text, a blank line between blocks."""
        from .rendering import plain  # noqa: PLC0415  a title does not need it

        return plain(self)

    def html(self, figure_base: str = "") -> str:
        """The article as one `<article>` element; its figures' files are in `figure_base`.

        Templates that know `__html__` show it as it is.
        """
        from .rendering import html  # noqa: PLC0415  a title does not need it

        return Html(html(self, figure_base))

    def markdown(self, figure_base: str = "") -> str:
        """The article as Markdown (CommonMark, with GitHub's tables and footnotes)."""
        from .markdown import markdown  # noqa: PLC0415  a title does not need it

        return markdown(self, figure_base)

    def to_dict(self) -> dict[str, object]:
        """The article as values that JSON knows; `rendering.to_dict` says which."""
        from .rendering import to_dict  # noqa: PLC0415  a title does not need it

        return to_dict(self)

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

    def __reduce__(self) -> tuple[object, ...]:
        figures = {name: self.figure(name) for name in self.figures()}
        return Article, (
            *(self.article, self.lang, self.revision, self.title),
            *(self._parts(), figures),
        )


def escape(text: str) -> str:
    """Plain text as HTML, for content and for attributes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")
