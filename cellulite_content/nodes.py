"""Languages, texts and nodes: the values of an article. Immutable, shared, picklable."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tree = tuple["Node", "Text", tuple[str, ...], str]  # root, description, missing, date
    Source = str | Callable[[str], str] | None  # None: the text itself


class Language(str):
    """A published language: a `str`, its BCP 47 tag, with direction, name and state."""

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
        """The direction of the script, `"ltr"` or `"rtl"`."""
        return self._dir

    @property
    def name(self) -> str:
        """The name of the language in the language itself, such as `Deutsch`."""
        return self._name

    @property
    def state(self) -> str:
        """`"source"`, `"draft"` (a translation not yet reviewed) or `"reviewed"`."""
        return self._state

    def __reduce__(self) -> tuple[object, ...]:
        return Language, (str(self), self._dir, self._name, self._state)


class Html(str):
    """HTML from accepted text: templates do not escape it; results of its methods are plain `str`.

    When MarkupSafe formats, it escapes the result of `__html__` unless that has `__html__` too.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return self


class Text(str):
    """One unit of an article: a `str` of plain text, with language, id, source and HTML.

    Templates that support `__html__` (Jinja2, Django) show its markup. String methods return a
    plain `str`, which templates escape.
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
        """The text's language; where a translation is missing, it is not the article's."""
        return self._lang

    @property
    def id(self) -> str:
        """The unit's id, such as `understanding-cellulite/paragraph-2`."""
        return self._id

    @property
    def source(self) -> str:
        """The text in the source language; may read a file and raise `DataError`."""
        source = self._source
        if source is None:
            return str(self)
        return source if isinstance(source, str) else source(self._id)

    def __html__(self) -> str:
        """The text as HTML, with its inline markup; everything else is escaped."""
        return Html(escape(self) if self._html is None else self._html)

    def __reduce__(self) -> tuple[object, ...]:
        return Text, (str(self), self._lang, self._id, self.source, self._html)


def escape(text: str) -> str:
    """Plain text as HTML, for content and for attributes."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#x27;")


def unescape(field: str) -> str:
    r"""The text of a field of a bundle: `\\`, `\t`, `\n` are a backslash, a tab, a newline."""
    if "\\" not in field:
        return field
    return "\\".join(
        [part.replace("\\t", "\t").replace("\\n", "\n") for part in field.split("\\\\")]
    )


Row = tuple[str, str, str, int, str, int]
"""Type, anchor, attribute with the details, number of the unit or 0, its id, number of children:
the parts of a node that are the same in all languages."""


class Node:
    """A part of an article."""

    __slots__ = ("_children", "_row", "_text")

    def __init__(
        self, row: Row, text: "Text | Callable[[Row], Text]", children: "tuple[Node, ...]" = ()
    ) -> None:
        self._row = row
        self._text = text  # a function that makes it, until its first use
        self._children = children

    @property
    def type(self) -> str:
        """`article`, `section`, `heading`, `paragraph`, `list`, `item`, `note`, `table`, `row`,
        `cell`, `figure`, `image`, `caption`, `legend`, `footnote`, `definitions`, `term`,
        `classifier`, `definition`, `quote`, `attribution`, `rubric`, `literal`, `lines`, `line`,
        `label`; later versions may add more."""
        return self._row[0]

    @property
    def text(self) -> Text:
        """Its text; empty if it only has other nodes; for an image, its alternative text.

        Raises `DataError` when the text's line is damaged.
        """
        text = self._text
        if not isinstance(text, Text):
            text = self._text = text(self._row)
        return text

    @property
    def children(self) -> "tuple[Node, ...]":
        """Its child nodes."""
        return self._children

    @property
    def anchor(self) -> str:
        """The name of the node in links, or `""`."""
        return self._row[1]

    @property
    def attribute(self) -> str:
        """`bullet` or `ordered` of a list, `header` of a row, the level of a heading, the file of
        an image, the label of a footnote, the kind of a note, the columns and rows of a cell that
        spans several (`2x1`); else `""`."""
        return unescape(self._row[2]).partition("\t")[0]

    @property
    def details(self) -> dict[str, str]:
        """What else is known of the node, by name; mostly nothing.

        A list: `start` (its first number), `style` (`loweralpha`, `upperalpha`, `lowerroman`,
        `upperroman`). A cell: `scope`, `row` for the heading of a row. An image: `width` and
        `height` (pixels, or a share such as `50%`), `link` (an address or `#` and an anchor),
        `linked-file` (the name of another figure). A literal: `language`, `first-line` (it has
        line numbers from there), `emphasized` (lines from 1, such as `2,4-5`), `number` (of a
        formula). A text with images in it: `figures`, their files with a slash between them.
        """
        _, *details = unescape(self._row[2]).split("\t")
        return {name: value for name, _, value in [each.partition("=") for each in details]}

    def walk(self) -> "Iterator[Node]":
        """Iterate over this node and all nodes below it, in reading order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.children[::-1])

    def __repr__(self) -> str:
        return f"<Node {self.type} {str(self.text)[:40]!r}, {len(self._children)} children>"

    def __reduce__(self) -> tuple[object, ...]:
        return Node, (self._row, self.text, self._children)
