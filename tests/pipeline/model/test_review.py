"""Reviews: tied to what was reviewed; errata and trivial edits of the source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_catalog, is_trivial
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.review import ReviewState, messages_digest, review_state
from cellulite_content.pipeline.model.unit import Document, Unit
from support.samples import read

Run = Callable[..., CompletedProcess[str]]
ARTICLE = "articles/will-running-reduce-cellulite"
TEXTS = st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=4)


@given(st.dictionaries(st.text(max_size=5), TEXTS, max_size=3), st.randoms())
def test_order_does_not_count(messages: dict[str, dict[str, str]], random: object) -> None:
    """The same messages in another order have the same digest."""
    turned = {domain: dict(reversed(each.items())) for domain, each in messages.items()}
    assert messages_digest(dict(reversed(turned.items()))) == messages_digest(messages)


@given(TEXTS, TEXTS)
def test_every_character_counts(first: dict[str, str], second: dict[str, str]) -> None:
    """Different messages have different digests, however their parts are cut."""
    assert (messages_digest({"d": first}) == messages_digest({"d": second})) == (first == second)


def test_a_change_lapses_a_review() -> None:
    """A review covers the messages that were there, and no others."""
    locale = Locale("de", state="reviewed", reviewers=("Ana",), reviewed="0123456789abcdef")
    assert review_state(locale, "0123456789abcdef") is ReviewState.REVIEWED
    assert review_state(locale, "fedcba9876543210") is ReviewState.LAPSED
    assert review_state(Locale("de"), "0123456789abcdef") is ReviewState.DRAFT


def test_review_from_record_to_lapse(project_copy: Path, run: Run, tmp_path: Path) -> None:
    """`review` writes name and digest, the page says so; one edited sentence takes it back."""
    toml = project_copy / "locales" / "locales.toml"
    before = toml.read_text(encoding="utf-8")
    assert run("review", "de", "--by", "Ana Muster", project=project_copy).returncode == 0
    after = toml.read_text(encoding="utf-8")
    assert after.startswith(before[: before.index("[de]")]), "comments and other tables stay"
    assert load_project(project_copy).locale("de").reviewers == ("Ana Muster",)

    def page() -> str:
        done = run(
            "build",
            "de",
            "--formats",
            "html",
            "--output",
            tmp_path / "o",
            project=project_copy,
        )
        assert done.returncode == 0, done.stderr
        return (tmp_path / "o" / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")

    assert "Ana Muster" in page()
    assert "Übersetzungsentwurf" not in page()
    catalog = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace('msgstr "Fazit"', 'msgstr "Schluss"'), encoding="utf-8")
    lapsed = page()
    assert "Ana Muster" not in lapsed
    assert "seit der muttersprachlichen Prüfung geändert" in lapsed
    table = run("status", project=project_copy).stdout
    assert "changed since reviewed by Ana Muster" in table


def test_nothing_broken_is_reviewed(project_copy: Path, run: Run) -> None:
    """A translation with errors is not recorded as reviewed, and the file stays as it was."""
    catalog = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(text.replace('msgstr "Fazit"', 'msgstr ".. include:: x"'), encoding="utf-8")
    toml = (project_copy / "locales" / "locales.toml").read_bytes()
    done = run("review", "de", "--by", "Ana", project=project_copy)
    assert done.returncode == 1
    assert (project_copy / "locales" / "locales.toml").read_bytes() == toml


def test_translators_are_credited_by_name(project_copy: Path, run: Run, tmp_path: Path) -> None:
    """The page and the book name the translators that `locales.toml` names."""
    toml = project_copy / "locales" / "locales.toml"
    text = toml.read_text(encoding="utf-8")
    credit = '[de]\ntranslators = ["Bea <b>Beispiel</b>"]\n'
    toml.write_text(text.replace("[de]\n", credit), encoding="utf-8")
    output = tmp_path / "o"
    assert run("build", "de", "--output", output, project=project_copy).returncode == 0
    page = (output / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert "Übersetzt von Bea &lt;b&gt;Beispiel&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("before", "now", "trivial"),
    [
        ("a  b", "a b", True),
        ('the "toxins" claim', "the “toxins” claim", True),
        ("the toxins claim", 'the "toxins" claim', True),
        ("a part", "apart", False),
        ("80 to 90%", "80 to 95%", False),
        ("same", "same", False),
        (None, "new", False),
    ],
)
def test_what_is_trivial(before: str | None, now: str, trivial: bool) -> None:
    """White space and quotation marks alone; an unchanged source is no edit at all."""
    assert is_trivial(before, now) is trivial


def test_a_trivial_edit_stays_published_and_fuzzy() -> None:
    """Its text is shown, counted as stale; the same entry with a real edit is not shown."""
    document = Document("d", (Unit("d/1", "d", "paragraph", 'No "toxins" here'),))
    entry = '\n#, fuzzy\n#| msgid "{}"\nmsgid "No \\"toxins\\" here"\nmsgstr "Keine Gifte hier"\n'
    trivial = check_catalog(Locale("de"), document, read(entry.format("No toxins here")), "de.po")
    assert (trivial.translated, trivial.stale, trivial.fuzzy) == (1, 1, 0)
    real = check_catalog(Locale("de"), document, read(entry.format("No poison here")), "de.po")
    assert (real.translated, real.stale, real.fuzzy) == (0, 0, 1)


def test_an_erratum_withdraws_a_unit() -> None:
    """A named unit falls back at once, with a warning and not an error."""
    document = Document("d", (Unit("d/1", "d", "paragraph", "One"),))
    catalog = read('\nmsgid "One"\nmsgstr "Eins"\n')
    assert check_catalog(Locale("de"), document, catalog, "de.po").accepted == {"One": "Eins"}
    withdrawn = replace(document, errata=frozenset({"d/1"}))
    result = check_catalog(Locale("de"), withdrawn, catalog, "de.po")
    assert result.accepted == {}
    assert [finding.problem.code for finding in result.findings] == ["erratum"]
    assert not any(finding.error for finding in result.findings)


def test_an_erratum_from_the_setting_to_the_page(
    project_copy: Path, run: Run, tmp_path: Path
) -> None:
    """`errata` names a unit by document and id; a wrong name is one line, exit 2."""
    settings = project_copy / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    name = f"{ARTICLE}#conclusion/paragraph-2"
    settings.write_text(re.sub(r"errata = \[\]", f'errata = ["{name}"]', text), encoding="utf-8")
    output = str(tmp_path / "o")
    assert (
        run("build", "de", "--formats", "html", "--output", output, project=project_copy).returncode
        == 0
    )
    page = (tmp_path / "o" / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert re.search(r'<p [^>]*lang="en"[^>]*>Be kind to your body', page)
    settings.write_text(re.sub(r"errata = \[\]", 'errata = ["a#b"]', text), encoding="utf-8")
    done = run("check", "de", project=project_copy)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
