"""Translation memories: the pairs of texts in `locales/memory/*.tmx` (TMX 1.4b, LISA).

The files come from elsewhere. They are read with expat, without an extra: a DTD, which could have
entities, is refused at its beginning; nothing is fetched; files and texts have limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from ...pipeline.errors import PipelineError
from ...pipeline.files.file_tree import (
    MEGABYTE,
    FileFaultError,
    ListedPath,
    list_tree,
    read_file,
)
from ...pipeline.model.locale import Locale
from ...pipeline.model.project import Project
from .similar_texts import Pair

LARGEST_FILE = 32 * MEGABYTE
"""As for imports. Such a file takes about five seconds to read, once."""

MOST_PAIRS = 200_000
_LONGEST_TEXT = 20_000


class MemoryFileError(PipelineError):
    """A translation memory that cannot be read."""


@dataclass(frozen=True)
class Memory:
    """The pairs of all memories in one language, and why some files are not read: a line each."""

    pairs: tuple[Pair, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass
class MemoryFiles:
    """The memories of a project for one locale, read again when a file has changed.

    `last` is what was read last.
    """

    project: Project
    locale: Locale
    last: Memory = field(default_factory=Memory)
    _states: list[tuple[ListedPath, int]] = field(default_factory=list)

    def read(self) -> Memory:
        """The memory as the files are now."""
        listed = list_tree(self.project.root, self.project.memory, LARGEST_FILE)
        files = [
            file for file in listed if file.fault or (file.path.suffix == ".tmx" and file.size)
        ]
        states = [(file, _time_of_change(file)) for file in files]
        if states == self._states:
            return self.last
        pairs: list[Pair] = []
        faults: list[str] = []
        for file in files:
            name = self.project.relative(file.path)
            try:
                data = read_file(self.project.root, file.path, LARGEST_FILE)
                pairs += read_tmx(name, data, self.project.source_locale.tag, self.locale.tag)
            except (FileFaultError, MemoryFileError) as error:
                faults.append(str(error))
        if len(pairs) > MOST_PAIRS:
            folder = self.project.relative(self.project.memory)
            text = f"{folder}: {len(pairs):,} translations, more than {MOST_PAIRS:,}"
            faults.append(f"{text}; the others are left out: delete files that you do not need")
        self._states, self.last = states, Memory(tuple(pairs[:MOST_PAIRS]), tuple(faults))
        return self.last


def _time_of_change(file: ListedPath) -> int:
    try:
        return file.path.lstat().st_mtime_ns
    except OSError:
        return 0


def read_tmx(name: str, data: bytes, source_tag: str, tag: str) -> list[Pair]:
    """The pairs of a TMX file in these two languages; `name` is the file's, for messages.

    Markup of other programs inside a text (`<bpt>`, `<ph>` …) counts as its text. Raises
    `MemoryFileError`.
    """
    reader = _Reader(name, source_tag, tag)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the others: an odd encoding
        line = getattr(error, "lineno", parser.CurrentLineNumber)
        raise MemoryFileError(f"{name}:{line}: no TMX ({error}); export it again") from None
    if not reader.is_tmx:
        raise MemoryFileError(f"{name}: no TMX: its root is not <tmx>; export it again")
    return reader.pairs


class _Reader:
    """What expat calls: collects the texts of each unit of translation (`tu`) by language."""

    def __init__(self, name: str, source_tag: str, tag: str) -> None:
        self.pairs: list[Pair] = []
        self.is_tmx = False
        self._name = name
        self._tags = source_tag, tag
        self._texts: dict[str, str] = {}
        self._language = ""
        self._parts: list[str] | None = None
        self._depth = 0

    def refuse_doctype(self, *arguments: object) -> None:
        """A DTD may have entities that grow without end, or that read files."""
        raise MemoryFileError(f"{self._name}: has a DTD, which is never read; delete <!DOCTYPE …>")

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """The start of an element."""
        self._depth += 1
        if self._depth == 1:
            self.is_tmx = element == "tmx"
        elif element == "tu":
            self._texts = {}
        elif element == "tuv":
            self._language = attributes.get("xml:lang") or attributes.get("lang", "")
        elif element == "seg":
            self._parts = []

    def end(self, element: str) -> None:
        """The end of an element."""
        self._depth -= 1
        if element == "seg" and self._parts is not None:
            self._texts.setdefault(self._language, "".join(self._parts))
            self._parts = None
        elif element == "tu":
            source, translation = (_text_in(self._texts, tag) for tag in self._tags)
            if source and translation and max(len(source), len(translation)) <= _LONGEST_TEXT:
                self.pairs.append(Pair(source, translation, self._name))

    def text(self, text: str) -> None:
        """A part of a text."""
        if self._parts is not None:
            self._parts.append(text)


def _text_in(texts: dict[str, str], tag: str) -> str:
    """The text in a language: of its tag, or else of a wider or a narrower one (`de-AT`)."""
    return next((texts[each] for each in _by_fit(texts, tag)), "")


def _by_fit(tags: dict[str, str], tag: str) -> Iterator[str]:
    wanted = f"{tag.casefold()}-"
    for exact in (True, False):
        for each in tags:
            given = f"{each.replace('_', '-').casefold()}-"
            if given == wanted if exact else given.startswith(wanted) or wanted.startswith(given):
                yield each
