"""The command `desk` in a process of its own, and requests to it."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)")


@dataclass(frozen=True)
class Answer:
    """A response: its status, its headers by lower-case names, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class RunningDesk:
    """A desk that runs: its process, its port and its token."""

    process: subprocess.Popen[str]
    port: int
    token: str

    @property
    def address(self) -> str:
        """What the browser opens."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def ask(
        self,
        path: str,
        body: Any = None,
        *,
        method: str = "",
        headers: Mapping[str, str | None] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Send a request as the desk's own page does, but for these headers (None: left out)."""
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        own: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": f"desk-{self.port}={self.token}",
        }
        if data is not None:
            own |= {"Content-Type": "application/json", "X-Desk-Token": self.token}
            own |= {"Origin": f"http://127.0.0.1:{self.port}"}
        sent = {name: value for name, value in {**own, **(headers or {})}.items() if value}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method or ("GET" if data is None else "POST"), path, data, sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()


@contextmanager
def running_desk(project: Path, locale: str) -> Iterator[RunningDesk]:
    """The desk of a project's locale, until the end of the block."""
    command = [sys.executable, "-m", "cellulite_content", "--project", str(project), "desk"]
    process = subprocess.Popen(
        [*command, locale, "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = _ADDRESS.search(line)
        assert match, process.stderr.read() if process.stderr else line
        yield RunningDesk(process, int(match[1]), match[2])
    finally:
        process.kill()
        process.communicate()
