"""`check --editions`: the command, its forms and its exit codes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.book_checks.books import SLUG, pack, put, unpack
from support.small_projects import HEAD, fill_in, write_project

DONE, FOUND, BROKEN = 0, 1, 2


@pytest.fixture(scope="module")
def faulty(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site's folder with a French book as it was built and a German one with a defect."""
    folder = tmp_path_factory.mktemp("faulty")
    downloads = folder / "downloads"
    downloads.mkdir()
    shutil.copy(site / "downloads" / f"{SLUG}.fr.epub", downloads)
    files = unpack(site / "downloads" / f"{SLUG}.de.epub")
    put("EPUB/nav.xhtml", ">Fazit<", ">Conclusion<")(files, {})
    (downloads / f"{SLUG}.de.epub").write_bytes(pack(files))
    return folder


PLACE = f"downloads/{SLUG}.de.epub!EPUB/nav.xhtml"
CODE = "book-leaked-source"


def test_finding_as_text(run: Callable, faulty: Path) -> None:
    """A line has the book, the file in it, the words, the way out and the code."""
    done = run("check", "--editions", "--output", faulty)
    assert (done.returncode, done.stderr) == (FOUND, "")
    (line,) = (line for line in done.stdout.splitlines() if line.endswith(f"({CODE})"))
    assert line.startswith(f"{PLACE}: it shows 'Conclusion' in en")
    assert "; run `cellulite-content build` again" in line
    assert done.stdout.splitlines()[-1] == "1 error, 0 warnings, 0 notes"


def test_finding_as_json(run: Callable, faulty: Path) -> None:
    """The same as values."""
    done = run("check", "--editions", "de", "--output", faulty, "--format", "json")
    (found,) = (value for value in json.loads(done.stdout) if value["code"] == CODE)
    assert (found["path"], found["locale"], found["severity"]) == (PLACE, "de", "error")
    assert found["hint"]


def test_finding_as_sarif_and_annotation(run: Callable, faulty: Path) -> None:
    """Code scanners and pull requests get it too."""
    done = run("check", "--editions", "--output", faulty, "--format", "sarif")
    results = json.loads(done.stdout)["runs"][0]["results"]
    (result,) = (each for each in results if each["ruleId"] == CODE)
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == PLACE
    done = run("check", "--editions", "--output", faulty, "--format", "github")
    assert f"::error file={PLACE},line=1,title={CODE}::" in done.stdout


def test_one_locale(run: Callable, faulty: Path) -> None:
    """`check --editions fr` tells nothing of the German book."""
    done = run("check", "--editions", "fr", "--output", faulty, "--format", "json")
    assert {value["locale"] for value in json.loads(done.stdout)} <= {"fr"}
    assert done.returncode == DONE


def test_books_of_the_build_folder(run: Callable, project_copy: Path) -> None:
    """Without --output the books are those of build/site; nothing is written."""
    assert run("build", "ja", "--formats", "epub", project=project_copy).returncode == DONE
    before = sorted(path for path in project_copy.rglob("*") if path.is_file())
    done = run("check", "--editions", project=project_copy)
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.splitlines()[-1] == "0 errors, 0 warnings, 0 notes"
    assert sorted(path for path in project_copy.rglob("*") if path.is_file()) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--editions",), "downloads: no books; run `cellulite-content build` first"),
        (("--editions", "de"), "no book of de; run `cellulite-content build de` first"),
        (("--editions", "xx"), "no locale 'xx'"),
        (("--output", "x"), "it works only with --editions"),
    ],
)
def test_no_books(
    run: Callable, project_copy: Path, arguments: tuple[str, ...], words: str
) -> None:
    """What is missing, where, and what to do: one line, and 2."""
    done = run("check", *arguments, project=project_copy)
    assert (done.returncode, done.stdout) == (BROKEN, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_book_that_is_older_than_its_catalog(run: Callable, project_copy: Path) -> None:
    """A sentence translated anew after the build is reported as lost: the book does not have it."""
    assert run("build", "de", "--formats", "epub", project=project_copy).returncode == DONE
    path = project_copy / "locales/de/LC_MESSAGES/articles" / f"{SLUG}.po"
    text = path.read_text(encoding="utf-8")
    assert text.count('"Plausibel"') == 1
    path.write_text(text.replace('"Plausibel"', '"Denkbar"'), encoding="utf-8")
    done = run("check", "--editions", "de", project=project_copy)
    assert done.returncode == FOUND
    assert "(book-text-lost)" in done.stdout


def test_languages_that_the_stylesheet_does_not_name(run: Callable, tmp_path: Path) -> None:
    """Emphasis is right in Tamil, Urdu and Lao, and in Kazakh, which has two scripts."""
    texts = {
        "ta": "இது *சிறிய* நடை.",
        "ur": "یہ *مختصر* سیر ہے۔",
        "lo": "ນີ້ແມ່ນ *ສັ້ນ* ຫຼາຍ.",
        "kk": "Бұл *қысқа* жол.",
    }
    article = f"{HEAD}Walking\n=======\n\nA *short* walk.\n"
    project = write_project(tmp_path / "project", {"a": article}, codes=[*texts])
    for code, text in texts.items():
        fill_in(project, code, {"A *short* walk.": text})
    assert run("build", "--formats", "epub", project=project).returncode == DONE
    done = run("check", "--editions", project=project)
    assert (done.returncode, done.stdout) == (DONE, "0 errors, 0 warnings, 0 notes\n")
