"""A fork server that is forked from the command, and has its imported modules at once.

The fork server of `multiprocessing` starts Python anew, and so does its tracker of resources, which
takes 90 ms. A process may only be forked while it has one thread, so this server is forked early.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection, Pipe
from multiprocessing.reduction import recv_handle, send_handle
from typing import Any, NoReturn

from .kept_compilations import KeptCompilations

_KILLED = -9


class ForkServer:
    """A process that imports `modules`, calls `prepare`, and then forks a process for each call of
    `target`.

    It ends with this process, and all its processes end with it. Threads may share it.
    """

    def __init__(
        self,
        target: Callable[..., None],
        modules: Iterable[str],
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._connection, remote = Pipe()
        self._lock = threading.Lock()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()  # a forked process would write it again
        if os.fork() == 0:
            try:
                self._connection.close()
                _serve(remote, target, modules, prepare)
            finally:
                os._exit(1)
        remote.close()

    def process(self, connection: Connection) -> ForkedProcess:
        """A process that will call the target with a connection."""
        return ForkedProcess(self, connection)

    def ask(self, *request: object, handle: int | None = None) -> Any:
        """Send a request with a file handle, and return the answer.

        Raises `EOFError` if the server has ended.
        """
        with self._lock:
            try:
                self._connection.send(request)
                if handle is not None:
                    send_handle(self._connection, handle, None)
                return self._connection.recv()
            except OSError as error:
                raise EOFError from error


class ForkedProcess:
    """A process of a fork server, with those methods of `multiprocessing.Process` that a pool uses.

    `exitcode` is None until the process is known to have ended.
    """

    exitcode: int | None = None

    def __init__(self, server: ForkServer, connection: Connection) -> None:
        self._server, self._connection = server, connection
        self._pid = 0

    def start(self) -> None:
        """Start it. Raises `EOFError` if the server has ended."""
        self._pid = self._server.ask("start", handle=self._connection.fileno())

    def is_alive(self) -> bool:
        """Whether it is not known to have ended."""
        return bool(self._pid) and self.exitcode is None

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ends, or for so many seconds."""
        if self.is_alive():
            self._end("join", seconds)

    def kill(self) -> None:
        """End it at once."""
        if self.is_alive():
            self._end("kill", None)

    def _end(self, action: str, seconds: float | None) -> None:
        try:
            self.exitcode = self._server.ask(action, self._pid, seconds)
        except EOFError:
            self.exitcode = _KILLED  # no process outlives the server


def _serve(
    connection: Connection,
    target: Callable[..., None],
    modules: Iterable[str],
    prepare: Callable[[], object] | None,
) -> NoReturn:
    """Answer requests until the process at the other end has ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    compilations = KeptCompilations("server")
    for name in modules:
        # A process that imports it again reports what is wrong.
        with suppress(Exception):
            import_module(name)
    if prepare is not None:
        with suppress(Exception):  # a process that needs it does it again, and reports
            prepare()
    gc.freeze()
    context: Any = get_context("fork")
    processes: dict[int, Any] = {}
    while True:
        try:
            action, *arguments = connection.recv()
            if action == "start":
                process = _start(context, connection, target)
                processes[process.pid] = process
                connection.send(process.pid)
            else:
                pid, seconds = arguments
                code = _end(processes[pid], action, seconds)
                if code is not None:
                    processes.pop(pid).close()
                connection.send(code)
        except (EOFError, OSError):
            for process in processes.values():
                process.kill()
            compilations.keep()
            os._exit(0)


def _start(context: Any, connection: Connection, target: Callable[..., None]) -> Any:
    with Connection(recv_handle(connection)) as remote:
        arguments = connection, target, remote
        process = context.Process(target=_call, args=arguments, daemon=True)
        process.start()
    return process


def _end(process: Any, action: str, seconds: float | None) -> int | None:
    """The exit code of a process, which is killed first, or waited for; None while it runs."""
    if action == "kill":
        process.kill()
    process.join(seconds)
    code: int | None = process.exitcode
    return code


def _call(connection: Connection, target: Callable[..., None], remote: Connection) -> None:
    """Call the target in the new process, which has no business with the server's connection."""
    connection.close()
    target(remote)
