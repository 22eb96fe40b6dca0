"""Messages of a document as the desk lists them: each with its state and its place on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..pipeline.catalogs.catalog import Catalog, Entry
from ..pipeline.catalogs.english_texts import english_texts
from ..pipeline.model.finding import Finding, Severity
from ..pipeline.model.gate_result import GateResult
from ..pipeline.model.unit import Document, Unit


class State(StrEnum):
    """What readers see of a message, and what a translator has to do."""

    MISSING = "missing"
    FUZZY = "fuzzy"
    REFUSED = "refused"
    WARNED = "warned"
    TRANSLATED = "translated"


@dataclass(frozen=True)
class Message:
    """A message of a document: its first unit, the ids of all its units, its entry and its state.

    `entry` is None for a message that the catalog does not have yet.
    """

    unit: Unit
    ids: tuple[str, ...]
    entry: Entry | None
    state: State
    findings: tuple[Finding, ...] = ()


def list_messages(
    document: Document, catalog: Catalog | None, result: GateResult
) -> Iterator[Message]:
    """The messages of a document in reading order; `catalog` is None if it cannot be read."""
    entries = {entry.key: entry for entry in catalog.live} if catalog else {}
    findings: dict[str, list[Finding]] = {}
    for finding in result.findings:
        if finding.unit:
            findings.setdefault(finding.unit.key, []).append(finding)
    ids: dict[str, list[str]] = {}
    for unit in document.units:
        ids.setdefault(unit.key, []).append(unit.id)
    left = {text.key: text for text in english_texts(document, result, result.path)}
    whole = left.pop("", None)
    for key, unit in document.messages.items():
        own = tuple(findings.get(key, ()))
        text = left.get(key) or whole
        state = State(text.reason) if text else _state(own)
        yield Message(unit, tuple(ids[key]), entries.get(key), state, own)


def _state(findings: tuple[Finding, ...]) -> State:
    """The state of a translation that readers see."""
    is_warned = any(finding.problem.severity is Severity.WARNING for finding in findings)
    return State.WARNED if is_warned else State.TRANSLATED


def count_states(messages: Mapping[str, tuple[Message, ...]]) -> dict[str, int]:
    """How many messages of all documents are in each state."""
    counts = dict.fromkeys(map(str, State), 0)
    for parts in messages.values():
        for message in parts:
            counts[message.state] += 1
    return counts
