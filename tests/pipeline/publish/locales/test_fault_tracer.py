"""The tracer: finds the messages that make an edition faulty, and no others.

A simulated build knows which messages are bad; the whole pipeline is in `test_publishing_run.py`.
"""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.model.fault import Fault, FaultKind
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.publish.locales.fault_tracer import (
    MAX_ATTEMPTS,
    Documents,
    FaultTracer,
    Results,
    SourceFaultError,
)

DOMAINS = ("articles/a", "articles/b", "interface")


def _results(count: int) -> Results:
    texts = {domain: [f"{domain} {number}" for number in range(count)] for domain in DOMAINS}
    return tuple(
        GateResult(
            "de",
            domain,
            count,
            accepted={text: f"de {text}" for text in texts[domain]},
            path=f"{domain}.po",
            lines={text: line for line, text in enumerate(texts[domain], 10)},
        )
        for domain in DOMAINS
    )


def _accepted(results: Results) -> set[str]:
    return {text for result in results for text in result.accepted}


def _refused(results: Results) -> set[str]:
    lines = {(result.path, finding.line) for result in results for finding in result.findings}
    return {f"{path.removesuffix('.po')} {line - 10}" for path, line in lines}


class _Builds:
    """Counts builds; one is faulty when it has all messages of one of the groups."""

    def __init__(self, groups: Sequence[frozenset[str]], *, named: bool = False) -> None:
        self.groups, self.named, self.count, self.whole = groups, named, 0, 0

    def __call__(self, results: Results, documents: Documents = frozenset()) -> list[Fault]:
        self.count += 1
        self.whole += not documents
        faults = []
        for number, group in enumerate(self.groups):
            if group <= _accepted(results):
                domain, _, _ = min(group).rpartition(" ")
                message = min(group) if self.named else ""
                if documents and domain not in documents:
                    continue
                kind = "abcdefghijklmnopqrstuvwxyz"[number % 26]
                faults.append(Fault(FaultKind.ERROR, f"it fails {kind}", domain, message))
        return faults[:1]


TEXTS = st.sampled_from([f"{domain} {number}" for domain in DOMAINS for number in range(8)])


@given(st.sets(TEXTS, min_size=1, max_size=4), st.booleans())
def test_each_bad_message_is_refused_and_no_other(bad: set[str], named: bool) -> None:
    """Whether its fault names it or not, and however many there are."""
    builds = _Builds([frozenset({text}) for text in sorted(bad)], named=named)
    results = _results(8)
    traced = FaultTracer(results, builds).trace(builds(results))
    assert _refused(traced) == bad
    assert _accepted(traced) == _accepted(results) - bad
    assert all(result.translated + result.refused == result.total for result in traced)


@given(st.lists(st.frozensets(TEXTS, min_size=2, max_size=3), min_size=1, max_size=3))
def test_of_messages_that_are_bad_together_one_is_refused(groups: list[frozenset[str]]) -> None:
    """No build fails afterwards, and each refused message belongs to a group."""
    builds = _Builds(groups)
    results = _results(8)
    traced = FaultTracer(results, builds).trace(builds(results))
    assert builds(traced) == []
    assert _refused(traced) <= frozenset().union(*groups)
    assert len(_refused(traced)) <= len(groups)


def test_halving_takes_few_builds() -> None:
    """One bad message among 300 without a name costs about as many builds as 300 has bits."""
    builds = _Builds([frozenset({"articles/b 77"})])
    results = _results(100)
    FaultTracer(results, builds).trace(builds(results))
    assert builds.count <= 13


def test_builds_write_the_faulty_documents_alone() -> None:
    """All documents are built once, at the end; a fault of no document needs whole builds."""
    builds = _Builds([frozenset({"articles/b 77"}), frozenset({"articles/a 7"})])
    results = _results(100)
    traced = FaultTracer(results, builds).trace(builds(results))
    assert _refused(traced) == {"articles/b 77", "articles/a 7"}
    assert (builds.count > 20, builds.whole) == (True, 3)  # with that before, and one for each


