"""Output: no name, text or console breaks it, at the command's door and for each command."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

import polib
import pytest

from cellulite_content.cli.finding_formats import FORMATS, finding_lines
from cellulite_content.pipeline.gate.explanation import Explainer
from cellulite_content.pipeline.gate.gate import check_text, no_extra_check
from cellulite_content.pipeline.model.finding import Finding, Problem, Severity
from cellulite_content.pipeline.model.unit import Unit
from support import CHECKOUT
from support.small_projects import HEAD, write_project
from support.terminal import run_on_terminal

ARTICLE = "articles/will-running-reduce-cellulite"
ODD_NAMES = (
    "x\n::error title=hacked::a line of mine.po",
    "\x1b]0;pwned\x07\x1b[31m.po",
    "\u202egpj.po",
    "\u2028a\u0085b\rc.po",
    "100%,a:b c.po",
    "Größe-体積.po",
)
CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
CONSOLES: tuple[dict[str, str], ...] = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1252:strict"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C"},
    {},
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file names")


@pytest.fixture(scope="module")
def odd(copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a bundle, files with odd names, and a bad translation in letters."""
    project = copy_project(tmp_path_factory.mktemp("odd") / "project")
    done = run("build", "de", "hi", "--formats", "bundle", project=project)
    assert done.returncode == 0, done.stderr
    folder = project / "locales" / "de" / "LC_MESSAGES"
    for name in ODD_NAMES:
        (folder / name).write_bytes(b"")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.po")).write_bytes(b"")
    path = folder / f"{ARTICLE}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("Conclusion").msgstr = "Schluß *folgerung → 体"
    catalog.save()
    return project


# Names


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_name_reaches_a_display(run: Callable, odd: Path, form: str) -> None:
    """In no format does a name write a line, a control character or a command of its own."""
    done = run("check", "de", "--format", form, project=odd)
    assert done.returncode == 1
    assert not CONTROLS.search(done.stdout + done.stderr)
    assert [line for line in done.stdout.splitlines() if line.startswith("::error title")] == []
    if form in ("text", "github"):
        named = [line for line in done.stdout.splitlines() if "stray-file" in line]
        assert len(named) == len(ODD_NAMES) + 1
        assert any("pwned" in line for line in named)


def test_json_keeps_the_names(run: Callable, odd: Path) -> None:
    """A program gets each name as it is on the disk."""
    values = json.loads(run("check", "de", "--format", "json", project=odd).stdout)
    names = {value["path"].rpartition("/")[2] for value in values if value["code"] == "stray-file"}
    assert names == {*ODD_NAMES, "\udcff\udcfe.po"}


def test_sarif_names_are_addresses(run: Callable, odd: Path) -> None:
    """Each name is a relative URI of ASCII characters, and leads back to its bytes."""
    value = json.loads(run("check", "de", "--format", "sarif", project=odd).stdout)
    locations = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in value["runs"][0]["results"]
        for location in result["locations"]
    ]
    assert all(re.fullmatch(r"(?:[A-Za-z0-9._~!/-]|%[0-9A-F]{2})+", uri) for uri in locations)
    paths = {unquote_to_bytes(uri) for uri in locations}
    assert {os.fsencode(f"locales/de/LC_MESSAGES/{name}") for name in ODD_NAMES} <= paths
    assert b"locales/de/LC_MESSAGES/\xff\xfe.po" in paths


def test_annotations_are_escaped(run: Callable, odd: Path) -> None:
    """`%`, `:` and `,` cannot end a property; each annotation is one line."""
    done = run("check", "de", "--format", "github", project=odd)
    pattern = r"::(error|warning|notice) file=[^,:]+,line=\d+,title=[a-z-]+::\S.*"
    assert all(re.fullmatch(pattern, line) for line in done.stdout.splitlines())
    assert "100%25%2Ca%3Ab c.po" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["build", "compile", "update"])
def test_other_commands_escape_names(run: Callable, odd: Path, name: str) -> None:
    """Findings, errors and progress of the commands that write."""
    done = run(name, "de", *(["--formats", "bundle"] if name == "build" else []), project=odd)
    assert not CONTROLS.search(done.stdout + done.stderr)
    assert name == "update" or "pwned" in done.stderr  # it leaves such files out
    assert "Traceback" not in done.stderr


