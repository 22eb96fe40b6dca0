"""The key of this machine: made once, kept to its user, and replaced when others may know it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cellulite_content.pipeline.files import machine_key
from cellulite_content.pipeline.files.machine_key import authentication_code, is_authentic

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of files differ there")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for the key, with no key yet; the tests that follow use their own key again."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    machine_key._key.cache_clear()
    yield tmp_path / "cellulite-content"
    machine_key._key.cache_clear()


def new_code() -> bytes:
    """The code that another process would make."""
    machine_key._key.cache_clear()
    return authentication_code("name", b"data")


def test_the_key_is_made_once(state: Path) -> None:
    """The next process has the same, and only its user can read it."""
    code = new_code()
    assert new_code() == code
    status = (state / "cache.key").stat()
    assert (status.st_mode & 0o777, status.st_size) == (0o600, 32)
    assert state.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in state.iterdir()] == ["cache.key"]


def test_a_code_belongs_to_one_name_and_its_contents() -> None:
    """An entry that was moved to another name is not authentic."""
    code = authentication_code("name", b"data")
    assert is_authentic(code, "name", b"data")
    for name, data in (("nam", b"edata"), ("named", b"ata"), ("other", b"data"), ("name", b"")):
        assert not is_authentic(code, name, data)
    assert not is_authentic(b"", "name", b"data")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_is_replaced(state: Path, mode: int) -> None:
    """Who has read it could have made entries."""
    code = new_code()
    (state / "cache.key").chmod(mode)
    assert new_code() != code
    assert (state / "cache.key").stat().st_mode & 0o777 == 0o600


def test_a_planted_key_is_replaced(state: Path, tmp_path: Path) -> None:
    """A link to a file that somebody else has written, by name or as a second name."""
    new_code()
    for plant in (Path.symlink_to, Path.hardlink_to):
        known = tmp_path / "known"
        known.unlink(missing_ok=True)
        known.touch(0o600)
        known.write_bytes(b"k" * 32)
        (state / "cache.key").unlink()
        plant(state / "cache.key", known)
        new_code()
        assert not (state / "cache.key").is_symlink()
        assert (state / "cache.key").read_bytes() != known.read_bytes() == b"k" * 32


@pytest.mark.parametrize("size", [0, 31, 33, 10**6])
def test_a_damaged_key_is_replaced(state: Path, size: int) -> None:
    """A killed process or a full disk may have cut it."""
    code = new_code()
    (state / "cache.key").write_bytes(b"k" * size)
    assert new_code() != code
    assert new_code() == new_code()


def test_a_pipe_in_its_place(state: Path) -> None:
    """It is not waited for."""
    new_code()
    (state / "cache.key").unlink()
    os.mkfifo(state / "cache.key")
    assert new_code() == new_code()


def test_without_a_folder_each_process_has_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No home, or one that others can write: nothing fails, and nothing of others is used."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    code = new_code()
    assert authentication_code("name", b"data") == code
    assert new_code() != code


def test_a_folder_that_others_can_write(state: Path) -> None:
    """They could put their key there."""
    code = new_code()
    state.chmod(0o777)
    assert new_code() not in (code, new_code())


def test_processes_that_start_together_have_one_key(checkout: Path) -> None:
    """None of them reads half a key or keeps one that another has replaced."""
    program = (
        "from cellulite_content.pipeline.files.machine_key import authentication_code\n"
        "print(authentication_code('name', b'data').hex())"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONPATH": str(checkout)},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(6)
    ]
    assert len({process.communicate(timeout=600)[0] for process in processes}) == 1
