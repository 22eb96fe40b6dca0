"""Publishing: which locales get out, what stays when one fails, how many work at a time."""

import hashlib
import re
from pathlib import Path

import polib
import pytest

from cellulite_content import Content
from cellulite_content.pipeline.gate.run import compile_all
from cellulite_content.pipeline.model.gate_result import article_results, percent_translated
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.publish.publish import publish_editions
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.folder_contents import contents

ARTICLE = "articles/will-running-reduce-cellulite"
SLUG = "will-running-reduce-cellulite"


def _build(root: Path, output: Path, *codes: str, jobs: int = 2, **options: object) -> object:
    project = load_project(root)
    locales = [project.locale(code) for code in codes]
    return publish_editions(project, ProcessPool(jobs), output, locales=locales, **options)


def _set_threshold(root: Path, code: str, percent: int) -> None:
    path = root / "locales" / "locales.toml"
    text = path.read_text(encoding="utf-8")
    text, count = re.subn(rf"(?m)(^\[{code}\]\npublish = )\d+$", rf"\g<1>{percent}", text)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def _forget(root: Path, code: str, *msgids: str) -> None:
    """Take translations away."""
    path = root / "locales" / code / "LC_MESSAGES" / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    for msgid in msgids:
        catalog.find(msgid).msgstr = ""
    catalog.save()


def _menu(output: Path, tag: str) -> set[str]:
    text = (output / tag / f"{ARTICLE}.html").read_text(encoding="utf-8")
    return set(re.findall(r'<a [^>]*\blang="([^"]+)"', text))


def test_threshold_withholds_a_locale(project_copy: Path, tmp_path: Path) -> None:
    """One message below its threshold, a locale is withheld everywhere; that is no failure."""
    _set_threshold(project_copy, "ar", 100)
    _forget(project_copy, "ar", "Conclusion")
    output = tmp_path / "site"
    report = _build(project_copy, output, "ar", "de")
    assert report.withheld == ["ar"]
    assert sorted(report.built) == ["de", "en"]
    assert not report.failed
    assert not (output / "ar").exists()
    assert not list(output.rglob("*.ar.*epub"))
    assert "ar" not in _menu(output, "de") | _menu(output, "en")
    assert '"ar/' not in (output / "index.html").read_text(encoding="utf-8")
    content = Content(lambda name: (project_copy / "build" / "bundle" / name).read_bytes())
    assert "ar" not in content.languages()
    assert content.load("ar").lang == "en"


def test_threshold_is_met_exactly(project_copy: Path, tmp_path: Path) -> None:
    """A locale at its threshold is published; the share is of the article's messages."""
    _forget(project_copy, "ar", "Conclusion")
    report = _build(project_copy, tmp_path / "site", "ar", formats=["html"])
    (result,) = [each for each in report.results["ar"] if each.domain == ARTICLE]
    assert (result.total - result.translated, result.untranslated) == (1, 1)
    assert percent_translated(article_results(report.results["ar"])) == 98
    assert report.withheld == []
    assert (tmp_path / "site" / "ar" / f"{ARTICLE}.html").is_file()


def test_withheld_locale_keeps_its_edition(project_copy: Path, tmp_path: Path) -> None:
    """A locale that falls below its threshold keeps the edition that it had, and is listed."""
    output = tmp_path / "site"
    assert _build(project_copy, output, "ar").withheld == []
    before = {name: data for name, data in contents(output).items() if name.startswith("ar/")}
    _set_threshold(project_copy, "ar", 100)
    _forget(project_copy, "ar", "Conclusion")
    report = _build(project_copy, output, "ar")
    assert report.withheld == ["ar"]
    after = {name: data for name, data in contents(output).items() if name.startswith("ar/")}
    assert after == before
    assert len(before) >= 4
    assert "ar" in _menu(output, "en")


@pytest.mark.parametrize("end", ["raise RuntimeError('no')", "import os; os._exit(9)"])
def test_failing_locale_leaves_the_others(project_copy: Path, tmp_path: Path, end: str) -> None:
    """A locale whose process fails or dies is named; the others are built, its edition stays."""
    output = tmp_path / "site"
    _build(project_copy, output, "de", "fr", formats=["html"])
    before = contents(output / "de")
    conf = project_copy / "docs" / "conf.py"
    lines = f"def setup(app):\n    if app.config.language == 'de':\n        {end}\n"
    conf.write_text(f"{conf.read_text(encoding='utf-8')}\n\n{lines}", encoding="utf-8")
    report = _build(project_copy, output, "de", "fr", formats=["html"])
    assert report.failed
    assert sorted(report.built) == ["en", "fr"]
    (error,) = report.errors
    assert error.startswith("de: ")
    assert contents(output / "de") == before


