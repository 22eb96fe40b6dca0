"""The articles' pages look as they did when somebody last looked at them: the golden pictures."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.editions.pictures import difference, golden
from support.editions.reader import ARTICLE
from support.site.site_pictures import GOLDEN, VIEWS, draw, name_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

LIMIT = 12
"""The most by which a tile may differ: what `test_pictures` measured on the same faces."""


def test_each_view_has_its_picture() -> None:
    """And no other picture is kept; all together have less than 1.5 MB."""
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(map(name_of, VIEWS))
    assert sum(path.stat().st_size for path in GOLDEN.glob("*.png")) < 1_500_000


def test_pages_look_as_they_did(site: Path, program: Browser) -> None:
    """Five scripts, on a phone in the light and on a desk's screen in the dark."""
    apart = {
        name_of(view): difference(golden(name_of(view), GOLDEN), draw(program, site, view))
        for view in VIEWS
    }
    assert {name: far for name, far in apart.items() if far > LIMIT} == {}


FAULTS: dict[str, tuple[str, str, str, tuple[str, int, Any]]] = {
    "direction": ("html", 'dir="rtl"', 'dir="ltr"', ("ar", 360, "light")),
    "paragraph": ("html", r"<p>.*?</p>\n<p>", "<p>", ("de", 1280, "dark")),
    "leading": ("css", r"--h: ?[0-9.]+", "--h: 1.2", ("hi", 360, "light")),
    "darkness": ("css", r"prefers-color-scheme: ?dark", "min-width: 99em", ("ja", 1280, "dark")),
    "spacing": ("css", r"$", "p { letter-spacing: 0.1em }", ("zh-Hans", 360, "light")),
}
"""Where, what is changed into what, and the view in which that is seen."""


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_seen(site: Path, tmp_path: Path, program: Browser, name: str) -> None:
    """A page with one seeded fault no longer looks like its picture."""
    where, old, new, view = FAULTS[name]
    shutil.copytree(site / view[0], tmp_path / view[0])
    place = f"{ARTICLE}.html" if where == "html" else "_static/reading.css"
    path = tmp_path / view[0] / place
    text = path.read_text(encoding="utf-8")
    broken, count = re.subn(old, new, text, flags=re.DOTALL, count=0 if where == "css" else 1)
    assert count
    path.write_text(broken, encoding="utf-8")
    assert difference(golden(name_of(view), GOLDEN), draw(program, tmp_path, view)) > LIMIT
