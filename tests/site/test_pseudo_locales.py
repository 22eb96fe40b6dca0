"""The pseudo-locales: all texts are translated, fit a phone, and can run from right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

from cellulite_content import Content

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

Built = tuple[Path, CompletedProcess[str]]


@pytest.fixture(scope="module")
def built(run: Callable, copy_project: Callable, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A copy of the project after `build --pseudo`, and what that printed."""
    root = copy_project(tmp_path_factory.mktemp("pseudo") / "project")
    return root, run("build", "--pseudo", project=root)


def test_every_text_is_translated(built: Built) -> None:
    """No text of pages and books is in plain English, and none of the bundle; the project's own
    site and locales stay as they are."""
    root, done = built
    assert (done.returncode, "is no message" in done.stdout) == (0, False), done.stdout
    folder = root / "build" / "pseudo" / "build" / "bundle"
    content = Content(lambda name: (folder / name).read_bytes())
    for tag in ("en-XA", "ar-XB"):
        assert content.load(tag, fallback=False).missing == ()
    assert not (root / "build" / "site").exists()
    assert not [path for path in (root / "locales").rglob("*") if "_X" in path.name]


@pytest.mark.parametrize(("tag", "direction"), [("en-XA", "ltr"), ("ar-XB", "rtl")])
def test_pages_fit_a_phone(built: Built, program: Browser, tag: str, direction: str) -> None:
    """No page is wider than the screen, and Arabic letters run from right to left."""
    site = built[0] / "build" / "pseudo" / "build" / "site" / tag
    page = program.new_page(viewport={"width": 390, "height": 800})
    paths = sorted(site.rglob("*.html"))
    assert len(paths) >= 3
    for path in paths:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path.name
        body = "getComputedStyle(document.body).direction"
        assert page.evaluate(body) == direction
    page.close()


def test_link_in_the_build_folder(run: Callable, project_copy: Path, tmp_path: Path) -> None:
    """A commit may bring one: nothing is deleted or written where it leads."""
    (tmp_path / "mine" / "docs").mkdir(parents=True)
    (project_copy / "build").mkdir()
    (project_copy / "build" / "pseudo").symlink_to(tmp_path / "mine")
    done = run("build", "--pseudo", project=project_copy)
    assert done.returncode == 2
    assert "build/pseudo is a symbolic link" in done.stderr
    assert [path.name for path in (tmp_path / "mine").rglob("*")] == ["docs"]


def test_pseudo_locale_among_the_languages(run: Callable, project_copy: Path) -> None:
    """It is refused in `locales.toml`, with the command that builds it."""
    done = run("add-locale", "en_XA", project=project_copy)
    assert done.returncode == 2
    assert "`cellulite-content build --pseudo` builds" in done.stderr
    assert run("build", "de", "--pseudo", project=project_copy).returncode == 2
