"""Atomic writes: several at once, killed ones, and what these leave."""

import os
import signal
import subprocess
import sys
from errno import EXDEV
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.file_checks import stray_files
from cellulite_content.pipeline.files.atomic import move_file, write_file
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project
from support import CHECKOUT

WRITER = """\
import sys
from pathlib import Path
from cellulite_content.pipeline.files.atomic import move_file, write_file
letters = sys.argv[2].encode()
data = [letters[:1] * 2_000_000, letters[1:] * 2_000_000]
print("ready", flush=True)
for number in range(int(sys.argv[3])):
    write_file(Path(sys.argv[1]), data[number % 2])
"""


def writer(path: Path, letters: str, times: int) -> subprocess.Popen[bytes]:
    """A process that writes 2 MB of either of two letters into the file, in turn."""
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, letters, str(times)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
    )


def test_two_writers_mix_nothing(tmp_path: Path) -> None:
    """Whoever looks sees the whole file of the one or the other; both end well."""
    path = tmp_path / "a.po"
    write_file(path, b"x" * 2_000_000)
    writers = [writer(path, letters, 60) for letters in ("yY", "zZ")]
    while any(each.poll() is None for each in writers):
        data = path.read_bytes()
        assert len(data) == 2_000_000
        assert data.count(data[:1]) == len(data)
    assert [each.wait() for each in writers] == [0, 0]
    assert list(tmp_path.iterdir()) == [path]


def test_equal_bytes_leave_the_file_alone(tmp_path: Path) -> None:
    """Its time stays, for those who copy only what is new; a link is no such file."""
    path = tmp_path / "a.html"
    write_file(path, b"words")
    os.utime(path, (1_000_000, 1_000_000))
    write_file(path, b"words")
    assert path.stat().st_mtime == 1_000_000
    write_file(path, b"other")
    assert path.stat().st_mtime > 1_000_000
    link = tmp_path / "link.html"
    link.symlink_to(path)
    write_file(link, b"other")
    assert not link.is_symlink()


def test_a_killed_write_disturbs_nobody(tmp_path: Path) -> None:
    """The file is whole, its leftover is reported nowhere, and the next write deletes it."""
    project = Project(
        tmp_path, "x", tmp_path, tmp_path / "locales", tmp_path, tmp_path, Locale("en"), ()
    )
    locale = Locale("de")
    path = project.catalog(locale, "a")
    write_file(path, b"x" * 2_000_000)
    running = writer(path, "yY", 10_000)
    assert running.stdout
    assert running.stdout.readline() == b"ready\n"
    beside = path.with_name(".a.po.writing")
    while not beside.exists():
        pass
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert set(path.read_bytes()) in ({ord("x")}, {ord("y")}, {ord("Y")})
    assert path.stat().st_size == 2_000_000
    beside.write_bytes(b"y")  # the kill may have come a moment after the rename
    assert list(stray_files(project, [locale], ["a"])) == []
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o664, 0o755, 0o600, 0o444])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    """Git shows no changed mode, and a group can still write its files."""
    path = tmp_path / "a.po"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_file(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", mode)


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path: Path) -> None:
    """People look for the file that they know."""
    path = tmp_path / "a.po"
    path.mkdir()
    with pytest.raises(OSError, match=r"a\.po") as raised:
        write_file(path, b"new")
    assert raised.value.filename == str(path)
    assert ".writing" not in str(raised.value)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("kind", ["link", "hard link", "folder of a link"])
def test_a_planted_leftover_is_not_written_to(tmp_path: Path, kind: str) -> None:
    """Nothing is written through a link that lies where a write wants to put its file."""
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    path = tmp_path / "de" / "a.po"
    path.parent.mkdir()
    beside = path.with_name(".a.po.writing")
    if kind == "hard link":
        beside.hardlink_to(target)
    else:
        beside.symlink_to(target if kind == "link" else tmp_path)
    write_file(path, b"new")
    assert (target.read_bytes(), path.read_bytes()) == (b"mine", b"new")
    assert not path.is_symlink()


def test_a_finished_file_is_moved(tmp_path: Path) -> None:
    """Into the place of another one, of a link, and into a new folder; one that is equal stays."""
    new, path = tmp_path / "new", tmp_path / "folder" / "a.html"
    new.write_bytes(b"words")
    assert move_file(new, path)
    assert (path.read_bytes(), new.exists()) == (b"words", False)
    os.utime(path, (1_000_000, 1_000_000))
    new.write_bytes(b"words")
    assert not move_file(new, path)
    assert (path.stat().st_mtime, new.exists()) == (1_000_000, True)
    link = tmp_path / "link.html"
    link.symlink_to(path)
    new.write_bytes(b"other")
    assert move_file(new, link)
    assert (link.is_symlink(), link.read_bytes(), path.read_bytes()) == (False, b"other", b"words")


def test_a_finished_file_is_copied_from_another_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No rename leads from one disk to another."""
    new, path = tmp_path / "new", tmp_path / "folder" / "a.html"
    new.write_bytes(b"words")
    replace = Path.replace

    def replace_on_one_disk(old: Path, target: Path) -> Path:
        if old.parent != target.parent:
            raise OSError(EXDEV, "Invalid cross-device link")
        return replace(old, target)

    monkeypatch.setattr(Path, "replace", replace_on_one_disk)
    assert move_file(new, path)
    assert path.read_bytes() == b"words"
    assert list(path.parent.iterdir()) == [path]
