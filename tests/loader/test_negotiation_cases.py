"""Matching by the specifications: the table `matching_cases.tsv`, each line with its rule."""

from functools import cache
from pathlib import Path

import pytest

from cellulite_content import Content
from support.loader.bundles import content

TABLE = Path(__file__).with_name("matching_cases.tsv")
SIGNS = {r"\t": "\t", r"\n": "\n", r"\r": "\r", r"\0": "\0"}


def _cases() -> list[tuple[str, str, str | None, str]]:
    """Published languages, wanted, expected, rule."""
    found = []
    for line in TABLE.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            published, wanted, expected, rule = line.split("\t")
            for sign, character in SIGNS.items():
                wanted = wanted.replace(sign, character)
            found.append((published, wanted, None if expected == "-" else expected, rule))
    return found


CASES = _cases()


@cache
def _publishing(languages: str) -> Content:
    """A bundle in these languages, in the order and with the aliases that a build gives it."""
    return content(*sorted(set(languages.split()) - {"en"}))


@pytest.mark.parametrize(("published", "wanted", "expected", "rule"), CASES)
def test_match(published: str, wanted: str, expected: str | None, rule: str) -> None:
    """Each line of the table; `load` agrees, and falls back to the source language."""
    one = _publishing(published)
    assert one.match(wanted) == expected, rule
    assert one.load(wanted).lang == (expected or "en"), rule


def test_the_table_is_large_and_says_each_thing_once() -> None:
    """200 cases and more, each with its rule, and none twice."""
    assert len(CASES) >= 200
    assert len({case[:2] for case in CASES}) == len(CASES)
    assert all(rule for *_, rule in CASES)


@pytest.mark.parametrize(("published", "wanted", "expected", "rule"), CASES)
def test_a_list_is_a_header(published: str, wanted: str, expected: str | None, rule: str) -> None:
    """The parts of a header, as a list and as arguments, are answered as the header."""
    one = _publishing(published)
    parts = wanted.split(",")
    assert one.match(parts) == one.match(*parts) == one.match(iter(parts)) == expected, rule
