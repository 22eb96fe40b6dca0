"""`export` and `import-translations`: files, exit codes, one line for each fault."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.small_projects import HEAD, write_project

ARTICLE = f"{HEAD}Walking\n=======\n\nRest for **two** days.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", {"a": ARTICLE}, codes=("de", "fr"))


@pytest.mark.slow
@pytest.mark.parametrize("format_name", ["xliff", "tmx", "tbx", "csv", "xlsx"])
def test_our_catalogs(run: Callable, tmp_path: Path, format_name: str, checkout: Path) -> None:
    """A file for each locale that is asked for; what can be imported changes nothing."""
    arguments = ("export", "de", "ar", "--format", format_name, "--output", tmp_path)
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    files = sorted(tmp_path.iterdir())
    assert [each.stem for each in files] == ["ar", "de"]
    assert done.stdout.count("wrote ") == 2
    again = run("import-translations", *files)
    if format_name in ("tmx", "tbx"):
        assert again.returncode == 2
        assert "cannot be imported" in again.stderr
    else:
        assert (again.returncode, again.stdout, again.stderr) == (0, "nothing to write\n", "")


def test_files_are_replaced_only_by_force(run: Callable, root: Path) -> None:
    """One that exists stops the export before anything is written."""
    out = root / "build" / "exchange"
    out.mkdir(parents=True)
    (out / "fr.csv").write_text("mine", "utf-8")
    done = run("export", "--format", "csv", project=root)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "fr.csv: exists" in done.stderr
    assert [each.name for each in out.iterdir()] == ["fr.csv"]
    assert (out / "fr.csv").read_text("utf-8") == "mine"
    assert run("export", "--format", "csv", "--force", project=root).returncode == 0
    assert (out / "fr.csv").read_text("utf-8") != "mine"


def test_an_import_with_a_refused_text(run: Callable, root: Path) -> None:
    """The refused one is a line with its place, and the other one is written."""
    assert run("export", "de", "--format", "csv", project=root).returncode == 0
    file = root / "build" / "exchange" / "de.csv"
    text = file.read_text("utf-8-sig")
    text = text.replace('"Walking",""', '"Walking","Gehen"')
    text = text.replace('days.",""', 'days.","Zwei **Tage."')
    file.write_text(text, "utf-8")
    done = run("import-translations", file, project=root)
    assert done.returncode == 1
    name = "locales/de/LC_MESSAGES/articles/a.po"
    assert done.stdout == f"{name}: 1 written\n"
    assert done.stderr.startswith("build/exchange/de.csv:4: ")
    catalog = (root / name).read_text("utf-8")
    assert 'msgstr "Gehen"' in catalog
    assert "Tage" not in catalog


def test_a_message_that_no_file_can_hold(run: Callable, root: Path) -> None:
    """It is named, and left out."""
    path = root / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"Walking"\nmsgstr ""', '"Walking"\nmsgstr "Ge\\033hen"'), "utf-8")
    done = run("export", "de", "--format", "xlsx", project=root)
    assert done.returncode == 1
    assert done.stderr.startswith('warning: locales/de/LC_MESSAGES/articles/a.po: "Walking" ')


HIDE = """
import sys
for name in ("translate", "openpyxl", "lxml"):
    sys.modules[name] = None
from cellulite_content.__main__ import main
sys.argv = ["cellulite-content", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("export", "de", "--format", "xliff"), 2),
        (("export", "de", "--format", "xlsx"), 2),
        (("export", "de", "--format", "tbx"), 2),
        (("export", "de", "--format", "csv"), 0),
        (("check",), 0),
    ],
)
def test_without_the_extra(
    root: Path, checkout: Path, arguments: tuple[str, ...], code: int
) -> None:
    """Formats that need it say how to install it; CSV and other commands need none."""
    done = subprocess.run(
        [sys.executable, "-c", HIDE, "--project", str(root), *arguments],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stderr
    if code:
        assert "run `pip install 'cellulite-content[exchange]'`" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not (root / "build" / "exchange").exists()


def test_no_other_command_imports_the_extra(root: Path, checkout: Path) -> None:
    """Nor does the import of the command itself."""
    program = (
        "import sys, cellulite_content.cli.commands, cellulite_content.pipeline.publish.publish\n"
        "print(sorted({'translate', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr
