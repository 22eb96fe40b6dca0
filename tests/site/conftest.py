"""What the tests of the site share: the site on a server of this machine, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.editions.browser import browser, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's address on the loopback interface, without a slash at its end."""
    with served(site) as found:
        yield found


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Every page of the site, by its path from the site's root."""
    found = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(found) > 20
    return found
