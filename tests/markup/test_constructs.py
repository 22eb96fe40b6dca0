"""Each construct is right in every form and language, or `extract` refuses it with its line."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.markup.cases import FORMS, Case, read_cases, write_refused
from support.markup.forms import BuiltForms

CASES = read_cases()
SUPPORTED = [case for case in CASES if case.is_supported]
REFUSED = [case for case in CASES if not case.is_supported]
LANGUAGES = ("en", "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", SUPPORTED, ids=lambda case: case.name)
def test_supported_construct_is_shown(forms: BuiltForms, case: Case, language: str) -> None:
    """Its messages in every form, what `case.toml` says of each, and its words in the search."""
    missing = []
    for form in FORMS:
        if form == "bilingual" and language == "en":
            continue
        text = forms.text(case.name, form, language)
        markup = forms.markup(case.name, form, language)
        # A picture is there once, with its words in the book's language.
        messages = case.messages(language) + (case.words("en") if form == "bilingual" else [])
        missing += [(form, each) for each in messages if " ".join(each.split()) not in text]
        missing += [(form, each) for each in case.fragments(language, form) if each not in markup]
        missing += [(form, "not", each) for each in case.values.get("hidden", ()) if each in markup]
    missing += [
        ("search", w) for w in forms.unsearchable(case.name, language, case.words(language))
    ]
    assert missing == []


def test_books_of_all_constructs_pass_the_check(all_supported: Path, run: Callable) -> None:
    """`check --editions` has nothing to say of them."""
    done = run("check", "--editions", project=all_supported)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")


def test_lists_have_the_titles_of_programs(all_supported: Path) -> None:
    """The shelf, the feeds and the lists of books have each title without its markup."""
    site = all_supported / "build" / "site"
    titles = {json.loads(path.read_bytes())["title"] for path in site.glob("data/*/*.json")}
    shelf = (site / "index.html").read_text("utf-8")
    found = re.findall(r"([^>]+)</a></h3>", shelf)
    for feed in site.glob("feeds/*.xml"):
        found += re.findall(r"<title[^>]*>([^<]+)</title>", feed.read_text("utf-8"))[1:]
    listed = set(map(html.unescape, found))
    assert listed >= {"Line blocks", "Blöcke mit Zeilen"}
    assert listed <= titles
    books = json.loads((site / "opds" / "index.json").read_bytes())["publications"]
    assert "Line blocks" in {book["metadata"]["title"] for book in books}


@pytest.fixture(scope="module")
def refusals(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What `extract` says of a project of all refused constructs."""
    folder = write_refused(tmp_path_factory.mktemp("refused") / "project", REFUSED)
    done = run("extract", project=folder)
    assert done.returncode == 2
    return [line.removeprefix("cellulite-content: ") for line in done.stderr.splitlines()]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_refused_construct_is_named(refusals: list[str], case: Case) -> None:
    """With its line and the way out; there is nothing else against its file."""
    place = f"docs/articles/{case.name}.rst:"
    assert [line for line in refusals if line.startswith(place)] == [
        f"{place}{error}" for error in case.errors
    ]
    assert case.errors


def test_all_refusals_are_told_at_once(refusals: list[str]) -> None:
    """Sorted by file and line, and counted at the end, by kind."""
    expected = [
        f"docs/articles/{case.name}.rst:{error}" for case in REFUSED for error in case.errors
    ]
    assert refusals[:-1] == expected
    assert re.match(rf"{len(expected)} faults in the sources \(\w+( \w+)*: \d+, ", refusals[-1])
