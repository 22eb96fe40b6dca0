"""Counts in messages."""

from __future__ import annotations

import pytest

from cellulite_content.pipeline.counts import counted


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 locales"), (1, "1 locale"), (2, "2 locales"), (21, "21 locales")]
)
def test_one_is_singular(number: int, text: str) -> None:
    """As in English, where only 1 is."""
    assert counted(number, "locale") == text


def test_a_plural_of_its_own() -> None:
    """Where an s would be wrong."""
    assert [counted(number, "entry", "entries") for number in (1, 2)] == ["1 entry", "2 entries"]
