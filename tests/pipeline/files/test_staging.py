"""Staging folders: fresh, gone afterwards, and those of killed runs swept up."""

import subprocess
import sys
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.staging import staging_folder

HOLD = """
import sys, time
from pathlib import Path
from cellulite_content.pipeline.files.staging import staging_folder
with staging_folder(Path(sys.argv[1])) as folder:
    (folder / "page.html").write_text("half")
    print(folder, flush=True)
    time.sleep(60)
"""


def test_a_folder_is_fresh_and_goes(tmp_path: Path) -> None:
    """Two at a time do not meet, and nothing stays behind, not even after an error."""
    with staging_folder(tmp_path / "build") as one, staging_folder(tmp_path / "build") as two:
        (one / "page.html").write_text("x")
        assert one != two
        assert list(two.iterdir()) == []
    with pytest.raises(OSError, match="full"), staging_folder(tmp_path / "build"):
        raise OSError("the disk is full")
    assert list((tmp_path / "build").iterdir()) == []


def test_what_a_killed_run_left_is_swept_up(tmp_path: Path, checkout: Path) -> None:
    """The folder of a living run is left alone; once it is killed, the next run takes it away."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        left = Path(process.stdout.readline().strip())
        with staging_folder(tmp_path):
            assert (left / "page.html").is_file()
        process.kill()
    with staging_folder(tmp_path) as fresh:
        assert list(tmp_path.iterdir()) == [fresh]


def test_what_is_no_staging_folder_is_left_alone(tmp_path: Path) -> None:
    """Catalogs, the bundle, and whatever else lies in the build folder."""
    (tmp_path / "catalogs").mkdir()
    with staging_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["catalogs"]
