"""What a process keeps of a finished build, so that the next one builds only what changed.

The next build begins with the published editions of this one, from the cache, and with Sphinx's
environment. A worker of a cluster has neither, and builds everything.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from ...files.cache import Cache
from ...model.document_keys import BuildKeys
from ...model.fingerprint import digest
from ...source.trees.kept_environment import KeptEnvironment
from .edition_cache import EditionCache


def restore_build(
    cache: Cache, keys: BuildKeys, outputs: Mapping[str, Path]
) -> KeptEnvironment | None:
    """Unpack the published editions in `outputs`. Returns the environment that was kept with them,
    or None, and leaves the folders empty, when all documents must be built."""
    if keys.previous.keys() != outputs.keys():
        return None
    kept = KeptEnvironment.load(cache.get(_key(keys.previous)))
    changed = keys.documents.changed_since(kept.keys) if kept else None
    # When most documents have changed, building all is as fast.
    if kept is None or changed is None or 2 * len(changed) > len(kept.keys.documents):
        return None
    editions = EditionCache(cache)
    for form, folder in outputs.items():
        # A warning of a document that is not read again would be lost.
        if editions.restore(keys.previous[form], folder) != ():
            for path in outputs.values():
                shutil.rmtree(path, ignore_errors=True)
            return None
    return kept


def keep_build(cache: Cache, keys: BuildKeys, environment: KeptEnvironment) -> None:
    """Keep the environment of a finished build, if there is room for it on the disk.

    It is used only if the build's editions are published.
    """
    if keys.current:
        with suppress(OSError):
            cache.put(_key(keys.current), environment.dump())


def _key(editions: Mapping[str, str]) -> str:
    return digest("environment", sorted(editions.items()))
