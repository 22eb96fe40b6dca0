"""Templates and catalogs on disk: what `extract`, `update` and `add-locale` write, and when."""

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest

from cellulite_content.pipeline.catalogs import locale_tree
from cellulite_content.pipeline.catalogs.catalog import CatalogError, parse_catalog
from cellulite_content.pipeline.catalogs.locale_tree import (
    add_locales,
    extract_templates,
    read_templates,
    update_catalogs,
)
from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.unit import Document, Source, Unit
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support import CHECKOUT

ARTICLE = "articles/will-running-reduce-cellulite"
EXTRA = Document(
    "articles/why-walk",
    (Unit("title", "articles/why-walk", "title", "Why Walk", place="docs/articles/why-walk.rst"),),
)


@pytest.fixture(scope="module")
def source(checkout: Path) -> Source:
    """The checkout's source."""
    return extract_source(load_project(checkout), ProcessPool(1))


@pytest.fixture
def copied(project_copy: Path, source: Source) -> Project:
    """A copy of the project with templates and catalogs up to date."""
    project = load_project(project_copy)
    list(extract_templates(project, source))
    list(update_catalogs(project, project.locales))
    return project


def _stamps(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Inode, time and bytes of each file: a file that was written anew has another inode."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_ino,
            path.stat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _changed(source: Source, old: str, new: str) -> Source:
    """The source with one text edited."""
    documents = []
    for document in source.documents:
        units = tuple(replace(u, text=new) if u.text == old else u for u in document.units)
        documents.append(replace(document, units=units))
    return Source(tuple(documents))


def _made(changes: object) -> list[tuple[Path, object]]:
    return [(path, result) for path, result in changes if result is not None]


# Extracting


def test_extract_again_writes_nothing(copied: Project, source: Source) -> None:
    """An unchanged source touches no file."""
    before = _stamps(copied.locales_folder)
    assert list(extract_templates(copied, source)) == []
    assert _stamps(copied.locales_folder) == before


def test_extract_writes_what_changed(copied: Project, source: Source) -> None:
    """One edited text changes its template alone, and that template's one message."""
    before = _stamps(copied.templates)
    edited = _changed(source, "Conclusion", "In the End")
    assert list(extract_templates(copied, edited)) == [copied.template(ARTICLE)]
    after = _stamps(copied.templates)
    assert [name for name in after if after[name] != before[name]] == [f"{ARTICLE}.pot"]
    old, new = (data[f"{ARTICLE}.pot"][2].splitlines() for data in (before, after))
    assert b'msgid "In the End"' in new
    # The heading is also the section path in the comments of its paragraphs.
    assert len(old) == len(new)


def test_extract_follows_documents(copied: Project, source: Source) -> None:
    """A new document gets a template; when it goes, its template goes, and no other."""
    before = _stamps(copied.templates)
    more = Source((*source.documents, EXTRA))
    assert list(extract_templates(copied, more)) == [copied.template(EXTRA.domain)]
    assert polib.pofile(str(copied.template(EXTRA.domain)))[0].msgid == "Why Walk"
    assert list(extract_templates(copied, source)) == [copied.template(EXTRA.domain)]
    assert _stamps(copied.templates) == before


def test_templates_are_the_committed_ones(project: Project, source: Source) -> None:
    """The checkout's templates are current: commit what `extract` writes."""
    templates = read_templates(project)
    assert sorted(templates) == [ARTICLE, "interface"]
    for document in source.documents:
        assert [entry.msgid for entry in templates[document.domain].entries] == list(
            document.messages
        )


# Updating


def test_update_again_writes_nothing(copied: Project) -> None:
    """Unchanged templates touch no catalog."""
    before = _stamps(copied.locales_folder)
    assert _made(update_catalogs(copied, copied.locales)) == []
    assert _stamps(copied.locales_folder) == before


def test_update_of_some_locales(copied: Project, source: Source) -> None:
    """Only the locales asked for are brought up to date."""
    list(extract_templates(copied, _changed(source, "Conclusion", "Conclusions")))
    before = _stamps(copied.locales_folder)
    ((path, merged),) = _made(update_catalogs(copied, [copied.locale("de")]))
    assert path == copied.catalog(copied.locale("de"), ARTICLE)
    assert (merged.fuzzy, merged.added, merged.obsolete) == (1, 0, 0)
    after = _stamps(copied.locales_folder)
    changed = [copied.locales_folder / name for name in after if after[name] != before[name]]
    assert changed == [path]


def test_update_makes_missing_catalogs(copied: Project, source: Source) -> None:
    """A new document gets a catalog in each locale, headers and all, nothing translated."""
    list(extract_templates(copied, Source((*source.documents, EXTRA))))
    made = _made(update_catalogs(copied, copied.locales))
    assert [path for path, _ in made] == [copied.catalog(x, EXTRA.domain) for x in copied.locales]
    for locale in copied.locales:
        catalog = polib.pofile(str(copied.catalog(locale, EXTRA.domain)))
        assert catalog.metadata["Language"] == locale.code
        assert [(entry.msgid, entry.msgstr) for entry in catalog] == [("Why Walk", "")]


def test_update_leaves_broken_catalogs(copied: Project, source: Source) -> None:
    """A catalog that cannot be read is reported with its line, kept, and stops no other."""
    list(extract_templates(copied, _changed(source, "Conclusion", "Conclusions")))
    path = copied.catalog(copied.locale("de"), ARTICLE)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:20], "=======\n", *lines[20:]]), encoding="utf-8")
    before = path.read_bytes()
    results = dict(_made(update_catalogs(copied, copied.locales)))
    assert len(results) == len(copied.locales)
    error = results.pop(path)
    assert isinstance(error, CatalogError)
    assert error.line == 21
    assert path.read_bytes() == before
    assert all(result.fuzzy == 1 for result in results.values())


