"""Digests of files are kept, and files that may have changed are read again."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.file_digests import FileDigests
from cellulite_content.pipeline.files.file_tree import ListedPath, list_tree

KEY = "0123456789"
OLD = ListedPath("", False, 3, None, (10**18, 10**18 + 5))
"""A file that has not changed for years."""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _asked(cache: Cache, folder: Path, listed: ListedPath) -> str:
    """The digest that a run gets for the file `a` in this state, and keeps."""
    digests = FileDigests(cache, KEY)
    found = digests.of(folder, [listed._replace(text=str(folder / "a"))])
    digests.keep()
    return found["a"]


@pytest.mark.parametrize(
    ("changed", "is_read"),
    [
        (OLD, False),
        (OLD._replace(times=(10**18 + 1, OLD.times[1])), True),
        (OLD._replace(times=(OLD.times[0], 10**18)), True),
    ],
)
def test_a_file_is_read_again_when_its_state_has_changed(
    tmp_path: Path, changed: ListedPath, is_read: bool
) -> None:
    """A state is a size and two times; which of the contents are read shows whether a file is."""
    cache = Cache(tmp_path / "cache")
    (tmp_path / "a").write_bytes(b"one")
    assert _asked(cache, tmp_path, OLD) == _digest(b"one")
    (tmp_path / "a").write_bytes(b"two")
    assert _asked(cache, tmp_path, changed) == _digest(b"two" if is_read else b"one")


def test_another_size_is_another_state(tmp_path: Path) -> None:
    """Also with the same times."""
    cache = Cache(tmp_path / "cache")
    (tmp_path / "a").write_bytes(b"one")
    _asked(cache, tmp_path, OLD)
    (tmp_path / "a").write_bytes(b"three")
    assert _asked(cache, tmp_path, OLD._replace(size=5)) == _digest(b"three")


def test_a_file_that_has_just_changed_is_not_known(tmp_path: Path) -> None:
    """It may change again within a tick of the clock, and have the same state."""
    cache = Cache(tmp_path / "cache")
    (tmp_path / "a").write_bytes(b"one")
    (listed,) = list_tree(tmp_path, tmp_path, 100)
    assert min(listed.times) > 0
    listed = listed._replace(times=(2**62, 0))  # however slowly this test runs
    assert _asked(cache, tmp_path, listed) == _digest(b"one")
    (tmp_path / "a").write_bytes(b"two")
    assert _asked(cache, tmp_path, listed) == _digest(b"two")


def test_a_fault_is_no_digest(tmp_path: Path) -> None:
    """What may not be read is reported in each run, and so is a file that became a link."""
    cache = Cache(tmp_path / "cache")
    (tmp_path / "a").symlink_to("/etc/hostname")
    for _ in range(2):
        assert "symbolic link" in _asked(cache, tmp_path, OLD)
    (listed,) = (each for each in list_tree(tmp_path, tmp_path, 100) if each.name == "a")
    assert "symbolic link" in _asked(cache, tmp_path, listed)
