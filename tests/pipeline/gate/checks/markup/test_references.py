"""References of translations: the same targets pass in every order, other targets are refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.model.unit import Dialect, Unit
from support.reference_cases import CASES, PASS, REFUSE, WARN
from support.samples import DE, DOMAIN, FUZZ, document, read
from support.verdicts import verdict


@pytest.mark.parametrize(("source", "target", "wanted"), CASES)
def test_a_reference_means_in_the_translation_what_it_means_in_the_source(
    source: str, target: str, wanted: str
) -> None:
    """What does harm is refused, a matter of taste is a warning, and the rest passes silently."""
    assert verdict(Unit("x", DOMAIN, "paragraph", source), target) == wanted


@pytest.mark.parametrize("kind", ["paragraph", "list item", "caption", "footnote", "table cell"])
@pytest.mark.parametrize(("source", "target", "wanted"), CASES)
def test_every_kind_of_text_has_the_same_rules(
    source: str, target: str, wanted: str, kind: str
) -> None:
    """Sphinx reads them all as paragraphs."""
    assert verdict(Unit("x", DOMAIN, kind, source), target) == wanted


KINDS = (
    "one_",
    "`two words`_",
    "`text <three_>`_",
    "|four|",
    "[#five]_",
    "[6]_",
    "[Seven]_",
    "[#]_",
    "[*]_",
    "`eight`__",
    ":ref:`nine`",
    ":ref:`!ten`",
    ":term:`eleven`",
    ":doc:`twelve`",
    ":download:`thirteen`",
    ":math:`14`",
    ":meth:`fifteen`",
    "https://sixteen.example/",
    "`17 <https://seventeen.example/>`_",
    "_`eighteen`",
    ":eq:`nineteen`",
    ":option:`twenty`",
)
HARMLESS = frozenset({":ref:`!ten`"})
NAMED = frozenset({"one_", "`two words`_", "`text <three_>`_"})


@pytest.mark.parametrize("source", KINDS)
def test_no_kind_stands_for_another(source: str) -> None:
    """Each kind in turn for each other one is refused."""
    for target in KINDS:
        message = Unit("x", DOMAIN, "paragraph", f"Walk {source} now.")
        wanted = PASS if source == target else REFUSE
        if {source, target} <= NAMED and source != target:
            wanted = PASS  # the source's name is added to the translator's words
        assert verdict(message, f"Gehe {target} jetzt.") == wanted, (source, target)


@FUZZ
@given(
    st.lists(st.sampled_from(KINDS), min_size=1, max_size=6, unique=True).flatmap(
        lambda kinds: st.tuples(st.just(kinds), st.permutations(kinds))
    )
)
def test_every_order_passes(kinds: tuple[list[str], list[str]]) -> None:
    """The sentence decides on the order, except between notes that have no name."""
    source, target = kinds
    unnamed = [[kind for kind in order if kind in ("[#]_", "[*]_")] for order in kinds]
    wanted = PASS if unnamed[0] == unnamed[1] else REFUSE
    message = Unit("x", DOMAIN, "paragraph", f"Walk {' and '.join(source)} now.")
    assert verdict(message, f"Gehe {' und '.join(target)} jetzt.") == wanted


@FUZZ
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6, unique=True), st.data())
def test_a_lost_or_added_reference_is_refused(kinds: list[str], data: st.DataObject) -> None:
    """However many others there are."""
    lost = data.draw(st.sampled_from(kinds))
    fewer = [kind for kind in kinds if kind != lost]
    texts = [f"Walk {' and '.join(order)} now." for order in (kinds, fewer)]
    wanted = {WARN, PASS} if lost in HARMLESS else {REFUSE}
    assert verdict(Unit("x", DOMAIN, "paragraph", texts[0]), texts[1]) in wanted
    assert verdict(Unit("x", DOMAIN, "paragraph", texts[1]), texts[0]) in wanted


@pytest.mark.parametrize(
    ("default_role", "source", "target", "wanted"),
    [
        ("", "The `title` matters.", "Der `Titel` zählt.", PASS),
        ("emphasis", "The `title` matters.", "Der `Titel` zählt.", PASS),
        ("any", "The `title` matters.", "Der `Titel` zählt.", REFUSE),
        ("any", "The `title` matters.", "Der `Titel <title>` zählt.", PASS),
        ("any", "The `title` matters.", "Der :any:`Titel <title>` zählt.", WARN),
        ("any", "The title matters.", "Der `title` zählt.", REFUSE),
        ("ref", "See `words <place>`.", "Siehe `!Worte <place>`.", REFUSE),
        ("math", "If `a <b>` holds.", "Wenn `c <b>` gilt.", REFUSE),
        ("py:obj", "The `run` goes.", "Das `run()` geht.", WARN),
    ],
)
def test_bare_text_has_the_projects_default_role(
    default_role: str, source: str, target: str, wanted: str
) -> None:
    """`default_role` of `conf.py` says what text between single backticks means."""
    unit = Unit("x", DOMAIN, "paragraph", source, dialect=Dialect(default_role))
    assert verdict(unit, target) == wanted


def test_roles_of_the_project_are_read_as_it_defines_them() -> None:
    """A role for display has translated words; one whose text is its target has the source's."""
    dialect = Dialect(display_roles=frozenset({"warm"}), text_roles=frozenset({"chem"}))
    unit = Unit("x", DOMAIN, "paragraph", "Drink :warm:`hot <tea>`, :chem:`H <2>`.")
    unit = replace(unit, dialect=dialect)
    assert verdict(unit, "Trink :warm:`heißen <Tee>`, :chem:`H <2>`.") == PASS
    assert verdict(unit, "Trink :warm:`hot <tea>`, :chem:`O <2>`.") == REFUSE
    assert (
        verdict(replace(unit, dialect=Dialect()), "Trink :warm:`x <tea>`, :chem:`O <2>`.") == PASS
    )


