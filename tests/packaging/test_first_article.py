"""The handbook's tour from a text file to an edition, proved by following it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.packaging.distributions import SITE, environment, run
from support.packaging.recipe import take_steps

pytestmark = pytest.mark.slow

MOST_LINES = 8
LOADED = """\
from walks import load
article = load("de-AT", article="why-take-the-stairs")
assert article.title == "Warum die Treppe nehmen", article.title
assert "always open" in article.plain()
"""


def test_a_text_file_becomes_pages_books_and_data(
    checkout: Path, wheel: Path, tmp_path: Path
) -> None:
    """In a fresh environment with the wheel, the page's lines give all three, with the sentence."""
    page = (checkout / "docs" / "handbook" / "first-article.rst").read_text(encoding="utf-8")
    assert len(re.findall(r"^   \$ ", page, flags=re.MULTILINE)) <= MOST_LINES
    python = environment(tmp_path / "tools", wheel, behind=SITE)
    folder = tmp_path / "folder"
    folder.mkdir()
    take_steps(page, python, folder)
    project = folder / "walks"
    site = project / "build" / "site"
    pages = [path.read_text(encoding="utf-8") for path in (site / "de").rglob("*.html")]
    assert any("Warum die Treppe nehmen" in text for text in pages)
    assert list((site / "downloads").glob("why-take-the-stairs.de.epub"))
    run(python, "-c", LOADED, cwd=project)
