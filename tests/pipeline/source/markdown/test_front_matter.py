"""Front matter: each value is the text that is written there, or refused with its line."""

import pytest

from cellulite_content.pipeline.source.markdown import front_matter
from cellulite_content.pipeline.source.markdown.front_matter import read_front_matter

_NESTED = "a: &a [x, x]\nb: &b [*a, *a]\n"


@pytest.mark.parametrize(
    ("text", "title", "descriptions"),
    [
        ("title: No", "No", []),
        ("title: 12:30\ndescription: 1e3", "12:30", ["1e3"]),
        ("title:\ndescription:", "", []),
        ('title: "true"\ndescription: |\n  a\n  b', "true", ["a b"]),
    ],
)
def test_words_stay(text: str, title: str, descriptions: list[str]) -> None:
    """YAML would make a truth value of `No`, and a number of `12:30`."""
    front = read_front_matter(text, "a.md")
    assert (front.title, [each for each, _ in front.descriptions]) == (title, descriptions)


def test_fields_are_texts_or_flags() -> None:
    """A field without a text is one that is only there, and one that is off is left out."""
    text = "orphan: true\nnosearch: false\nauthor:\nauthors: [No, 010]"
    fields = read_front_matter(text, "a.md").fields
    assert [node.astext().split() for node in fields] == [["orphan"], ["authors", "No", "010"]]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("title: [a, b]", 2, "the title is no text"),
        ("title: !!int 5", 2, "the title is no text"),
        ("description: {a: b}", 2, "the description is no text"),
        ("myst:\n  html_meta:\n    description: [a]", 2, "the description is no text"),
        ("date: 2026-01-01\ndate: 2026-01-02", 3, "'date' is there twice"),
        ("author: {a: b}", 2, "the field 'author' has values inside of values"),
        ("author: !!binary aGk=", 2, "the field 'author' has values inside of values"),
        ("- a", 1, "the front matter has no keys"),
        (f"{_NESTED}title: *b", 4, "the title is no text"),
    ],
)
def test_other_values_are_refused(
    text: str, line: int, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never a list or a number as a text that nobody wrote."""
    found: list[tuple[str, str, str]] = []
    monkeypatch.setattr(front_matter, "refuse", lambda *fault: found.append(fault))
    read_front_matter(text, "a.md")
    place, _, said = found[-1]
    assert place == f"a.md:{line}"
    assert said.startswith(problem)
