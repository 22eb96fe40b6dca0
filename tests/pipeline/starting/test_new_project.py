"""New projects: names, and a whole one that builds, checks and tests green."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cellulite_content.pipeline.errors import ProjectError
from cellulite_content.pipeline.starting.new_project import NewProject
from support import CHECKOUT

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("title", "package"),
    [
        ("Walks & More", "walks_more"),
        ("Élan", "elan"),
        ("階段", "articles"),
        ("2026", "articles_2026"),
        ("json", "json_texts"),
        ("Docs", "docs_texts"),
        ("class", "class_texts"),
        ("Sphinx", "sphinx_texts"),
    ],
)
def test_the_package_has_a_name_that_python_can_import(title: str, package: str) -> None:
    """Letters of ASCII, no keyword, no module of Python, no folder of the project."""
    assert NewProject(title, DAY).package == package


def test_licences_of_creative_commons_have_an_address() -> None:
    """Others have none."""
    licences = ("CC BY 4.0", "CC-BY-SA-4.0", "CC0", "Mine")
    ends = [
        NewProject("T", DAY, licence=each).licence_url.rpartition("org/")[2] for each in licences
    ]
    assert ends == ["licenses/by/4.0/", "licenses/by-sa/4.0/", "publicdomain/zero/1.0/", ""]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"title": " "}, "the title is empty"),
        ({"title": "a\nb"}, "the title contains the line break"),
        ({"title": "x" * 501}, "the title has more than 500"),
        ({"title": "T", "authors": ("a\u202eb",)}, "the author contains the invisible"),
        ({"title": "T", "languages": ("de]\n[x",)}, "is no locale code"),
        ({"title": "T", "source_language": '"'}, "--source-language: '\"' is no locale code"),
        ({"title": "T", "languages": ("german",)}, "--languages: 'german' is no locale code"),
        ({"title": "T", "languages": ("xx",)}, "--languages: CLDR knows no locale 'xx'"),
        ({"title": "T", "languages": ("de", "en")}, "--languages: en is the language of the art"),
    ],
)
def test_harmful_values_are_refused(values: dict, error: str) -> None:  # type: ignore[type-arg]
    """They would become lines of settings."""
    with pytest.raises(ProjectError, match=error):
        NewProject(date=DAY, **values).check()


def test_texts_are_quoted() -> None:
    """A title with quotation marks and backslashes is itself in the settings."""
    title = 'A "quoted" \\ title $package'
    files = NewProject(title, DAY, authors=("Ana", 'B "C"')).files()
    settings = tomllib.loads(files["pyproject.toml"])["tool"]["cellulite-content"]
    assert (settings["title"], settings["authors"]) == (title, ["Ana", 'B "C"'])
    line = files["docs/conf.py"].partition("project = ")[2].partition("\n")[0]
    assert ast.literal_eval(line) == title


@pytest.mark.parametrize(
    ("code", "name"),
    [("de", "German"), ("pt_BR", "Portuguese"), ("en", ""), ("en_GB", "")],
)
def test_the_example_says_what_to_replace(code: str, name: str) -> None:
    """It is in English: in a project of another language, its first sentence says so."""
    text = NewProject("T", DAY, source_language=code).files()["docs/articles/first-article.rst"]
    note = f"**This example is in English. Replace it with an article in {name}.**\n\n"
    assert f"\n===============\n\n{note if name else ''}This is the *first" in text


@pytest.mark.slow
def test_a_new_project_is_green(tmp_path: Path, run: Callable) -> None:
    """It checks, builds, and its own test passes; `extract` and `update` change nothing; a second
    `init`, or one that finds a file, writes nothing."""
    project = tmp_path / "walks"
    options = (
        "--title",
        "Walks",
        "--author",
        "Ana",
        "--languages",
        "de; PT-br",
        "--licence",
        "CC0",
    )
    done = run("init", project, *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[-1] for line in done.stdout.splitlines()[1:]] == [
        "FILE",
        "update",
        "build",
    ]
    files = _files(project)
    interface = (project / "locales/de/LC_MESSAGES/interface.po").read_text(encoding="utf-8")
    assert 'msgstr "Inhalt"' in interface
    for command in ("extract", "update", "check"):
        done = run(command, project=project)
        assert (done.returncode, done.stderr) == (0, "")
    assert _files(project) == files
    assert run("build", project=project).returncode == 0
    tests = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "1 passed" in tests.stdout
    for path in (project / "build", project / "walks" / "data"):
        assert path.is_dir()
    done = run("init", project, *options)
    assert done.returncode == 2
    assert "pyproject.toml" in done.stderr
    other = tmp_path / "other"
    (other / "docs").mkdir(parents=True)
    (other / "docs" / "conf.py").write_text("mine")
    done = run("init", other, "--languages", "de")
    assert (done.returncode, _files(other)) == (2, {"docs/conf.py": b"mine"})
    assert "has docs/conf.py; nothing was written" in done.stderr
    done = run("init", tmp_path / "new", "--languages", "xx")
    assert done.returncode == 2
    assert not (tmp_path / "new").exists()


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not {"build", "data", "__pycache__"} & set(path.parts)
    }
