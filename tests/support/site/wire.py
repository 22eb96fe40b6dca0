"""What a browser fetches for a page, and what it refuses: recorded by Chromium."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Request


@dataclass
class Visit:
    """One page, opened in a browser that knows nothing of the site yet."""

    fetched: dict[str, int] = field(default_factory=dict)
    """Addresses, and the bytes of the answer as they were sent, without and beside its headers."""

    images: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    cookies: list[Any] = field(default_factory=list)
    stored: int = 0
    """Entries of what a page can keep beside cookies."""

    def weight(self) -> int:
        """The bytes of all answers but those of images."""
        return sum(size for place, size in self.fetched.items() if place not in self.images)


def visit(program: Browser, address: str) -> Visit:
    """Open a page, scroll it to its end, and wait until nothing more is fetched."""
    context = program.new_context()
    page = context.new_page()
    found = Visit()
    asked: list[Request] = []

    def ask(request: Request) -> None:  # Playwright takes no method of a list
        asked.append(request)

    page.on("request", ask)
    page.on("requestfailed", lambda request: found.failed.append(request.url))
    page.on("console", lambda message: _complain(found, message))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.goto(address)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    for request in asked:
        if request.url not in found.failed:
            found.fetched[request.url] = request.sizes()["responseBodySize"]
        if request.resource_type == "image":
            found.images.add(request.url)
    found.cookies = context.cookies()
    found.stored = page.evaluate("localStorage.length + sessionStorage.length")
    context.close()
    return found


def _complain(found: Visit, message: ConsoleMessage) -> None:
    # A violated Content-Security-Policy is an error of the console, as is a file that is missing.
    # The one that a browser asks any server for by itself is no part of a page.
    wanted = not message.location["url"].endswith("/favicon.ico")
    if message.type in ("error", "warning") and wanted:
        found.complaints.append(message.text)
