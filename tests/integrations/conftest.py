"""What the tests of integrations share: the examples of the handbook, served."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from support import CHECKOUT, TESTS
from support.requirements import require

EXAMPLES = CHECKOUT / "docs" / "handbook" / "examples"
SERVER = TESTS / "support" / "integrations" / "server.py"


@contextmanager
def _serving(protocol: str, target: str, *options: str, **environment: str) -> Iterator[str]:
    """An example served by a process of its own, at the address that this gives."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        number = listening.fileno()
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, SERVER, protocol, target, str(number), *options],
            env=os.environ | {"PYTHONPATH": f"{EXAMPLES}{os.pathsep}{CHECKOUT}"} | environment,
            pass_fds=[number],
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=600)


@pytest.fixture(scope="session", autouse=True)
def _requirements() -> None:
    """Without the frameworks, these tests are skipped."""
    require(
        "integrations",
        "flask",
        "flask_babel",
        "django",
        "fastapi",
        "jinja2",
        "waitress",
        "uvicorn",
        "httpx",
    )


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., str]]:
    """Serves an example until the module's tests are done: `serve("wsgi", "flask_app:app")`."""
    with ExitStack() as stack:
        yield lambda *options, **environment: stack.enter_context(_serving(*options, **environment))


@pytest.fixture(autouse=True)
def _examples_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLES)
