"""The desk's server: requests of its page, on this machine alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from ..pipeline.catalogs.message_edit import EditConflictError, Translation, translation_of
from ..pipeline.catalogs.questions import questions_of
from ..pipeline.editions.templates import THEME
from ..pipeline.errors import PipelineError
from . import answers
from .desk import Desk
from .guard import Guard
from .preview import BUILDERS
from .watching import Changes, watch

_XHTML = "application/xhtml+xml"

WEB = Path(__file__).parent / "web"
HEARTBEAT = 15.0
"""Seconds after which the page learns that the desk is still there."""


class DeskServer:
    """Answers the requests of the desk's page."""

    def __init__(self, desk: Desk, token: str, port: int) -> None:
        self._desk = desk
        self._token = token
        self._stop = anyio.Event()
        self._changed = asyncio.Condition()
        routes = [
            Route("/", self._page),
            Route("/overview", self._overview),
            Route("/message", self._message),
            Route("/events", self._events),
            Route("/judge", self._judge, methods=["POST"]),
            Route("/draft", self._draft, methods=["POST"]),
            Route("/books", self._books, methods=["POST"]),
            Route("/save", self._save, methods=["POST"]),
            Route("/undo", self._undo, methods=["POST"]),
            Route("/suggest", self._suggest, methods=["POST"]),
            Route("/questions", self._questions, methods=["POST"]),
            Route("/changes.patch", self._patch),
            Route("/catalog/{domain:path}.po", self._catalog),
            *(Route(f"/{each}/{{path:path}}", self._rendered, name=each) for each in BUILDERS),
            Mount("/web", StaticFiles(directory=WEB)),
        ]
        application = Starlette(
            routes=routes, lifespan=self._lifespan, exception_handlers={PipelineError: _failed}
        )
        self.application = Guard(application, token, port)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self._stop.set()
            if self._desk.program:
                self._desk.program.stop()
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watch(self) -> None:
        """Show what other programs change."""
        all_changes = watch(self._desk.project, self._desk.locale, THEME, self._stop)
        first = asyncio.ensure_future(anext(all_changes))
        await asyncio.sleep(0)  # from now on, changes are seen; some may have come before
        await self._call(self._desk.catch_up)
        await self._show(await first)
        async for changes in all_changes:
            await self._show(changes)

    async def _show(self, changes: Changes) -> None:
        if changes.theme:
            await self._call(self._desk.reload_theme)
        if changes.sources:
            await self._call(self._desk.reload)
        elif changes.domains:
            await self._call(self._desk.refresh, changes.domains)

    async def _call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Call a method of the desk in a thread, and say so to the page if anything changed."""
        version = self._desk.version
        try:
            return await run_in_threadpool(function, *arguments)
        finally:
            if self._desk.version != version:
                async with self._changed:
                    self._changed.notify_all()

    async def _page(self, request: Request) -> Response:
        text = (WEB / "desk.html").read_text(encoding="utf-8")
        return HTMLResponse(text.replace("{{ token }}", self._token))

    async def _overview(self, request: Request) -> Response:
        return JSONResponse(answers.overview(self._desk))

    async def _message(self, request: Request) -> Response:
        domain, key = _name(request.query_params)
        message = self._desk.message(domain, key)
        return JSONResponse(await run_in_threadpool(answers.details, self._desk, message))

    async def _judge(self, request: Request) -> Response:
        body = await _body(request)
        found = await run_in_threadpool(self._desk.judge, *_name(body), _text(body, "text"))
        return JSONResponse({"findings": answers.findings(found)})

    async def _draft(self, request: Request) -> Response:
        body = await _body(request)
        new = Translation(_text(body, "text"), body.get("fuzzy") is True)
        edition, _, path = _text(body, "path").partition("/")
        if edition not in BUILDERS:
            raise HTTPException(400, "path must be that of a page")
        draft = await run_in_threadpool(self._desk.draft, *_name(body), new, edition, path)
        return JSONResponse({"state": draft.state, "page": draft.page})

    async def _books(self, request: Request) -> Response:
        await self._call(self._desk.show_books)
        return JSONResponse(answers.overview(self._desk))

    async def _save(self, request: Request) -> Response:
        body = await _body(request)
        seen = Translation(_text(body, "seen"), body.get("seenFuzzy") is True)
        new = Translation(_text(body, "text"), body.get("fuzzy") is True)
        domain, key = _name(body)
        try:
            saved = await self._call(self._desk.save, domain, key, seen, new)
        except EditConflictError as error:
            other = translation_of(error.entry)
            values = {"error": str(error), "translation": other.text, "fuzzy": other.fuzzy}
            return JSONResponse(values, status_code=409)
        state = {"text": saved.text, "fuzzy": saved.fuzzy}
        return JSONResponse({**answers.overview(self._desk), "saved": state})

    async def _suggest(self, request: Request) -> Response:
        """What the user's program suggests: it runs for this request alone, which has the token."""
        message = self._desk.message(*_name(await _body(request)))
        return JSONResponse(await run_in_threadpool(answers.program_answer, self._desk, message))

    async def _questions(self, request: Request) -> Response:
        body = await _body(request)
        domain, key = _name(body)
        try:
            await self._call(
                self._desk.ask, domain, key, _texts(body, "seen"), _texts(body, "questions")
            )
        except EditConflictError as error:
            values = {"error": str(error), "questions": list(questions_of(error.entry))}
            return JSONResponse(values, status_code=409)
        return JSONResponse(answers.overview(self._desk))

    async def _patch(self, request: Request) -> Response:
        """The changes of the locale's catalogs, to hand in."""
        patch = await run_in_threadpool(self._desk.changes.patch)
        name = f"attachment; filename={self._desk.locale.code}.patch"
        return Response(
            patch, media_type="text/x-diff; charset=utf-8", headers={"content-disposition": name}
        )

    async def _undo(self, request: Request) -> Response:
        edit = await self._call(self._desk.undo)
        return JSONResponse({"domain": edit.domain, "key": edit.key})

    async def _catalog(self, request: Request) -> Response:
        domain = request.path_params["domain"]
        if domain not in self._desk.messages:
            raise HTTPException(404)
        path = self._desk.project.catalog(self._desk.locale, domain)
        name = f"{domain.replace('/', '-')}.{self._desk.locale.code}.po"
        return await _whole_file(path, "text/x-gettext-translation", name)

    async def _rendered(self, request: Request) -> Response:
        """A file of a rendered edition; nothing outside of its folder."""
        edition = request.url.path.split("/")[1]
        page = self._desk.page(edition, request.path_params["path"])
        if page is None:
            raise HTTPException(404)
        return await _whole_file(page, _XHTML if page.suffix == ".xhtml" else "")

    async def _events(self, request: Request) -> Response:
        """A line for each change of what is shown, until the page is closed."""

        return StreamingResponse(self._versions(), media_type="text/event-stream")

    async def _versions(self) -> AsyncIterator[str]:
        sent = -1
        while not self._stop.is_set():
            if self._desk.version == sent:
                yield ": the desk is still here\n\n"
            else:
                sent = self._desk.version
                yield f"data: {sent}\n\n"
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT), self._changed:
                    while self._desk.version == sent:
                        await self._changed.wait()


