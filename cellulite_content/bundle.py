"""The bundle: its languages, articles and texts, read from files of format 2 and checked.

Tab-separated lines in UTF-8. Every fault is a `DataError` with the file and the remedy. Nothing of
the standard library is imported: any module costs more than reading the files.

A damaged bundle does no harm: nothing outside of the bundle is read, and nothing hangs. Only the
HTML of its texts is trusted: the build makes it from accepted messages.
"""

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .errors import DataError

    Source = str | Callable[[str], str] | None  # None: the text itself

FORMAT = "2"
DIRECTIONS = frozenset(("ltr", "rtl"))
STATES = frozenset(("source", "draft", "reviewed"))
REMEDY = "run `cellulite-content build --formats bundle`, or reinstall the package"


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

    def __reduce__(self) -> "tuple[object, ...]":
        return Language, (str(self), self._dir, self._name, self._state)


class Text(str):
    """One unit of an article: a `str` of plain text, with language, id, source and HTML.

    Templates that support `__html__` (Jinja2, Django) show its markup. String methods return a
    plain `str`, which templates escape.
    """

    __slots__ = ("_html", "_id", "_lang", "_source")
    _lang: Language
    _id: str
    _source: "Source"
    _html: "str | None"

    def __new__(
        cls,
        value: str = "",
        lang: Language = Language(),  # noqa: B008  immutable
        id: str = "",
        source: "Source" = None,
        html: "str | None" = None,
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
        from .html_text import Html, escape  # noqa: PLC0415  a title does not need it

        return Html(escape(self) if self._html is None else self._html)

    def __reduce__(self) -> "tuple[object, ...]":
        return Text, (str(self), self._lang, self._id, self.source, self._html)


def unescape(field: str) -> str:
    r"""The text of a field of a bundle: `\\`, `\t`, `\n` are a backslash, a tab, a newline."""
    if "\\" not in field:
        return field
    parts = field.split("\\\\")
    return "\\".join([part.replace("\\t", "\t").replace("\\n", "\n") for part in parts])


class Bundle:
    """The content of `bundle.txt`; the keys of `rows` and `aliases` are tags in lower case.

    `rows` are the arguments of each `Language`: a title needs two of all languages. `documents` are
    the whole names and the folders of articles and chapters by name, `chapters` the chapters of
    each article in reading order. `aliases` are other names of languages, or their lines: few
    programs need them. `without` are pairs of a language and a document that it does not have.
    """

    __slots__ = (
        *("_languages", "aliases", "chapters", "documents", "rows", "source", "version"),
        "without",
    )

    def __init__(
        self,
        version: str,
        source: Language,
        rows: "dict[str, tuple[str, str, str, str]]",
        chapters: "dict[str, list[str]]",
        documents: "dict[str, tuple[str, str]]",
        aliases: "dict[str, str] | bytes",
        without: "set[tuple[str, str]]",
    ) -> None:
        self.version = version
        self.source = source
        self.rows = rows
        self._languages: dict[str, Language] | None = None
        self.chapters = chapters
        self.documents = documents
        self.aliases = aliases
        self.without = without

    @property
    def languages(self) -> "dict[str, Language]":
        """The languages by their tags in lower case, made at first use."""
        if self._languages is None:
            self._languages = {tag: Language(*row) for tag, row in self.rows.items()}
        return self._languages


def read_bundle(data: bytes) -> Bundle:
    """Parse `bundle.txt`; raises `DataError`."""
    name = "bundle.txt"
    header, body = split_header(data, name, "bundle", 5)
    if str(body.count(b"\n")) != header[4]:
        raise damaged(name, "does not have as many lines as its first line says")
    body, alias, aliases = body.partition(b"\nalias\t")
    head, article, rest = decoded(body, name).partition("\narticle\t")
    source_line, _, language_lines = head.partition("\n")
    rows = _language_rows(language_lines, name)
    kind, _, tag = source_line.partition("\t")
    if kind != "source" or tag.lower() not in rows or not article:
        raise damaged(name, "lacks its source language or its articles")
    source = Language(*rows[tag.lower()])
    chapters: dict[str, list[str]] = {}
    documents: dict[str, tuple[str, str]] = {}
    without: set[tuple[str, str]] = set()
    lines = (article[1:] + rest).split("\n")
    if not alias:
        lines.pop()
    for number, line in enumerate(lines, len(rows) + 3):
        kind, *fields = line.split("\t")
        if kind in ("article", "chapter") and len(fields) == 3 and fields[0] not in documents:
            documents[fields[0]] = fields[1], fields[2]
            if kind == "article":
                chapters[fields[0]] = chapters_of_article = []
            else:  # the first line is an article
                chapters_of_article.append(fields[0])
            if not is_inside(fields[2]) or not fields[0].isprintable():
                raise damaged(name, f"has an invalid article name, {fields[0][:40]!r}")
        elif kind == "without" and len(fields) == 2:
            if fields[0] == source:
                raise damaged(name, "lacks an article in its source language")
            without.add((fields[0], fields[1]))
        else:
            raise damaged(name, f"has an unknown or repeated entry in line {number}")
    return Bundle(header[2], source, rows, chapters, documents, alias[1:] + aliases, without)


def _language_rows(lines: str, name: str) -> "dict[str, tuple[str, str, str, str]]":
    """The rows of a bundle's languages.

    The fields of all lines are split at once and read column by column, which takes half the time
    of a loop over the lines.
    """
    fields = f"{lines}\n".replace("\n", "\t\n\t").split("\t")
    count = len(fields) // 6
    kinds, ends = fields[:-1:6], fields[5::6]
    if len(fields) != 6 * count + 1 or kinds != ["language"] * count or ends != ["\n"] * count:
        raise damaged(name, "has an unknown entry before its articles")
    tags, directions, states = fields[1::6], fields[2::6], fields[4::6]
    columns = zip(tags, directions, fields[3::6], states, strict=True)
    rows = dict(zip(map(str.lower, tags), columns, strict=True))
    letters = "".join(tags).replace("-", "")
    if not (letters.isascii() and letters.isalnum() and "" not in tags and len(rows) == count):
        raise damaged(name, "has an invalid or repeated language")
    if not (DIRECTIONS.issuperset(directions) and STATES.issuperset(states)):
        raise damaged(name, "has a language with an unknown direction or state")
    return rows


def read_units(data: bytes, name: str, tag: str, complete: bool) -> "tuple[str, list[bytes]]":
    """The revision and the raw lines of one article in one language; line 0 is unit 1.

    `complete` is for the source language, in which no unit may be empty. A line is decoded when
    its text is used: a title needs one of them.
    """
    header, body = split_header(data, name, "units", 5)
    lines = body.split(b"\n")
    lines.pop()
    if header[3] != tag:
        raise damaged(name, f"is not in the language {tag}")
    if not lines or str(len(lines)) != header[4]:
        raise damaged(name, "does not have as many units as its first line says")
    if complete and b"" in lines:
        raise damaged(name, f"lacks unit {lines.index(b'') + 1}")
    return header[2], lines


def parse_text(line: bytes, article: str, lang: Language, id: str, source: "Source") -> Text:
    """The text of a line of an article's units."""
    try:
        plain, tab, html = line.decode().partition("\t")
    except UnicodeDecodeError:
        raise damaged(f"{article}/{lang}.txt", "is not UTF-8") from None
    if b"\\" in line:
        plain, html = unescape(plain), unescape(html)
    text = str.__new__(Text, plain)  # without calling `Text()`, which takes twice as long
    text._lang = lang
    text._id = id
    text._source = source
    text._html = html if tab else None
    return text


def parse_plain(line: bytes, article: str, lang: Language) -> str:
    """The plain text of a line of an article's units."""
    return unescape(decoded(line, f"{article}/{lang}.txt").partition("\t")[0])


def is_inside(folder: str) -> bool:
    """Whether a name, as a path, stays inside the bundle on every system."""
    is_outside = {"", ".", ".."} & {*folder.split("/")} or {"\\", ":"} & {*folder}
    return folder.isprintable() and not is_outside


def split_header(data: bytes, name: str, kind: str, fields: int) -> "tuple[list[str], bytes]":
    """The fields of a file's first line, and the rest of the file."""
    if b"\0" in data:
        raise damaged(name, "is not text")
    head, end, body = data.partition(b"\n")
    header = decoded(head, name).split("\t")
    if header[0] != kind:
        raise damaged(name, f"does not begin with {kind!r}")
    if header[1:2] != [FORMAT]:
        raise damaged(name, f"is not of format {FORMAT}, the only one that this package reads")
    if len(header) != fields or not (body or end).endswith(b"\n"):
        raise damaged(name, "is cut short")
    return header, body


def damaged(name: str, fault: str) -> "DataError":
    """The error for the file `name` with this fault."""
    from .errors import DataError  # noqa: PLC0415  a title does not need it

    return DataError(f"{name} {fault}; {REMEDY}")


def decoded(data: bytes, name: str) -> str:
    """The bytes of the file `name` as text; raises `DataError`."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise damaged(name, "is not UTF-8") from None
