"""The gate reads a translation as stock Sphinx reads it, in every kind of unit."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cellulite_content.pipeline.gate.checks.message import check_message
from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.finding import Severity
from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.source.markup_facts import Markup
from cellulite_content.pipeline.source.message_markup import read_message
from cellulite_content.pipeline.source.roles import Role, is_display, role_target
from support.reference_cases import CASES
from support.stock_reading import FORMS, Probe, Reading, source_of, stock_readings

pytestmark = pytest.mark.slow

TARGETS = (
    "Laufen hilft.",
    "Laufen *hilft* **sehr** ``a`` \\*so\\*",
    "Zeile\neins",
    "Schritt : lang",
    "Feld: Name",
    "orphan",
    "1. Ein Gang",
    "1\\. Ein Gang",
    "(a) Ein Gang",
    "iv. Ein Gang",
    "- Gang",
    "\\- Gang",
    "* Gang",
    "-a  Gang",
    "| Gang",
    ":Gang: Weg",
    "Gang::",
    "Gang ::",
    "Gang: ",
    ".. Gang",
    "\\.. Gang",
    "Gang\n\nWeg",
    "Gang\n  Weg",
    "Gang\n====",
    "====",
    ">>> Gang",
    "__ Gang",
    "+---+",
    "== ==",
    "Gang # noqa",
    "Gang \\# noqa",
    "  Gang",
    "Gang  ",
    "Gang\\",
    "Gang\\ ",
    "http://a.example/*b*",
    "Gang <Weg> & Co",
    "ein_wort, _wort, wort__, __wort__",
    "`bar`",
    "`bar`:kbd:",
    ":kbd:`<a>`",
    ":ref:`a <b> c`",
    ":ref:`a <>`",
    ":ref:`<b>`",
    ":ref:` a <b> `",
    ":ref:`a\nb <c\nd>`",
    ":ref:`\\!a <b>`",
    ":REF:`a <B>`",
    ":std:ref:`a <b>`",
    ":any:`a <b>`",
    ":menuselection:`a --> b`",
    ":samp:`a{b}`",
    ":math:`a <b>`",
    "`a <b_>`_",
    "`a <b_>`__",
    "`a <b\\_>`_",
    "`a b\nc`_",
    "`a\\`b`_",
    "|a b|_",
    "|a|__",
    "[#a]_[#b]_",
    "[#a]_\\ [#b]_",
    "[#A]_",
    "[A.b]_",
    "_`ein Ort`",
    "a@b.example, mailto:a@b.example",
    "RFC 2822, PEP 8",
    "Gang\u00a0*so*\u3000``b``",
    "「*so*」„*so*“ (*so*)",
    "これ\\ *は*\\ 。",
)
"""Texts that Sphinx reads differently by kind, and forms of references."""

SOURCES = tuple((text, text) for text in TARGETS)
PAIRS = (
    *SOURCES,
    # Sphinx makes an external link of `pep` at once; we leave it a role.
    *((source, target) for source, target, _ in CASES if ":pep:" not in source),
)


def unit_of(probe: Probe, number: int) -> Unit:
    """The unit as `extract` describes it."""
    kinds = {"title": "heading 2", "box title": "heading of a box", "glossary term": "term"}
    kinds |= {"table title": "heading of a table"}
    return Unit(
        "x",
        "d",
        kinds.get(probe.kind, probe.kind),
        source_of(number, probe.source),
        in_glossary=probe.kind == "glossary term",
    )


def accepted(probes: list[Probe]) -> dict[int, tuple[Unit, str]]:
    """The units and published translations of the messages that the gate accepts."""
    result = {}
    for number, probe in enumerate(probes):
        unit = unit_of(probe, number)
        target = repair(unit, probe.target)[0]
        problems = check_message(unit, target)
        if not any(problem.severity is Severity.ERROR for problem in problems):
            result[number] = unit, target
    return result


@pytest.fixture(scope="module")
def probes() -> list[Probe]:
    """Each text in each kind of unit."""
    return [Probe(kind, source, target) for kind in FORMS for source, target in PAIRS]


@pytest.fixture(scope="module")
def messages(probes: list[Probe]) -> dict[int, tuple[Unit, str]]:
    """The accepted ones."""
    return accepted(probes)


@pytest.fixture(scope="module")
def readings(
    probes: list[Probe],
    messages: dict[int, tuple[Unit, str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[int, Reading]:
    """What stock Sphinx reads in them."""
    published = [
        probe._replace(target=messages[number][1] if number in messages else "")
        for number, probe in enumerate(probes)
    ]
    return stock_readings(tmp_path_factory.mktemp("stock"), published)


def ours(unit: Unit, markup: Markup) -> dict[str, Counter[object]]:
    """What the gate has read, in the form in which Sphinx's reading is written down."""
    return {
        "links": Counter(markup.links),
        "references": Counter({tuple(key): count for key, count in markup.references.items()}),
        "targets": Counter({tuple(key): count for key, count in markup.targets.items()}),
        "roles": Counter(
            role_target(role, unit.dialect)
            for role in markup.roles.elements()
            if not is_display(role, unit.dialect)
        ),
        "problems": Counter(),
    }


def theirs(unit: Unit, reading: dict[str, list]) -> dict[str, Counter[object]]:
    """What Sphinx has read."""

    def key(domain: str, name: str, target: str) -> object:
        full_name = f"{domain}:{name}" if domain and domain != "std" else name
        return role_target(Role(full_name, target, target), unit.dialect)

    return {
        "links": Counter(reading["links"]),
        "references": Counter(map(tuple, reading["references"])),
        "targets": Counter(map(tuple, reading["targets"])),
        "roles": Counter(key(*role) for role in reading["roles"]),
        "problems": Counter(reading["problems"]),
    }


@pytest.mark.parametrize("kind", FORMS)
def test_what_the_gate_reads_is_what_sphinx_reads(
    kind: str,
    probes: list[Probe],
    messages: dict[int, tuple[Unit, str]],
    readings: dict[int, Reading],
) -> None:
    """All references, targets and roles of each accepted text, and all its words."""
    compared = 0
    for number, (unit, target) in messages.items():
        if probes[number].kind != kind or number not in readings:
            continue
        reading = readings[number].target
        markup = read_message(unit, target)
        assert ours(unit, markup) == theirs(unit, reading), (unit, target)
        shown = re.sub(r"\s", "", reading["text"])
        for run in markup.runs:
            assert re.sub(r"\s", "", run) in shown, (unit, target, reading["text"])
        compared += 1
    assert compared > 50


def test_references_are_those_of_the_source(
    messages: dict[int, tuple[Unit, str]], readings: dict[int, Reading]
) -> None:
    """In Sphinx's own reading, too: an accepted translation leads where its source leads."""
    for number, (unit, target) in messages.items():
        if number not in readings:
            continue
        source, translation = (theirs(unit, reading) for reading in readings[number])
        assert source["references"].keys() == translation["references"].keys(), (unit, target)
        shown_as_text = {
            role_target(Role(role.name, role.text[1:], ""), unit.dialect)
            for role in read_message(unit, target).roles
            if role.is_switched_off
        }
        roles = source["roles"].keys() - shown_as_text
        assert roles == translation["roles"].keys() - shown_as_text, (unit, target)