@pytest.mark.slow
def test_jobs_change_nothing(project_copy: Path, tmp_path: Path) -> None:
    """One job or four: the same site, and progress that counts to its end."""
    trees = []
    for jobs in (1, 4):
        told = []
        report = _build(
            project_copy,
            tmp_path / f"site-{jobs}",
            *("de", "ar", "ja"),
            jobs=jobs,
            progress=lambda what, done, total, told=told: told.append((what, done, total)),
            clean=True,
        )
        assert sorted(report.built) == ["ar", "de", "en", "ja"]
        assert [done for _, done, _ in told] == [1, 2, 3, 4]
        assert {total for _, _, total in told} == {4}
        assert {what for what, _, _ in told} == {f"built {code}" for code in report.built}
        trees.append(contents(tmp_path / f"site-{jobs}"))
    assert trees[0] == trees[1]


def test_build_cleans_up(project_copy: Path, tmp_path: Path) -> None:
    """After a build there is no staging folder, and sources and catalogs are untouched.

    A run killed after it published leaves its folder; a run without work to do removes that too.
    """
    before = contents(project_copy / "locales") | contents(project_copy / "docs")
    for abandoned in (None, project_copy / "build" / "staging-killed"):
        if abandoned:
            abandoned.mkdir()
        report = _build(project_copy, tmp_path / "site", "de")
        assert bool(report.built) is (abandoned is None)
        assert contents(project_copy / "locales") | contents(project_copy / "docs") == before
        assert sorted(path.name for path in (project_copy / "build").iterdir()) == [
            "bundle",
            "cache",
            "catalogs",
            "lock",
            "records",
        ]


def test_old_pages_go(project_copy: Path, tmp_path: Path) -> None:
    """A page of an article that is gone does not stay behind in a locale that is built."""
    output = tmp_path / "site"
    extra = project_copy / "docs" / "articles" / "why-walk.rst"
    extra.write_text(":date: 2026-01-02\n\nWhy Walk\n========\n\nWalking is good.\n")
    _set_threshold(project_copy, "de", 0)  # nothing of it is translated
    _build(project_copy, output, "de", formats=["html", "epub"])
    assert (output / "de" / "articles" / "why-walk.html").is_file()
    assert (output / "downloads" / "why-walk.de.epub").is_file()
    assert not list(output.rglob("why-walk.*.bilingual.epub")), "nothing of it is in two languages"
    (output / "downloads" / "why-walk.de.bilingual.epub").write_bytes(b"of an earlier run")
    assert (output / "covers" / "why-walk.de.jpg").is_file()
    extra.unlink()
    _build(project_copy, output, "de", formats=["html", "epub"])
    assert not (output / "de" / "articles" / "why-walk.html").exists()
    assert not list(output.rglob("why-walk.*"))


def test_pages_tell_of_the_books_that_are_there(project_copy: Path, tmp_path: Path) -> None:
    """Where the site has both, either format brings the other; where it has one, no page lies."""
    output = tmp_path / "site"
    _build(project_copy, output, "de", formats=["html"])
    text = (output / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert not list((output / "downloads").glob("*.epub"))
    assert " download>" not in text
    assert "covers/" not in text
    _build(project_copy, output, "de", formats=["epub"])
    _offers_its_book(output)
    catalog = project_copy / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    before = catalog.read_text(encoding="utf-8")
    assert before.count('msgstr "Fazit"') == 1
    for form, word in (("epub", "Zum Schluss"), ("html", "Ergebnis")):
        text = before.replace('msgstr "Fazit"', f'msgstr "{word}"')
        catalog.write_text(text, encoding="utf-8")
        _build(project_copy, output, "de", formats=[form])
        _offers_its_book(output)
        assert word in (output / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")


def _offers_its_book(output: Path) -> None:
    """The German page has the checksum of the German book."""
    book = (output / "downloads" / f"{SLUG}.de.epub").read_bytes()
    text = (output / "de" / f"{ARTICLE}.html").read_text(encoding="utf-8")
    assert hashlib.sha256(book).hexdigest() in text


def test_compile_without_writing(project_copy: Path) -> None:
    """Checking gives the same ledgers as compiling and writes nothing."""
    project = load_project(project_copy)
    locales = [project.locale("de"), project.locale("hi")]
    checked = compile_all(project, ProcessPool(2), locales, write=False)
    assert not (project_copy / "build").exists()
    compiled = compile_all(project, ProcessPool(2), locales)
    assert checked.results == compiled.results
    assert set(compiled.results) == {"de", "hi"}
    found = project_copy / "build" / "catalogs"
    assert sorted(path.name for path in found.iterdir()) == ["de", "hi"]
