"""The cache: what goes in comes out whole or not at all, and only if this machine put it in."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files import machine_key
from cellulite_content.pipeline.files.cache import Cache
from support.faults.hostile_files import FILES, write_outside

KEY = "0123456789abcdef"


def test_an_entry_comes_back(tmp_path: Path) -> None:
    """By its key, and by no other."""
    cache = Cache(tmp_path)
    assert cache.get(KEY) is None
    assert not cache.has(KEY)
    cache.put(KEY, b"words")
    assert cache.get(KEY) == b"words"
    assert cache.has(KEY, whole=True)
    assert cache.get(KEY[::-1]) is None


@given(st.binary(max_size=200), st.integers(min_value=0), st.integers(1, 255))
def test_a_changed_byte_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, place: int, change: int
) -> None:
    """Whichever byte of an entry a bad disk changes, the entry is as if it were not there."""
    folder = tmp_path_factory.mktemp("store")
    cache = Cache(folder)
    cache.put(KEY, data)
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    whole = bytearray(path.read_bytes())
    whole[place % len(whole)] ^= change
    path.write_bytes(whole)
    assert cache.get(KEY) is None
    assert not cache.has(KEY, whole=True)
    cache.put(KEY, data)
    assert cache.get(KEY) == data


@pytest.mark.parametrize("length", [0, 1, 31, 32, 36])
def test_a_cut_entry_is_noticed(tmp_path: Path, length: int) -> None:
    """Cut short anywhere, even within its digest."""
    cache = Cache(tmp_path)
    cache.put(KEY, b"words")
    (path,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    path.write_bytes(path.read_bytes()[:length])
    assert cache.get(KEY) is None


def test_what_was_not_used_for_long_goes_first(tmp_path: Path) -> None:
    """Pruned to a size, it keeps what was used last; asking for an entry counts as use."""
    cache = Cache(tmp_path)
    keys = [f"{number}{KEY}" for number in range(10, 14)]
    for age, key in enumerate(keys):
        cache.put(key, b"x" * 100)
        path = tmp_path / key[:2] / key[2:]
        os.utime(path, (1_000_000 + age, 1_000_000 + age))
    cache.get(keys[0])
    cache.prune(2 * 132)
    assert [key for key in keys if cache.has(key)] == [keys[0], keys[3]]
    cache.prune()
    assert cache.has(keys[0])


# What others put there


def _entry(folder: Path, key: str = KEY) -> Path:
    return folder / key[:2] / key[2:]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        hashlib.sha256(b"words").digest() + b"words",  # what protected entries before
        bytes(32) + b"words",
        hashlib.sha512(b"words").digest(),
    ],
    ids=["empty", "words", "digest", "zeros", "noise"],
)
def test_a_forged_entry_is_ignored(tmp_path: Path, data: bytes) -> None:
    """Without the key nobody can make an entry, whatever it holds; a new one replaces it."""
    cache = Cache(tmp_path)
    _entry(tmp_path).parent.mkdir()
    _entry(tmp_path).write_bytes(data)
    assert cache.get(KEY) is None
    assert not cache.has(KEY, whole=True)
    cache.put(KEY, b"words")
    assert cache.get(KEY) == b"words"


def test_an_entry_under_another_name_is_ignored(tmp_path: Path) -> None:
    """Old pages that were once right could be published again."""
    cache = Cache(tmp_path)
    cache.put(KEY, b"words")
    shutil.copy(_entry(tmp_path), _entry(tmp_path).with_name("other"))
    assert cache.get(f"{KEY[:2]}other") is None


def test_entries_of_another_machine_are_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that a CI service restores has nothing for a machine with another key."""
    Cache(tmp_path).put(KEY, b"words")
    monkeypatch.setattr(machine_key, "_key", lambda: bytes(32))
    assert Cache(tmp_path).get(KEY) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("place", ["entry", "folder of the entry"])
@pytest.mark.parametrize("kind", FILES)
def test_other_kinds_of_files_are_replaced(tmp_path: Path, kind: str, place: str) -> None:
    """Nothing waits for a pipe, and nothing outside of the cache is read, written or deleted."""
    outside = write_outside(tmp_path / "outside")
    before = sorted(path.name for path in outside.rglob("*"))
    folder = tmp_path / "cache"
    path = _entry(folder) if place == "entry" else _entry(folder).parent
    path.parent.mkdir(parents=True)
    FILES[kind](path, outside)
    cache = Cache(folder)
    assert cache.get(KEY) is None
    cache.prune(0)
    cache.put(KEY, b"words")
    assert cache.get(KEY) == b"words"
    cache.prune(0)
    assert cache.get(KEY) is None
    assert sorted(path.name for path in outside.rglob("*") if path.name != "pipe") == before
