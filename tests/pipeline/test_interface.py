"""The interface's strings: read from the package once, and anew whenever it has changed."""

import json
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.unit import Document
from cellulite_content.pipeline.source import ui_strings
from cellulite_content.pipeline.source.ui_strings import read_interface


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the strings are kept; none is there yet."""
    path = tmp_path / "__pycache__" / "interface.json"
    monkeypatch.setattr(ui_strings, "_KEPT", path)
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return path


@pytest.fixture
def fresh(kept: Path) -> Document:
    """The strings, read and kept."""
    found = read_interface()
    assert found.units
    return found


def test_what_is_kept_is_what_was_read(kept: Path, fresh: Document) -> None:
    """Every string with its place, flags and note; and the kept file is what is used."""
    assert read_interface() == fresh
    values = json.loads(kept.read_text())
    values["units"] = values["units"][:1]
    kept.write_text(json.dumps(values))
    assert read_interface().units == fresh.units[:1]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"digest": "0"}', '{"digest": "DIGEST"}'])
def test_what_is_damaged_or_old_is_read_anew(kept: Path, fresh: Document, damage: str) -> None:
    """Of a file that is not whole, or was made from other templates, nothing is taken."""
    digest = json.loads(kept.read_text())["digest"]
    kept.write_text(damage.replace("DIGEST", digest))
    assert read_interface() == fresh


def test_a_package_that_cannot_be_written_to_is_read_all_the_same(
    kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As Python does without compiled modules."""
    (tmp_path / "file").touch()
    monkeypatch.setattr(ui_strings, "_KEPT", tmp_path / "file" / "interface.json")
    assert read_interface().units


def test_nothing_is_kept_where_python_keeps_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`PYTHONDONTWRITEBYTECODE` counts here too."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert read_interface().units
    assert not kept.exists()