def test_a_renamed_document_takes_its_translations_along(copied: Project, source: Source) -> None:
    """In every locale; the old catalog is deleted, and a second update writes nothing. If a kill
    left the old catalog, the second update deletes it."""
    renamed = "articles/running"
    documents = (
        replace(each, domain=renamed) if each.domain == ARTICLE else each
        for each in source.documents
    )
    list(extract_templates(copied, Source(tuple(documents))))
    assert not copied.template(ARTICLE).exists()
    old = {locale: _translations(copied, locale, ARTICLE) for locale in copied.locales}
    german = copied.catalog(copied.locale("de"), ARTICLE).read_bytes()
    list(update_catalogs(copied, copied.locales))
    for locale in copied.locales:
        assert _translations(copied, locale, renamed) == old[locale]
        assert not copied.catalog(locale, ARTICLE).exists()
    assert _made(update_catalogs(copied, copied.locales)) == []
    path = copied.catalog(copied.locale("de"), ARTICLE)
    path.write_bytes(german)
    assert [changed for changed, _ in _made(update_catalogs(copied, copied.locales))] == [path]
    assert not path.exists()


@pytest.mark.parametrize("cycle", [False, True], ids=["one way", "both ways"])
def test_a_kill_between_two_catalogs_loses_nothing(
    copied: Project, source: Source, monkeypatch: pytest.MonkeyPatch, cycle: bool
) -> None:
    """Whichever write is the last, each translation is in one of the files, and the next
    update puts it where it belongs."""
    article = next(each for each in source.documents if each.domain == ARTICLE)
    cut = next(each for each in article.units if len(each.text) > 200)
    rest = tuple(each for each in article.units if each.text != cut.text)
    (locale,) = (each for each in copied.locales if each.code == "de")
    # The document that takes is named before and behind the one that gives.
    for name in ("articles/aside", "articles/zebra"):
        list(extract_templates(copied, source))
        list(update_catalogs(copied, [locale]))
        before = {
            text for each in copied.locales_folder.rglob("de/**/*.po") for text in _said(each)
        }
        aside = (replace(cut, domain=name), *(article.units[:1] if cycle else ()))
        moved = (
            *(replace(each, units=rest) if each is article else each for each in source.documents),
            Document(name, aside),
        )
        list(extract_templates(copied, Source(moved)))
        for last in range(1, 4):
            _stop_after(monkeypatch, last)
            with suppress(KeyboardInterrupt):
                list(update_catalogs(copied, [locale]))
            monkeypatch.undo()
            after = {
                text for each in copied.locales_folder.rglob("de/**/*.po") for text in _said(each)
            }
            assert before <= after
        list(update_catalogs(copied, [locale]))
        assert cut.text in _translations(copied, locale, name)
        assert cut.text not in _translations(copied, locale, ARTICLE)


