"""The import into a project: the gate, the findings with file and line, and whole writes."""

import csv
import io
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from translate.storage import xliff

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.exchange.export import export
from cellulite_content.pipeline.exchange.translation_import import (
    ImportResult,
    import_translations,
)
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import HEAD, fill_in, write_project

WALK = "Walk slowly. See `the study <https://en.example/study>`__."
REST = "Rest for **two** days."
TEXTS = {"Walking": "Gehen", WALK: "Geh langsam. Siehe `die Studie <https://en.example/study>`__."}
ARTICLE = f"{HEAD}Walking\n=======\n\n{WALK}\n\n{REST}\n\nSleep well after a long walk.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_project(tmp_path_factory.mktemp("made") / "project", {"a": ARTICLE})
    fill_in(root, "de", TEXTS)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project"))


def _catalog(root: Path) -> Path:
    return root / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"


def _export(root: Path, format_name: str = "csv") -> Path:
    project = load_project(root)
    result = export(project, ProcessPool(1), project.locales, format_name, root / "out")
    return result.files[0]


def _edit(file: Path, translations: Mapping[str, str], **cells: str) -> list[int]:
    """Write translations, and other cells, into the rows of these sources; return their lines."""
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"), newline="")))
    columns = {name: number for number, name in enumerate(rows[0])}
    lines = []
    for line, row in enumerate(rows, 1):
        if (source := row[columns["source"]]) in translations:
            row[columns["translation"]] = translations[source]
            for name, cell in cells.items():
                row[columns[name]] = cell
            lines.append(line)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    file.write_text(text.getvalue(), "utf-8", newline="")
    return lines


def _import(root: Path, *files: Path) -> ImportResult:
    return import_translations(load_project(root), ProcessPool(1), files)


@pytest.mark.parametrize("format_name", ["csv", "xlsx", "xliff"])
def test_a_round_trip_writes_nothing(root: Path, format_name: str) -> None:
    before = _catalog(root).read_bytes()
    result = _import(root, _export(root, format_name))
    assert (result.changed, result.findings, result.incomplete) == ((), (), False)
    assert _catalog(root).read_bytes() == before


def test_what_is_accepted_is_written_and_what_is_refused_is_not(root: Path) -> None:
    """The finding names the line of the file, and has the gate's correction."""
    before = _catalog(root).read_text("utf-8")
    file = _export(root)
    good = {REST: "Ruh dich **zwei** Tage aus."}
    bad = {WALK: "Geh langsam. Siehe `die Studie <https://de.example/>`__."}
    _edit(file, good)
    (line,) = _edit(file, bad)
    result = _import(root, file)
    assert result.changed == ((_catalog(root), 1),)
    assert result.incomplete
    (finding,) = (each for each in result.findings if each.error)
    assert (finding.path, finding.line) == ("out/de.csv", line)
    assert finding.problem.code == "link-changed"
    expected = before.replace(
        f'msgid "{REST}"\nmsgstr ""', f'msgid "{REST}"\nmsgstr "{good[REST]}"'
    )
    assert _catalog(root).read_text("utf-8") == expected != before


def test_a_file_with_marks_around_its_sentences(root: Path) -> None:
    """memoQ and others put `<mrk>` around each sentence; the words are the text."""
    file = _export(root, "xliff")
    text = file.read_text("utf-8")
    marked = '<mrk mtype="seg" mid="0">Zu Fuß</mrk> <mrk mtype="seg" mid="1">gehen</mrk>'
    assert ">Gehen<" in text
    file.write_text(text.replace(">Gehen<", f">{marked}<"), "utf-8")
    assert _import(root, file) == ImportResult(((_catalog(root), 1),), ())
    assert 'msgid "Walking"\nmsgstr "Zu Fuß gehen"' in _catalog(root).read_text("utf-8")


def test_a_file_that_weblate_has_saved(root: Path) -> None:
    """Its library, Translate Toolkit, keeps the digests; the state is its own."""
    file = _export(root, "xliff")
    store = xliff.xlifffile.parsefile(str(file))
    units = {unit.source: unit for unit in store.units}
    units[REST].target = "Ruh dich **zwei** Tage aus."
    units["Walking"].target = "Zu Fuß gehen"
    units["Walking"].markfuzzy()
    store.save()
    assert _import(root, file) == ImportResult(((_catalog(root), 2),), ())
    text = _catalog(root).read_text("utf-8")
    assert f'\nmsgid "{REST}"\nmsgstr "Ruh dich **zwei** Tage aus."' in text
    assert '#, fuzzy\nmsgid "Walking"\nmsgstr "Zu Fuß gehen"' in text


