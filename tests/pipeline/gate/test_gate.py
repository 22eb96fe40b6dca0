"""The gate: every rule has a folder of fixtures, and each fixture says what it must raise."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cellulite_content.pipeline
from cellulite_content.pipeline.catalogs.catalog import CatalogError, Entry, parse_catalog
from cellulite_content.pipeline.exchange.import_findings import NOT_TAKEN
from cellulite_content.pipeline.gate.checks.partners.misplaced import with_partners
from cellulite_content.pipeline.gate.checks.quality import check_quality
from cellulite_content.pipeline.gate.gate import check_catalog, check_document, check_text
from cellulite_content.pipeline.gate.glossary import Glossary, Term
from cellulite_content.pipeline.model.finding import Finding, Problem, Severity
from cellulite_content.pipeline.model.gate_result import GateResult, percent_translated
from cellulite_content.pipeline.model.links import NO_LINKS, Links
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Document, Unit
from cellulite_content.pipeline.source.message_markup import read_markup
from support import TESTS
from support.samples import DE, DOMAIN, FILE_CODES, FUZZ, HEADER, document, project, read

FIXTURES = TESTS / "fixtures" / "checks"
CODES_OF_QUALITY = frozenset(
    "edge-space end-punctuation html-entity leading-counter link-without-words merge-marker "
    "number-differs other-message other-script term-avoided term-missing untranslated "
    "wide-colons".split()
)
"""The rules of `check` alone; the fixtures of the gate's rules are not held to them."""

GLOSSARY = Glossary((Term("cellulite", "de", "Cellulite (Orangenhaut)", "Cellulitis", "Dimples."),))
CODES = sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())

_CODE = re.compile(r"[a-z]+(-[a-z]+)+")
_EXPECTED = re.compile(r"^# expect: (?P<code>[a-z-]+) at line (?P<line>\d+)\r?$", re.MULTILINE)
_NOTHING = re.compile(r"^# expect: nothing of (?P<code>[a-z-]+)$", re.MULTILINE)


def unit(text: str, kind: str = "paragraph", flags: tuple[str, ...] = ()) -> Unit:
    """A unit of this text."""
    return Unit("introduction/paragraph-1", DOMAIN, kind, text, flags=flags)


def codes(source: str, target: str, kind: str = "paragraph", links: Links = NO_LINKS) -> list[str]:
    """The codes of what the gate finds in a translation."""
    return [problem.code for problem in check_text(unit(source, kind), target, links)]


# Fixtures


def judged(root: Path, fixture: Path) -> GateResult:
    """What the gate says of a fixture that lies in the place of a catalog."""
    place = project(root)
    path = place.catalog(DE, DOMAIN)
    path.parent.mkdir(parents=True)
    path.write_bytes(fixture.read_bytes())
    units = tuple(_units(fixture.read_bytes()))
    names = (key.name for unit in units for key in read_markup(unit.text).references)
    source = Document(DOMAIN, units, link_names=frozenset(names))
    if fixture.parent.name not in CODES_OF_QUALITY:
        return check_document(place, DE, source)
    check = partial(check_quality, locale=DE, glossary=GLOSSARY)
    return with_partners(check_document(place, DE, source, check), source)


def _units(data: bytes) -> Iterator[Unit]:
    """The units that a fixture's messages were written for; `#.` says of what kind they are."""
    try:
        catalog = parse_catalog(data)
    except CatalogError:
        return
    for entry in catalog.live:
        kind = entry.extracted[0]
        if kind != "no source":
            yield replace(unit(entry.msgid, kind, entry.flags), in_glossary=kind == "term")


@pytest.mark.parametrize("code", CODES)
def test_what_is_wrong_is_found_at_its_line(code: str, tmp_path: Path) -> None:
    """`fail.po` raises what its header announces, at those lines, and nothing else."""
    fixture = FIXTURES / code / "fail.po"
    announced = [
        (match["code"], int(match["line"]))
        for match in _EXPECTED.finditer(fixture.read_bytes().decode())
    ]
    found = [(each.problem.code, each.line) for each in judged(tmp_path, fixture).findings]
    assert code in dict(announced)
    assert sorted(found) == sorted(announced)