def _stop_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Make the write after so many others stop the program, as a key press would."""
    writes = iter(range(count))
    replaced = Path.replace

    def stopped(self: Path, target: Path) -> Path:
        if next(writes, None) is None:
            raise KeyboardInterrupt
        return replaced(self, target)

    monkeypatch.setattr(Path, "replace", stopped)


def _said(path: Path) -> set[str]:
    return {each.msgstr for each in parse_catalog(path.read_bytes()).entries if each.msgstr}


def _translations(project: Project, locale: Locale, domain: str) -> dict[str, str]:
    """The live messages of a catalog that have a translation."""
    catalog = parse_catalog(project.catalog(locale, domain).read_bytes())
    return {each.msgid: each.msgstr for each in catalog.live if each.msgstr}


@pytest.mark.parametrize("part", ["LC_MESSAGES", "LC_MESSAGES/articles"])
def test_update_follows_no_link(copied: Project, tmp_path: Path, part: str) -> None:
    """Where a folder is a link, nothing is written behind it, no new catalog either."""
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = copied.locales_folder / "pl" / part
    folder.rename(tmp_path / "moved")
    folder.symlink_to(outside)
    results = dict(_made(update_catalogs(copied, [copied.locale("pl")])))
    error = results[copied.catalog(copied.locale("pl"), ARTICLE)]
    assert isinstance(error, CatalogError)
    assert "symbolic link" in str(error)
    assert list(add_locales(copied, ["pl"])) == []
    assert list(outside.iterdir()) == []


def test_interrupted_write_leaves_the_old_file(copied: Project, source: Source) -> None:
    """A disk that fills up in the middle of a write leaves each catalog whole, as it was."""
    list(extract_templates(copied, _changed(source, "Conclusion", "Conclusions")))
    path = copied.catalog(copied.locale("de"), ARTICLE)
    before = path.read_bytes()
    assert len(before) > 8192
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from cellulite_content.pipeline.catalogs.locale_tree import update_catalogs\n"
        "from cellulite_content.pipeline.model.project import load_project\n"
        "project = load_project(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
        "list(update_catalogs(project, [project.locale('de')]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, copied.root],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "File too large" in done.stderr
    assert path.read_bytes() == before


def test_update_needs_templates(copied: Project) -> None:
    """Without templates, or with a broken one, the way out is said and no catalog is touched."""
    template = copied.template("interface")
    template.write_text("no template\n", encoding="utf-8")
    before = _stamps(copied.locales_folder)
    with pytest.raises(ProjectError, match=r"interface\.pot:1: .*run `cellulite-content extract`"):
        list(update_catalogs(copied, copied.locales))
    template.unlink()
    copied.template(ARTICLE).unlink()
    with pytest.raises(ProjectError, match="no templates; run `cellulite-content extract`"):
        list(update_catalogs(copied, copied.locales))
    assert all(before[name] == stamp for name, stamp in _stamps(copied.locales_folder).items())


# Adding locales


def test_an_editor_saves_a_catalog_during_the_update(
    copied: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the editor saved stays, in catalogs that the update changes and in the others."""
    german = copied.locale("de")
    paths = [copied.catalog(german, domain) for domain in ("interface", ARTICLE)]
    template = copied.template(ARTICLE)
    template.write_bytes(template.read_bytes() + b'\nmsgid "New"\nmsgstr ""\n')
    merge = locale_tree.merge_locale

    def save_meanwhile(*arguments: Any) -> Any:
        for path in paths:
            path.write_bytes(path.read_bytes() + b"# saved\n")
        return merge(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(locale_tree, "merge_locale", save_meanwhile)
        with pytest.raises(ProjectError, match="another program has changed it meanwhile"):
            list(update_catalogs(copied, [german]))
    assert [path.read_bytes().endswith(b"# saved\n") for path in paths] == [True, True]
    list(update_catalogs(copied, [german]))
    assert b'msgid "New"' in paths[1].read_bytes()
    assert b"# saved" in paths[1].read_bytes()


def test_add_locales(copied: Project) -> None:
    """Each new locale gets a table and a catalog a document; then it is a locale of the project."""
    old = copied.locales_toml.read_bytes()
    written = list(add_locales(copied, ["uk", "sr_Latn"]))
    project = load_project(copied.root)
    assert written[0] == copied.locales_toml
    assert set(written[1:]) == {
        project.catalog(project.locale(code), domain)
        for code in ("uk", "sr_Latn")
        for domain in (ARTICLE, "interface")
    }
    assert copied.locales_toml.read_bytes().startswith(old)
    assert project.locale("sr-Latn").origin == "people"
    assert _made(update_catalogs(project, project.locales)) == []


def test_add_known_locale_writes_nothing(copied: Project) -> None:
    """A locale that is there is left alone; a missing catalog of it is made."""
    before = _stamps(copied.locales_folder)
    assert list(add_locales(copied, ["de"])) == []
    assert _stamps(copied.locales_folder) == before
    path = copied.catalog(copied.locale("de"), "interface")
    path.unlink()
    assert list(add_locales(copied, ["de"])) == [path]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("pt-br", "'pt-br' is no locale code; write pt_BR"),
        ("DE", "'DE' is no locale code; write de"),
        ("german", "'german' is no locale code; write one like de or pt_BR"),
        ("xx", "CLDR knows no locale 'xx'; check its spelling"),
        ("zh_Hans_CN", "zh_Hans_CN is the same language as zh_CN, which the project has"),
    ],
)
def test_wrong_locale_names_no_line(copied: Project, code: str, words: str) -> None:
    """The code is what was typed: no line of `locales.toml` has it."""
    list(add_locales(copied, ["zh_CN"]))
    with pytest.raises(ProjectError) as raised:
        list(add_locales(load_project(copied.root), [code]))
    assert str(raised.value) == words


@pytest.mark.parametrize("code", ["xx", "DE", "de-AT", "../up", "a.b", "", 'de]\nx = "y"'])
def test_add_wrong_locale_writes_nothing(copied: Project, code: str) -> None:
    """A code that CLDR does not know, or that is none, changes no file, good ones beside it too."""
    before = _stamps(copied.locales_folder)
    with pytest.raises(ProjectError, match="locale"):
        list(add_locales(copied, ["uk", code]))
    assert _stamps(copied.locales_folder) == before
