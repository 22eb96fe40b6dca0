"""The gate's results in the cache: an entry for each locale, of which little is decoded.

A run needs the counts of all documents, but the messages only of those that it builds. So an entry
has the messages of each document in bytes, which are decoded at first use, and which the next run
copies when the document has not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

import msgspec

from ..files.stored_value import StoredMapping
from ..model.finding import Finding
from ..model.fingerprint import messages_key
from ..model.gate_result import GateResult, Reason

_TEXTS = dict[str, str]
_SHOWN = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
_LINES = dict[str, int]
_PENDING = dict[str, tuple[int, Reason]]


@dataclass(frozen=True)
class StoredResults:
    """A locale's results, with the digests of its compiled catalogs by file name, and a digest of
    the files' states."""

    results: tuple[GateResult, ...]
    compiled: Mapping[str, str]
    states: str

    def with_domains(self, domains: Set[str]) -> StoredResults:
        """The results of these documents."""
        results = tuple(result for result in self.results if result.domain in domains)
        names = [f"LC_MESSAGES/{result.domain}.mo" for result in results]
        compiled = {name: self.compiled[name] for name in names if name in self.compiled}
        return StoredResults(results, compiled, "")


NO_RESULTS = StoredResults((), {}, "")


class _Mapping(msgspec.Struct, array_like=True):
    size: int
    key: str
    data: msgspec.Raw


class _Result(msgspec.Struct, array_like=True):
    locale: str
    domain: str
    total: int
    accepted: _Mapping
    fuzzy: int
    refused: int
    stale: int
    findings: tuple[Finding, ...]
    shown: _Mapping
    path: str
    lines: _Mapping
    own_keys: dict[str, tuple[str, ...]]
    scattered: tuple[str, ...]
    pending: _Mapping


class _Entry(msgspec.Struct, array_like=True):
    compiled: dict[str, str]
    states: str
    results: list[_Result]


def dump_results(stored: StoredResults) -> bytes:
    """An entry for the cache. Raises `UnicodeEncodeError` for a text that is no valid Unicode."""
    results = [
        _Result(
            result.locale,
            result.domain,
            result.total,
            _dumped(result.accepted, messages_key(result.accepted)),
            result.fuzzy,
            result.refused,
            result.stale,
            result.findings,
            _dumped(result.shown),
            result.path,
            _dumped(result.lines),
            result.own_keys,
            result.scattered,
            _dumped(result.pending),
        )
        for result in stored.results
    ]
    entry = _Entry(dict(stored.compiled), stored.states, results)
    return msgspec.msgpack.encode(entry, order="deterministic")


def load_results(data: bytes | None) -> StoredResults | None:
    """The results of an entry that this machine has written, or None for anything else."""
    if data is None:
        return None
    try:
        entry = msgspec.msgpack.decode(data, type=_Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    results = tuple(_result(stored) for stored in entry.results)
    return StoredResults(results, entry.compiled, entry.states)


def _result(stored: _Result) -> GateResult:
    return GateResult(
        stored.locale,
        stored.domain,
        stored.total,
        _loaded(stored.accepted, _TEXTS),
        stored.fuzzy,
        stored.refused,
        stored.stale,
        stored.findings,
        _loaded(stored.shown, _SHOWN),
        stored.path,
        _loaded(stored.lines, _LINES),
        stored.own_keys,
        stored.scattered,
        _loaded(stored.pending, _PENDING),
    )


def _dumped(values: Mapping[str, Any], key: str = "") -> _Mapping:
    data = values.data if isinstance(values, StoredMapping) else msgspec.msgpack.encode(values)
    return _Mapping(len(values), key, msgspec.Raw(data))


def _loaded(stored: _Mapping, kind: Any) -> Mapping[str, Any]:
    return StoredMapping(bytes(stored.data), kind, stored.size, stored.key)