@pytest.mark.parametrize("state", ["translated", "fuzzy"])
def test_harmful_characters_are_refused_in_any_state(root: Path, state: str) -> None:
    before = _catalog(root).read_bytes()
    file = _export(root)
    _edit(file, {REST: "Ruh dich \u202eaus."}, state=state)
    result = _import(root, file)
    assert [each.problem.code for each in result.findings] == ["harmful-character"]
    assert _catalog(root).read_bytes() == before


def test_a_fuzzy_text_is_written_without_a_judgement_of_its_markup(root: Path) -> None:
    """No reader sees it before a person has decided."""
    file = _export(root)
    _edit(file, {REST: "Ruh dich aus."}, state="fuzzy")
    assert _import(root, file).findings == ()
    text = f'#, fuzzy\nmsgid "{REST}"\nmsgstr "Ruh dich aus."'
    assert text in _catalog(root).read_text("utf-8")


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        ("Ruh dich *aus.", "Ruh **dich.", "translated"),
        ("Ruh dich \u202eaus.", "Ruh dich \u202daus.", "fuzzy"),
        ("Ruh dich *aus.", "Ruh dich **zwei** Tage aus.", "translated"),
    ],
)
def test_a_row_after_a_refused_one(root: Path, first: str, second: str, state: str) -> None:
    """No other translation of the message takes its place unjudged; both are reported."""
    before = _catalog(root).read_bytes()
    file = _export(root)
    other = file.with_name("second.csv")
    other.write_bytes(file.read_bytes())
    _edit(file, {REST: first}, state=state)
    _edit(other, {REST: second}, state=state)
    result = _import(root, file, other)
    assert result.changed == ()
    assert {each.path for each in result.findings} == {"out/de.csv", "out/second.csv"}
    assert _catalog(root).read_bytes() == before


def test_the_catalog_changed_meanwhile(root: Path) -> None:
    """Its text stays, and the other one is in a finding."""
    file = _export(root)
    (line,) = _edit(file, {REST: "Mach **zwei** Tage Pause."})
    fill_in(root, "de", {REST: "Ruh dich **zwei** Tage aus."})
    before = _catalog(root).read_bytes()
    result = _import(root, file)
    (finding,) = result.findings
    assert (finding.problem.code, finding.line) == ("changed-in-both", line)
    assert finding.target == "Mach **zwei** Tage Pause."
    assert result.incomplete
    assert _catalog(root).read_bytes() == before


@pytest.mark.parametrize("updated", [False, True])
def test_the_source_changed_meanwhile(root: Path, run: Callable, updated: bool) -> None:
    """The translation is fuzzy with its own source; before `update` there is no message for it."""
    file = _export(root)
    _edit(file, {REST: "Ruh dich **zwei** Tage aus."})
    article = root / "docs" / "articles" / "a.rst"
    article.write_text(ARTICLE.replace(REST, "Rest for **two** whole days."), "utf-8")
    if updated:
        assert run("extract", project=root).returncode == 0
        assert run("update", project=root).returncode == 0
    before = _catalog(root).read_bytes()
    result = _import(root, file)
    if updated:
        assert result.findings == ()
        entry = (
            f'#, fuzzy\n#| msgid "{REST}"\nmsgid "Rest for **two** whole days."\n'
            'msgstr "Ruh dich **zwei** Tage aus."'
        )
        assert entry in _catalog(root).read_text("utf-8")
    else:
        assert [each.problem.code for each in result.findings] == ["not-in-catalog"]
        assert _catalog(root).read_bytes() == before


def test_unknown_messages_and_documents(root: Path) -> None:
    """Each is listed, and the rest of the file is imported."""
    file = _export(root)
    _edit(file, {"Walking": "Gehen"}, domain="articles/gone")
    _edit(file, {WALK: "Schwimmen."}, source="Swimming is another thing.")
    _edit(file, {REST: "Ruh dich **zwei** Tage aus."})
    result = _import(root, file)
    assert [each.problem.code for each in result.findings] == ["not-in-catalog"] * 2
    assert result.changed == ((_catalog(root), 1),)


def test_nothing_is_written_when_one_of_the_files_is_broken(root: Path) -> None:
    file = _export(root)
    _edit(file, {REST: "Ruh dich **zwei** Tage aus."})
    broken = root / "broken.csv"
    broken.write_text("domain\n", "utf-8")
    before = _catalog(root).read_bytes()
    with pytest.raises(ProjectError, match=r"broken\.csv:1: no column"):
        _import(root, file, broken)
    assert _catalog(root).read_bytes() == before


