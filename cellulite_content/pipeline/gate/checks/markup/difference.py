"""Differences of two counters, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any


def differ(expected: Counter[Any], actual: Counter[Any]) -> bool:
    """Whether two counters differ. Nearly all are empty, and comparing counters is slow."""
    return bool(expected or actual) and expected != actual


def difference(expected: Counter[Any], actual: Counter[Any]) -> str:
    """What the second counter lacks and what it has in addition, on one line."""
    parts = (("lost", expected - actual), ("new", actual - expected))
    return "; ".join(f"{label}: {_names(counter)}" for label, counter in parts if counter)


def _names(counter: Iterable[Any]) -> str:
    names = ", ".join(sorted(map(str, counter)))
    return " ".join(names.split())  # a finding is one line, whatever the translation contains
