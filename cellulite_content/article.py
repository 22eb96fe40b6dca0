"""Articles: one article in one language, with its tree and its figures."""

from .nodes import Html, Language, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .nodes import Node, Tree


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
        chapters: tuple[str, ...] = (),
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
    def chapters(self) -> tuple[str, ...]:
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
    def missing(self) -> tuple[str, ...]:
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
        anchors = {node.anchor: node for node in self.walk() if node.anchor}
        if anchor not in anchors:
            from .errors import UnknownSection  # noqa: PLC0415  a title does not need it

            names = ", ".join(anchors)
            raise UnknownSection(f"no section {anchor!r} in {self.article}; available: {names}")
        return anchors[anchor]

    def figures(self) -> tuple[str, ...]:
        """The file names of its figures: the attributes of the nodes of type `image`, the files to
        which these lead, and images in a line of text."""
        names: dict[str, None] = {}
        for node in self.walk():
            if node.type == "image":
                names[node.attribute] = None
            details = node.details
            if linked_file := details.get("linked-file"):
                names[linked_file] = None
            if files := details.get("figures"):
                names.update(dict.fromkeys(files.split("/")))
        return tuple(names)

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
        from .renderings.html import html  # noqa: PLC0415  a title does not need it

        return Html(html(self.root, self.lang, figure_base))

    def markdown(self, figure_base: str = "") -> str:
        """The article as Markdown (CommonMark, with GitHub's tables and footnotes)."""
        from .renderings.markdown import markdown  # noqa: PLC0415  a title does not need it

        return markdown(self.root, figure_base)

    def to_dict(self) -> dict[str, object]:
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

    def __reduce__(self) -> tuple[object, ...]:
        figures = {name: self.figure(name) for name in self.figures()}
        return Article, (
            *(self.article, self.lang, self.revision, self.title),
            *(self._parts(), figures, self.chapters),
        )