@pytest.mark.parametrize(
    ("source", "target", "in_glossary", "wanted"),
    [
        ("stride", "Schritt : lang", True, REFUSE),
        ("stride", "Schritt  :  lang : sehr", True, REFUSE),
        ("stride", "Schritt : lang", False, PASS),
        ("stride", "Schritt: lang", True, PASS),
        ("stride", "Schritt \\: lang", True, PASS),
        ("stride : long", "Schritt : lang", True, PASS),
        ("stride : long", "Schritt", True, PASS),
        ("stride", "Schritt *lang*", True, PASS),
    ],
)
def test_a_term_of_a_glossary_keeps_its_words(
    source: str, target: str, in_glossary: bool, wanted: str
) -> None:
    """Sphinx takes what follows ` : ` for a classifier, which no page shows."""
    unit = Unit("x", DOMAIN, "term", source, in_glossary=in_glossary)
    assert verdict(unit, target) == wanted


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("1. A First Walk", "1. Ein erster Gang", PASS),
        ("12) A First Walk", "12) Ein erster Gang", PASS),
        ("A. A First Walk", "A. Ein erster Gang", PASS),
        ("1. A First Walk", "1\\. Ein erster Gang", PASS),
        ("May", "1. Mai", WARN),
        ("May", "1\\. Mai", PASS),
        ("1. May", "- Mai", WARN),
        ("1. May", "1. Mai\n2. Juni", REFUSE),
    ],
)
def test_a_numbered_heading(source: str, target: str, wanted: str) -> None:
    """A heading may begin like a list if the source's does, since Sphinx shows it as it is."""
    assert verdict(Unit("x", DOMAIN, "heading 2", source), target) == wanted


def test_a_translated_term_leads_to_the_glossary() -> None:
    """The source's name is added to a term that the glossary of the same language translates."""

    source = 'msgid "A :term:`package` of :term:`pips <pip>`."\n'
    catalog = read(source + 'msgstr "Ein :term:`Paket` mit :term:`Pips <pip>`."\n')
    text = "A :term:`package` of :term:`pips <pip>`."
    terms = {"paket": "package", "pips": "pip"}
    result = check_catalog(DE, document(text), catalog, "de.po", terms=terms)
    assert list(result.accepted.values()) == ["Ein :term:`Paket <package>` mit :term:`Pips <pip>`."]
    assert result.findings == ()
    assert check_catalog(DE, document(text), catalog, "de.po").refused == 1