def test_a_header_with_which_the_gate_judges_nothing(root: Path) -> None:
    file = _export(root)
    _edit(file, {REST: "Ruh dich **zwei** Tage aus."})
    text = _catalog(root).read_text("utf-8").replace("plural=(n != 1)", "plural=exit(1)")
    _catalog(root).write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=r"a\.po:\d+: .*Plural-Forms"):
        _import(root, file)
    assert _catalog(root).read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("x.po", "", "cannot be imported"),
        ("x.csv", "domain,source,translation\n", "names no language"),
        ("x.csv", "domain,source,translation,locale\na,b,c,en\n", "is for en"),
        (
            "x.csv",
            "domain,source,translation,locale\na,b,c,fr\n",
            "'fr', which is no locale of the project; there are de",
        ),
        ("x.csv", "domain,source,translation,locale\na,b,c,de-AT\n", "it with --locale de$"),
    ],
)
def test_files_of_no_locale(root: Path, name: str, text: str, words: str) -> None:
    file = root / name
    file.write_text(text, "utf-8")
    with pytest.raises(ProjectError, match=words):
        _import(root, file)


def test_a_locale_that_the_file_does_not_name(root: Path) -> None:
    file = root / "x.csv"
    file.write_text(f"domain,source,translation\narticles/a,{REST},Zwei **Tage** Pause.\n", "utf-8")
    project = load_project(root)
    result = import_translations(project, ProcessPool(1), [file], project.locale("de"))
    assert result.changed == ((_catalog(root), 1),)


def test_a_program_changed_the_language(root: Path) -> None:
    """Programs for translators write `de-DE` for `de`. `--locale` then says what is meant, but a
    file of another language is refused."""
    file = _export(root)
    _edit(file, {REST: "Zwei **Tage** Pause."})
    text = file.read_text("utf-8-sig")
    project = load_project(root)
    for tag in ("de-DE", "fr"):
        file.write_text(re.sub("^de,", f"{tag},", text, flags=re.MULTILINE), "utf-8")
        with pytest.raises(ProjectError, match=f"^out/de.csv: is for '{tag}'"):
            _import(root, file)
        if tag == "de-DE":
            given = project.locale("de")
            result = import_translations(project, ProcessPool(1), [file], given)
            assert result.changed == ((_catalog(root), 1),)


def test_no_spreadsheet_takes_a_digest_for_a_number(root: Path) -> None:
    """Excel writes `1.2E+71` for `12345e67`, and the translation would not be taken over. Files of
    earlier versions have digests without a letter at the beginning."""
    before = _catalog(root).read_bytes()
    file = _export(root)
    _edit(file, {"Walking": "Spazieren"})
    text = file.read_text("utf-8-sig")
    digests = [row["exported"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert all(re.fullmatch("x[0-9a-f]{8}", each) for each in digests)
    for digest in digests:
        text = text.replace(digest, digest[1:])
    earlier = root / "earlier.csv"
    earlier.write_text(text, "utf-8")
    for each in (file, earlier):
        _catalog(root).write_bytes(before)
        result = _import(root, each)
        assert (result.changed, result.findings) == (((_catalog(root), 1),), ())


def test_a_translation_that_was_emptied(root: Path) -> None:
    """The catalog keeps its own, and a finding says so."""
    before = _catalog(root).read_bytes()
    file = _export(root)
    _edit(file, {WALK: ""})
    result = _import(root, file)
    assert [each.problem.code for each in result.findings] == ["empty-in-file"]
    assert result.incomplete
    assert _catalog(root).read_bytes() == before


def test_the_translations_of_an_unknown_document_are_one_finding(root: Path) -> None:
    """For each file, at the first one, with their number."""
    file = _export(root)
    lines = _edit(file, {"Walking": "Gehen", WALK: "Langsam."}, domain="articles/gone")
    other = shutil.copyfile(file, root / "out" / "other.csv")
    result = _import(root, file, other)
    places = [(each.path, each.line) for each in result.findings]
    assert places == [("out/de.csv", lines[0]), ("out/other.csv", lines[0])]
    assert all("has 2 translations" in each.message for each in result.findings)


@pytest.mark.parametrize("in_one_file", [True, False])
def test_two_translations_of_one_message(root: Path, in_one_file: bool) -> None:
    """The first is written; the finding is at the second, and names the place of the first."""
    file = _export(root)
    (line,) = _edit(file, {REST: "Ruh dich **zwei** Tage aus."})
    second = shutil.copyfile(file, root / "out" / "second.csv")
    _edit(second, {REST: "Mach **zwei** Tage Pause."})
    files = [file, second]
    expected = ("out/second.csv", line)
    if in_one_file:
        rows = second.read_text("utf-8").splitlines(keepends=True)
        with file.open("a", encoding="utf-8", newline="") as opened:
            opened.write(rows[line - 1])
        files = [file]
        expected = ("out/de.csv", len(file.read_text("utf-8").splitlines()))
    result = _import(root, *files)
    (finding,) = result.findings
    assert finding.problem.code == "two-translations"
    assert finding.problem.text.startswith(f"out/de.csv:{line} has another translation")
    assert (finding.path, finding.line) == expected
    assert result.changed == ((_catalog(root), 1),)
    assert 'msgstr "Ruh dich **zwei** Tage aus."' in _catalog(root).read_text("utf-8")
