"""The file of a reading: only what this run has written is used, since restoring can run code."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.model.reading import (
    MAX_PACKS,
    Reading,
    complete_reading,
    dump_reading,
    dump_table,
    has_trees,
    read_table,
    reading_digest,
    store_trees,
)

TREES = {"articles/a": b"a tree", "index": b"", "b": bytes(range(256))}


def test_each_tree_comes_back(tmp_path: Path) -> None:
    """By the name of its document; a document that could not be stored has none."""
    path = tmp_path / "reading"
    path.write_bytes(data := dump_reading(TREES))
    reading = Reading(path, reading_digest(data))
    assert {name: reading.tree(name) for name in TREES} == TREES
    assert reading.tree("c") is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_reading_is_refused(tmp_path: Path, data: st.DataObject) -> None:
    """Any byte that is another one, or missing: no tree is given that was not written."""
    path = tmp_path / "reading"
    whole = dump_reading(TREES)
    index = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.binary(max_size=1))
    path.write_bytes(whole[:index] + byte + whole[index + 1 :])
    reading = Reading(path, reading_digest(whole))
    for name, tree in TREES.items():
        with suppress(ProjectError):
            assert reading.tree(name) == tree


def test_a_missing_reading_is_told(tmp_path: Path) -> None:
    """In one line, with its path."""
    reading = Reading(tmp_path / "reading", reading_digest(dump_reading(TREES)))
    with pytest.raises(ProjectError, match="reading: has changed during the build; build again"):
        reading.tree("index")


def test_readings_share_packs(tmp_path: Path) -> None:
    """A tree that has not changed stays in its pack; another machine gets all in one file."""
    cache, path = Cache(tmp_path / "cache"), tmp_path / "reading"
    places = store_trees(cache, TREES, {})
    name = next(iter(TREES))
    rest = {other: place for other, place in places.items() if other != name}
    places = store_trees(cache, {name: b"new"}, rest)
    assert len({place.pack for place in places.values()}) == 2
    assert has_trees(cache, places.values())
    for data in (table := dump_table(places), complete_reading(cache, table)):
        path.write_bytes(data)
        reading = Reading(path, reading_digest(data), tmp_path / "cache")
        assert {each: reading.tree(each) for each in TREES} == {**TREES, name: b"new"}
    cache.clear()
    assert not has_trees(cache, places.values())
    path.write_bytes(table)
    with pytest.raises(ProjectError, match="build again"):
        Reading(path, reading_digest(table), tmp_path / "cache").tree(name)


def test_the_number_of_packs_is_limited(tmp_path: Path) -> None:
    """After many edits all trees come into a new pack."""
    cache = Cache(tmp_path)
    places = store_trees(cache, TREES, {})
    name, *_ = TREES
    for number in range(MAX_PACKS):
        rest = {other: place for other, place in places.items() if other != name}
        places = store_trees(cache, {name: b"%d" % number}, rest)
        assert len({place.pack for place in places.values()}) <= MAX_PACKS
    assert read_table(dump_table(places)) == places
