"""Editions that are up to date: the cache has what each was made from."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ...files.cache import Cache
from ...files.file_states import file_states
from ...model.fingerprint import digest
from ...model.project import Project
from .edition import OwnEdition

_KIND = "own edition"


@dataclass(frozen=True)
class KeptEdition:
    """An edition with what it was made from: the digest of program, settings, sources and catalogs,
    and those of other files that its build has opened. `states` is the digest of the finished
    files' states: they may have been changed since."""

    edition: OwnEdition
    key: str
    others: Mapping[str, str]
    states: str

    @property
    def is_current(self) -> bool:
        """Whether the other files and the finished ones are as they were."""
        return self.states == folder_states(self.edition.folder) and self.others == file_digests(
            self.others
        )


class KeptEditions:
    """The editions of a project that the cache knows, for a builder and a folder of output."""

    def __init__(self, project: Project, builder: str, output: Path) -> None:
        self._cache = Cache(project.cache)
        self._place = builder, str(output)

    def get(self, code: str, key: str) -> OwnEdition | None:
        """The edition of a locale if it is up to date."""
        data = self._cache.get(self._key(code))
        try:
            kept = pickle.loads(data) if data else None  # noqa: S301 - the cache is authenticated
        except Exception:
            return None
        if not isinstance(kept, KeptEdition) or kept.key != key or not kept.is_current:
            return None
        return kept.edition

    def put(self, code: str, key: str, edition: OwnEdition) -> None:
        """Keep what a finished edition was made from."""
        states = folder_states(edition.folder)
        kept = KeptEdition(edition, key, file_digests(edition.opened), states)
        self._cache.put(self._key(code), pickle.dumps(kept))

    def _key(self, code: str) -> str:
        return digest(_KIND, *self._place, code)


def folder_states(folder: Path) -> str:
    """A digest of the states of all files of a folder."""
    return digest(file_states(folder))


def file_digests(paths: Iterable[str]) -> dict[str, str]:
    """The digests of files; empty for one that cannot be read."""
    return {path: _file_digest(path) for path in sorted(paths)}


def _file_digest(path: str) -> str:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - the audit hook names texts
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
