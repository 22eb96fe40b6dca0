"""What an earlier run has compiled: regular expressions and methods of dataclasses.

The modules of a build, those of Sphinx and docutils among them, compile 400 patterns when they are
imported, and the methods of 80 dataclasses. That takes 65 and 45 ms, of 350 ms for all imports.
What `re` makes of a pattern in Python is kept in this user's cache: its C code checks it, and makes
an equal pattern from it. So is the code of the methods, which `dataclasses` writes as text.

Names of `re` and `dataclasses` are used here that are private. If others take their place, nothing
is kept.
"""

from __future__ import annotations

import dataclasses
import hashlib
import marshal
import re
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import Any

from ..files.atomic import write_file
from ..files.user_folders import user_cache

_FEWEST_NEW = 8
"""New compilations for which the file is written again. A few patterns differ in each run: they are
made from sets of texts."""

_MOST = 4000
"""Compilations with which a file begins anew: those of other versions of packages stay in it."""

_DIGEST_SIZE = 32
_IMPORT = "<frozen importlib._bootstrap>"

_compiler: Any = getattr(re, "_compiler", None)
_dataclasses: Any = dataclasses
_PatternArguments = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]
_Kept = dict[Any, Any]
"""Arguments of patterns by text and flags, and code by the text of its module."""


class KeptCompilations:
    """The compilations of processes that run the program `name`, in a file of their own.

    From now on, `re` and `dataclasses` take them from there, until `keep`. Only those are kept that
    are made while a module is imported: others may be made of a project's texts.
    """

    def __init__(self, name: str) -> None:
        folder = user_cache() if _is_usable() else None
        file_name = f"compilations.{sys.implementation.cache_tag}.{name}"
        self._path = folder / file_name if folder else None
        self._known = _read(self._path) if self._path else {}
        self._new: _Kept = {}
        if self._path:
            self._compile, self._exec = _compiler.compile, getattr(_dataclasses, "exec", exec)
            _compiler.compile, _dataclasses.exec = self.compile, self.execute

    def compile(self, pattern: Any, flags: int = 0) -> Any:
        """A compiled pattern, as from the function of `re` with this name."""
        arguments = None
        if type(pattern) in (str, bytes) and not flags & re.DEBUG:
            key = pattern, int(flags)
            arguments = self._known.get(key) or self._new.get(key)
            if arguments is None and _is_importing():
                arguments = self._new[key] = _pattern_arguments(pattern, flags)
        if arguments is None:
            return self._compile(pattern, flags)
        return _compiler._sre.compile(pattern, *arguments)

    def execute(self, text: Any, *namespaces: Any) -> None:
        """Run the text of a method, as `exec`."""
        code: CodeType | None = self._known.get(text) or self._new.get(text)
        if code is None and isinstance(text, str) and _is_importing():
            code = self._new[text] = compile(text, "<string>", "exec")
        if code is None:
            self._exec(text, *namespaces)
        else:
            exec(code, *namespaces)  # noqa: S102 - as `dataclasses` does

    def keep(self) -> None:
        """Write the compilations, if enough of them are new, and compile as before."""
        if not self._path:
            return
        _compiler.compile, _dataclasses.exec = self._compile, self._exec
        if len(self._new) >= _FEWEST_NEW:
            known = self._known if len(self._known) < _MOST else {}
            data = marshal.dumps((sys.version, {**known, **self._new}))
            with suppress(OSError):  # a full disk, or a folder that has become read-only
                write_file(self._path, hashlib.sha256(data).digest() + data)


def _is_usable() -> bool:
    """Whether the private names of `re` are those that are used here."""
    pattern = "(?P<name>a)|[b-d]"
    try:
        made = _compiler._sre.compile(pattern, *_pattern_arguments(pattern, 0))
        return bool(made == re.compile(pattern))
    except Exception:
        return False


def _is_importing() -> bool:
    """Whether the function that called this is run by an import."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_code.co_filename != _IMPORT:
        frame = frame.f_back
    return frame.f_code.co_filename == _IMPORT


def _pattern_arguments(pattern: str | bytes, flags: int) -> _PatternArguments:
    """What the compiler of `re` gives to its C code, after the pattern: flags, code, and groups by
    number and name. Raises `re.error`."""
    parsed = _compiler._parser.parse(pattern, flags)
    code = [int(each) for each in _compiler._code(parsed, flags)]
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, number in state.groupdict.items():
        names[number] = name
    return int(flags | state.flags), code, state.groups - 1, dict(state.groupdict), tuple(names)


def _read(path: Path) -> _Kept:
    """The compilations in a file; none in one that is damaged or another Python's."""
    with suppress(OSError, ValueError, TypeError, EOFError):
        data = path.read_bytes()
        digest, data = data[:_DIGEST_SIZE], data[_DIGEST_SIZE:]
        if hashlib.sha256(data).digest() == digest:
            # The folder is the user's own, as those of compiled modules are.
            version, kept = marshal.loads(data)  # noqa: S302
            if version == sys.version:
                known: _Kept = kept
                return known
    return {}
