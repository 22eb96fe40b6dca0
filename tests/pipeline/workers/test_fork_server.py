"""The fork server: it starts processes, ends them, and never outlives the command."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import ModuleType

import pytest

from cellulite_content.pipeline.files.lock import single_run
from cellulite_content.pipeline.workers.fork_server import ForkServer
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from cellulite_content.pipeline.workers.task import Task

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks the command")


def _target(connection: Connection) -> None:
    action = connection.recv()
    if action == "sleep":
        time.sleep(60)
    elif isinstance(action, int):
        os._exit(action)
    connection.send((action, os.getppid()))


@pytest.fixture
def server() -> Iterator[ForkServer]:
    server = ForkServer(_target, ["no.such.module"])
    yield server
    server._connection.close()


def _start(server: ForkServer, action: object) -> tuple[Connection, object]:
    connection, remote = Pipe()
    process = server.process(remote)
    process.start()
    remote.close()
    connection.send(action)
    return connection, process


def test_a_value_comes_back(server: ForkServer) -> None:
    """Also when a module that it should import does not exist."""
    receiver, process = _start(server, {"any": "value"})
    value, parent = receiver.recv()
    process.join()
    assert (value, process.exitcode) == ({"any": "value"}, 0)
    assert parent != os.getpid()


def test_exit_codes(server: ForkServer) -> None:
    """A process that ends by itself or is killed has its exit code, and its pipe ends."""
    _, process = _start(server, 7)
    process.join()
    assert process.exitcode == 7
    receiver, process = _start(server, "sleep")
    process.join(0.01)
    assert process.is_alive()
    process.kill()
    assert process.exitcode == -9
    with pytest.raises(EOFError):
        receiver.recv()


def test_no_process_outlives_the_server(server: ForkServer) -> None:
    """When the command ends, the server's connection ends, and so do all processes."""
    receiver, _ = _start(server, "sleep")
    server._connection.close()
    assert receiver.poll(10)
    with pytest.raises((EOFError, ConnectionError)):
        receiver.recv()


def test_a_server_that_has_ended() -> None:
    """The pool says so in one line."""
    pool = ProcessPool(1, method="fork")
    pool.start()
    assert pool._server is not None
    pool._server._connection.close()
    outcome = pool.run_one(Task("de", "os:getpid", ()))
    assert outcome.error == "de: the fork server has ended; run again"


def test_a_process_with_threads_is_not_forked() -> None:
    """A lock that another thread holds would never be released in the new process."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        pool = ProcessPool(1)
        pool.start()
        assert pool._server is None
    finally:
        done.set()
        thread.join()


def test_a_process_that_runs_sphinx_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain `sphinx-build`: the new process would have its language and its roles."""
    monkeypatch.setitem(sys.modules, "sphinx.application", ModuleType("sphinx.application"))
    pool = ProcessPool(1)
    assert pool._start_method == "forkserver"


def test_the_server_holds_no_lock(tmp_path: Path) -> None:
    """A run's lock is released when the run ends, though the server has a copy of its file."""
    waits: list[str] = []
    with single_run(tmp_path):
        pool = ProcessPool(1, method="fork")
        pool.start()
    with single_run(tmp_path, lambda: waits.append("waited")):
        assert waits == []
