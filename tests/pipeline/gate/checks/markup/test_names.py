"""Names of one document: headings, places and links are judged together."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.model.unit import Document, Unit
from cellulite_content.pipeline.source.message_markup import read_markup
from support.samples import DOMAIN, FUZZ
from support.verdicts import gate_result

GUIDE = "See `the guide <https://e.example/g>`_ here."
PLACE = "Here is _`the place`."


def refused(texts: dict[str, str], translations: dict[str, str]) -> dict[str, str]:
    """The code of the error of each refused message; `texts` are kinds by source text."""
    units = tuple(Unit("x", DOMAIN, kind, text) for text, kind in texts.items())
    references = (key for unit in units for key in read_markup(unit.text).references)
    names = frozenset(key.name for key in references if key.kind == "link")
    result = gate_result(Document(DOMAIN, units, link_names=names), translations)
    codes = iter([finding.problem.code for finding in result.findings if finding.error])
    return {text: next(codes) for text in translations if text not in result.accepted}


def headings(*names: str) -> dict[str, str]:
    """Headings of the second level."""
    return dict.fromkeys(names, "heading 2")


@pytest.mark.parametrize(
    ("texts", "translations", "wanted"),
    [
        (headings("One", "Two"), {"One": "Two"}, set()),
        ({**headings("One", "Two"), "See Two_.": "paragraph"}, {"One": "Two"}, {"One"}),
        ({**headings("One", "Two"), "See Two_.": "paragraph"}, {"One": "*two*"}, {"One"}),
        (
            {**headings("One", "Two"), "See Two_.": "paragraph"},
            {"One": "Two", "Two": "Zwei"},
            {"One"},
        ),
        (
            {**headings("One", "Two"), "See One_, Two_.": "paragraph"},
            {"One": "Two", "Two": "One"},
            {"One", "Two"},
        ),
        (
            {**headings("One", "Two"), "See One_, Two_.": "paragraph"},
            {"One": "Fazit", "Two": "Fazit"},
            set(),
        ),
        ({**headings("One"), "See place_.": "paragraph"}, {"One": "Place"}, set()),
        ({**headings("One"), "See One_.": "paragraph"}, {"One": "ONE"}, set()),
        ({**headings("One", "Two"), "See Two_.": "paragraph"}, {"See Two_.": "Siehe Two_."}, set()),
        (
            {"One": "heading of a box", **headings("Two"), "See Two_.": "paragraph"},
            {"One": "Two"},
            set(),
        ),
    ],
)
def test_a_heading_takes_no_name_that_a_link_uses(
    texts: dict[str, str], translations: dict[str, str], wanted: set[str]
) -> None:
    """Sphinx registers a heading under its source's name and under its translation's."""
    result = refused(texts, translations)
    assert set(result) == wanted
    assert set(result.values()) <= {"heading-takes-name"}


@pytest.mark.parametrize(
    ("others", "target", "wanted"),
    [
        ([], "Siehe `den Leitfaden <https://e.example/g>`_ hier.", False),
        ([], "Siehe `den Leitfaden <https://e.example/g>`__ hier.", False),
        (["Then `the guide`_."], "Siehe `den Leitfaden <https://e.example/g>`_ hier.", True),
        (["Then `the guide`_."], "Siehe `the guide <https://e.example/g>`__ hier.", True),
        (["Then `the guide`_."], "Siehe `The Guide <https://e.example/g>`_ hier.", False),
        (["Then place_."], "Siehe `Place <https://e.example/g>`_ hier.", True),
        (["Then place_."], "Siehe `Place <https://e.example/g>`__ hier.", False),
    ],
)
def test_a_link_keeps_the_name_that_others_use(
    others: list[str], target: str, wanted: bool
) -> None:
    """The words of a link are its name; another link may use them to lead to the same address."""
    texts = dict.fromkeys([GUIDE, *others], "paragraph")
    assert refused(texts, {GUIDE: target}) == ({GUIDE: "target-changed"} if wanted else {})


def test_a_link_keeps_the_name_that_its_own_message_uses() -> None:
    """Both are in one message."""
    source = "See `it <https://e.example>`_, then it_."
    target = "Siehe `es <https://e.example>`_, dann `dort <it_>`_."
    assert refused({source: "paragraph"}, {source: target}) == {source: "target-changed"}


def test_a_refused_heading_leaves_its_warnings_and_the_rest() -> None:
    """One finding for one mistake; the other messages are accepted."""
    texts = {**headings("One", "Two"), "See Two_.": "paragraph"}
    translations = {"One": "Two", "Two": "Zwei", "See Two_.": "Siehe Two_."}
    assert refused(texts, translations) == {"One": "heading-takes-name"}


def test_a_target_keeps_its_name_against_headings() -> None:
    """docutils prefers a target to a heading, so a link to the target stays right."""
    units = tuple(Unit("x", DOMAIN, "heading 2", name) for name in ("One", "Two"))
    names = frozenset({"two"})
    for explicit_names, refused_count in ((frozenset[str](), 1), (names, 0)):
        document = Document(DOMAIN, units, link_names=names, explicit_names=explicit_names)
        assert gate_result(document, {"One": "Two"}).refused == refused_count


NAMES = ["Aa", "Bb", "Cc"]
TRANSLATIONS = [*NAMES, "Dd", "Ee"]


@FUZZ
@given(
    st.lists(st.sampled_from(TRANSLATIONS), min_size=3, max_size=3),
    st.sets(st.sampled_from(NAMES)),
)
def test_no_accepted_heading_has_a_name_that_leads_elsewhere(
    targets: list[str], used: set[str]
) -> None:
    """Of all translations of three headings, exactly those that would redirect a link are refused.

    A link leads to a name that only one heading has, as its source or as its translation.
    """
    links = {f"See {name}_.": "paragraph" for name in sorted(used)}
    translations = dict(zip(NAMES, targets, strict=True))
    result = refused({**headings(*NAMES), **links}, translations)
    for (name, target), other in product(translations.items(), NAMES):
        if target == other != name and other in used:
            assert name in result
    accepted = {name: target for name, target in translations.items() if name not in result}
    for name in used:
        assert [other for other, target in accepted.items() if name in (other, target)] in (
            [name],
            [],
        )


def test_places_are_judged_alone() -> None:
    """Other documents may link to them too, so nobody can know that no link uses their names."""
    assert refused({PLACE: "paragraph"}, {PLACE: "_`the place` ist da."}) == {}
    assert refused({PLACE: "paragraph"}, {PLACE: "_`Da` ist er."}) == {PLACE: "target-changed"}
