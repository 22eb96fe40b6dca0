"""Recipes: whatever an edition is made from changes its key, and nothing else does."""

import sys
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path

import pytest

from cellulite_content.pipeline.model import fingerprint
from cellulite_content.pipeline.model.fingerprint import Fingerprint, read_shared_inputs
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.locale import ListedLanguage
from cellulite_content.pipeline.model.project import load_project

LANGUAGES = (ListedLanguage("en", "English", "ltr"), ListedLanguage("de", "Deutsch", "ltr"))
LEDGER = GateResult("de", "articles/a", 2, {"One": "Eins"})


def _keys(root: Path) -> dict[str, str]:
    """The keys of the German editions."""
    project = load_project(root)
    inputs = read_shared_inputs(project)
    site = (LANGUAGES, (), True)
    return {
        form: inputs.fingerprints(project.locale("de"), [form], [LEDGER], site)[form].key
        for form in ("html", "epub", "bundle")
    }


def _append(name: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        path.write_text(before + text, encoding="utf-8")

    return change


def _replaced(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert before in text
        (root / name).write_text(text.replace(before, after), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    "change",
    [
        _append("docs/articles/will-running-reduce-cellulite.rst", "\nOne more.\n"),
        _append("docs/articles/new.rst", "New\n===\n"),
        _append("docs/figures/new.svg", "<svg/>"),
        _append("docs/conf.py", "\n# changed\n"),
        _replaced("pyproject.toml", 'title = "Cellulite Content"', 'title = "Other"'),
        _replaced("locales/locales.toml", "[de]\n", '[de]\ntranslators = ["A. Name"]\n'),
    ],
    ids=["source", "new source", "figure", "conf.py", "settings", "locale"],
)
def test_what_changes_the_editions(project_copy: Path, change: Callable[[Path], None]) -> None:
    """Each of these changes the key of each format."""
    before = _keys(project_copy)
    change(project_copy)
    after = _keys(project_copy)
    assert [form for form in before if before[form] == after[form]] == []


@pytest.mark.parametrize(
    "change",
    [
        _append("docs/handbook/new.rst", "New\n===\n"),
        _append("docs/__pycache__/conf.cpython-311.pyc", "compiled"),
        _append("locales/fr/LC_MESSAGES/articles/note.txt", "a note"),
        _replaced("locales/locales.toml", "[fr]\n", '[fr]\ntranslators = ["A. Name"]\n'),
        _append("README.md", "more"),
    ],
    ids=["handbook", "compiled", "another locale's file", "another locale", "readme"],
)
def test_what_leaves_them(project_copy: Path, change: Callable[[Path], None]) -> None:
    """The handbook is no part of any edition, and what concerns another locale none of this."""
    before = _keys(project_copy)
    change(project_copy)
    assert _keys(project_copy) == before


def test_another_place_is_the_same(copy_project: Callable[[Path], Path], tmp_path: Path) -> None:
    """A key does not depend on where the project lies."""
    here, there = copy_project(tmp_path / "here"), copy_project(tmp_path / "there" / "deep")
    assert _keys(here) == _keys(there)


def test_messages_languages_and_books(project_copy: Path) -> None:
    """Accepted messages change all formats; the languages of the site do not concern the bundle;
    that there are books concerns the pages alone."""
    project = load_project(project_copy)
    inputs, german = read_shared_inputs(project), project.locale("de")

    def key(form: str, result: GateResult = LEDGER, site: tuple = (LANGUAGES, (), True)) -> str:
        return inputs.fingerprints(german, [form], [result], site)[form].key

    other = replace(LEDGER, accepted={"One": "Ein"})
    for form in ("html", "epub", "bundle"):
        assert key(form, other) != key(form)
        assert key(form, replace(LEDGER, fuzzy=1)) == key(form)
    fewer, behind, bookless = (
        (LANGUAGES[:1], (), True),
        (LANGUAGES, ("a",), True),
        (LANGUAGES, (), False),
    )
    assert key("html", site=fewer) != key("html")
    assert key("epub", site=behind) != key("epub")
    assert key("bundle", site=fewer) == key("bundle")
    without = tuple(each._replace(withheld=("a",)) for each in LANGUAGES)
    assert key("bundle", site=(without, (), True)) != key("bundle"), "an article less"
    assert key("html", site=bookless) != key("html")
    assert key("epub", site=bookless) == key("epub")


def test_the_order_of_messages_does_not_count(project_copy: Path) -> None:
    """A catalog that is only sorted anew gives the same editions."""
    project = load_project(project_copy)
    inputs, german = read_shared_inputs(project), project.locale("de")
    results = [replace(LEDGER, accepted=dict(pairs)) for pairs in (AB, AB[::-1])]
    site = (), (), True
    keys = {inputs.fingerprints(german, ["html"], [each], site)["html"].key for each in results}
    assert len(keys) == 1


AB = [("A", "a"), ("B", "b")]


def test_another_package_version_changes_all(
    project_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that is installed, or of another version, may change what is built."""
    before = _keys(project_copy)
    (tmp_path / "site" / "sphinx-99.dist-info").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "site")])
    fingerprint._program_digest.cache_clear()
    after = _keys(project_copy)
    fingerprint._program_digest.cache_clear()
    assert [form for form in before if before[form] == after[form]] == []


def test_changes_are_told_by_name() -> None:
    """Each part that differs is named, in words that a reader of `--explain` understands."""
    one = Fingerprint(*"abcdef")
    for field in fields(Fingerprint):
        (name,) = replace(one, **{field.name: "other"}).changes(one)
        assert name
    assert one.changes(one) == ()


def test_a_picture_in_an_excluded_folder_counts(project_copy: Path) -> None:
    """`exclude_patterns` names what is no document; an article may show a picture from there."""
    _append("docs/pictures/skin.svg", "<svg/>")(project_copy)
    _replaced("docs/conf.py", '["handbook"]', '["handbook", "pictures"]')(project_copy)
    before = _keys(project_copy)
    _append("docs/pictures/skin.svg", "<!-- other -->")(project_copy)
    after = _keys(project_copy)
    assert [form for form in before if before[form] == after[form]] == []
