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
    if origin in (dict, frozenset):
        return _mapping_reader(arguments) if origin is dict else _sequence_reader(kind, arguments)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return _sequence_reader(kind, arguments)
        readers = [_reader(argument) for argument in arguments]
        return lambda value: tuple(
            read(part) for read, part in zip(readers, _checked(value, list), strict=True)
        )
    if origin is UnionType:
        return _optional_reader(arguments)
    if names := _field_names(kind):
        hints = get_type_hints(kind)
        field_readers = [_reader(hints[name]) for name in names]
        make: Any = kind
        return lambda value: make(
            *(read(part) for read, part in zip(field_readers, _checked(value, list), strict=True))
        )
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


def _mapping_reader(arguments: tuple[Any, ...]) -> _Convert:
    read = _reader(arguments[1])  # keys of JSON are texts
    return lambda value: {key: read(part) for key, part in _checked(value, dict).items()}


def _sequence_reader(kind: Any, arguments: tuple[Any, ...]) -> _Convert:
    make: Any = get_origin(kind)
    if arguments[0] is str:  # most values are texts

        def read_texts(value: Any) -> Any:
            "".join(_checked(value, list))  # raises `TypeError` for anything but texts
            return make(value)

        return read_texts
    read = _reader(arguments[0])
    return lambda value: make(read(part) for part in _checked(value, list))


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value)} instead of {kind}")
    return value
