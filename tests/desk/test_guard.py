"""The guard: no other page reads or writes through the desk, and nothing outside is reached."""

from __future__ import annotations

from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest

from support.desk.process import RunningDesk, running_desk

SAVE = {"domain": "articles/a", "key": "Why", "text": "Warum", "seen": ""}
PATHS = (
    *("/", "/overview", "/message?domain=articles%2Fa&key=Why", "/events", "/page/index.html"),
    *("/book/a/a.xhtml", "/catalog/articles/a.po", "/web/desk.js", "/changes.patch"),
)
WRITING = ("/save", "/judge", "/undo", "/draft", "/books", "/suggest", "/questions")


@pytest.fixture
def unchanged(shared_project: Path) -> Any:
    """No file of the catalogs changes during the test."""
    folder = shared_project / "locales"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    yield
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


HOSTILE: dict[str, dict[str, str | None]] = {
    "another origin": {"Origin": "https://evil.example"},
    "an opaque origin": {"Origin": "null"},
    "another port": {"Origin": "http://127.0.0.1:1"},
    "a rebound host": {"Host": "evil.example"},
    "a rebound host with the port": {"Host": "evil.example:{port}"},
    "no cookie": {"Cookie": None},
    "another token": {"Cookie": "desk-{port}=guess"},
    "an empty token": {"Cookie": "desk-{port}="},
}


def _headers(desk: RunningDesk, name: str) -> dict[str, str | None]:
    return {
        key: value.format(port=desk.port) if value else None for key, value in HOSTILE[name].items()
    }


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("name", HOSTILE)
def test_other_pages_neither_read_nor_write(shared_desk: RunningDesk, name: str) -> None:
    """Every address, with one header that only a foreign request has."""
    headers = _headers(shared_desk, name)
    for path in PATHS:
        answer = shared_desk.ask(path, headers=headers)
        assert answer.status == 403, path
        assert answer.body.count(b"\n") == 1
        assert shared_desk.token.encode() not in answer.body
    for path in WRITING:
        assert shared_desk.ask(path, SAVE, headers=headers).status == 403


@pytest.mark.usefixtures("unchanged")
def test_writing_needs_the_token_in_a_header(shared_desk: RunningDesk) -> None:
    """A form of another page would send the cookie in a browser without SameSite."""
    for token in (None, "guess"):
        for path in WRITING:
            answer = shared_desk.ask(path, SAVE, headers={"X-Desk-Token": token})
            assert answer.status == 403, path


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "path",
    [
        *("/page/../../pyproject.toml", "/page/%2e%2e/%2e%2e/pyproject.toml", "/page//etc/passwd"),
        *("/page/..%2f..%2f..%2fpyproject.toml", "/web/..%2fdesk.py", "/web/%2e%2e/desk.py"),
        *("/book/../../../pyproject.toml", "/book/%2e%2e/%2e%2e/%2e%2e/pyproject.toml"),
        *("/catalog/../../pyproject.po", "/catalog/%2e%2e%2fx.po", "/page/de%00.html"),
    ],
)
def test_no_path_leads_out(shared_desk: RunningDesk, path: str) -> None:
    """Of the pages, the desk's own files and the catalogs."""
    assert shared_desk.ask(path).status in (400, 404)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("page/../../../pyproject.toml", 200), ("page//etc/passwd", 200), ("page/x\0y", 200)),
        *(("catalogs/de", 400), ("/etc/passwd", 400), ("", 400), (1, 400)),
    ],
)
def test_no_path_of_a_draft_leads_out(shared_desk: RunningDesk, path: Any, status: int) -> None:
    """The answer has no page for a path that the draft did not render."""
    answer = shared_desk.ask("/draft", {**SAVE, "path": path})
    assert answer.status == status
    assert status == 400 or answer.values["page"] is None


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"x" * 10_000_000, 413),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"domain": 1, "key": [], "text": null, "seen": {}}', 400),
        (b"\xff\xfe", 400),
        (b'{"domain": "../x", "key": "Why", "text": "x", "seen": "", "path": "page/a"}', 422),
        (b'{"domain": "articles/a", "key": "No", "text": "x", "seen": "", "path": "page/a"}', 422),
    ],
    ids=lambda value: str(value)[:40],
)
def test_bodies_that_are_none(shared_desk: RunningDesk, raw: bytes, status: int) -> None:
    """Too long, no JSON, other types, and messages that do not exist; one line each."""
    for path in ("/save", "/judge", "/draft"):
        answer = shared_desk.ask(path, raw=raw)
        assert answer.status == status, path
        assert len(answer.body.splitlines()) == 1


@pytest.mark.usefixtures("unchanged")
def test_body_longer_than_its_header_says(shared_desk: RunningDesk) -> None:
    """Without a length, or with a wrong one, nothing is read."""
    headers: dict[str, str | None] = {"Content-Length": None, "Transfer-Encoding": "chunked"}
    assert shared_desk.ask("/save", raw=b"5\r\nxxxxx\r\n0\r\n\r\n", headers=headers).status == 413


def test_the_pages_policy(shared_desk: RunningDesk) -> None:
    """The desk's page runs its own script alone, and no other page may embed it."""
    answer = shared_desk.ask("/")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_opening_gives_a_cookie_that_other_sites_cannot_send(shared_desk: RunningDesk) -> None:
    """The address with the token leads to one without it."""
    answer = shared_desk.ask(f"/?token={shared_desk.token}", headers={"Cookie": None})
    assert answer.status == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_two_desks_in_one_browser(shared_desk: RunningDesk, shared_project: Path) -> None:
    """A browser sends all cookies of a host to each of its ports: both desks go on working."""
    with running_desk(shared_project, "de") as other:
        desks = (shared_desk, other)
        opened = [desk.ask(f"/?token={desk.token}", headers={"Cookie": None}) for desk in desks]
        jar = SimpleCookie()
        for answer in opened:
            jar.load(answer.headers["set-cookie"])
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
        for desk in desks:
            assert desk.ask("/overview", headers={"Cookie": cookies}).status == 200


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("path", "raw", "status"),
    [
        *((path, b"x" * 10_000_000, 413) for path in ("/questions", "/suggest")),
        *((path, b"{", 400) for path in ("/questions", "/suggest")),
        *((path, b'{"domain": [], "key": 1}', 400) for path in ("/questions", "/suggest")),
        ("/suggest", b'{"domain": "../x", "key": "Why"}', 422),
        ("/questions", b'{"domain": "../x", "key": "Why", "seen": [], "questions": ["x"]}', 422),
        *(
            (
                "/questions",
                b'{"domain": "articles/a", "key": "Why", "seen": [], "questions": %b}' % q,
                s,
            )
            for q, s in ((b'"x"', 400), (b"[1]", 400), (b'["a\\u0000b"]', 422))
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_questions_and_suggestions_take_what_they_should(
    shared_desk: RunningDesk, path: str, raw: bytes, status: int
) -> None:
    """Bodies that are too long or have other types, unknown messages, and characters."""
    answer = shared_desk.ask(path, raw=raw)
    assert answer.status == status
    assert answer.body.count(b"\n") <= 1


def test_hostile_texts_are_data(shared_desk: RunningDesk) -> None:
    """A translation with HTML and a directive is judged and never reaches a page as such."""
    text = "<script>alert(1)</script>\n\n.. raw:: html\n\n   <img src=x onerror=alert(1)>"
    body = {"domain": "articles/a", "key": "Why", "text": text}
    found = shared_desk.ask("/judge", body).values["findings"]
    assert any(finding["severity"] == "error" for finding in found)