def test_arguments_are_escaped(run: Callable, odd: Path) -> None:
    """What a script passes on: a locale, an option, a project and an article."""
    word = "x\x1b[31m\u202e\ny"
    for arguments in (("check", word), ("show", word), ("build", "--formats", word), (word,)):
        done = run(*arguments, project=odd)
        assert done.returncode == 2
        assert not CONTROLS.search(done.stdout + done.stderr)
        assert len(done.stderr.splitlines()) == 1
    done = run("status", project=odd / word)
    assert not CONTROLS.search(done.stdout + done.stderr)


# Consoles


COMMANDS = (
    ("check", "de"),
    ("status",),
    ("check", "de", "--format", "json"),
    ("check", "de", "--format", "sarif"),
    ("check", "de", "--format", "github"),
    ("status", "--format", "json"),
    ("compile", "de"),
    ("update", "de"),
    ("show", "-l", "hi"),
    ("show", "-l", "hi", "--format", "html"),
    ("show", "-l", "hi", "--format", "json"),
    ("--help",),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "console"),
    [
        *((arguments, CONSOLES[0]) for arguments in COMMANDS),
        *((arguments, console) for arguments in COMMANDS[:3] for console in CONSOLES[1:]),
    ],
    ids=str,
)
def test_no_console_fails(
    odd: Path, arguments: tuple[str, ...], console: dict[str, str], run_bytes: Callable
) -> None:
    """Each command writes what the console's encoding lacks as an escape, and goes on."""
    code, stdout, stderr = run_bytes(arguments, odd, console)
    assert code in (0, 1)
    assert b"Traceback" not in stderr
    assert b"Error" not in stderr
    if "json" in arguments or "sarif" in arguments:
        encoding = console.get("PYTHONIOENCODING", "utf-8").partition(":")[0]
        json.loads(stdout.decode(encoding))
    if "ascii" in console.values():
        assert stdout.isascii()
        assert stderr.isascii()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always UTF-8")
def test_names_are_utf8_in_every_locale(run_bytes: Callable, tmp_path: Path) -> None:
    """A machine whose terminal shows ASCII alone has the same names of files, in what the command
    reads, what it gets as an argument, and what it writes into files."""
    article = f"{HEAD}Walk\n====\n\nGo on.\n"
    project, output = write_project(tmp_path / "Wörter", {"größe": article}), tmp_path / "体"
    console = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    (project / "docs/articles/größe.rst").write_text(article.replace("Go", "Walk"), "utf-8")
    for command in ("extract", "update", "check", "build de --formats html,bundle --output"):
        arguments = (*command.split(), *([output] if "--output" in command else []))
        code, stdout, stderr = run_bytes(arguments, project, console)
        assert code == 0, stderr
        assert (stdout + stderr).isascii()
    assert (output / "de/articles/größe.html").is_file()
    template = project / "locales/templates/articles/größe.pot"
    assert "docs/articles/größe.rst" in template.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def run_bytes() -> Callable:
    """Runs the command with an environment; returns the exit code and both streams as bytes."""

    def run(
        arguments: tuple[str, ...], project: Path, environment: dict[str, str]
    ) -> tuple[int, bytes, bytes]:
        command = [sys.executable, "-m", "cellulite_content", "--project", project, *arguments]
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("LC_ALL", "LANG", "PYTHONIOENCODING", "PYTHONUTF8")
        }
        done = subprocess.run(
            command,
            env={**kept, "PYTHONPATH": str(CHECKOUT), **environment},
            capture_output=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [("compile",), ("check", "de"), ("status",), ("show", "-l", "hi")], ids=" ".join
)
def test_no_terminal_fails(odd: Path, arguments: tuple[str, ...]) -> None:
    """On a terminal with ASCII alone: bars, tables and text, without a control of a name."""
    code, shown = run_on_terminal(odd, *arguments, PYTHONIOENCODING="ascii")
    assert code in (0, 1)
    assert shown.isascii()
    assert b"Traceback" not in shown
    assert b"\x1b]0;" not in shown
    assert b"\x1b[31m.po" not in shown


def test_html_has_references_for_what_a_console_lacks(odd: Path, run_bytes: Callable) -> None:
    """A page stays whole in ASCII: `&#2325;` and not an escape of Python."""
    console = {"PYTHONIOENCODING": "ascii"}
    _, plain, _ = run_bytes(("show", "-l", "hi", "--format", "html"), odd, {})
    _, text, _ = run_bytes(("show", "-l", "hi", "--format", "html"), odd, console)
    references = re.sub(r"&#(\d{3,});", lambda match: chr(int(match[1])), text.decode())
    assert references == plain.decode()


