"""Finds the messages whose translations make a locale's editions faulty.

The gate accepts a message by itself; Sphinx, a builder or the audit may still fail because of it. A
fault often names its message. Where none is named, the locale is built with a part of its messages,
and halving finds the first that brings the fault. So a bad message costs that message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ...errors import PipelineError
from ...model.fault import Fault, FaultKind
from ...model.finding import Problem
from ...model.gate_result import GateResult
from ...model.project import INTERFACE

Message = tuple[str, str]
"""A document and the key of one of its messages."""

Results = tuple[GateResult, ...]

Documents = frozenset[str]

Build = Callable[[Results, Documents], Sequence[Fault]]
"""Builds the locale with the messages that these results accept; returns the faults. If documents
are given, only their articles are written, and looked at."""


class SourceFaultError(PipelineError):
    """A locale is faulty whatever its translations are; has the first fault, and when it comes."""

    def __init__(self, fault: Fault, occasion: str) -> None:
        super().__init__(f"{fault.text}; it is there {occasion}")
        self.fault = replace(fault, text=str(self))


MAX_ATTEMPTS = 100
"""The most builds for one locale. Halving finds 14 bad messages among 100."""

_ENOUGH = 3
"""How many messages with the same fault raise the question whether each message has it."""

_SAMPLE = 5
"""How many single messages are tried to answer it."""

_DETAILS = re.compile(r"'[^']*'|\"[^\"]*\"|\S*\d\S*")
"""What differs between equal faults of two messages: quoted texts, lines, addresses."""


@dataclass
class FaultTracer:
    """Traces the faults of one locale to messages.

    `results` are the gate's, and `build` tries a part of them, with the documents that have the
    faults if all are of documents, and in the end with all. `harmless` collects the texts of
    warnings that Sphinx also prints without any translation. `passed` says whether an earlier trace
    found that a fault had passed.
    """

    results: Results
    build: Build
    harmless: set[str] = field(default_factory=set)
    passed: bool = False
    _first: Fault = field(init=False)
    _culprits: dict[Message, Fault] = field(default_factory=dict)
    _documents: Documents = frozenset()
    _checked_without: set[Documents] = field(default_factory=set)
    _attempts: int = 0

    def trace(self, faults: Sequence[Fault]) -> Results:
        """The results with the culprits refused, with which the locale has no fault.

        `faults` are those of the locale with all accepted messages. One that names no message and
        does not come again is no message's: a system without memory ends processes, and so do
        people. Raises `SourceFaultError` when that happens twice, when the locale is faulty without
        any translation or with each one, or after `MAX_ATTEMPTS`.
        """
        self._first = faults[0]
        self._documents = _documents_of(faults)
        if not self._named(faults):
            faults = self._remaining()
            if not faults and self.passed:
                raise SourceFaultError(self._first, "in some builds and not in others")
            self.passed = not faults
        while faults:
            found = self._named(faults)
            if not found:
                self._check_without_translations()
                faults = self._harmful(faults)
                if not faults:
                    break
                found = dict([self._search(faults)])
            self._culprits |= found
            self._check_single_messages(next(iter(found.values())))
            faults = self._remaining()
        return self._refused_results()

    def _remaining(self) -> Sequence[Fault]:
        """The faults with all messages but the culprits; those of `_documents` first, and later
        builds write only these if they are known to have faults."""
        tried = self._documents
        faults = self._faults_with(self._accepted)
        if faults and tried:
            return faults
        if tried:
            self._documents = frozenset()
            faults = self._faults_with(self._accepted)
        others = _documents_of(faults)
        if others and not others & tried:
            self._documents = others
            if found := self._faults_with(self._accepted):
                return found
            self._documents = frozenset()
        return faults

    @property
    def _accepted(self) -> list[Message]:
        """The accepted messages that are no culprits; the interface's first."""
        results = sorted(self.results, key=lambda result: result.domain != INTERFACE)
        messages = ((result.domain, text) for result in results for text in result.accepted)
        return [message for message in messages if message not in self._culprits]

    def _named(self, faults: Sequence[Fault]) -> dict[Message, Fault]:
        """The accepted messages that are certainly at fault, each with the first of its faults.

        Sphinx names a message with certainty. The audit does when it names only one.
        """
        accepted = set(self._accepted)
        named: dict[Message, Fault] = {}
        missing: dict[Message, Fault] = {}
        for fault in faults:
            message = fault.domain, fault.message
            if message in accepted:
                group = missing if fault.kind is FaultKind.AUDIT else named
                group.setdefault(message, fault)
        return named or (missing if len(missing) == 1 else {})

    def _check_without_translations(self) -> None:
        """Build without translations. Raises `SourceFaultError` for a fault that is no warning."""
        if self._documents in self._checked_without:
            return
        self._checked_without.add(self._documents)
        faults = self._faults_with([])
        for fault in faults:
            if fault.kind is not FaultKind.WARNING:
                raise SourceFaultError(fault, "without any translation")
        self.harmless |= {fault.text for fault in faults}

    def _check_single_messages(self, fault: Fault) -> None:
        """Raise `SourceFaultError` when a fault comes with most messages, so with none of them.

        Checked once three culprits have the same fault, with messages of the same documents, but
        for the words in pictures. One may be without it: a bilingual book has no pair of an
        alternative text.
        """
        kind = _DETAILS.sub("", fault.text)
        same = {
            message
            for message, other in self._culprits.items()
            if _DETAILS.sub("", other.text) == kind
        }
        domains = {domain for domain, _ in same}
        labels = {(result.domain, text) for result in self.results for text in result.labels}
        others = [
            message for message in self._accepted if message[0] in domains and message not in labels
        ]
        if len(same) != _ENOUGH or len(others) < _SAMPLE:
            return
        attempts = [
            self._faults_with([message]) for message in others[:: len(others) // _SAMPLE][:_SAMPLE]
        ]
        faulty = sum(
            any(_DETAILS.sub("", each.text) == kind for each in faults) for faults in attempts
        )
        if faulty >= _SAMPLE - 1:
            raise SourceFaultError(self._first, "with every translation")

    def _search(self, faults: Sequence[Fault]) -> tuple[Message, Fault]:
        """The first message that brings a fault when it is added to those before it.

        All messages together are faulty, and none are not. What the faults name is added last: the
        first attempt then shows whether the others are faultless.
        """
        documents = {fault.domain for fault in faults}
        named = {(fault.domain, fault.message) for fault in faults}
        ordered = sorted(
            self._accepted, key=lambda message: (message[0] in documents, message in named)
        )
        low, high = 0, len(ordered)
        middle = sum(message not in named for message in ordered)
        if middle == high:
            middle = sum(message[0] not in documents for message in ordered)
        if not low < middle < high:
            middle = (low + high) // 2
        while high - low > 1:
            attempt = self._faults_with(ordered[:middle])
            if certain := self._named(attempt):
                return next(iter(certain.items()))
            if attempt:
                faults, high = attempt, middle
            else:
                low = middle
            middle = (low + high) // 2
        return ordered[high - 1], faults[0]

    def _faults_with(self, messages: Sequence[Message]) -> Sequence[Fault]:
        self._attempts += 1
        if self._attempts > MAX_ATTEMPTS:
            raise SourceFaultError(self._first, f"after {MAX_ATTEMPTS} attempts")
        kept = set(messages)
        return self._harmful(
            self.build(
                tuple(
                    result.without(
                        text for text in result.accepted if (result.domain, text) not in kept
                    )
                    for result in self.results
                ),
                self._documents,
            )
        )

    def _harmful(self, faults: Sequence[Fault]) -> Sequence[Fault]:
        return [fault for fault in faults if fault.text not in self.harmless]

    def _refused_results(self) -> Results:
        problems: dict[str, dict[str, Problem]] = {}
        for (domain, text), fault in self._culprits.items():
            problems.setdefault(domain, {})[text] = _problem(fault)
        return tuple(result.refusing(problems.get(result.domain, {})) for result in self.results)


def _documents_of(faults: Sequence[Fault]) -> Documents:
    """The documents with faults; none if one of the faults may be of any document."""
    documents = frozenset(fault.domain for fault in faults)
    return frozenset() if documents & {"", INTERFACE} else documents


def _problem(fault: Fault) -> Problem:
    return Problem(
        "faulty-edition",
        f"with this translation the edition has a fault: {' '.join(fault.text.split())}",
        "write it with the markup and the links of the source; until then the source is shown",
    )
