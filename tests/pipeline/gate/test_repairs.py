"""Repairs: what is published is what was judged, and a finding says what has changed."""

import pytest

from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.unit import Document, Unit
from cellulite_content.pipeline.source.message_markup import read_message
from support.samples import DOMAIN
from support.verdicts import gate_result


def unit(source: str, kind: str = "paragraph") -> Unit:
    """A unit of this text."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, source)


@pytest.mark.parametrize("kind", ["paragraph", "list item", "heading 2", "footnote"])
@pytest.mark.parametrize(
    ("target", "published"),
    [
        ("1. Mai", "1\\. Mai"),
        ("12) Mai", "12\\) Mai"),
        ("(b) Mai", "\\(b) Mai"),
        ("A. Müller", "A\\. Müller"),
        ("iv. Mai", "iv\\. Mai"),
        ("#. Mai", "#\\. Mai"),
        ("- Mai", "\\- Mai"),
        ("• Mai", "\\• Mai"),
        ("  - Mai ", "\\- Mai"),
        ("1.", "1\\."),
        ("1. *Mai*", "1\\. *Mai*"),
    ],
)
def test_a_mark_of_a_list_is_published_as_it_is_written(
    target: str, published: str, kind: str
) -> None:
    """With a backslash that no reader sees, in every kind of text; a finding says so."""
    own = unit("On that day", kind)
    result = gate_result(Document(DOMAIN, (own,)), {own.text: target})
    assert result.accepted == {own.text: published}
    assert {each.problem.code for each in result.findings} == {"list-mark"}
    assert "".join(read_message(own, published).runs) == target.replace("*", "").strip()


@pytest.mark.parametrize(
    "target",
    [
        "1. Mai\n2. Juni",
        "* Mai",
        "+ Mai",
        "1. *Mai",
        "| Mai",
        ":Mai: Juni",
        ".. Mai",
        ">>> Mai",
    ],
)
def test_other_blocks_stay_as_they_are(target: str) -> None:
    """What they mean is not clear, or more is wrong."""
    assert repair(unit("On that day"), target)[0] == target


def test_plain_text_is_not_repaired() -> None:
    """It is shown as it is."""
    assert repair(unit("May", "alternative text"), "1. Mai") == ("1. Mai", ())


@pytest.mark.parametrize(
    ("source", "target", "repaired"),
    [
        (":func:`!run` goes", ":func:`run` geht", ":func:`!run` geht"),
        (":py:func:`!run` goes", ":py:func:`run` geht", ":py:func:`!run` geht"),
        (":func:`!run`, :func:`run`", ":func:`run`, :func:`run`", ":func:`run`, :func:`run`"),
        (":ref:`!words` here", ":ref:`words` hier", ":ref:`words` hier"),
        (":func:`!run` goes", ":func:`go` geht", ":func:`go` geht"),
    ],
)
def test_names_of_code_are_no_links_where_the_source_has_none(
    source: str, target: str, repaired: str
) -> None:
    """The text on the page is the same."""
    assert repair(unit(source), target)[0] == repaired
