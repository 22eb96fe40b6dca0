"""Sphinx's environment of an earlier run, kept for a partial reading."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx.application import ENV_PICKLE_FILENAME

from ...model.document_keys import DocumentKeys


@dataclass(frozen=True)
class KeptEnvironment:
    """Sphinx's environment after a run, in bytes, with the keys of the documents that it read.

    `extra` is what else the next run needs: what the search index knew, or what a reading gave.
    """

    keys: DocumentKeys
    environment: bytes
    extra: Any = None

    def dump(self) -> bytes:
        """The kept environment in bytes, for the cache."""
        return pickle.dumps(self, pickle.HIGHEST_PROTOCOL)

    @classmethod
    def load(cls, data: bytes | None) -> KeptEnvironment | None:
        """The kept environment from an entry of the cache, or None for one that is of no use.

        The cache must have authenticated it: restoring can run any code.
        """
        try:
            value = pickle.loads(data) if data else None  # noqa: S301 - see above
        except Exception:
            return None
        return value if isinstance(value, cls) else None

    def put(self, doctrees: Path) -> None:
        """Write the environment where Sphinx looks for it."""
        doctrees.mkdir(parents=True, exist_ok=True)
        (doctrees / ENV_PICKLE_FILENAME).write_bytes(self.environment)


def read_environment(doctrees: Path) -> bytes:
    """The environment that a finished run has left."""
    return (doctrees / ENV_PICKLE_FILENAME).read_bytes()
