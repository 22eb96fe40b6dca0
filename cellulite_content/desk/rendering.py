"""A rendering: what the task that renders pages gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..pipeline.model.document_keys import DocumentKeys
from ..pipeline.model.fingerprint import digest
from ..pipeline.model.locale import ListedLanguage


@dataclass(frozen=True)
class Rendering:
    """What to render: a locale's pages with these builders into these folders.

    `reading` is the digest of the sources' trees; `keys` are those of the documents, which a later
    rendering compares. `revision` is another number after each change of the theme. `build` is the
    folder with the compiled catalogs of a draft, of which nothing is kept for later renderings;
    without one it is the desk's own folder.
    """

    root: Path
    code: str
    published: Sequence[ListedLanguage]
    outdated: Sequence[str]
    reading: str
    keys: DocumentKeys
    outputs: Mapping[str, Path]
    revision: int = 0
    build: Path | None = None

    @property
    def kept_key(self) -> str:
        """The cache key of what a rendering leaves for the next one."""
        folders = sorted((name, str(folder)) for name, folder in self.outputs.items())
        return digest("desk", self.code, folders, self.revision)
