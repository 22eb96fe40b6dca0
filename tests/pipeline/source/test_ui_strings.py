"""The interface's strings: read from the package once, and anew whenever it has changed."""

import json
import sys
from pathlib import Path

import pytest

from cellulite_content.pipeline.editions.templates import load_templates
from cellulite_content.pipeline.files.user_folders import user_cache
from cellulite_content.pipeline.model.unit import Document
from cellulite_content.pipeline.source.ui_strings import read_interface


@pytest.fixture
def cached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the strings are cached; there is none yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    name = f"interface.{sys.implementation.cache_tag}.json"
    return tmp_path / "cellulite-content" / name


@pytest.fixture
def fresh(cached: Path) -> Document:
    """The strings, read and kept."""
    found = read_interface()
    assert found.units
    return found


def test_what_is_kept_is_what_was_read(cached: Path, fresh: Document) -> None:
    """Every string with its place, flags and note; and the kept file is what is used."""
    assert read_interface() == fresh
    values = json.loads(cached.read_text())
    values["units"] = values["units"][:1]
    cached.write_text(json.dumps(values))
    assert read_interface().units == fresh.units[:1]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"digest": "0"}', '{"digest": "DIGEST"}'])
def test_what_is_damaged_or_old_is_read_anew(cached: Path, fresh: Document, damage: str) -> None:
    """Of a file that is not whole, or was made from other templates, nothing is taken."""
    digest = json.loads(cached.read_text())["digest"]
    cached.write_text(damage.replace("DIGEST", digest))
    assert read_interface() == fresh


@pytest.mark.parametrize("mode", [0o777, 0o775])
def test_a_cache_that_others_can_write_is_not_used(
    cached: Path, fresh: Document, mode: int
) -> None:
    """Compiled templates run as code: the folder must be this user's alone."""
    cached.parent.chmod(mode)
    assert user_cache() is None
    cached.write_text("{")
    assert read_interface() == fresh
    assert cached.read_text() == "{"


def test_without_a_cache_folder_the_strings_are_read(
    cached: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No home, or a file in its place: nothing is cached and nothing fails."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert user_cache() is None
    assert read_interface().units


def test_nothing_is_written_into_the_package(checkout: Path, tmp_path: Path) -> None:
    """A build leaves no file in the installed package but Python's compiled modules."""
    before = set((checkout / "cellulite_content").rglob("*"))
    read_interface()
    load_templates()
    after = set((checkout / "cellulite_content").rglob("*"))
    assert [path for path in after - before if path.suffix != ".pyc" and path.is_file()] == []
