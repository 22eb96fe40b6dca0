"""What a process keeps of a finished build, so that the next one builds only what changed.

The next build begins with Sphinx's environment of this one, if its editions are published; the
command's process adds their other files. A worker of a cluster has neither, and builds everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress

from ...files.cache import Cache
from ...files.stored_value import dump_value, load_value
from ...model.document_keys import BuildKeys
from ...model.fingerprint import digest
from ...source.trees.kept_environment import KeptEnvironment
from .edition_cache import EditionCache


def kept_build(cache: Cache, keys: BuildKeys, formats: Collection[str]) -> KeptEnvironment | None:
    """The environment that was kept with the published editions in these formats, or None when all
    documents must be built."""
    if keys.previous.keys() != set(formats):
        return None
    names, _, environment = (cache.get(_key(keys.previous)) or b"").partition(b"\n")
    built = load_value(dict[str, str], names) or {}
    # The documents of a format that was not built with these may have changed in between.
    if not keys.previous.items() <= built.items():
        return None
    kept = KeptEnvironment.load(environment)
    changed = keys.documents.changed_since(kept.keys) if kept else None
    # When most documents have changed, building all is as fast.
    if kept is None or changed is None or 2 * len(changed) > len(kept.keys.documents):
        return None
    editions = EditionCache(cache)
    for key in keys.previous.values():
        edition = editions.find(key)
        # A warning of a document that is not read again would be lost.
        if edition is None or edition.warnings:
            return None
    return kept


def keep_build(cache: Cache, keys: BuildKeys, environment: KeptEnvironment) -> None:
    """Keep the environment of a finished build, if there is room for it on the disk.

    It is used only if the build's editions are published.
    """
    if keys.current:
        with suppress(OSError):
            cache.put(_key(keys.current), dump_value(keys.current) + b"\n" + environment.dump())


def _key(editions: Mapping[str, str]) -> str:
    """That of the pages, if there are any: the next build may be of some of the formats."""
    pages = editions.get("html")
    return digest("environment", pages or sorted(editions.items()))
