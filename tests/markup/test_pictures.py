"""All constructs look as they did when somebody last looked at them: the golden pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.editions.browser import browser
from support.editions.pictures import difference, golden
from support.markup.pictures import GOLDEN, VIEWS, draw, name_of

pytestmark = pytest.mark.slow

LIMIT = 12
"""The most by which a tile may differ, as for the article's pages."""


def test_constructs_look_as_they_did(all_constructs: Path) -> None:
    """In German on a desk's screen, in Arabic letters on a phone; no other picture is kept."""
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(map(name_of, VIEWS))
    with browser() as program:
        apart = {
            name_of(view): difference(
                golden(name_of(view), GOLDEN), draw(program, all_constructs, view)
            )
            for view in VIEWS
        }
    assert {name: far for name, far in apart.items() if far > LIMIT} == {}
