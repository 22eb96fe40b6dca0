"""What the subcommands share: how an error is shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cellulite_content.cli.options import EXIT_ERROR, handle_errors


def test_an_error_of_a_folder_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`shutil.Error` has a list from `copytree` and a text from `move`; both become one line."""
    folder = tmp_path / "new"
    occupied = tmp_path / "target" / "new"
    folder.mkdir()
    occupied.mkdir(parents=True)
    (folder / "dangling").symlink_to("missing")

    for action in (shutil.move, shutil.copytree):
        target = occupied.parent if action is shutil.move else tmp_path / "copy"
        with pytest.raises(SystemExit) as stop:
            handle_errors(lambda do=action, to=target: do(folder, to))()
        error = capsys.readouterr().err
        assert stop.value.code == EXIT_ERROR
        assert error.startswith("cellulite-content: ")
        assert error.count("\n") == 1
        assert str(tmp_path) in error