async def _whole_file(path: Path, media_type: str = "", name: str = "") -> Response:
    """A file, to be saved under a name if there is one; 404 if it is not there.

    Starlette's `FileResponse` reads a file twice, for its size and for its bytes; another program
    or a rendering may replace it in between, and the answer is then cut off.
    """
    try:
        data = await run_in_threadpool(path.read_bytes)
    except OSError:
        raise HTTPException(404) from None
    headers = {"content-disposition": f"attachment; filename={quote(name)}"} if name else None
    return Response(data, media_type=media_type or guess_type(path.name)[0], headers=headers)


async def _body(request: Request) -> dict[str, Any]:
    try:
        value = json.loads(await request.body())
    except ValueError:
        raise HTTPException(400, "the request is not JSON") from None
    if not isinstance(value, dict):
        raise HTTPException(400, "the request is not an object")
    return value


def _name(values: Any) -> tuple[str, str]:
    """The domain and the key of a message."""
    return _text(values, "domain"), _text(values, "key")


def _text(values: Any, name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str):
        raise HTTPException(400, f"{name} must be a text")
    return value


def _texts(values: Any, name: str) -> list[str]:
    value = values.get(name)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise HTTPException(400, f"{name} must be a list of texts")
    return value


async def _failed(_: Request, error: Exception) -> Response:
    """An expected error: one line, and nothing was written."""
    return JSONResponse({"error": " ".join(str(error).split())}, status_code=422)
