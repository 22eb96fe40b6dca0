"""The key of this machine: it authenticates the cache, which others may be able to fill.

A cache in the build folder can come from a commit or from a CI service. A digest notices damage but
not a forged entry; only who has the key can make an entry that is used.
"""

from __future__ import annotations

import hmac
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_ISREG

from .lock import locked_folder
from .user_folders import user_state

MAC_SIZE = 32
"""Bytes of an authentication code (HMAC-SHA-256)."""

_KEY_SIZE = 32
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def authentication_code(name: str, data: bytes) -> bytes:
    """The code of the contents of an entry; the same contents under another name have another."""
    code = hmac.new(_key(), len(name).to_bytes(8, "big") + name.encode(), "sha256")
    code.update(data)
    return code.digest()


def is_authentic(code: bytes, name: str, data: bytes) -> bool:
    """Whether this machine has made the code, for this name and these contents."""
    return hmac.compare_digest(code, authentication_code(name, data))


@cache
def _key() -> bytes:
    """The key of this user on this machine, made at first use.

    Without a folder to keep it, each process has a key of its own, and no process uses the entries
    of others.
    """
    folder = user_state()
    if folder is not None:
        with suppress(OSError):
            return _kept_key(folder / "cache.key")
    return os.urandom(_KEY_SIZE)


def _kept_key(path: Path) -> bytes:
    """The key in this file. A file that others may know or have written is replaced."""
    key = _read_key(path)
    if key is None:
        with locked_folder(path.parent):
            key = _read_key(path)  # another process may have made it meanwhile
            if key is None:
                key = _write_key(path)
    return key


def _read_key(path: Path) -> bytes | None:
    """The key, or None where the file is missing, a link, damaged, readable by others or theirs."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    except OSError:
        return None
    with open(descriptor, "rb") as file:  # noqa: PTH123 - a descriptor
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode) or status.st_nlink != 1:
            return None
        if sys.platform != "win32" and (status.st_uid != os.getuid() or status.st_mode & 0o077):
            return None
        key = file.read(_KEY_SIZE + 1)
    return key if len(key) == _KEY_SIZE else None


def _write_key(path: Path) -> bytes:
    """Write a new key; readers see the whole file or none."""
    key = os.urandom(_KEY_SIZE)
    temporary = path.with_name(f".{path.name}.writing")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor
        file.write(key)
    temporary.replace(path)
    return key
