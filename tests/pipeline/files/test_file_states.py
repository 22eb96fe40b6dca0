"""File states: names and states are of the same files, and nothing is followed."""

from __future__ import annotations

from pathlib import Path

from cellulite_content.pipeline.files.file_states import file_names, file_state, file_states


def test_names_are_those_of_the_states(tmp_path: Path) -> None:
    """Of files, empty folders, links to folders and files, and broken links."""
    for name in ("a/b.html", "a/b/c.html", "z"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "file").symlink_to(tmp_path / "z")
    (tmp_path / "broken").symlink_to("nowhere")
    states = file_states(tmp_path)
    names = ["a/b.html", "a/b/c.html", "a/file", "broken", "folder", "z"]
    assert file_names(tmp_path) == [state.name for state in states] == names
    assert [file_state(tmp_path, name) for name in names] == states


def test_a_missing_folder_has_no_files(tmp_path: Path) -> None:
    """As it has no states."""
    assert file_names(tmp_path / "missing") == file_states(tmp_path / "missing") == []
