"""Archives: equal files give equal bytes, and nothing but what `pack` writes is unpacked."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.files.archives import archive
from cellulite_content.pipeline.files.archives.archive import (
    Archive,
    ArchiveError,
    pack,
    pack_folder,
    read_archive,
    unpack,
)

FILES = {"a.txt": b"one", "folder/b.bin": bytes(range(256)) * 9, "folder/ü" + "x" * 200: b""}


def _tar(*members: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> Archive:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as tar:
        for member, data in members:
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return Archive(buffer.getvalue())


def _member(name: str, kind: bytes = tarfile.REGTYPE, **fields: object) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type = kind
    for field, value in fields.items():
        setattr(member, field, value)
    return member


def test_a_folder_comes_back_as_it_was(tmp_path: Path) -> None:
    packed = pack(FILES)
    unpack(packed, packed.digest, tmp_path / "new")
    assert pack_folder(tmp_path / "new") == packed
    assert read_archive(packed, packed.digest) == FILES


def test_equal_files_have_one_address(tmp_path: Path) -> None:
    """Order, times, modes and the folder's place do not count; names and bytes do."""
    packed = pack(FILES)
    assert pack(dict(reversed(FILES.items()))).digest == packed.digest
    unpack(packed, packed.digest, tmp_path)
    (tmp_path / "a.txt").chmod(0o755)
    os.utime(tmp_path / "a.txt", (1, 1))
    assert pack_folder(tmp_path).digest == packed.digest
    assert pack(FILES | {"a.txt": b"two"}).digest != packed.digest
    assert pack(FILES | {"c": b""}).digest != packed.digest


def test_the_address_of_known_files_is_known() -> None:
    """The form is the same on each machine and in each version: no time and no name creeps in."""
    assert pack({"a/b.txt": b"text"}).digest == (
        "1dae7ca19881ffd9ea5e163cec1822b748322636b4c79030360d159f5e8d203f"
    )


@given(st.dictionaries(st.text(max_size=12), st.binary(max_size=30), max_size=5))
def test_names_are_kept_or_refused(files: dict[str, bytes]) -> None:
    """Whatever the names are: the files come back, or they are not packed."""
    try:
        packed = pack(files)
    except ArchiveError:
        return
    assert read_archive(packed, packed.digest) == files


LEADING_ELSEWHERE = (
    *("/etc/passwd", "..", "../up", "a/../../up", "a//b", "./a", "a/", "", "nul\0l"),
    *("C:up", "C:/up", "a\\b", "\\\\host\\share\\a"),
)


@pytest.mark.parametrize("name", LEADING_ELSEWHERE)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    """In what is packed, and in what others have packed."""
    with pytest.raises(ArchiveError):
        pack({name: b"x"})
    foreign = _tar((_member(name), b"x"))
    with pytest.raises(ArchiveError):
        unpack(foreign, foreign.digest, tmp_path / "in")
    assert list(tmp_path.rglob("*")) == []


def _link(kind: bytes) -> Archive:
    return _tar((_member("link", kind, linkname="/etc"), b""), (_member("link/x"), b"x"))


def _sparse() -> Archive:
    """A sparse file that says it has 8 TB."""
    fields = {
        "GNU.sparse.major": "1",
        "GNU.sparse.minor": "0",
        "GNU.sparse.name": "a",
        "GNU.sparse.realsize": str(2**43),
    }
    return _tar((_member("a", pax_headers=fields), b"0\n".ljust(512, b"\0")))


@pytest.mark.parametrize(
    "make",
    [
        lambda: _link(tarfile.SYMTYPE),
        lambda: _link(tarfile.LNKTYPE),
        lambda: _tar((_member("pipe", tarfile.FIFOTYPE), b"")),
        lambda: _tar((_member("device", tarfile.CHRTYPE, devmajor=1), b"")),
        lambda: _tar((_member("folder", tarfile.DIRTYPE), b"")),
        lambda: _tar((_member("a"), b"1"), (_member("a"), b"2")),
        lambda: _tar((_member("b"), b""), (_member("a"), b"")),
        lambda: _tar((_member("a"), b""), (_member("a/b"), b"")),
        lambda: _tar((_member("a", mtime=1), b"")),
        lambda: _tar((_member("a", uname="root"), b"")),
        lambda: _tar((_member("a", mode=0o4755), b"")),
        lambda: _tar((_member("x" * 200), b""), form=tarfile.GNU_FORMAT),
        _sparse,
        lambda: Archive(pack(FILES).data + b"\0" * 512),
        lambda: Archive(pack(FILES).data[:-10000]),
        lambda: Archive(b"not a tar file"),
        lambda: Archive(b""),
    ],
)
def test_another_form_is_refused(tmp_path: Path, make: Callable[[], Archive]) -> None:
    """Links, devices, folders, a name twice, a file in a file, another order, times, owners, modes,
    dialects, sparse files, more at the end, less, and no archive at all.
    """
    foreign = make()
    with pytest.raises(ArchiveError):
        unpack(foreign, foreign.digest, tmp_path / "in")
    assert list(tmp_path.rglob("*")) == []


def test_another_digest_is_refused(tmp_path: Path) -> None:
    packed, other = pack(FILES), pack({"a": b""})
    with pytest.raises(ArchiveError, match="digest"):
        unpack(packed, other.digest, tmp_path / "in")
    assert list(tmp_path.rglob("*")) == []


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of bytes and of files, in either direction."""
    packed = pack(FILES)
    (tmp_path / "a").write_bytes(bytes(2000))
    for name, value in (("MAX_BYTES", 1000), ("MAX_FILES", 2)):
        with monkeypatch.context() as patch:
            patch.setattr(archive, name, value)
            with pytest.raises(ArchiveError, match=r"more than|too many"):
                pack(FILES)
            with pytest.raises(ArchiveError, match=r"more than|too many"):
                read_archive(packed, packed.digest)
    monkeypatch.setattr(archive, "MAX_BYTES", 1000)
    with pytest.raises(ArchiveError, match="more than"):
        pack_folder(tmp_path)


def test_a_name_that_is_no_text_is_refused() -> None:
    """As a file system may have it: bytes that are not UTF-8."""
    with pytest.raises(ArchiveError):
        pack({os.fsdecode(b"\xff"): b""})


def test_links_do_not_travel(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path)
    with pytest.raises(ArchiveError, match="link"):
        pack_folder(tmp_path / "in")


def test_nothing_is_written_through_a_link_or_over_a_file(tmp_path: Path) -> None:
    packed = pack({"a": b"new"})
    (tmp_path / "a").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        unpack(packed, packed.digest, tmp_path)
    assert not (tmp_path / "elsewhere").exists()
