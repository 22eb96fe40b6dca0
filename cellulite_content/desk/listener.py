"""The listener: the socket at which the desk answers, and its port."""

from __future__ import annotations

import socket
from hashlib import sha256

from ..pipeline.errors import ProjectError
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project

_FIRST, _COUNT = 20000, 10000
"""The ports of desks: below those that systems give to programs by themselves."""


def open_listener(project: Project, locale: Locale, port: int = 0) -> socket.socket:
    """A socket of this machine alone that listens at a port.

    0 means the usual port of the project's locale, or any free one if a program has that. Raises
    `ProjectError` if there is none.
    """
    ports = (port,) if port else (_usual_port(project, locale), 0)
    fault = ""
    for number in ports:
        listener = socket.socket()
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", number))
            listener.listen(128)  # a browser may connect before the server answers
        except OSError as error:
            listener.close()
            fault = f"port {number}: {error.strerror}; leave out --port for a free one"
        else:
            return listener
    raise ProjectError(fault)


def _usual_port(project: Project, locale: Locale) -> int:
    """The same port each time: a browser keeps what was typed by the address, port included."""
    name = f"{project.root.resolve()}\n{locale.code}".encode("utf-8", "surrogateescape")
    return _FIRST + int.from_bytes(sha256(name).digest()[:4], "big") % _COUNT
