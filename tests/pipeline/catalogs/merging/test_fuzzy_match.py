"""Nearness: near texts find each other among many, with few comparisons."""

import random
from collections.abc import Sized

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import process

from cellulite_content.pipeline.catalogs.merging.fuzzy_match import most_similar, similar_pairs

WORDS = st.sampled_from("running walking may well help the skin of legs and fat".split())
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), max_size=30)


def sentences(count: int) -> list[str]:
    """Different sentences of some words out of a thousand."""
    chance = random.Random(7)  # noqa: S311
    words = [f"{a}{b}{c}" for a in "bdfgklmnpr" for b in "aeiou" for c in "bdfgklmnprstvwxyzchj"]
    made = {" ".join(chance.choices(words, k=chance.randint(4, 25))): None for _ in range(count)}
    return list(made)


def nearest(new: list[str], old: list[str]) -> dict[int, int]:
    """The positions of the most similar texts."""
    return {position: place for position, (_, place) in most_similar(new, old).items()}


def test_each_of_many_finds_its_own() -> None:
    """Of 3,000 sentences with a word more, nearly all find the sentence that they were."""
    old = sentences(3000)
    new = [f"{text} indeed" for text in reversed(old)]
    pairs = similar_pairs(new, old)
    right = sum(new[place] == f"{old[other]} indeed" for place, other in pairs.items())
    assert right > 0.99 * len(old)


def test_comparisons_grow_with_the_number_and_not_with_its_square(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where all sources change, each text is compared with a few others, however many there are.

    Comparisons are counted: the time of a run depends on what else the machine does."""
    compared = []
    extract = process.extract

    def counting(text: str, candidates: Sized, **options: object) -> object:
        compared.append(len(candidates))
        return extract(text, candidates, **options)

    monkeypatch.setattr(process, "extract", counting)
    old = sentences(4000)
    for count in (1000, 4000):
        compared.clear()
        similar_pairs([f"{text} indeed" for text in old[:count]], old[:count])
        assert len(compared) == count
        assert sum(compared) <= 20 * count


def test_texts_without_blanks_find_each_other() -> None:
    """Chinese has no words between blanks; letter groups find it, a long letter row too."""
    old = [
        f"{sign}{'走路对皮肤有好处吗这很难说'[place % 7 :]}"
        for place, sign in enumerate("甲乙丙丁戊己庚辛壬癸" * 3)
    ]
    old = [f"{text}{place}" for place, text in enumerate(old)]
    pairs = similar_pairs(["走路对皮肤有好处吗这很难说了", "a" * 5000], [*old, "a" * 4999])
    assert pairs[0] < len(old)
    assert pairs[1] == len(old)


def test_nothing_is_near_to_nothing() -> None:
    """Empty lists have no pairs, and unlike texts are none."""
    assert (
        similar_pairs([], ["a"])
        == similar_pairs(["a"], [])
        == similar_pairs(["abc"], ["xyz"])
        == {}
    )


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Use the walk button to end your walk.", "Click the walk button to end a walk."),
        ("WALKING TO WORK", "Walking to work"),
        ("Settings", "Setings"),
        ("走路对皮肤也有好处", "走路对皮肤有好处"),
    ],
)
def test_reworded_texts_are_similar(new: str, old: str) -> None:
    """Other words in the same frame, another case, a slip of the pen, a letter in Chinese."""
    assert similar_pairs([new], [old]) == {0: 0}
    assert nearest([new], [old]) == {0: 0}


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("Channel", "Changelog"),
        ("Next", "Text"),
        ("On", "Off"),
        ("Function", "Encryption"),
        ("Walk on.", "Walk on. Then sit down, and walk on again when you feel like it."),
    ],
)
def test_short_texts_with_the_same_letters_are_not(new: str, old: str) -> None:
    """Their translations have nothing in common."""
    assert similar_pairs([new], [old]) == most_similar([new], [old]) == {}


def test_one_text_may_be_the_nearest_of_several() -> None:
    """As a copy; as a pair, only of the most similar one."""
    new, old = ["Walk to the lake", "Walk to the lakes"], ["Walk to a lake", "Walk to the lakes."]
    assert nearest(new, old) == {0: 1, 1: 1}
    assert similar_pairs(new, old) == {0: 0, 1: 1}


@settings(max_examples=75)
@given(TEXTS, TEXTS)
def test_no_text_is_given_twice(new: list[str], old: list[str]) -> None:
    """Each new text gets at most one old one, each old one goes once; equal texts find equals."""
    pairs = similar_pairs(new, old)
    assert len(set(pairs.values())) == len(pairs)
    assert similar_pairs(new, old) == pairs
    for place, text in enumerate(new):
        if text and text in old and place not in pairs:
            assert {number for number, each in enumerate(old) if each == text} <= set(
                pairs.values()
            )
