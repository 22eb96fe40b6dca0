"""Regular expressions that an earlier run has compiled, kept in this user's cache.

The modules of a build, those of Sphinx and docutils among them, compile 400 patterns when they are
imported, which takes 65 ms: a quarter of the time of all imports. Nearly all of it is the parser of
`re`, which is written in Python. What it makes of a pattern is kept here; the C code of `re` checks
it, and makes an equal pattern from it.

The names of `re` that are used here are private. If others take their place, nothing is kept.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..files.atomic import write_file
from ..files.user_folders import user_cache

_FEWEST_NEW = 8
"""New patterns for which the file is written again. A few differ in each run: they are made from
sets of texts."""

_MOST = 2000
"""Patterns with which a file begins anew: those of other versions of packages stay in it."""

_DIGEST_SIZE = 32
_IMPORT = "<frozen importlib._bootstrap>"

_compiler: Any = getattr(re, "_compiler", None)
_Key = tuple[str | bytes, int]
_Arguments = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]


class KeptPatterns:
    """The patterns of processes that run the program `name`, in a file of their own.

    From now on, `re` takes patterns from there, until `keep`. Only those are kept that are compiled
    while a module is imported: others may be made of a project's texts.
    """

    def __init__(self, name: str) -> None:
        folder = user_cache() if _is_usable() else None
        self._path = folder / f"patterns.{sys.implementation.cache_tag}.{name}" if folder else None
        self._known = _read(self._path) if self._path else {}
        self._new: dict[_Key, _Arguments] = {}
        if self._path:
            self._compile = _compiler.compile
            _compiler.compile = self.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """A compiled pattern, as from the function of `re` with this name."""
        arguments = None
        if type(pattern) in (str, bytes) and not flags & re.DEBUG:
            key = pattern, int(flags)
            arguments = self._known.get(key) or self._new.get(key)
            if arguments is None and _is_importing():
                arguments = self._new[key] = _arguments(pattern, flags)
        if arguments is None:
            return self._compile(pattern, flags)
        return _compiler._sre.compile(pattern, *arguments)

    def keep(self) -> None:
        """Write the patterns, if enough of them are new, and let `re` compile as before."""
        if not self._path:
            return
        _compiler.compile = self._compile
        if len(self._new) >= _FEWEST_NEW:
            known = self._known if len(self._known) < _MOST else {}
            data = marshal.dumps((sys.version, {**known, **self._new}))
            with suppress(OSError):  # a full disk, or a folder that has become read-only
                write_file(self._path, hashlib.sha256(data).digest() + data)


def _is_usable() -> bool:
    """Whether the private names of `re` are those that are used here."""
    pattern = "(?P<name>a)|[b-d]"
    try:
        return bool(_compiler._sre.compile(pattern, *_arguments(pattern, 0)) == re.compile(pattern))
    except Exception:
        return False


def _is_importing() -> bool:
    """Whether the function that called this is run by an import."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename != _IMPORT:
        frame = frame.f_back
    return frame.f_code.co_filename == _IMPORT


def _arguments(pattern: str | bytes, flags: int) -> _Arguments:
    """What the compiler of `re` gives to its C code, after the pattern: flags, code, and groups by
    number and name. Raises `re.error`."""
    parsed = _compiler._parser.parse(pattern, flags)
    code = [int(each) for each in _compiler._code(parsed, flags)]
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    return int(flags | state.flags), code, state.groups - 1, dict(state.groupdict), tuple(names)


def _read(path: Path) -> dict[_Key, _Arguments]:
    """The patterns in a file; none in one that is damaged or another Python's."""
    with suppress(OSError, ValueError, TypeError, EOFError):
        data = path.read_bytes()
        digest, data = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
        if hashlib.sha256(data).digest() == digest:
            # The folder is the user's own, as that of compiled modules is.
            version, patterns = marshal.loads(data)  # noqa: S302
            if version == sys.version:
                known: dict[_Key, _Arguments] = patterns
                return known
    return {}
