"""The linear searches of the book's checks find what the obvious, slower ones find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.verify.epub.expected_book import BookUnit
from cellulite_content.pipeline.verify.epub.images import _is_file_name
from cellulite_content.pipeline.verify.epub.packaging import _addresses_in_text
from cellulite_content.pipeline.verify.epub.style import read_declarations
from cellulite_content.pipeline.verify.epub.text_coverage import (
    ExpectedText,
    PageKeys,
    _common_pairs,
    _has_runs,
)

KEYS = st.lists(st.sampled_from(["a", "ab", "b", "ba", "aab", "a\u200cb", ""]), max_size=12)


def longest(first: Sequence[str], second: Sequence[str]) -> int:
    """The length of the longest common subsequence."""
    lengths = [0] * (len(second) + 1)
    for left in first:
        row = [0]
        for index, right in enumerate(second):
            best = max(row[-1], lengths[index + 1])
            row.append(max(best, lengths[index] + 1) if left == right else best)
        lengths = row
    return lengths[-1]


@given(page=KEYS, keys=KEYS)
def test_common_pairs_are_the_longest_in_order(page: list[str], keys: list[str]) -> None:
    """Equal keys in increasing places of both, and no more are possible."""
    pairs = _common_pairs(page, keys)
    assert all(page[left] == keys[right] for left, right in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert len(pairs) == longest(page, keys)


@given(
    page=KEYS, runs=st.lists(st.sampled_from(["a", "b", "ab", ""]), max_size=3), roles=st.booleans()
)
def test_a_text_is_found_where_a_search_of_all_passages_finds_it(
    page: list[str], runs: list[str], roles: bool
) -> None:
    """The key itself, or one that differs in joiners, or in the words of a role."""
    unit = Unit("s/paragraph-1", "a", "paragraph", "ab")
    text = ExpectedText(BookUnit(unit, ("ab",), has_roles=roles), tuple(runs))
    found = PageKeys(tuple(page)).matching_key(text)
    joinerless = [key.replace("\u200c", "") for key in page]
    filled = tuple(filter(None, runs))
    shown = text.key in page or text.key in joinerless
    shown |= roles and bool(filled) and any(_has_runs(key, tuple(runs)) for key in joinerless)
    assert (found in page) == shown
    assert found in page or found == text.key


@given(st.text("ab{},;: \n", max_size=40))
def test_declarations_are_those_of_a_pattern(css: str) -> None:
    """The pattern that says what a rule is takes time in proportion to the square."""
    expected = [
        (selector.strip(), name.strip(), value.strip())
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css)
        for name, colon, value in (part.partition(":") for part in body.split(";"))
        if colon
        for selector in selectors.rpartition(";")[2].split(",")
    ]
    found = [
        (selector, declaration.name, declaration.value)
        for declaration in read_declarations(css)
        for selector in declaration.selectors
    ]
    assert [each for each in found if each[0]] == [each for each in expected if each[0]]


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("a { b: c } /* d { e: f } */ g { h: i }", ["b", "h"]),
        ("a { b: c } /* d { e: f }", ["b"]),
        ("a { b: c /**/ } /*/ d { e: f } */ g { h: i }", ["b", "h"]),
    ],
)
def test_comments_of_a_stylesheet_are_left_out(css: str, names: list[str]) -> None:
    """Also one without an end, as CSS has it."""
    assert [each.name for each in read_declarations(css)] == names


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("see [https://a.example/b], or", ["https://a.example/b],"]),
        ("見てhttps://a.example/bを", ["https://a.example/bを"]),
        ("(//a.example) mailto:a@b.example", ["//a.example)", "mailto:a@b.example"]),
        (
            "https://archive.example/https://a.example",
            ["https://archive.example/", "https://a.example"],
        ),
        ("no address", []),
    ],
)
def test_addresses_of_a_text(text: str, words: list[str]) -> None:
    """Each begins with a scheme or two slashes, also inside another word."""
    assert list(_addresses_in_text(text)) == words


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("_images/skin-layers.svg", True),
        ("C:\\skin", True),
        ("skin.JPEG", True),
        (".svg", True),
        ("Skin and/or fat", False),
        ("A skin.svg of fat", False),
        ("Skin", False),
    ],
)
def test_names_of_files_are_told_from_descriptions(text: str, is_name: bool) -> None:
    """One word with the form of a path or of an image's file."""
    assert _is_file_name(text) == is_name
