"""Stored values: what comes back is equal, and anything else is as if nothing were there."""

import json
import pickle
from functools import partial
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.stored_value import (
    KeptTexts,
    StoredMapping,
    dump_value,
    indented_json,
    load_value,
)
from cellulite_content.pipeline.model.finding import Finding, Problem, Severity
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.unit import Document, GlossaryTerm, Source, Unit

ENTRY = tuple[tuple[GateResult, ...], str]

texts = st.text(st.characters(codec="utf-8"), max_size=8)
numbers = st.integers(0, 10**6)
units = st.builds(Unit, *[texts] * 4, st.tuples(texts), texts, st.tuples(texts, texts), texts)
names = st.builds(GlossaryTerm, texts, texts, texts)
documents = st.builds(
    Document,
    texts,
    st.lists(units, max_size=3).map(tuple),
    texts,
    st.frozensets(texts),
    terms=st.lists(names, max_size=2).map(tuple),
)
problems = st.builds(Problem, texts, texts, texts, st.sampled_from(Severity))
spans = st.none() | st.tuples(numbers, numbers)
findings = st.builds(
    Finding, texts, numbers, problems, texts, st.none() | units, texts, spans, texts
)
runs = st.lists(texts, max_size=3).map(tuple)
results = st.builds(
    GateResult,
    texts,
    texts,
    numbers,
    st.dictionaries(texts, texts, max_size=3),
    numbers,
    numbers,
    numbers,
    st.lists(findings, max_size=3).map(tuple),
    st.dictionaries(texts, st.tuples(runs, runs), max_size=3),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.lists(documents, max_size=3).map(tuple).map(Source))
def test_a_source_comes_back(source: Source) -> None:
    """Equal in value and in the types of all its parts."""
    loaded = load_value(Source, dump_value(source))
    assert loaded == source
    assert pickle.dumps(loaded) == pickle.dumps(load_value(Source, dump_value(loaded)))


@given(st.lists(results, max_size=3).map(tuple), texts)
def test_results_come_back(values: tuple[GateResult, ...], compiled: str) -> None:
    """With findings, accepted messages and the texts that are shown."""
    loaded = load_value(ENTRY, dump_value((values, compiled)))
    assert loaded == (values, compiled)
    severities = [each.problem.severity for value in loaded[0] for each in value.findings]
    assert all(type(severity) is Severity for severity in severities)


@given(st.binary(max_size=60) | json_values.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_nothing(data: bytes) -> None:
    """No exception leaves, and no value of another type."""
    for kind in (Source, ENTRY):
        loaded = load_value(kind, data)
        assert loaded is None or dump_value(loaded)


@given(st.lists(documents, max_size=2).map(tuple).map(Source), st.data())
def test_a_cut_or_changed_value(source: Source, data: st.DataObject) -> None:
    """It is nothing, or a value in which all parts have the right types."""
    stored = dump_value(source)
    place = data.draw(st.integers(0, len(stored) - 1))
    assert load_value(Source, stored[:place]) is None
    changed = bytearray(stored)
    changed[place] ^= data.draw(st.integers(1, 255))
    loaded = load_value(Source, bytes(changed))
    assert loaded is None or load_value(Source, dump_value(loaded)) == loaded


@pytest.mark.parametrize(
    "data",
    [
        None,
        pickle.dumps(Source(())),
        b"[" * 100_000,
        b"[[[1, 2, 3, 4]]]",
        b'[[["a", [["a"]], "", []]]]',
        b'[[["a", "", "", [1]]]]',
        b"9" * 10_000,
    ],
)
def test_hostile_data_is_nothing(data: bytes | None) -> None:
    """A pickle, nesting without end, other types in the right places."""
    assert load_value(Source, data) is None


def test_the_order_of_a_set_does_not_matter() -> None:
    """Equal values have equal bytes."""
    names = [f"unit-{number}" for number in range(50)]
    first, second = (Document("a", (), "", frozenset(part)) for part in (names, names[::-1]))
    assert dump_value(first) == dump_value(second)


@given(st.recursive(st.none() | texts | numbers, lambda inner: st.dictionaries(texts, inner)))
def test_indented_json_is_that_of_python(value: object) -> None:
    """Byte for byte: published files have had this form for long."""
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@given(st.dictionaries(texts, texts))
def test_a_stored_mapping_is_one(values: dict[str, str]) -> None:
    """Equal to the dictionary that it was made from, also after a process has sent it."""
    data = msgspec.msgpack.encode(values)
    stored = StoredMapping(lambda: data, dict[str, str], len(values))
    assert stored == values
    assert (len(stored), list(stored)) == (len(values), list(values))
    assert pickle.loads(pickle.dumps(stored)) == values  # noqa: S301 - its own


def test_a_text_is_made_once(tmp_path: Path) -> None:
    """Also an empty one. A run that does not ask for a text makes the next one make it again."""
    made: list[str] = []

    def run(*texts: str) -> list[str]:
        kept = KeptTexts(Cache(tmp_path), "texts")
        values = [kept.get(text, lambda text=text: made.append(text) or text) for text in texts]
        kept.keep()
        return values

    assert run("one", "", "one") == ["one", "", "one"]
    assert run("one", "") == ["one", ""]
    assert made == ["one", ""]
    run("one")
    run("one", "")
    assert made == ["one", "", ""]


def test_few_mappings_stay_decoded() -> None:
    """However many are used, and each still has its values when it is used again."""
    data = [msgspec.msgpack.encode({str(number): number}) for number in range(300)]
    mappings = [
        StoredMapping(partial(data.__getitem__, number), dict[str, int], 1) for number in range(300)
    ]
    for _ in range(2):
        assert [dict(mapping) for mapping in mappings] == [
            {str(number): number} for number in range(300)
        ]
        assert sum(vars(mapping)["_known"] is not None for mapping in mappings) <= 64
