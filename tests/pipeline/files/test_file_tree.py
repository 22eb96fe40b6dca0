"""The lister of files: it lists all, says what has a fault, follows no link and never waits."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.file_tree import (
    MAX_DEPTH,
    FileFaultError,
    find_fault,
    list_tree,
    read_file,
    refuse_links,
)
from cellulite_content.pipeline.files.names import harmful_character
from cellulite_content.pipeline.files.printable import is_hidden, printable
from support.faults.hostile_files import FILES, TREES, removed_afterwards, write_outside

CODES = {
    "link": "symbolic-link",
    "link to nowhere": "symbolic-link",
    "link to itself": "symbolic-link",
    "link to a folder": "symbolic-link",
    "link to a device": "symbolic-link",
    "link to a pipe": "symbolic-link",
    "pipe": "not-a-file",
    "socket": "not-a-file",
    "device": "not-a-file",
    "folder": "not-a-file",
    "huge file": "too-large",
}

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder outside of the listed one."""
    return write_outside(tmp_path / "outside")


def code(base: Path, path: Path, limit: int = 100) -> str:
    """The code of the fault that reading the path raises; the check before says the same."""
    with pytest.raises(FileFaultError) as raised:
        read_file(base, path, limit)
    fault = find_fault(base, path, limit)
    assert fault == raised.value.fault
    return raised.value.fault.code


# One file


def test_a_file_is_read(tmp_path: Path) -> None:
    """Up to the limit, and from folders at any depth."""
    path = tmp_path / "a/b/c.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"words")
    assert read_file(tmp_path, path, 5) == b"words"
    assert find_fault(tmp_path, path, 5) is None
    assert code(tmp_path, path, 4) == "too-large"


@pytest.mark.parametrize("kind", FILES)
def test_the_fault_of_each_kind(tmp_path: Path, outside: Path, kind: str) -> None:
    """Each kind that is no small regular file has its code; nothing is opened that waits."""
    (tmp_path / "in").mkdir()
    path = tmp_path / "in/x.po"
    FILES[kind](path, outside)
    assert code(tmp_path, path) == CODES[kind]
    (listed,) = list_tree(tmp_path, tmp_path / "in", 100)
    assert (listed.path, listed.is_folder) == (path, kind == "folder")
    assert (listed.fault and listed.fault.code) == (None if kind == "folder" else CODES[kind])


@pytest.mark.parametrize("level", ["a/b/c", "a/b", "a"])
def test_a_link_at_any_level(tmp_path: Path, level: str) -> None:
    """The fault names the link and not the file behind it."""
    (tmp_path / "base/a/b").mkdir(parents=True)
    (tmp_path / "base/a/b/c").write_bytes(b"")
    moved = tmp_path / "moved"
    (tmp_path / "base" / level).rename(moved)
    (tmp_path / "base" / level).symlink_to(moved)
    fault = find_fault(tmp_path / "base", tmp_path / "base/a/b/c", 100)
    assert fault is not None
    assert str(fault) == f"{level} is a symbolic link; replace it with the file or folder itself"


def test_a_link_above_the_base(tmp_path: Path) -> None:
    """A checkout may be behind a link: that is its owner's decision."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real/c").write_bytes(b"words")
    (tmp_path / "link").symlink_to("real")
    assert read_file(tmp_path / "link", tmp_path / "link/c", 100) == b"words"


def test_what_is_missing(tmp_path: Path) -> None:
    """A missing file or folder is a fault of its own; a file above it is another."""
    assert code(tmp_path, tmp_path / "a/b") == "missing-file"
    (tmp_path / "a").write_bytes(b"")
    assert code(tmp_path, tmp_path / "a/b") == "not-a-file"


def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is part of the message."""

    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a").write_bytes(b"")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FileFaultError, match="a cannot be read: Permission denied") as raised:
        read_file(tmp_path, tmp_path / "a", 100)
    assert "delete" not in str(raised.value)  # it may be a translator's catalog


def test_a_name_that_the_system_refuses(tmp_path: Path) -> None:
    """A name of 300 characters cannot exist: a fault, and no exception of the system."""
    assert code(tmp_path, tmp_path / ("n" * 300)) == "unreadable-file"


# Trees


def test_the_order_and_the_folders(tmp_path: Path) -> None:
    """A folder comes with its contents behind it; `enter` decides which are listed."""
    for name in ("b/2", "b/1", "a", "c/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"12")
    listed = [*list_tree(tmp_path, tmp_path, 100, lambda path: path.name != "c")]
    assert [each.path.relative_to(tmp_path).as_posix() for each in listed] == [
        *("a", "b", "c"),
        *("b/1", "b/2"),
    ]
    assert [each.is_folder for each in listed] == [False, True, True, False, False]
    assert {each.size for each in listed if not each.is_folder} == {2}
    assert list(list_tree(tmp_path, tmp_path / "missing", 100)) == []


@pytest.mark.parametrize("kind", TREES)
def test_a_tree_of_each_kind_has_a_fault(tmp_path: Path, outside: Path, kind: str) -> None:
    """Odd names, links that lead back, and folders without end."""
    folder = tmp_path / "in"
    folder.mkdir()
    with removed_afterwards(folder):
        TREES[kind](folder / "x.po", outside)
        listed = list(list_tree(tmp_path, folder, 1000))
        (fault,) = [each.fault for each in listed if each.fault]
        assert len(listed) <= MAX_DEPTH + 1
        assert str(fault).isprintable()
        str(fault).encode()
        assert len(str(fault)) < 400
        assert fault.code == ("odd-name" if "name" in kind else fault.code)


def test_folders_to_write_in(tmp_path: Path) -> None:
    """A link or a file is refused at any level; a missing folder can be made."""
    (tmp_path / "a").mkdir()
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "file").write_bytes(b"")
    refuse_links(tmp_path, tmp_path / "a", tmp_path / "a/new/deep")
    for name in ("link", "link/new", "file/new"):
        with pytest.raises(FileFaultError):
            refuse_links(tmp_path, tmp_path / "a", tmp_path / name)


# Names


@given(st.text(st.characters(codec=None)) | st.binary().map(os.fsdecode))
def test_a_shown_name_is_one_visible_line(name: str) -> None:
    """Whatever a name holds, what is shown is printable UTF-8, and ordinary names stay."""
    shown = printable(name)
    assert not any(map(is_hidden, shown))
    assert len(shown.splitlines()) <= 1
    shown.encode()
    assert shown == name or "\\" in shown


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a\x1bb", "the invisible character U+001B"),
        ("a\nb", "the line break U+000A"),
        ("a\u2028b", "the line break U+2028"),
        ("a\u202eb", "the invisible character U+202E"),
        ("a\udcffb", "the byte 0xFF, which is not UTF-8,"),
        ("a\ud800b", "the invisible character U+D800"),
        ("a\U000e0041b", "the invisible character U+E0041"),
        ("a\ufffeb", "the invisible character U+FFFE"),
        ("a\u200cb", ""),
        ("می\u200cتواند \u200f", ""),
        ("Ünïcode 名前.po", ""),
        ("", ""),
    ],
)
def test_a_harmful_character_is_named(name: str, words: str) -> None:
    """Joiners and direction marks belong to many scripts."""
    assert harmful_character(name) == words
