"""Stored values: dataclasses as JSON in a cache, checked when they are read.

A pickle would run any code that somebody has put into it. Fields are stored by their order, because
an entry is read only by the program that wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

_Convert = Callable[[Any], Any]


def dump_value(value: Any) -> bytes:
    """A value as JSON: dataclasses, enums, texts, whole numbers, and collections of them."""
    return json.dumps(value, default=_as_list, ensure_ascii=False).encode("utf-8", "surrogatepass")


def load_value(kind: Any, data: bytes | None) -> Any:
    """The value of this type from its JSON, or None for anything else, and for no data."""
    if data is None:
        return None
    try:
        return _reader(kind)(json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _as_list(value: Any) -> Any:
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value)} is not stored")


@cache
def _reader(kind: Any) -> _Convert:
    """The function that makes a value of this type from JSON; it raises for any other."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is dict:
        return _mapping_reader(_reader(arguments[1]))  # keys of JSON are texts
    if origin is frozenset or (origin is tuple and arguments[-1] is Ellipsis):
        return _sequence_reader(origin, arguments[0])
    if origin is tuple:
        return _record_reader(tuple, [_reader(argument) for argument in arguments])
    if origin is UnionType:
        return _optional_reader(arguments)
    if names := _field_names(kind):
        hints = get_type_hints(kind)
        make: Any = kind
        readers = [_reader(hints[name]) for name in names]
        return _record_reader(lambda values: make(*values), readers)
    if issubclass(kind, Enum):
        member: _Convert = kind
        return member
    return lambda value: _checked(value, kind)


def _field_names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass or a named tuple; none for other types."""
    if is_dataclass(kind):
        return tuple(field.name for field in fields(kind))
    return getattr(kind, "_fields", ())


def _optional_reader(arguments: tuple[Any, ...]) -> _Convert:
    """The reader of `X | None`. Raises `TypeError` for other unions."""
    kind, none = arguments
    if none is not NoneType:
        raise TypeError(f"{kind} | {none} is not stored")
    read = _reader(kind)
    return lambda value: None if value is None else read(value)


def _mapping_reader(read: _Convert) -> _Convert:
    return lambda value: {key: read(part) for key, part in _checked(value, dict).items()}


def _sequence_reader(make: Any, kind: Any) -> _Convert:
    read = _reader(kind)

    def read_texts(value: Any) -> Any:
        "".join(_checked(value, list))  # raises `TypeError` for anything but texts
        return make(value)

    # Most sequences are of texts.
    return (
        read_texts
        if kind is str
        else lambda value: make([read(part) for part in _checked(value, list)])
    )


def _record_reader(make: _Convert, readers: list[_Convert]) -> _Convert:
    if len(readers) == 2:  # most records are pairs of what a page shows
        read_first, read_second = readers

        def read_pair(value: Any) -> Any:
            first, second = _checked(value, list)
            return make((read_first(first), read_second(second)))

        return read_pair
    return lambda value: make(
        [read(part) for read, part in zip(readers, _checked(value, list), strict=True)]
    )


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value)} instead of {kind}")
    return value
