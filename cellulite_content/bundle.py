"""The bundle: the compiled files that the loader reads, format 2, checked as they are read.

Tab-separated lines in UTF-8. Every fault is a `DataError` with the file and the remedy. This module
imports no standard-library module: each costs more than reading the files.

A damaged bundle does no harm: nothing outside of the bundle is read, and nothing hangs. Only the
HTML of its texts is trusted: the build makes it from accepted messages.
"""

from .nodes import Language, Text, unescape

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .errors import DataError
    from .nodes import Source

    Chain = tuple[Language, ...]  # the article's own language first, the source language last
    Reader = Callable[[str], bytes]

FORMAT = "2"
REMEDY = "run `cellulite-content build --formats bundle`, or reinstall the package"


class Bundle:
    """The content of `bundle.txt`; the keys of `languages` and `aliases` are tags in lower case.

    `documents` are the whole names and the folders of articles and chapters by name, `chapters` the
    chapters of each article in reading order. `aliases` are other names of
    languages, or their lines: few programs need them. `without` are pairs of a language and the
    name of a document that it does not have.
    """

    __slots__ = (
        *("aliases", "articles", "chapters", "documents", "languages", "source"),
        *("version", "without"),
    )

    def __init__(
        self,
        version: str,
        source: Language,
        languages: dict[str, Language],
        chapters: dict[str, list[str]],
        documents: dict[str, tuple[str, str]],
        aliases: dict[str, str] | bytes,
        without: "frozenset[tuple[str, str]]" = frozenset(),
    ) -> None:
        self.version = version
        self.source = source
        self.languages = languages
        self.articles = tuple(chapters)
        self.chapters = chapters
        self.documents = documents
        self.aliases = aliases
        self.without = without


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
            raise damaged(name, f"cannot be read ({type(error).__name__})") from error

    def bundle(self) -> Bundle:
        """The parsed `bundle.txt`."""
        if self._bundle is None:
            bundle = read_bundle(self.read("bundle.txt"))
            if bundle.version != __version__:
                from .errors import warn_of_version  # noqa: PLC0415  a title does not need it

                warn_of_version(bundle.version, __version__)
            self._bundle = bundle
        return self._bundle

    def units(self, article: str, lang: Language) -> tuple[str, list[bytes]]:
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
    ) -> list[bytes]:
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

    def figure(self, article: str, file: str) -> bytes:
        """The bytes of a figure named in the structure, from the article's folder."""
        if "/" in file or not _is_inside(file):
            raise damaged(f"{article}/structure.txt", f"has a figure in another folder, {file!r}")
        return self.read(f"{article}/{file}")


def read_bundle(data: bytes) -> Bundle:
    """Parse `bundle.txt`; raises `DataError`."""
    name = "bundle.txt"
    header, body = split_header(data, name, "bundle", 5)
    if body.count(b"\n") != parse_number(header[4], name):
        raise damaged(name, "does not have as many lines as its first line says")
    body, alias, aliases = body.partition(b"\nalias\t")
    if alias:
        body += b"\n"
    languages: dict[str, Language] = {}
    chapters: dict[str, list[str]] = {}
    documents: dict[str, tuple[str, str]] = {}
    sources: list[str] = []
    without: set[tuple[str, str]] = set()
    for number, line in enumerate(split_lines(body, name), 2):
        fields = line.split("\t")
        kind = fields[0]
        if kind == "language" and len(fields) == 5 and (tag := fields[1].lower()) not in languages:
            languages[tag] = _language(name, fields)
        elif len(fields) == 4 and fields[1] not in documents and _add(kind, fields[1], chapters):
            documents[fields[1]] = fields[2], fields[3]
        elif kind == "without" and len(fields) == 3:
            without.add((fields[1], fields[2]))
        elif kind == "source" and len(fields) == 2:
            sources.append(fields[1])
        else:
            raise damaged(name, f"has an unknown or repeated entry in line {number}")
    source = languages.get(sources[0].lower()) if len(sources) == 1 else None
    if source is None or not chapters:
        raise damaged(name, "lacks its source language or its articles")
    for article, (_, folder) in documents.items():
        if not _is_inside(folder) or not article.isprintable():
            raise damaged(name, f"has an invalid article name, {article[:40]!r}")
    if any((source, article) in without for article in documents):
        raise damaged(name, "lacks an article in its source language")
    rest, pairs = alias[1:] + aliases, frozenset(without)
    return Bundle(header[2], source, languages, chapters, documents, rest, pairs)


def _add(kind: str, name: str, chapters: "dict[str, list[str]]") -> bool:
    """Add an article, or a chapter of the last one; False for neither."""
    if kind == "article":
        chapters[name] = []
    elif kind == "chapter" and chapters:
        next(reversed(chapters.values())).append(name)
    else:
        return False
    return True


def read_units(data: bytes, name: str, tag: str, complete: bool) -> tuple[str, list[bytes]]:
    """The revision and the raw lines of one article in one language; line 0 is unit 1.

    `complete` is for the source language, in which no unit may be empty. A line is decoded when
    its text is used: a title needs one of them.
    """
    header, body = split_header(data, name, "units", 5)
    lines = body.split(b"\n")
    lines.pop()
    if header[3] != tag:
        raise damaged(name, f"is not in the language {tag}")
    if not lines or len(lines) != parse_number(header[4], name):
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
    return unescape(_decoded(line, f"{article}/{lang}.txt").partition("\t")[0])


def _is_inside(folder: str) -> bool:
    """Whether a name, as a path, stays inside the bundle on every system."""
    parts = folder.split("/")
    return folder.isprintable() and not any(
        part in ("", ".", "..") or "\\" in part or ":" in part for part in parts
    )


def split_header(data: bytes, name: str, kind: str, fields: int) -> tuple[list[str], bytes]:
    """The fields of a file's first line, and the rest of the file."""
    if b"\0" in data:
        raise damaged(name, "is not text")
    head, end, body = data.partition(b"\n")
    header = _decoded(head, name).split("\t")
    if header[0] != kind:
        raise damaged(name, f"does not begin with {kind!r}")
    if header[1:2] != [FORMAT]:
        raise damaged(name, f"is not of format {FORMAT}, the only one that this package reads")
    if len(header) != fields or not (body or end).endswith(b"\n"):
        raise damaged(name, "is cut short")
    return header, body


def split_lines(body: bytes, name: str) -> list[str]:
    """The lines of a file, all ended by a newline."""
    lines = _decoded(body, name).split("\n")
    lines.pop()
    return lines


def parse_number(field: str, name: str) -> int:
    """The number in a field of the file `name`."""
    if not (field.isascii() and field.isdigit() and len(field) < 10):
        raise damaged(name, f"has {field[:20]!r} in place of a number")
    return int(field)


def damaged(name: str, fault: str) -> "DataError":
    """The error for the file `name` with this fault."""
    from .errors import DataError  # noqa: PLC0415  a title does not need it

    return DataError(f"{name} {fault}; {REMEDY}")


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise damaged(name, "is not UTF-8") from None


def _language(name: str, fields: list[str]) -> Language:
    _, tag, dir, endonym, state = fields
    valid = dir in ("ltr", "rtl") and state in ("source", "draft", "reviewed")
    if not (valid and tag.isascii() and tag.replace("-", "").isalnum()):
        raise damaged(name, f"has an invalid language, {tag[:20]!r}")
    return Language(tag, dir, endonym, state)
