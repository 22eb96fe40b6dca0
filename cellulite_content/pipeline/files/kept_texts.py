"""Texts that take long to make, kept for later runs under digests of what they are made from."""

from __future__ import annotations

from collections.abc import Callable

from .cache import Cache
from .stored_value import dump_value, load_value


class KeptTexts:
    """The texts of one entry of a cache; those that a run has not asked for are forgotten."""

    def __init__(self, cache: Cache, key: str) -> None:
        self._cache, self._key = cache, key
        self._known: dict[str, str] = load_value(dict[str, str], cache.get(key)) or {}
        self._new: dict[str, str] = {}

    def get(self, key: str, make: Callable[[], str]) -> str:
        """The text with this key, which `make` makes if it is not kept."""
        text = self._new.get(key) or self._known.get(key)
        if text is None:
            text = make()
        self._new[key] = text
        return text

    def keep(self) -> None:
        """Keep the texts for the next run."""
        if self._new != self._known:
            self._cache.put(self._key, dump_value(self._new))
