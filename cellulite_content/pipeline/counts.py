"""Counts in messages: `1 locale`, `2 locales`."""

from __future__ import annotations


def counted(number: int, noun: str, nouns: str = "") -> str:
    """A number with a noun in the singular or plural; `nouns` is a plural that has no plain s."""
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"
