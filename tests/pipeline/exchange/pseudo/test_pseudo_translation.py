"""Pseudo translations: longer, or from right to left, and all of them pass the gate."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from cellulite_content.pipeline.catalogs.catalog import Entry, parse_catalog, write_entry
from cellulite_content.pipeline.exchange.pseudo.pseudo_translation import PSEUDO_LOCALES, kept_words
from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.finding import Finding
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.unit import Source, Unit
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support import CHECKOUT
from support.markup.cases import read_cases, write_supported
from support.samples import DE, read

CODES = sorted(PSEUDO_LOCALES)


@pytest.fixture(scope="module")
def source() -> Source:
    return extract_source(load_project(CHECKOUT), ProcessPool(1))


@pytest.fixture(scope="module")
def constructs(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Every construct that articles may have."""
    cases = [case for case in read_cases() if case.is_supported]
    root = write_supported(tmp_path_factory.mktemp("markup") / "project", cases)
    return extract_source(load_project(root), ProcessPool(1))


def _refusals(source: Source, code: str) -> Iterator[Finding]:
    """The gate's errors on the pseudo translations of all messages."""
    for document in source.documents:
        entries = tuple(
            write_entry(
                Entry(
                    *("", 0),
                    msgid=unit.text,
                    msgstr=PSEUDO_LOCALES[code](unit),
                    context=unit.context or None,
                )
            )
            for unit in document.messages.values()
        )
        catalog = parse_catalog(replace(read(""), entries=entries).to_bytes())
        result = check_catalog(DE, document, catalog, document.domain)
        yield from (finding for finding in result.findings if finding.error)


def _texts(findings: Iterator[Finding]) -> list[tuple[str, str, str]]:
    return [(each.problem.code, each.source, each.target) for each in findings]


@pytest.mark.parametrize("code", CODES)
def test_our_article_and_interface(source: Source, code: str) -> None:
    """Each text passes."""
    assert _texts(_refusals(source, code)) == []


@pytest.mark.parametrize("code", CODES)
def test_all_constructs(constructs: Source, code: str) -> None:
    """Each text of the constructs' articles passes too."""
    assert _texts(_refusals(constructs, code)) == []


def test_the_length(source: Source) -> None:
    """40 % more; short texts a little more, since a filler is a whole word."""
    for document in source.documents:
        for unit in document.messages.values():
            length = len(PSEUDO_LOCALES["en_XA"](unit))
            assert 1.4 * len(unit.text) <= length <= 1.4 * len(unit.text) + 8


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en_XA", "See `the study <https://x.example/>`__.", "`ţĥé šţûđý <https://x.example/>`__"),
        ("en_XA", "See `this <https://x.example/>`_.", "`ţĥîš <https://x.example/>`_"),
        ("en_XA", "See `this`_ and `that <this_>`_.", "`this`_ åñđ `ţĥåţ <this_>`_"),
        ("en_XA", "Read `this`__ and `that`__.", "`ţĥîš`__ åñđ `ţĥåţ`__"),
        ("en_XA", "Walk %(count)s times.", "%(count)s"),
        ("ar_XB", "*Walk* 30 minutes. [#who]_", "*شالك* 30 مينثتعس. [#who]_"),
    ],
)
def test_markup_stays(code: str, text: str, expected: str) -> None:
    """The words around it change."""
    unit = Unit("a", "a", "paragraph", text)
    assert expected in PSEUDO_LOCALES[code](unit)


def test_code_stays() -> None:
    unit = Unit("a", "a", "literal", "print(1)")
    assert {make(unit) for make in PSEUDO_LOCALES.values()} == {"print(1)"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Walk each day.", set()),
        ("The :abbr:`BMI (body mass)` of ``walk()``.", {"BMI", "body", "mass", "walk"}),
        ("The {term}`stride` and :doc:`the page <pages/far>`.", {"stride", "pages", "far"}),
    ],
)
def test_words_that_are_kept(source: Source, text: str, words: set[str]) -> None:
    """Those inside of markup, which are the same in both pseudo-locales."""
    unit = next(iter(source.documents[0].messages.values()))
    assert kept_words(replace(unit, kind="paragraph", text=text)) == words