def test_a_fault_of_whole_builds_alone_is_found() -> None:
    """It names a document, but what is written for that alone does not have it."""

    def build(part: Results, documents: Documents = frozenset()) -> list[Fault]:
        is_bad = "articles/a 5" in _accepted(part) and not documents
        return [Fault(FaultKind.ERROR, "it fails", "articles/b")] if is_bad else []

    results = _results(8)
    assert _refused(FaultTracer(results, build).trace(build(results))) == {"articles/a 5"}


def test_a_fault_without_translations_is_the_source_s() -> None:
    """No message is refused for it."""
    fault = Fault(FaultKind.ERROR, "the template is broken")
    with pytest.raises(SourceFaultError, match="broken; it is there without any"):
        FaultTracer(_results(3), lambda results, documents: [fault]).trace([fault])


def test_a_fault_that_does_not_come_again_costs_no_message() -> None:
    """A process that the system has ended is no translation's fault; nor is one that was ended
    twice, which leaves the locale as it was."""
    killed = Fault(FaultKind.ERROR, "its process ended with code -9")
    results, builds = _results(3), _Builds([])
    tracer = FaultTracer(results, builds)
    assert (tracer.trace([killed]), tracer.passed, builds.count) == (results, True, 1)
    with pytest.raises(SourceFaultError, match="-9; it is there in some builds and not in others"):
        FaultTracer(results, builds, passed=True).trace([killed])


def test_a_fault_of_every_message_is_no_message_s() -> None:
    """An extension that fails with any translation does not cost all of them, one by one."""
    attempts: list[int] = []

    def build(results: Results, documents: Documents = frozenset()) -> list[Fault]:
        attempts.append(1)
        texts = sorted(_accepted(results))
        return [Fault(FaultKind.AUDIT, f"it lacks {texts[0]!r}")] if texts else []

    results = _results(30)
    with pytest.raises(SourceFaultError):
        FaultTracer(results, build).trace(build(results))
    assert len(attempts) < MAX_ATTEMPTS / 2


def test_words_in_pictures_may_be_without_the_fault_of_every_message() -> None:
    """A fault of the text, such as a lost source in a bilingual book, never comes with them."""
    results = tuple(replace(result, labels=tuple(result.accepted)[::2]) for result in _results(30))
    labels = {text for result in results for text in result.labels}

    def build(part: Results, documents: Documents = frozenset()) -> list[Fault]:
        texts = sorted(_accepted(part) - labels)
        return [Fault(FaultKind.AUDIT, f"it lacks {texts[0]!r}", DOMAINS[0])] if texts else []

    with pytest.raises(SourceFaultError, match="with every translation"):
        FaultTracer(results, build).trace(build(results))


def test_a_warning_without_translations_is_harmless() -> None:
    """A warning that Sphinx prints for the locale in any case costs nothing."""
    warning = Fault(FaultKind.WARNING, "no stemmer for this language")
    tracer = FaultTracer(_results(3), lambda results, documents: [warning])
    traced = tracer.trace([warning])
    assert _refused(traced) == set()
    assert tracer.harmless == {"no stemmer for this language"}


def test_texts_that_are_missing_together_are_not_all_refused() -> None:
    """One message can hide a whole page. The audit then misses every text of it."""
    results = _results(8)

    def build(part: Results, documents: Documents = frozenset()) -> list[Fault]:
        if "articles/a 5" not in _accepted(part):
            return []
        return [
            Fault(FaultKind.AUDIT, f"the page lacks {text!r}", "articles/a", text)
            for text in sorted(_accepted(part))
            if text.startswith("articles/a ")
        ]

    traced = FaultTracer(results, build).trace(build(results))
    assert _refused(traced) == {"articles/a 5"}
