"""The Nu HTML checker, the W3C's own, has nothing against any page of the site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.editions.browser import served
from support.editions.reader import ARTICLE
from support.site.html_checker import check_pages

pytestmark = pytest.mark.slow

Edit = Callable[[str], str]


def _swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert re.search(old, text), old
        return re.sub(old, new, text, count=1)

    return edit


def _in_one_language(edit: Edit) -> Edit:
    """An edit of a page without its hidden sources: the checker tells no language of two."""
    return lambda text: edit(re.sub(r'<(p|span) hidden lang="en">.*?</\1>', "", text))


SEEDED: dict[str, tuple[Edit, str]] = {
    "bad-address": (_swap('<a href="', '<a href="https://[x" id="'), "Bad value “https://"),
    "no-title": (_swap("<title>.*?</title>", ""), "missing a required instance of child.*“title”"),
    "wrong-nesting": (_swap("<ul>", "<ul><p>List</p>"), "not allowed as child"),
    "two-ids": (_swap('id="conclusion"', 'id="sources"'), "Duplicate ID"),
    "wrong-language": (
        _in_one_language(_swap('lang="de"', 'lang="en"')),
        "appears to be written in German",
    ),
    "no-language": (
        _in_one_language(_swap(' lang="de"', "")),
        "appears to be written in German",
    ),
    "unclosed": (_swap("</article>", ""), "[Uu]nclosed element"),
    "wrong-attribute": (_swap("<main", '<main onsoon="x"'), "Attribute “onsoon” not allowed"),
}
"""Faults in the German article, and the words by which the checker tells each."""


def test_no_page_has_an_error_or_warning(address: str, pages: list[str]) -> None:
    """Pages of all languages and kinds, and the stylesheet."""
    messages = check_pages([f"{address}/{name}" for name in (*pages, "en/_static/reading.css")])
    assert len(messages) == len(pages) + 1
    assert {name: lines for name, lines in messages.items() if lines} == {}


@pytest.fixture(scope="module")
def told_of_broken(site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker says of pages with one fault each, by the fault's name."""
    folder = tmp_path_factory.mktemp("broken")
    shutil.copytree(site / "de", folder / "de")
    whole = (site / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    for name, (edit, _) in SEEDED.items():
        (folder / "de" / "articles" / f"{name}.html").write_text(edit(whole), encoding="utf-8")
    with served(folder) as address:
        messages = check_pages([f"{address}/de/articles/{name}.html" for name in SEEDED])
    return {Path(name).stem: lines for name, lines in messages.items()}


@pytest.mark.parametrize("name", SEEDED)
def test_fault_is_told(told_of_broken: dict[str, list[str]], name: str) -> None:
    """A page with one seeded fault is reported by that fault's name: the check works."""
    assert any(re.search(SEEDED[name][1], line) for line in told_of_broken[name]), told_of_broken[
        name
    ]
