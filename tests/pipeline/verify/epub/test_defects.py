"""Seeded defects: real books with one small change each, and each is reported by its own code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.model.finding import Finding, Severity
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.verify.epub import (
    bilingual,
    contents,
    images,
    languages,
    lint,
    metadata,
    packaging,
    style,
    texts,
)
from support.book_checks.books import SLUG, TEXT, Books, become, codes, cut, found_in, pack, put
from support.book_checks.defects import CONCLUSION, DEFECTS, ENGLISH, GERMAN, Defect

Ledgers = Mapping[str, Sequence[GateResult]]
PACKAGE = Path(lint.__file__).parent
ELSEWHERE = {
    "book-unreadable": "tests/pipeline/verify/epub/test_hostile.py",
    "book-unknown": "test_book_of_nobody",
    "book-times": "test_entry_with_a_time",
    "book-unmarked-source": "test_fallback_without_its_mark",
    "book-of-earlier-build": "test_withheld_translation",
}
"""Codes whose defect is not a change of a book's files, and the test that seeds it."""


def all_codes() -> set[str]:
    """The codes of all rules, by the package's own text."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(PACKAGE.glob("*.py"))]
    return {code for text in texts for code in re.findall(r'Problem\(\s*"([a-z-]+)"', text)}


SEEDED = [(code, each) for code, defects in DEFECTS.items() for each in defects]


@pytest.mark.parametrize(("code", "defect"), SEEDED, ids=str)
def test_defect_is_told(
    code: str, defect: Defect, real: Books, lint_one: Callable[..., list[Finding]]
) -> None:
    """By its own code, as an error, with a place and a way out; by no other code."""
    name = f"{defect.locale}.bilingual" if defect.bilingual else defect.locale
    files = dict(real[name])
    defect.edit(files, real)
    findings = lint_one(pack(files), name)
    told = [finding for finding in findings if finding.problem.code == code]
    assert told
    assert codes(findings) - defect.extra == {code}
    for finding in told:
        assert finding.error
        assert finding.problem.hint
        assert finding.path.startswith(f"downloads/{SLUG}.{name}.epub")
        assert len(str(finding).splitlines()) == 1


def test_each_code_has_a_seeded_defect() -> None:
    """A rule without a book that breaks it is a rule that nobody has seen at work."""
    assert all_codes() == DEFECTS.keys() | ELSEWHERE.keys()
    assert sum(map(len, DEFECTS.values())) >= 18


def test_each_rule_is_run_and_explained() -> None:
    """No rule is forgotten; each opens with the harm, and has a bad and a good line."""
    modules = (bilingual, contents, images, languages, metadata, packaging, style, texts)
    rules = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.startswith("check_") and value.__module__ == module.__name__
    }
    assert rules == set(lint.RULES)
    for rule in (*rules, lint.lint_book):
        assert re.search(r"Harm: .+\n\n *Bad: .+\n *Good: ", rule.__doc__, re.DOTALL), rule


def test_own_books_are_good(site: Path, project: Project, report: Report) -> None:
    """The books that the project builds have no finding, in no language, bilingual ones too."""
    books = lint.find_books(site)
    assert len(books) == 1 + 2 * len(project.locales)
    findings = lint.lint_books(project, report.source, report.results, books)
    assert [str(each) for each in findings] == []


@pytest.mark.parametrize("name", ["de.bilingual", "ar.bilingual"])
def test_bilingual_book_is_good(
    name: str, real: Books, lint_one: Callable[..., list[Finding]]
) -> None:
    """English beside the translation, marked as English, is no leak."""
    assert codes(lint_one(pack(real[name]), name)) == set()


# Defects that are no change of a book's files


def test_entry_with_a_time(real: Books, lint_one: Callable[..., list[Finding]]) -> None:
    """One file that tells when it was packed."""
    assert codes(lint_one(pack(real["de"], times={TEXT: (2026, 11, 23, 14, 5, 0)}), "de")) == {
        "book-times"
    }


@pytest.mark.parametrize("order", ["last", "packed"])
def test_mimetype_in_the_wrong_place(
    order: str, real: Books, lint_one: Callable[..., list[Finding]]
) -> None:
    """Behind other files, or packed: readers do not find it at its bytes."""
    files = dict(real["de"])
    if order == "last":
        files["mimetype"] = files.pop("mimetype")
    assert codes(lint_one(pack(files, stored=order == "last"), "de")) == {"book-mimetype"}


@pytest.mark.parametrize("name", ["old-article.de", f"{SLUG}.xx", f"{SLUG}.en.bilingual"])
def test_book_of_nobody(
    name: str, site: Path, tmp_path: Path, project: Project, report: Report
) -> None:
    """A book of an article or a language that the project does not have: left behind."""
    path = tmp_path / f"{name}.epub"
    path.write_bytes((site / "downloads" / f"{SLUG}.de.epub").read_bytes())
    findings = list(lint.lint_books(project, report.source, report.results, [path]))
    assert codes(findings) == {"book-unknown"}


def _without(results: Ledgers, code: str, texts: Iterable[str]) -> Ledgers:
    """The ledgers of a gate that refused these messages of a locale."""
    gone = set(texts)
    changed = [
        replace(
            result,
            accepted={text: told for text, told in result.accepted.items() if text not in gone},
            shown={text: runs for text, runs in result.shown.items() if text not in gone},
        )
        for result in results[code]
    ]
    return {**results, code: tuple(changed)}


@pytest.mark.parametrize("marked", [True, False])
def test_fallback_without_its_mark(
    marked: bool, real: Books, report: Report, lint_one: Callable[..., list[Finding]]
) -> None:
    """English in the place of a refused translation is good when it says so, and only then."""
    files = dict(real["de"])
    begin = '<p class="fallback" lang="en" dir="ltr">' if marked else "<p>"
    become(TEXT, f"<p>{GERMAN}[^<]*</p>", f"{begin}{ENGLISH}</p>")(files, real)
    results = _without(report.results, "de", [ENGLISH])
    found = codes(lint_one(pack(files), "de", results))
    assert found == (set() if marked else {"book-unmarked-source"})


def test_fallback_that_is_lost(
    real: Books, report: Report, lint_one: Callable[..., list[Finding]]
) -> None:
    """A refused translation leaves English, and never a gap."""
    files = dict(real["de"])
    cut(TEXT, f"<p>{GERMAN}[^<]*</p>")(files, real)
    results = _without(report.results, "de", [ENGLISH])
    assert codes(lint_one(pack(files), "de", results)) == {"book-text-lost"}


def test_many_fallbacks_without_their_marks(
    real: Books, report: Report, lint_one: Callable[..., list[Finding]]
) -> None:
    """Each of several in a row is reported, though other English is among them."""
    (theirs,), (mine,) = (found_in(real[tag][TEXT].decode(), CONCLUSION) for tag in ("en", "de"))
    files = dict(real["de"])
    marked = '<p lang="en" dir="ltr">English.</p></section>'
    become(TEXT, CONCLUSION, theirs.replace("</section>", marked))(files, real)
    for name in ("EPUB/nav.xhtml", "EPUB/toc.ncx"):
        put(name, ">Fazit<", ">Conclusion<")(files, real)
    units = [unit for unit in report.source.documents[0].units if unit.id.startswith("conclusion/")]
    assert len(units) == 3
    assert mine != theirs
    results = _without(report.results, "de", [unit.text for unit in units])
    findings = lint_one(pack(files), "de", results)
    assert codes(findings) == {"book-unmarked-source"}
    assert len(findings) == len(units)


def test_withheld_translation(
    real: Books, report: Report, lint_one: Callable[..., list[Finding]]
) -> None:
    """A book of an earlier build stands; a note says that its words were not looked at."""
    messages = [text for result in report.results["de"] for text in result.accepted]
    results = _without(report.results, "de", messages[::2])
    findings = lint_one(pack(real["de"]), "de", results)
    assert codes(findings) == {"book-of-earlier-build"}
    assert {each.problem.severity for each in findings} == {Severity.NOTE}


def test_locale_without_ledgers(
    real: Books, report: Report, lint_one: Callable[..., list[Finding]]
) -> None:
    """Where the gate failed there is nothing to hold a book to; the command tells of the gate."""
    results = {code: each for code, each in report.results.items() if code != "de"}
    assert lint_one(pack(real["de"]), "de", results) == []


def test_original_needs_no_ledgers(
    real: Books, lint_one: Callable[..., list[Finding]], report: Report
) -> None:
    """`check --editions en` judges no catalog, and still knows what the English book must show."""
    files = dict(real["en"])
    assert codes(lint_one(pack(files), "en", {"xx": ()})) == set()
    cut(TEXT, "<p>Be kind to your body.*?</p>")(files, real)
    assert codes(lint_one(pack(files), "en", {"xx": ()})) == {"book-text-lost"}
