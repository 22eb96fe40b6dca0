"""A server for one example, in a process of its own: `server.py wsgi MODULE:NAME SOCKET [leaky]`.

It answers on the listening socket that it inherits, by number, through waitress (`wsgi`) or uvicorn
(`asgi`). All that it does to the example is to rest before it, and before and after each `load` in
a thread, as a site does that asks its database: so requests overlap. The leaky variant has one
current language for all, as libraries do: a middleware sets it, and `load` reads it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import uvicorn
import waitress

import cellulite_content

REST = 0.002  # seconds
THREADS = 8


class Resting:
    """An application that rests before it answers; all that is asked of it goes through here."""

    def __init__(self, application: Any, leaky: bool) -> None:
        self.application = application
        self.leaky = leaky
        self.current = ""

    def load(self, *wanted: str) -> cellulite_content.Article:
        """What the example calls as `load`."""
        _rest()
        article = cellulite_content.load(*([self.current] if self.leaky else wanted))
        _rest()
        return article

    def wsgi(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer in a thread."""
        self.current = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        _rest()
        return self.application(environ, start)

    async def asgi(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer in a task."""
        if scope["type"] == "http":
            self.current = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
            await asyncio.sleep(REST)
        await self.application(scope, receive, send)


def _rest() -> None:
    """In the main thread there is the event loop, which nobody may halt."""
    if threading.current_thread() is not threading.main_thread():
        time.sleep(REST)


def serve(protocol: str, target: str, listening: socket.socket, leaky: bool) -> None:
    """Answer until the process is ended."""
    name, _, attribute = target.partition(":")
    module = import_module(name)
    resting = Resting(getattr(module, attribute), leaky)
    module.load = resting.load  # type: ignore[attr-defined]
    if protocol == "asgi":
        config = uvicorn.Config(
            resting.asgi, interface="asgi3", lifespan="off", log_level="warning", backlog=1024
        )
        uvicorn.Server(config).run(sockets=[listening])
    else:
        waitress.serve(resting.wsgi, sockets=[listening], threads=THREADS, connection_limit=1000)


if __name__ == "__main__":
    serve(*sys.argv[1:3], socket.socket(fileno=int(sys.argv[3])), "leaky" in sys.argv[4:])
