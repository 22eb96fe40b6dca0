"""The guard: which requests may reach the desk.

Any page in the same browser can send requests to this machine. The browser says for which host and
from which page; a name of another host that leads here (DNS rebinding) has its own name there. A
token that only the opened page has is in a cookie, which other sites cannot send (SameSite), and
must be in a header of each request that writes.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

COOKIE = "desk-{port}"
"""The cookie's name. A browser sends the cookies of a host to all of its ports, and a translator
may have the desks of two languages open: under one name, the second would lock out the first."""
HEADER = "x-desk-token"
LARGEST_BODY = 256 * 1024
"""Bytes of a request: a translation has at most some thousand characters."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class Guard:
    """Lets through the requests of the page that the desk has opened, and refuses all others."""

    def __init__(self, app: App, token: str, port: int) -> None:
        self._application = app
        self._token = token
        self._cookie = COOKIE.format(port=port)
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        request = Request(scope)
        refusal = self._refusal(request)
        if refusal is None and self._opens(request):
            refusal = RedirectResponse("/", status_code=303)
            refusal.set_cookie(
                self._cookie, self._token, httponly=True, samesite="strict", path="/"
            )
        if refusal is not None:
            await _with_policy(refusal)(scope, receive, send)
            return
        await self._application(scope, _limited(receive), _sending(send))

    def _opens(self, request: Request) -> bool:
        """Whether it opens the desk by the address that the command printed, with the token."""
        return request.url.path == "/" and self._is_token(
            parse_qs(request.url.query).get("token", [""])[0]
        )

    def _is_token(self, value: str) -> bool:
        return secrets.compare_digest(value.encode(), self._token.encode())

    def _refusal(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self._hosts:
            return _refused("this address is not the desk's; open the one that the command printed")
        origin = request.headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return _refused("another page may not use the desk")
        if request.method not in ("GET", "POST"):
            return _refused("the desk has no such request", 405)
        if self._opens(request):
            return None
        if not self._is_token(request.cookies.get(self._cookie, "")):
            return _refused("open the address that the command printed; it has the desk's token")
        if request.method == "POST":
            if not self._is_token(request.headers.get(HEADER, "")):
                return _refused("the token is missing; reload the page")
            size = request.headers.get("content-length", "")
            if not size.isdigit() or int(size) > LARGEST_BODY:
                return _refused("the text is too long", 413)
        return None


def _refused(reason: str, status: int = 403) -> Response:
    return PlainTextResponse(f"{reason}\n", status)


def _with_policy(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def _limited(receive: Receive) -> Receive:
    """Receive at most `LARGEST_BODY` bytes, whatever the header says."""
    left = LARGEST_BODY

    async def limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            return {"type": "http.disconnect"}
        return message

    return limited


def _sending(send: Send) -> Send:
    """Add the headers that keep other pages out."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            added = [
                (name.encode(), value.encode())
                for name, value in _HEADERS.items()
                if name.encode() not in own
            ]
            message["headers"] = [*message["headers"], *added]
        await send(message)

    return sending