@pytest.mark.parametrize("code", CODES)
def test_what_is_right_passes(code: str, tmp_path: Path) -> None:
    """`pass.po` raises nothing at all, not even a note of another rule."""
    fixture = FIXTURES / code / "pass.po"
    announced = _NOTHING.search(fixture.read_text(encoding="utf-8"))
    assert announced
    assert announced["code"] == code
    assert judged(tmp_path, fixture).findings == ()


@pytest.mark.parametrize("code", CODES)
def test_a_finding_shows_the_way_out(code: str, tmp_path: Path) -> None:
    """Every finding is one line that says where, what, and what to do."""
    for finding in judged(tmp_path, FIXTURES / code / "fail.po").findings:
        assert finding.problem.hint
        assert str(finding).startswith(f"locales/de/LC_MESSAGES/{DOMAIN}.po:{finding.line}: ")
        assert str(finding).endswith(f"; {finding.problem.hint} ({finding.problem.code})")
        assert len(str(finding).splitlines()) == 1


def test_every_code_has_fixtures() -> None:
    """No rule without a text that breaks it and one that does not; no fixture without a rule."""
    # A setting gives `erratum` (test_review.py), a build `faulty-edition` (test_publishing_run.py),
    # an import the codes `NOT_TAKEN` (test_translation_import.py).
    elsewhere = {*FILE_CODES, *NOT_TAKEN, "erratum", "faulty-edition"}
    assert set(CODES) | elsewhere == set(_codes_in_the_code())
    for code in CODES:
        assert sorted(path.name for path in (FIXTURES / code).iterdir()) == ["fail.po", "pass.po"]


