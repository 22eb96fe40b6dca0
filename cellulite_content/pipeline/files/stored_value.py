"""Stored values: dataclasses as JSON in a cache, checked when they are read.

A pickle would run any code that somebody has put into it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

import msgspec

from .cache import Cache

_Value = TypeVar("_Value")


def dump_value(value: object) -> bytes:
    """A value as JSON: dataclasses, enums, texts, numbers, and collections of them.

    Raises `UnicodeEncodeError` for a text that is no valid Unicode.
    """
    return msgspec.json.encode(value, order="deterministic")


def indented_json(value: object) -> str:
    """A value as the text of a JSON file, as `json.dumps` gives it with an indent of 1 and without
    escapes: that takes 18 times as long."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + "\n"


def load_value(kind: Any, data: bytes | None) -> Any:
    """The value of this type from its JSON, or None for anything else, and for no data."""
    if data is None:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


_MAX_DECODED = 64
"""How many mappings stay decoded: memory must not grow with the number of documents."""

_decoded: deque[StoredMapping[Any]] = deque()


class StoredMapping(Mapping[str, _Value], Generic[_Value]):
    """A mapping in bytes (MessagePack), which are read and decoded when they are used.

    `read` gives the bytes, `kind` is the type of the value, `size` the number of its items, `key` a
    digest of them, and `place` where the bytes are. They must be authentic: it raises
    `msgspec.MsgspecError` late for others.
    """

    def __init__(
        self, read: Callable[[], bytes], kind: Any, size: int, key: str = "", place: Any = None
    ) -> None:
        self._read = read
        self.key = key
        self.place = place
        self._kind = kind
        self._size = size
        self._known: dict[str, _Value] | None = None

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self._read()

    @property
    def _values(self) -> dict[str, _Value]:
        values = self._known
        if values is None:
            values = msgspec.msgpack.decode(self.data, type=self._kind)
            if len(_decoded) >= _MAX_DECODED:
                _decoded.popleft()._known = None
            _decoded.append(self)
            self._known = values
        return values

    def __getitem__(self, name: str) -> _Value:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return self._size

    def __repr__(self) -> str:
        return repr(self._values)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (self._values,)


class KeptTexts:
    """Texts that take long to make, in one entry of a cache.

    Each has a digest of what it is made from as its key. Those that a run has not asked for are
    forgotten.
    """

    def __init__(self, cache: Cache, key: str) -> None:
        self._cache, self._key = cache, key
        self._known: dict[str, str] = load_value(dict[str, str], cache.get(key)) or {}
        self._new: dict[str, str] = {}

    def get(self, key: str, make: Callable[[], str]) -> str:
        """The text with this key, which `make` makes if it is not kept."""
        text = self._new.get(key, self._known.get(key))
        if text is None:
            text = make()
        self._new[key] = text
        return text

    def keep(self) -> None:
        """Keep the texts for the next run."""
        if self._new != self._known:
            self._cache.put(self._key, dump_value(self._new))
