"""What Markdown shows is what reStructuredText shows; the rest is refused with line and remedy."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from support import CHECKOUT
from support.markdown.cases import (
    CONF,
    article_in_markdown,
    differences,
    editions,
    in_markdown,
    read_constructs,
    with_outer_punctuation,
    write_refused,
    write_shown,
)

pytestmark = pytest.mark.slow

ARTICLE = "will-running-reduce-cellulite"
LANGUAGES = ("en", "ar-XB")
"""The source, and the pseudo-locale whose texts do not depend on the length of the markup."""


def ids_of_units(project: Path) -> list[str]:
    """The ids of a project's units, in order."""
    text = (project / "locales" / "templates" / "unit-ids.txt").read_text(encoding="utf-8")
    return [line.split("\t")[0] for line in text.splitlines()]


@pytest.fixture(scope="module")
def shown(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sites of all constructs, and of their pseudo-translations, by markup."""
    folders = {}
    for markup in ("markdown", "restructuredtext"):
        folders[markup] = write_shown(tmp_path_factory.mktemp(markup) / "project", markup)
        done = run("build", "--pseudo", project=folders[markup])
        assert not re.search("(?m)^locales/|^error", done.stderr), done.stderr
    return folders


def test_constructs_have_the_same_units(shown: dict[str, Path]) -> None:
    """The same ids in the same order: kinds, sections and numbers."""
    first, second = (ids_of_units(folder) for folder in shown.values())
    assert first == second
    assert len(first) > 60


@pytest.mark.parametrize("tag", LANGUAGES)
def test_constructs_are_shown_alike(shown: dict[str, Path], tag: str) -> None:
    """The articles in pages, data, books and bilingual books is byte for byte that of
    reStructuredText, in the source and in a translation."""
    names = list(read_constructs("shown"))
    sites = (folder / "build/pseudo/build/site" for folder in shown.values())
    first, second = (editions(site, tag, names) for site in sites)
    assert differences(first, second) == []
    assert len(first) >= 3 * len(names)


def test_refused_constructs_are_named(run: Callable, tmp_path: Path) -> None:
    """Each with its line and the remedy, and nothing else, in one run."""
    cases = read_constructs("refused")
    done = run("extract", project=write_refused(tmp_path / "project"))
    lines = [line.removeprefix("cellulite-content: ") for line in done.stderr.splitlines()]
    assert done.returncode == 2
    found = {
        name: [
            line.partition(".md:")[2] for line in lines if line.startswith(f"docs/articles/{name}.")
        ]
        for name in cases
    }
    assert found == {name: case["errors"] for name, case in cases.items()}
    assert len(lines) == 1 + sum(len(case["errors"]) for case in cases.values())


def translated(path: Path, *changes: Callable[[str], str]) -> None:
    """Change all texts of a catalog."""
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        for change in changes:
            entry.msgid, entry.msgstr = change(entry.msgid), change(entry.msgstr)
    catalog.save(str(path))


@pytest.fixture(scope="module")
def articles(
    run: Callable, copy_project: Callable, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    """Our project, with the article in reStructuredText and in Markdown, built in all locales."""
    projects = []
    for markup in ("restructuredtext", "markdown"):
        project = copy_project(tmp_path_factory.mktemp(markup) / "project")
        shutil.copytree(CHECKOUT / "locales", project / "locales", dirs_exist_ok=True)
        locales = project / "locales" / "locales.toml"
        published = re.sub(r"publish = \d+", "publish = 0", locales.read_text(encoding="utf-8"))
        locales.write_text(published, encoding="utf-8")
        changes = [with_outer_punctuation]
        if markup == "markdown":
            changes.append(in_markdown)
            path = project / "docs" / "articles" / f"{ARTICLE}.rst"
            text = article_in_markdown(path.read_text(encoding="utf-8"))
            path.rename(path.with_suffix(".md")).write_text(text, encoding="utf-8")
            conf = project / "docs" / "conf.py"
            conf.write_text(conf.read_text(encoding="utf-8") + CONF, encoding="utf-8")
        for path in (project / "locales").glob(f"*/LC_MESSAGES/articles/{ARTICLE}.po"):
            translated(path, *changes)
        assert run("extract", project=project).returncode == 0
        done = run("build", project=project)
        assert (done.returncode, done.stderr.count("locales/")) == (0, 0), done.stderr
        projects.append(project)
    return projects


def test_our_article_has_the_same_units(articles: list[Path]) -> None:
    """The same ids, and templates that differ in the notation of their markup alone."""
    assert ids_of_units(articles[0]) == ids_of_units(articles[1])
    templates = [
        (project / "locales" / "templates" / "articles" / f"{ARTICLE}.pot").read_text("utf-8")
        for project in articles
    ]
    assert in_markdown(templates[0]).replace(f"{ARTICLE}.rst", f"{ARTICLE}.md") == templates[1]


def test_our_article_is_the_same_in_all_locales(articles: list[Path]) -> None:
    """Page, data, book and bilingual book of each locale, byte for byte."""
    sites = [project / "build" / "site" for project in articles]
    tags = [path.name for path in (sites[0] / "data").iterdir() if path.is_dir()]
    assert len(tags) > len(list((CHECKOUT / "locales").glob("*/LC_MESSAGES")))
    for tag in tags:
        first, second = (editions(site, tag, [ARTICLE]) for site in sites)
        assert differences(first, second) == []
        assert len(first) >= 3