# Findings


def _finding(source: str, target: str, span: tuple[int, int] | None, correction: str) -> Finding:
    problem = Problem("noqa", "a text\x1b[31m", "a hint", Severity.ERROR)
    unit = Unit("a/paragraph-1", "articles/a", "paragraph", source)
    return Finding("de.po", 7, problem, "de", unit, target, span, correction)


@pytest.mark.parametrize(
    ("target", "span", "lines"),
    [
        ("Geh *los.", (4, 5), ["Geh *los.", "    ^"]),
        ("走る*と", (2, 3), ["走る*と", "    ^"]),
        ("a\u0301b*c", (3, 4), ["a\u0301b*c", "  ^"]),
        ("Eins\nzwei *drei\nvier", (10, 11), ["zwei *drei", "     ^"]),
        ("Ge\u200bh", (2, 3), ["Ge<U+200B>h", "  ^^^^^^^^"]),
        ("Ge\u202eh", (2, 3), ["Ge<U+202E>h", "  ^^^^^^^^"]),
        ("a\u00a0", (1, 2), ["a<U+00A0>", " ^^^^^^^^"]),
        ("می *روم", (3, 4), ["می *روم", "here: *"]),
        ("Geh los.", None, ["Geh los."]),
        ("Geh\n\nlos", (3, 4), ["Geh\\n\\nlos", "   ^^"]),
        (
            "w" * 60 + " *x " + "w" * 60,
            (61, 62),
            ["..." + "w" * 23 + " *x " + "w" * 45 + "...", " " * 27 + "^"],
        ),
        ("", None, []),
    ],
)
def test_the_mark_is_under_the_fault(
    target: str, span: tuple[int, int] | None, lines: list[str]
) -> None:
    """Wide letters, accents, other lines, hidden characters, other directions, long lines."""
    shown = FORMATS["text"]([_finding("Go.", target, span, "")]).splitlines()
    assert shown[0] == r'de.po:7: "Go.": a text\x1b[31m; a hint (noqa)'
    assert [line[4:] for line in shown[1:-1]] == lines


@pytest.mark.parametrize(
    ("correction", "lines"),
    [
        ("Geh los.", ["write: Geh los."]),
        ("1\\. Mai", ["write: 1\\. Mai", "in a text editor: 1\\\\. Mai"]),
        ('"Geh"', ['write: "Geh"', 'in a text editor: \\"Geh\\"']),
    ],
)
def test_the_correction_can_be_copied(correction: str, lines: list[str]) -> None:
    """As Poedit and Weblate show it, and as it is in the file where that differs."""
    finding = _finding("Go.", "Geh.", None, correction)
    shown = FORMATS["text"]([finding]).splitlines()
    assert [line[4:] for line in shown[2:-1]] == lines
    assert json.loads(FORMATS["json"]([finding]))[0]["correction"] == correction
    (result,) = json.loads(FORMATS["sarif"]([finding]))["runs"][0]["results"]
    assert result["message"]["text"].splitlines()[1:] == lines
    assert FORMATS["github"]([finding]).rstrip().split("%0A")[1:] == lines


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_finding_is_recognised_without_its_line(form: str) -> None:
    """The words of the source are in each format; Poedit and Weblate show no lines."""
    text = FORMATS[form]([_finding("Walk for an hour each day.", "Geh *los.", (4, 5), "")])
    assert "Walk for an hour each day." in text


def test_the_guide_shows_a_true_finding() -> None:
    """The example of the guide for translators is what `check` prints."""
    guide = (CHECKOUT / "docs" / "handbook" / "translators.rst").read_text(encoding="utf-8")
    block = re.search(r"\.\. code-block:: text\n\n((?:   .+\n)+)", guide)
    assert block
    unit, target = Unit("a", "articles/a", "paragraph", "Running helps."), "Laufen *hilft."
    findings = [
        Finding("locales/de/LC_MESSAGES/articles/a.po", 19, problem, "de", unit, target)
        for problem in check_text(unit, target)
    ]
    (explained,) = Explainer((), no_extra_check).explain(findings)
    assert [line[3:] for line in block[1].splitlines()] == finding_lines(explained)
