"""The gate's results in the cache: an entry for each locale, and packs of messages.

A run needs the counts of all documents, but the messages only of those that it builds. So the
messages of each document are in a pack, from which they are read at first use, and which later
entries share when the document has not changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from ..errors import ProjectError
from ..files.cache import Cache
from ..files.stored_value import StoredMapping
from ..model.finding import Finding
from ..model.fingerprint import messages_key
from ..model.gate_result import GateResult, Reason
from .locales.packs import Place, has_files, read_part, should_repack, store_files

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


class _Messages(msgspec.Struct, array_like=True):
    accepted: msgspec.Raw
    shown: msgspec.Raw
    lines: msgspec.Raw
    pending: msgspec.Raw


class _Result(msgspec.Struct, array_like=True):
    locale: str
    domain: str
    total: int
    sizes: tuple[int, int, int, int]
    key: str
    messages: Place
    fuzzy: int
    refused: int
    stale: int
    findings: tuple[Finding, ...]
    path: str
    own_keys: dict[str, tuple[str, ...]]
    scattered: tuple[str, ...]
    labels: tuple[str, ...]


class _Entry(msgspec.Struct, array_like=True):
    compiled: dict[str, str]
    states: str
    results: list[_Result]


def dump_results(cache: Cache, stored: StoredResults) -> bytes:
    """An entry for the cache, whose new messages are put there now.

    Raises `UnicodeEncodeError` for a text that is no valid Unicode.
    """
    known = {result.domain: place for result in stored.results if (place := _place(result))}
    if should_repack(known.values()):
        known = {}
    new = {
        result.domain: msgspec.msgpack.encode(_Messages(*map(_raw, _mappings(result))))
        for result in stored.results
        if result.domain not in known
    }
    places = known | store_files(cache, new, {})
    results = [
        _Result(
            result.locale,
            result.domain,
            result.total,
            _sizes(result),
            messages_key(result.accepted),
            places[result.domain],
            result.fuzzy,
            result.refused,
            result.stale,
            result.findings,
            result.path,
            result.own_keys,
            result.scattered,
            result.labels,
        )
        for result in stored.results
    ]
    entry = _Entry(dict(stored.compiled), stored.states, results)
    return msgspec.msgpack.encode(entry, order="deterministic")


def load_results(cache: Cache, data: bytes | None) -> StoredResults | None:
    """The results of an entry that this machine has written, or None for anything else."""
    if data is None:
        return None
    try:
        entry = msgspec.msgpack.decode(data, type=_Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not has_files(cache, (stored.messages for stored in entry.results)):
        return None
    results = tuple(_result(cache, stored) for stored in entry.results)
    return StoredResults(results, entry.compiled, entry.states)


def _result(cache: Cache, stored: _Result) -> GateResult:
    place = stored.messages

    def messages() -> _Messages:
        return _read_messages(cache, place, stored.locale)

    accepted, shown, lines, pending = stored.sizes
    return GateResult(
        stored.locale,
        stored.domain,
        stored.total,
        StoredMapping(lambda: bytes(messages().accepted), _TEXTS, accepted, stored.key, place),
        stored.fuzzy,
        stored.refused,
        stored.stale,
        stored.findings,
        StoredMapping(lambda: bytes(messages().shown), _SHOWN, shown, "", place),
        stored.path,
        StoredMapping(lambda: bytes(messages().lines), _LINES, lines, "", place),
        stored.own_keys,
        stored.scattered,
        stored.labels,
        StoredMapping(lambda: bytes(messages().pending), _PENDING, pending, "", place),
    )


@lru_cache(maxsize=4)
def _read_messages(cache: Cache, place: Place, locale: str) -> _Messages:
    """A document's messages, which are usually used one after the other."""
    data = read_part(cache, place)
    if data is None:
        raise ProjectError(f"{locale}: its messages are no longer in the cache; run again")
    return msgspec.msgpack.decode(data, type=_Messages)


def _mappings(result: GateResult) -> tuple[Mapping[str, Any], ...]:
    """What is in the pack of a document's messages, in the order of `_Messages`."""
    return result.accepted, result.shown, result.lines, result.pending


def _sizes(result: GateResult) -> tuple[int, int, int, int]:
    return len(result.accepted), len(result.shown), len(result.lines), len(result.pending)


def _place(result: GateResult) -> Place | None:
    """Where the messages of a result are in the cache, if none has changed since it was read."""
    mappings = _mappings(result)
    places = [each.place for each in mappings if isinstance(each, StoredMapping)]
    return places[0] if len(places) == len(mappings) else None


def _raw(values: Mapping[str, Any]) -> msgspec.Raw:
    data = values.data if isinstance(values, StoredMapping) else msgspec.msgpack.encode(values)
    return msgspec.Raw(data)