def _codes_in_the_code() -> Iterator[str]:
    """The first argument of each `Problem(…)`; where it is a variable, the words of its function
    that look like a code. Those of books have defects of their own: `tests/pipeline/verify/epub`.
    """
    package = Path(cellulite_content.pipeline.__path__[0])
    for path in set(package.rglob("*.py")) - set(package.glob("verify/epub/*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            for code in _first_arguments(function):
                yield from [code.value] if isinstance(code, ast.Constant) else _words(function)


def _first_arguments(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
            yield node.args[0]


def _words(function: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Constant) and _CODE.fullmatch(str(node.value)):
            yield str(node.value)


# The ledger


def test_the_ledger_counts_every_message_once() -> None:
    """Translated, waiting, refused and untranslated messages add up to all of them.

    Spaces alone are refused: somebody wrote them.
    """
    catalog = read(
        'msgid "One"\nmsgstr "Eins"\n\n'
        '#, fuzzy\nmsgid "Two"\nmsgstr "Zwei"\n\n'
        'msgid "Three"\nmsgstr "*Drei"\n\n'
        'msgid "Four"\nmsgstr ""\n\n'
        'msgid "Five"\nmsgstr "  "\n\n'
        'msgid "Unknown"\nmsgstr "Unbekannt"\n'
    )
    source = document("One", "Two", "Three", "Four", "Five", "Six")
    result = check_catalog(DE, source, catalog, "de.po")
    assert result.accepted == {"One": "Eins"}
    assert (
        result.translated,
        result.fuzzy,
        result.refused,
        result.untranslated,
    ) == (1, 1, 2, 2)
    assert (result.total, percent_translated([result])) == (6, 16)


@pytest.mark.parametrize(
    ("translated", "whole"), [(0, 0), (29, 29), (57, 57), (199, 99), (200, 100)]
)
def test_only_all_is_a_hundred(translated: int, whole: int) -> None:
    """Rounded down and never through a float: nothing that lacks a word is called complete."""
    total = 200 if translated > 100 else 100
    accepted = {str(number): "x" for number in range(translated)}
    assert percent_translated([GateResult("de", "d", total, accepted)]) == (
        100 if translated == 200 else whole
    )


def test_the_share_of_nothing_is_nothing() -> None:
    """A document without messages divides nothing by zero."""
    assert percent_translated([check_catalog(DE, document(), read(""), "de.po")]) == 0


def test_a_warning_keeps_nothing_out() -> None:
    """A matter of taste is said, and the translation is published."""
    catalog = read('msgid "It *may* help."\nmsgstr "Es kann helfen."\n')
    result = check_catalog(DE, document("It *may* help."), catalog, "de.po")
    assert result.accepted == {"It *may* help.": "Es kann helfen."}
    assert [finding.error for finding in result.findings] == [False]


def test_a_refused_message_leaves_the_rest() -> None:
    """One hostile message costs itself alone."""
    catalog = read('msgid "One"\nmsgstr ".. include:: /etc/passwd"\n\nmsgid "Two"\nmsgstr "Zwei"\n')
    result = check_catalog(DE, document("One", "Two"), catalog, "de.po")
    assert result.accepted == {"Two": "Zwei"}


def test_a_message_with_a_context_or_with_forms_is_left_out() -> None:
    """The source has neither; such an entry is another message, and its text is not taken."""
    catalog = parse_catalog(
        HEADER.encode() + b'"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        b'msgctxt "verb"\nmsgid "One"\nmsgstr "Eins"\n\n'
        b'msgid "Two"\nmsgid_plural "Twos"\nmsgstr[0] "Zwei"\nmsgstr[1] "Zweien"\n'
    )
    result = check_catalog(DE, document("One", "Two"), catalog, "de.po")
    assert result.accepted == {}
    codes = [each.problem.code for each in result.findings]
    assert codes == ["unknown-context", "unknown-message"]


@pytest.mark.parametrize("plural", [False, True])
def test_a_hostile_formula_costs_the_document_that_needs_one(plural: bool) -> None:
    """Without plural messages no program evaluates it, and it is only a note."""
    header = HEADER.encode() + b'"Plural-Forms: nplurals=2; plural=exec(n);\\n"\n\n'
    forms = b'\nmsgid "Leg"\nmsgid_plural "Legs"\nmsgstr[0] "Bein"\nmsgstr[1] "Beine"\n'
    catalog = parse_catalog(header + b'msgid "One"\nmsgstr "Eins"\n' + forms * plural)
    result = check_catalog(DE, document("One"), catalog, "de.po")
    assert result.accepted == ({} if plural else {"One": "Eins"})
    (finding,) = result.findings
    assert (finding.problem.code, finding.error) == ("plural-forms", plural)


def test_forms_need_a_formula_and_other_catalogs_do_not() -> None:
    """`Plural-Forms` may be missing where no message has plural forms."""
    result = check_catalog(DE, document("One"), read('msgid "One"\nmsgstr "Eins"\n'), "de.po")
    assert result.findings == ()


# Single texts


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("`Haut <https://de.example/haut>`__, `Fett <https://en.example/fat>`__", []),
        ("`Haut <https://en.example/skin>`__, `Fett <https://en.example/fat>`_", []),
        ("`Haut <https://de.example/haut>`_, `Fett <https://en.example/fat>`_", []),
        ("`H <https://de.example/haut>`__, `F <https://de.example/haut>`__", ["link-changed"]),
        ("`Haut <https://de.example/fett>`__, `Fett <https://en.example/fat>`__", ["link-changed"]),
        ("`Haut <https://de.example/haut>`__, Fett", ["link-changed"]),
    ],
)
def test_a_listed_address_stands_for_its_source(target: str, found: list[str]) -> None:
    """`locales.toml` lists a page in the reader's language; it takes the place of its own alone."""
    source = "`Skin <https://en.example/skin>`_ and `fat <https://en.example/fat>`_"
    pair = (("https://en.example/skin", "https://de.example/haut"),)
    assert codes(source, target, links=Links(pair)) == found
    assert bool(codes(source, target)) == ("de.example" in target or bool(found))


@pytest.mark.parametrize("source", ["1. May", "*open", ".. include:: /etc/passwd", "a # noqa"])
def test_a_copy_of_the_source_is_good(source: str) -> None:
    """What the authors wrote is theirs to judge."""
    assert codes(source, source) == []


def test_length_is_judged_first() -> None:
    """What parses slowly is never parsed: a text too long has that one problem."""
    assert codes("Walk.", "*a" * 30_000) == ["too-long"]


@pytest.mark.parametrize("kind", ["paragraph", "title", "heading 3", "list item", "footnote"])
def test_kinds_with_markup_are_parsed(kind: str) -> None:
    """What Sphinx parses, the gate parses."""
    assert codes("May", "1. Mai", kind) == ["not-one-paragraph"]


@pytest.mark.parametrize("kind", sorted(PLAIN_KINDS))
def test_plain_kinds_may_begin_like_a_list(kind: str) -> None:
    """A description, alternative text, literal or label is shown as it stands."""
    assert codes("May", "1. Mai", kind) == []


def test_where_equal_texts_are_of_two_kinds_the_stricter_rules_count() -> None:
    """A catalog has one message for both; as a paragraph it would run what it says."""
    units = (unit("Skin", "interface"), unit("Skin"), unit("Skin", "literal"))
    catalog = read('msgid "Skin"\nmsgstr "* Haut"\n')
    result = check_catalog(DE, Document(DOMAIN, units), catalog, "de.po")
    assert [each.problem.code for each in result.findings] == ["not-one-paragraph"]


@pytest.mark.parametrize("name", ["title", "heading 2"])
def test_a_heading_that_would_break_says_how(name: str) -> None:
    """Sphinx underlines the text of a heading: a second line or `::` ends it early."""
    assert codes("Running", "Laufen ::", name) == ["not-one-paragraph"]
    assert codes("Running", "Laufen:", name) == []


def test_what_barely_parses_here_does_not_pass() -> None:
    """Sphinx parses deeper in the stack; a nest that we can read may end it in RecursionError."""
    source = "A leg that is long enough for a translation of some length"
    assert codes(source, "- " * 5 + "x", "alternative text") == []
    for depth in (15, 100, 180, 210):
        assert codes(source, "- " * depth + "x", "alternative text") == ["broken-markup"]
        assert codes(source, "- " * depth + "x") == ["broken-markup"]


@FUZZ
@given(
    source=st.text("ab *`_|<>[]#:.\\\n-1)(", min_size=1, max_size=40),
    target=st.text("ab *`_|<>[]#:.\\\n-1)(\v\u2028\u202e%", min_size=1, max_size=40),
    kind=st.sampled_from(["paragraph", "title", *sorted(PLAIN_KINDS)]),
    flags=st.sampled_from([(), ("python-format",)]),
)
def test_no_text_raises(source: str, target: str, kind: str, flags: tuple[str, ...]) -> None:
    """A translator's mistake is a finding, never an exception, and each is one line."""
    for problem in check_text(unit(source, kind, flags), target):
        assert isinstance(problem, Problem)
        assert problem.severity in Severity
        assert len(str(Finding("de.po", 1, problem)).split("\n")) == 1


def test_fuzzy_text_is_not_judged() -> None:
    """Nobody publishes it, so a translator in the middle of work hears nothing of it."""
    catalog = read('#, fuzzy\nmsgid "One"\nmsgstr "*Eins"\n')
    assert check_catalog(DE, document("One"), catalog, "de.po").findings == ()


def test_the_line_is_the_entrys() -> None:
    """A finding names the first line of its entry, comments included."""
    catalog = read('msgid "One"\nmsgstr "Eins"\n\n\n# Hm.\nmsgid "Two"\nmsgstr "*Zwei"\n')
    result = check_catalog(DE, document("One", "Two"), catalog, "de.po")
    entry: Entry = catalog.entries[1]
    assert [finding.line for finding in result.findings] == [entry.line] == [10]


def test_a_translation_cannot_write_a_second_line_into_a_report() -> None:
    """A line of its own in a build's log could be a command to the host that runs the build."""
    (problem,) = check_text(unit("See it."), "Siehe :ref:`das\n::error::<x>`.")
    assert "lost" not in problem.text
    assert len(str(Finding("de.po", 1, problem)).splitlines()) == 1
