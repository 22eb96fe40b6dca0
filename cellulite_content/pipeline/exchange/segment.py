"""Segments: messages of a locale, as files for other programs hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from ..catalogs.merging.translation_merge import IncomingTranslation, translation_digest
from ..errors import ProjectError

LONGEST = 32_000
"""Characters of a text that every format holds: a cell of Excel has at most 32,767."""

_NOT_IN_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"  # XML 1.0, section 2.2
)


_SEAL = "x"
"""The beginning of a digest in a file. Excel makes other numbers of `01234567` and `12345e67` in
CSV, and one digest in fifty is such a text."""


class ExchangeFileError(ProjectError):
    """A file cannot be read. The message is one line: its path and line, why, and the remedy."""


class State(StrEnum):
    """The state of a translation."""

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"


@dataclass(frozen=True)
class Segment:
    """A message with its translation.

    `unit` is the id of its first unit, `context` empty for a message without one, `exported` the
    digest of the translation at the export, and `line` its line or row in a file that was read.
    """

    domain: str
    unit: str
    context: str
    kind: str
    source: str
    translation: str = ""
    state: State = State.MISSING
    note: str = ""
    exported: str = ""
    line: int = 0

    @property
    def incoming(self) -> IncomingTranslation:
        """The translation, for the merge into a catalog."""
        return IncomingTranslation(
            self.source,
            self.translation,
            self.context or None,
            self.state is State.FUZZY and bool(self.translation),
            self.exported.removeprefix(_SEAL),
        )

    @property
    def is_portable(self) -> bool:
        """Whether all formats can hold its texts, so that they come back as they were."""
        texts = (self.unit, self.context, self.kind, self.source, self.translation, self.note)
        return not any(len(text) > LONGEST or _NOT_IN_XML.search(text) for text in texts)

    def sealed(self) -> Segment:
        """The segment with the digest of its translation."""
        fuzzy = self.state is State.FUZZY
        return replace(self, exported=_SEAL + translation_digest(self.translation, fuzzy))

    def with_plain_line_ends(self) -> Segment:
        """The segment with LF in the place of CRLF, unless it is as it was exported.

        Spreadsheets on Windows write CRLF, and no source text has it.
        """
        if self.incoming.is_untouched:
            return self
        texts = (self.source, self.translation)
        source, translation = (text.replace("\r\n", "\n") for text in texts)
        return replace(self, source=source, translation=translation)


@dataclass(frozen=True)
class ExchangeFile:
    """What a file contains: its locale's code or tag, empty if it names none, and its segments."""

    locale: str
    segments: tuple[Segment, ...]
