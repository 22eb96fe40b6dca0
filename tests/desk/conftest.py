"""What the tests of the desk share: a small project with a German translation, and its desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.desk.process import RunningDesk, running_desk
from support.editions.browser import browser
from support.small_projects import HEAD, fill_in, write_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARTICLE = f"""{HEAD}Walking
=======

Walking is *good* for you.

It costs nothing.

Why
---

It helps the heart, says `a study <https://example.org/study>`_.
"""
TRANSLATIONS = {
    "Walking": "Gehen",
    "A text on walking.": "Ein Text über das Gehen.",
    "Walking is *good* for you.": "Gehen tut *gut*.",
}
"""The other messages have no translation."""


def write_desk_project(folder: Path) -> Path:
    """A project of one article, half of it in German."""
    write_project(folder, {"a": ARTICLE})
    fill_in(folder, "de", TRANSLATIONS)
    return folder


@pytest.fixture
def desk_project(tmp_path: Path) -> Path:
    """A project of one article, half of it in German."""
    return write_desk_project(tmp_path / "project")


@pytest.fixture
def desk(desk_project: Path) -> Iterator[RunningDesk]:
    """The German desk of that project."""
    with running_desk(desk_project, "de") as running:
        yield running


@pytest.fixture(scope="module")
def shared_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project, of one module's tests that change nothing."""
    return write_desk_project(tmp_path_factory.mktemp("desk") / "project")


@pytest.fixture(scope="module")
def shared_desk(shared_project: Path) -> Iterator[RunningDesk]:
    """Its desk."""
    with running_desk(shared_project, "de") as running:
        yield running


@pytest.fixture(scope="module")
def program() -> Iterator[Browser]:
    """A browser."""
    with browser() as found:
        yield found
