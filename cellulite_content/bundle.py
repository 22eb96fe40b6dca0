"""The bundle: the compiled files that the loader reads, format 1, checked as they are read.

Tab-separated lines in UTF-8. Every fault is a `DataError` that names the file and the way to mend
it. No standard-library module is imported here: each costs more than reading the files.

No file of a bundle, however damaged, does harm: nothing outside of the bundle is read, nothing
hangs. Only the HTML of its texts is trusted: the build makes it from what the gate has let through.
"""

from .errors import DataError

FORMAT = "1"
MEND = "run `cellulite-content build --formats bundle`, or reinstall the package"


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


class Bundle:
    """What `bundle.txt` says; `languages` and `aliases` have tags in lower case as their keys."""

    __slots__ = ("aliases", "articles", "languages", "source", "version")

    def __init__(
        self,
        version: str,
        source: Language,
        languages: dict[str, Language],
        articles: tuple[str, ...],
        aliases: dict[str, str],
    ) -> None:
        self.version = version
        self.source = source
        self.languages = languages
        self.articles = articles
        self.aliases = aliases


def damaged(name: str, what: str) -> DataError:
    """The error for the file `name`, of which `what` is wrong."""
    return DataError(f"{name} {what}; {MEND}")


def read_bundle(data: bytes) -> Bundle:
    """`bundle.txt` as a value."""
    name = "bundle.txt"
    header, lines = open_file(data, name, "bundle", 5)
    if len(lines) != number_in(header[4], name):
        raise damaged(name, "does not have as many lines as it says")
    kinds: dict[str, list[list[str]]] = {"source": [], "language": [], "article": [], "alias": []}
    lengths = {"source": 1, "language": 4, "article": 1, "alias": 2}
    for number, line in enumerate(lines, 2):
        kind, *fields = line.split("\t")
        if len(fields) != lengths.get(kind):
            raise damaged(name, f"has a line it should not have, line {number}")
        kinds[kind].append(fields)
    if len(kinds["source"]) != 1:
        raise damaged(name, "does not name one source language")
    languages = [_language(name, *fields) for fields in kinds["language"]]
    published = {language.lower(): language for language in languages}
    source = published.get(kinds["source"][0][0].lower())
    articles = tuple([fields[0] for fields in kinds["article"]])
    if source is None or not articles:
        raise damaged(name, "lacks its source language or its articles")
    if len(published) != len(languages) or len(set(articles)) != len(articles):
        raise damaged(name, "names a language or an article twice")
    for article in articles:
        if not _is_inside(article):
            raise damaged(name, f"has an article that is none, {article[:40]!r}")
    aliases = {wanted: tag.lower() for wanted, tag in kinds["alias"]}
    return Bundle(header[2], source, published, articles, aliases)


def read_units(data: bytes, name: str, tag: str, complete: bool) -> tuple[str, list[str]]:
    """The revision and the raw lines of one article in one language; line 0 is unit 1.

    `complete` is for the source language, in which no unit may be empty.
    """
    header, lines = open_file(data, name, "units", 5)
    if header[3] != tag:
        raise damaged(name, f"is not in the language {tag}")
    if not lines or len(lines) != number_in(header[4], name):
        raise damaged(name, "does not have as many units as it says")
    if complete and "" in lines:
        raise damaged(name, f"lacks unit {lines.index('') + 1}")
    return header[2], lines


def unescape(field: str) -> str:
    r"""The text that a field stands for: `\\`, `\t`, `\n` are a backslash, a tab, a newline."""
    if "\\" not in field:
        return field
    return "\\".join(
        [part.replace("\\t", "\t").replace("\\n", "\n") for part in field.split("\\\\")]
    )


def _is_inside(article: str) -> bool:
    """Whether a name, as a path, stays in the bundle on every system."""
    parts = article.split("/")
    return article.isprintable() and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part for part in parts
    )


def open_file(data: bytes, name: str, kind: str, fields: int) -> tuple[list[str], list[str]]:
    """The fields of a file's first line, and its other lines."""
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        raise damaged(name, "is not UTF-8") from None
    if b"\0" in data:
        raise damaged(name, "is not text")
    header = lines.pop(0).split("\t")
    if header[0] != kind:
        raise damaged(name, f"does not begin with {kind!r}")
    if header[1:2] != [FORMAT]:
        raise damaged(name, f"is not of format {FORMAT}, the one that this package reads")
    if len(header) != fields or not lines or lines.pop():
        raise damaged(name, "is cut short")
    return header, lines


def number_in(field: str, name: str) -> int:
    """The number that a field of the file `name` says."""
    if not (field.isascii() and field.isdigit() and len(field) < 10):
        raise damaged(name, f"has {field[:20]!r} where a number should be")
    return int(field)


def _language(name: str, tag: str, dir: str, endonym: str, state: str) -> Language:
    known = dir in ("ltr", "rtl") and state in ("source", "draft", "reviewed")
    if not (known and tag.isascii() and tag.replace("-", "").isalnum()):
        raise damaged(name, f"has a language that is none, {tag[:20]!r}")
    return Language(tag, dir, endonym, state)
