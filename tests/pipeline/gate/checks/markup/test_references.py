"""References of translations: the same targets pass in every order, other targets are refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.model.unit import Dialect, Unit
from support.samples import DE, DOMAIN, FUZZ, document
from support.verdicts import verdict

PASS, WARN, REFUSE = "pass", "warn", "refuse"

CASES = (
    # Links by name.
    ("See `one`_ and `two`_.", "Siehe `two`_ und `one`_.", PASS),
    ("See `the guide`_.", "Siehe `den Leitfaden <the guide_>`_.", PASS),
    ("See `the guide`_.", "Siehe `den Leitfaden`_.", WARN),
    ("See `the guide`_ and `the list`_.", "Siehe `den Leitfaden`_ und `die Liste`_.", REFUSE),
    ("See one_, two_ and one_.", "Siehe one_ und two_.", WARN),
    ("See one_ and two_.", "Siehe one_ und one_.", REFUSE),
    ("See one_.", "Siehe one.", REFUSE),
    ("See one.", "Siehe one_.", REFUSE),
    # Kinds never stand for each other.
    ("Good. [#clinic]_", "Gut. [clinic]_", REFUSE),
    ("Good. [clinic]_", "Gut. [#clinic]_", REFUSE),
    ("Good. [#clinic]_", "Gut. clinic_", REFUSE),
    ("Good. [#1]_", "Gut. [1]_", REFUSE),
    ("Good. [#]_", "Gut. [*]_", REFUSE),
    ("Good. [*]_", "Gut. [#]_", REFUSE),
    ("Good. [1]_", "Gut. [#]_", REFUSE),
    ("In |year|.", "In `|year|`_.", REFUSE),
    ("In |year|.", "In year_.", REFUSE),
    ("In |year|_.", "In |year|.", REFUSE),
    ("See `it`__.", "Siehe it_.", REFUSE),
    # Notes.
    ("First [#a]_ then [#b]_.", "Zuerst [#b]_ dann [#a]_.", PASS),
    ("First [1]_ then [2]_, [B2020]_.", "[B2020]_ zuerst [2]_ dann [1]_.", PASS),
    ("First [#]_ then [#]_.", "Zuerst dann [#]_.", REFUSE),
    ("First [#]_ then [#]_.", "Zuerst [#]_ dann [#]_.", WARN),
    ("First [#]_ then [*]_.", "Zuerst [#]_ dann [*]_.", PASS),
    ("First [#]_ then [*]_.", "Zuerst [*]_ dann [#]_.", REFUSE),
    ("First [#a]_ then [#]_.", "Zuerst [#]_ dann [#a]_.", PASS),
    ("First [#a]_.", "Zuerst [#a]_ und [#a]_.", REFUSE),
    ("First [#a]_.", "Zuerst[#a]_.", REFUSE),
    # Substitutions.
    ("The |release| of |name|.", "|name| in |release|.", PASS),
    ("The |release| of |name|.", "|name| in |release|, |name|.", WARN),
    ("The |release|.", "Die |version|.", REFUSE),
    # Links without a name.
    ("See `here`__.", "Siehe `hier`__.", PASS),
    ("See `Aa`__ and `Bb`__.", "Siehe `Aa`__ und `Bb`__.", PASS),
    ("See `Aa`__ and `Bb`__.", "Siehe `Bb`__ und `Aa`__.", REFUSE),
    ("See `Aa`__, `Bb`__, `Cc`__.", "Siehe `Aa`__, `Cc`__, `das`__.", REFUSE),
    ("See `one`__ and `two`__.", "Siehe `eins`__ und `zwei`__.", WARN),
    ("See `one`__ and `two`__.", "Siehe `eins`__.", REFUSE),
    ("`The guide <https://e.example>`_ is `here`__.", "`Der <https://e.example>`_ `da`__.", PASS),
    # Roles.
    ("See :ref:`a <x>` before :ref:`b <y>`.", "Vor :ref:`b <y>` lies :ref:`a <x>`.", PASS),
    ("See :ref:`install`.", "Siehe :ref:`die Installation <install>`.", PASS),
    ("See :ref:`words <Install>`.", "Siehe :ref:`Worte <install>`.", WARN),
    ("See :ref:`install`.", "Siehe :ref:`installieren`.", REFUSE),
    ("See :ref:`words <x>`.", "Siehe :ref:`!Worte <x>`.", REFUSE),
    ("See :ref:`!words`.", "Siehe :ref:`!Worte`.", PASS),
    ("See :ref:`!words`.", "Siehe :ref:`words`.", REFUSE),
    ("See :doc:`The guide </guides/index>`.", "Siehe :doc:`Der Leitfaden </guides/index>`.", PASS),
    ("See :doc:`The guide </guides/index>`.", "Siehe :doc:`!Leitfaden </guides/index>`.", REFUSE),
    ("A :term:`package` is good.", "Ein :term:`Paket <package>` ist gut.", PASS),
    ("A :term:`package` is good.", "Ein :term:`Paket` ist gut.", REFUSE),
    ("Two :term:`packages <package>`.", "Zwei :term:`Pakete <package>`.", PASS),
    ("A :term:`Package` is good.", "Ein :term:`package` ist gut.", WARN),
    ("Use :term:`package` well.", "Nutze :term:`package`; ein :term:`package` hilft.", WARN),
    ("A :term:`pip` call of :term:`pip`.", "Ein Aufruf von :term:`pip`.", WARN),
    (":meth:`~io.Base.isatty` is true.", ":meth:`io.Base.isatty` ist wahr.", WARN),
    (":c:macro:`!Py_X()`: use it.", ":c:macro:`!Py_X`: nutze es.", WARN),
    (":func:`run` goes.", ":meth:`run` geht.", WARN),
    (":py:func:`run` goes.", ":func:`run` geht.", WARN),
    (":func:`run` goes.", ":func:`walk` geht.", REFUSE),
    (":func:`run` goes.", ":func:`!run` geht.", REFUSE),
    (":func:`run` goes.", ":c:func:`run` geht.", REFUSE),
    (":ref:`run` goes.", ":doc:`run` geht.", REFUSE),
    (":math:`a <b>` holds.", ":math:`c <b>` gilt.", REFUSE),
    (":math:`a` holds.", ":math:`!a` gilt.", REFUSE),
    ("Read :download:`it <a.pdf>`.", "Lies :download:`es <a.pdf>`.", PASS),
    ("Read :download:`it <a.pdf>`.", "Lies :download:`es </etc/passwd>`.", REFUSE),
    ("See :ref:`x`.", "请参阅：:ref:`x`。", PASS),
    ("See :ref:`x`.", "请参阅:ref:`x`。", REFUSE),
    ("See :ref:`x` now.", "请\\ :ref:`x`\\ 看。", PASS),
    ("See :numref:`fig-a`.", "Siehe :numref:`Bild %s <fig-a>`.", PASS),
    ("By :pep:`8`, :rfc:`2822`.", "Nach :rfc:`2822`, :pep:`8`.", PASS),
    # Roles that only change how text looks.
    (":abbr:`LIFO (last-in, first-out)` order.", ":abbr:`LIFO (zuletzt rein)`-Ordnung.", PASS),
    (":abbr:`LIFO (last-in, first-out)` order.", ":abbr:`LIFO (zuletzt rein)`ordnung.", REFUSE),
    ("A walk with :index:`stride`.", "Ein Gang mit :index:`Schritt`.", PASS),
    ("A :index:`walk <pair: walk; stride>`.", "Ein :index:`Gang <pair: Gang; Schritt>`.", PASS),
    ("Press :kbd:`Ctrl`.", "Drücke :kbd:`Strg`.", PASS),
    ("Press :kbd:`Ctrl`.", "Drücke Strg.", WARN),
    ("The `title` matters.", "Der `Titel` zählt.", PASS),
    ("The pickle is read.", "Das `pickle` wird gelesen.", WARN),
    # Links to other sites.
    ("Read `the guide <https://e.example/g>`_.", "Lies `ihn <https://e.example/g>`_.", PASS),
    ("See http://e.example/a now.", "Siehe https://e.example/a jetzt.", WARN),
    ("See https://e.example/a now.", "Siehe http://e.example/a jetzt.", REFUSE),
    ("See https://e.example now.", "Siehe https://e.example/ jetzt.", WARN),
    ("See https://e.example/a.", "https://e.example/a。请看", PASS),
    ("(see https://e.example/a)", "（请看https://e.example/a）", PASS),
    ("See https://e.example/a", "请看https://e.example/a吧", PASS),
    ("See https://e.example/a", "请看https://e.example/abc", REFUSE),
    ("`m <https://en.example/M>`_ x", "`M <https://de.example/M>`_ x", REFUSE),
    # Places in the text.
    ("Here is _`the place`.", "_`the place` ist hier.", PASS),
    ("Here is _`the place`.", "Hier ist _`der Ort`.", REFUSE),
    ("Here is the place.", "Hier ist _`the place`.", REFUSE),
    # Space and lists.
    ("Use it.", " Nutze es.", PASS),
    ("(b) When I read it.", "(b) Wenn ich es lese.", REFUSE),
    ("Type <project> here.", "Tippe <Projekt> hier.", PASS),
)


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
            wanted = WARN  # the source's name is added to the translator's words
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
    ("kind", "target", "wanted"),
    [
        ("heading 2", "Worte mit [#n]_", REFUSE),
        ("title", "Worte mit [#n]_", REFUSE),
        ("heading of a table", "Worte mit [#n]_", PASS),
        ("paragraph", "Worte mit [#n]_", PASS),
    ],
)
def test_a_note_stays_out_of_translated_headings(kind: str, target: str, wanted: str) -> None:
    """Sphinx 9.0.4 gives it no number there."""
    assert verdict(Unit("x", DOMAIN, kind, "Words with [#n]_"), target) == wanted


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
        ("stride", "Schritt *lang*", True, WARN),
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
        ("May", "1. Mai", REFUSE),
        ("May", "1\\. Mai", PASS),
        ("1. May", "- Mai", REFUSE),
        ("1. May", "1. Mai\n2. Juni", REFUSE),
    ],
)
def test_a_numbered_heading(source: str, target: str, wanted: str) -> None:
    """A heading may begin like a list if the source's does, since Sphinx shows it as it is."""
    assert verdict(Unit("x", DOMAIN, "heading 2", source), target) == wanted


def test_a_translated_term_leads_to_the_glossary() -> None:
    """The source's name is added to a term that the glossary of the same language translates."""
    from support.samples import read

    source = 'msgid "A :term:`package` of :term:`pips <pip>`."\n'
    catalog = read(source + 'msgstr "Ein :term:`Paket` mit :term:`Pips <pip>`."\n')
    text = "A :term:`package` of :term:`pips <pip>`."
    terms = {"paket": "package", "pips": "pip"}
    result = check_catalog(DE, document(text), catalog, "de.po", terms=terms)
    assert list(result.accepted.values()) == ["Ein :term:`Paket <package>` mit :term:`Pips <pip>`."]
    assert [each.problem.code for each in result.findings] == ["reference-renamed"]
    assert check_catalog(DE, document(text), catalog, "de.po").refused == 1
