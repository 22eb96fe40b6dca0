"""A program of the user's own that suggests translations, such as a client of a translation engine.

It is named outside of the project: no repository may say what runs on a translator's machine. It
gets one line of JSON and answers with a suggestion a line; see the handbook.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from ...pipeline.errors import ProjectError
from ...pipeline.files.file_tree import FileFaultError, find_fault, read_file
from ...pipeline.files.printable import beginning, printable
from ...pipeline.files.user_folders import user_config

VARIABLE = "CELLULITE_CONTENT_SUGGESTIONS"
FILE = "desk.toml"
LARGEST_OUTPUT = 64 * 1024
MOST = 5
_LONGEST = 20_000
_LARGEST_SETTINGS = 64 * 1024
_TIMEOUT, _LONGEST_TIMEOUT = 10.0, 120.0


@dataclass(frozen=True)
class ProgramAnswer:
    """What the program has suggested, and what went wrong, in one line."""

    translations: tuple[str, ...] = ()
    fault: str = ""


@dataclass
class UserProgram:
    """Runs the program, once at a time: a new question ends the run for the last one.

    `arguments` begin with its absolute path, or a name on the PATH. No shell reads them. It runs in
    the user's home, never in the project.
    """

    arguments: tuple[str, ...]
    timeout: float = _TIMEOUT
    _running: subprocess.Popen[bytes] | None = field(default=None, init=False, compare=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, compare=False)

    @property
    def name(self) -> str:
        """Its name, for people."""
        return printable(Path(self.arguments[0]).name)

    def ask(self, text: str, source_tag: str, tag: str) -> ProgramAnswer:
        """Its suggestions for a source text, or what went wrong; nothing if a newer question has
        ended it."""
        question = json.dumps({"source": text, "from": source_tag, "to": tag}, ensure_ascii=False)
        try:
            process = subprocess.Popen(
                self.arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=Path.home(),
                start_new_session=True,
            )
        except (OSError, ValueError, RuntimeError) as error:  # a NUL; no home
            return self._fault(f"cannot start ({getattr(error, 'strerror', '') or error})")
        with self._lock:
            last, self._running = self._running, process
        if last is not None:
            _kill(last)
        answer = self._result(process, f"{question}\n".encode())
        with self._lock:
            is_last = self._running is process
            if is_last:
                self._running = None
        return answer if is_last else ProgramAnswer()

    def stop(self) -> None:
        """End a run."""
        with self._lock:
            last, self._running = self._running, None
        if last is not None:
            _kill(last)

    def _result(self, process: subprocess.Popen[bytes], question: bytes) -> ProgramAnswer:
        end = time.monotonic() + self.timeout
        output, complaint = bytearray(), bytearray()
        # Daemons: a program that it has started may keep a pipe open, but not the desk.
        writer = threading.Thread(target=_write, args=(process, question), daemon=True)
        readers = [
            threading.Thread(target=_read, args=(process, pipe, data), daemon=True)
            for pipe, data in ((process.stdout, output), (process.stderr, complaint))
        ]
        for thread in (writer, *readers):
            thread.start()
        for thread in readers:
            thread.join(max(0.0, end - time.monotonic()))
        if any(thread.is_alive() for thread in readers) or not _ends(process, end):
            _kill(process)
            process.wait()
            return self._fault(f"has not answered in {self.timeout:g} seconds")
        if len(output) > LARGEST_OUTPUT or len(complaint) > LARGEST_OUTPUT:
            return self._fault(f"has written more than {LARGEST_OUTPUT // 1024} KB")
        if process.returncode:
            reason = beginning(complaint.decode(errors="replace"))
            return self._fault(f"has ended with {process.returncode}{reason and f': {reason}'}")
        try:
            return ProgramAnswer(tuple(_suggestions(output.decode()))[:MOST])
        except UnicodeDecodeError:
            return self._fault("has written what is not UTF-8")

    def _fault(self, what: str) -> ProgramAnswer:
        return ProgramAnswer((), f"the program {self.name} {what}; its suggestions are left out")


def load_user_program(project_root: Path) -> UserProgram | None:
    """The program of the environment variable, or of the user's settings; None without one.

    Raises `ProjectError` for wrong settings, and for those that are in the project.
    """
    value = os.environ.get(VARIABLE, "")
    if value:
        try:
            return _program(VARIABLE, json.loads(value), _TIMEOUT)
        except ValueError:
            raise ProjectError(f'{VARIABLE}: no list; write ["program", "argument"]') from None
    folder = user_config()
    if folder is None or _is_missing(folder):
        return None
    path = folder / FILE
    if path.resolve().is_relative_to(project_root):
        raise ProjectError(f"{path}: is in the project, which may not name programs; move it")
    try:
        settings = tomllib.loads(read_file(folder, path, _LARGEST_SETTINGS).decode())
    except (FileFaultError, ValueError) as error:
        raise ProjectError(f"{path}: {beginning(str(error))}; correct it") from None
    return _from_settings(str(path), settings)


def _is_missing(folder: Path) -> bool:
    fault = find_fault(folder, folder / FILE, _LARGEST_SETTINGS)
    return fault is not None and fault.code == "missing-file"


def _from_settings(path: str, settings: Mapping[str, Any]) -> UserProgram | None:
    if unknown := sorted(settings.keys() - {"suggestions", "timeout"}):
        raise ProjectError(f"{path}: there is no setting {unknown[0]!r}; delete it")
    if "suggestions" not in settings:
        return None
    timeout = settings.get("timeout", _TIMEOUT)
    if type(timeout) not in (int, float) or not 0 < timeout <= _LONGEST_TIMEOUT:
        raise ProjectError(f"{path}: timeout must be seconds from 1 to {_LONGEST_TIMEOUT:g}")
    return _program(path, settings["suggestions"], timeout)


def _program(place: str, arguments: Any, timeout: float) -> UserProgram:
    """The program of an argument list; its first part is no relative path, which a project could
    serve."""
    is_list = isinstance(arguments, list) and all(isinstance(each, str) for each in arguments)
    if not is_list or not arguments or not arguments[0]:
        raise ProjectError(f'{place}: the program must be a list such as ["program", "argument"]')
    first = os.path.expanduser(arguments[0])  # noqa: PTH111 - `Path` makes `./x` a mere name
    if not os.path.isabs(first) and os.path.dirname(first):  # noqa: PTH117, PTH120
        raise ProjectError(f"{place}: {arguments[0]!r} is a relative path; write the whole path")
    return UserProgram((first, *arguments[1:]), timeout)


def _suggestions(output: str) -> Sequence[str]:
    """The lines of the output without repetitions; one in quotation marks is a text of JSON."""
    found: dict[str, None] = {}
    for line in output.split("\n"):
        text: Any = line.strip(" \t\r")
        if text.startswith('"'):
            with suppress(ValueError):
                text = json.loads(text)
        if isinstance(text, str) and text.strip() and len(text) <= _LONGEST:
            found[text] = None
    return list(found)


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    with suppress(OSError, ValueError):  # the program does not read
        if process.stdin is not None:
            process.stdin.write(data)
            process.stdin.close()


def _read(process: subprocess.Popen[bytes], pipe: IO[bytes] | None, data: bytearray) -> None:
    """Collect what comes from a pipe; a program that writes too much is ended."""
    if pipe is None:
        return
    with suppress(OSError, ValueError), pipe:
        while len(data) <= LARGEST_OUTPUT:
            part = os.read(pipe.fileno(), LARGEST_OUTPUT + 1)
            if not part:
                return
            data += part
        _kill(process)


def _ends(process: subprocess.Popen[bytes], end: float) -> bool:
    """Whether a program ends in time; most have when their output has ended."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(max(0.1, end - time.monotonic()))
        return True
    return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a program that was not waited for, with those that it has started."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        elif process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
