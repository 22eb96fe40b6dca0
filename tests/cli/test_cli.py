"""The command, run as people run it: in a process of its own, by its arguments and streams."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from gettext import c2py
from pathlib import Path

import polib
import pytest

from cellulite_content import __version__
from cellulite_content.cli.commands import command
from cellulite_content.pipeline.model.project import load_project
from support import CHECKOUT, COPIED_CODES
from support.folder_contents import contents
from support.terminal import run_on_terminal

ARTICLE = "articles/will-running-reduce-cellulite"
COMMANDS = sorted(command.commands)
DONE, FOUND, BROKEN = 0, 1, 2

Done = subprocess.CompletedProcess[str]


def _catalog(project: Path, locale: str, domain: str = ARTICLE) -> Path:
    return project / "locales" / locale / "LC_MESSAGES" / f"{domain}.po"


def _is_one_line(done: Done, *words: str) -> None:
    """The command refused: one line on standard error that says these words, nothing else."""
    assert done.returncode == BROKEN
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("cellulite-content: ")
    for word in words:
        assert word in line


# Help


def test_commands_are_those_of_the_design() -> None:
    """The command has these subcommands and no other."""
    designed = (
        "add-locale adopt build check compile desk export extract import import-translations init "
        "merge-catalogs review show status update"
    )
    assert designed.split() == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_every_command(run: Callable, name: str) -> None:
    """Each subcommand says what it does and what each option is for."""
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (DONE, "")
    assert done.stdout.startswith(f"Usage: cellulite-content {name}")
    words = command.commands[name].get_short_help_str(200).partition(".")[0]
    assert words in " ".join(done.stdout.split())


def test_help_lists_every_command(run: Callable) -> None:
    """`--help` and `-h` list them all; `--version` is the package's."""
    for option in ("--help", "-h"):
        done = run(option)
        assert done.returncode == DONE
        assert re.findall(r"(?m)^  ([a-z-]+)  ", done.stdout.partition("Commands:")[2]) == COMMANDS
    assert run("--version").stdout.strip() == __version__


# Errors: one line, no traceback, exit code 2


def test_unknown_locale(run: Callable) -> None:
    """A locale that the project lacks is named, with those that it has and the way out."""
    for name in ("check", "update", "compile", "build"):
        _is_one_line(run(name, "xx"), "'xx'", "pt_BR", "add-locale xx")


def test_no_project(run: Callable, tmp_path: Path) -> None:
    """A folder without a project is reported by the file that it lacks."""
    for name in ("status", "build", "show"):
        _is_one_line(run(name, project=tmp_path), "pyproject.toml", "--project")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n')
    _is_one_line(run("check", project=tmp_path), "[tool.cellulite-content]")


def test_broken_settings(run: Callable, project_copy: Path) -> None:
    """Settings that are no TOML are reported with file and line; those of the locales alike."""
    locales = project_copy / "locales" / "locales.toml"
    good = locales.read_text(encoding="utf-8")
    locales.write_text(good + "\n[de\n", encoding="utf-8")
    _is_one_line(run("status", project=project_copy), "locales.toml", "line")
    locales.write_text(good + "\n[xx_YY]\n", encoding="utf-8")
    _is_one_line(run("status", project=project_copy), "locales.toml", "xx_YY")
    (project_copy / "pyproject.toml").write_text("[tool\n")
    _is_one_line(run("status", project=project_copy), "pyproject.toml", "line")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("build", "--formats", "docx"), "epub"),
        (("build", "--formats", ""), "epub"),
        (("check", "--format", "xml"), "sarif"),
        (("status", "--format", "yaml"), "json"),
        (("build", "--jobs", "0"), "--jobs"),
        (("build", "--fast"), "--fast"),
        (("add-locale",), "LOCALE"),
        (("nonsense",), "nonsense"),
        ((), "command"),
    ],
)
def test_wrong_usage(run: Callable, arguments: tuple[str, ...], word: str) -> None:
    """A wrong option or argument is one line that names it and the help to read."""
    _is_one_line(run(*arguments), word, "--help")


def test_broken_source(run: Callable, project_copy: Path) -> None:
    """A source with a fault stops every stage, with its path and line."""
    path = project_copy / "docs" / f"{ARTICLE}.rst"
    path.write_text(path.read_text(encoding="utf-8") + "\nA *broken paragraph.\n", encoding="utf-8")
    line = len(path.read_text(encoding="utf-8").splitlines())
    for name in ("extract", "check", "build"):
        _is_one_line(run(name, project=project_copy), f"{ARTICLE}.rst:{line}")


def test_interrupt(project_copy: Path, checkout: Path) -> None:
    """Ctrl-C ends a build with one word and no traceback, of no process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cellulite_content", "--project", project_copy, "build", "-j1"],
        cwd=checkout,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr
    first = process.stderr.readline()
    assert first.startswith("[1/")
    os.killpg(process.pid, signal.SIGINT)
    rest = process.stderr.read()
    assert process.wait(60) == BROKEN
    assert "Traceback" not in rest
    assert rest.splitlines()[-1] == "cellulite-content: interrupted"


# check


@pytest.fixture(scope="module")
def faulty(copy_project: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with an error and a warning in the German catalog."""
    project = copy_project(tmp_path_factory.mktemp("faulty") / "project")
    path = _catalog(project, "de")
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.find("Conclusion").msgstr = "Fazit\n\nund mehr, 100 %"
    short = next(entry for entry in catalog if entry.msgid.startswith("Be kind to your body."))
    short.msgstr = short.msgstr.replace("*", "")
    catalog.save()
    return project


@pytest.fixture(scope="module")
def findings(run: Callable, faulty: Path) -> list[dict]:
    """What `check --format json` prints of that project."""
    done = run("check", "--format", "json", project=faulty)
    assert done.returncode == FOUND
    return json.loads(done.stdout)


@pytest.mark.parametrize("module", ["click", "tomllib"])
def test_interrupt_while_modules_are_imported(tmp_path: Path, module: str) -> None:
    """The first tenth of a second is no exception: one line, and no traceback."""
    text = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n"
    (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "cellulite_content", "check"],
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{CHECKOUT}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "cellulite-content: interrupted\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add-locale", "en"), "en is the source's language and has no catalogs"),
        (("review", "de", "--by", ""), "give the reviewer's name"),
        (("review", "de", "--by", "Ada", "--by", " "), "give the reviewer's name"),
    ],
)
def test_a_wrong_argument_is_no_fault_of_the_file(
    run: Callable, arguments: tuple[str, ...], words: str
) -> None:
    """The message names what was typed, and no line of `locales.toml`, which does not have it."""
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "locales.toml" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_check_is_silent_on_good_catalogs(run: Callable) -> None:
    """The checkout's catalogs have no error and no warning."""
    done = run("check", "--format", "json")
    assert (done.returncode, done.stderr) == (DONE, "")
    assert [each for each in json.loads(done.stdout) if each["severity"] != "note"] == []


def test_check_as_json(faulty: Path, findings: list[dict]) -> None:
    """JSON names path, line, locale, code, severity, text and way out of each finding, the source,
    the translation with the place of the fault, and the correction."""
    assert sorted(each["severity"] for each in findings) == ["error", "warning"]
    for each in findings:
        assert {"path", "line", "locale", "code", "severity", "text", "hint"} <= set(each)
        assert {"source", "translation", "start", "end", "correction"} <= set(each)
        assert each["translation"] != each["correction"]
        assert each["locale"] == "de"
        assert each["line"] > 1
        assert (faulty / each["path"]).is_file()


def test_check_as_text(run: Callable, faulty: Path, findings: list[dict]) -> None:
    """Text is a line a finding, as compilers write them, with indented lines, and the counts."""
    done = run("check", project=faulty)
    assert done.returncode == FOUND
    *lines, counts, left = done.stdout.splitlines()
    assert left.startswith("de: ")
    assert "    write: Fazit und mehr, 100 %" in lines
    lines = [line for line in lines if not line.startswith("    ")]
    assert [line.split(": ")[0] for line in lines] == [
        f"{each['path']}:{each['line']}" for each in findings
    ]
    assert all(re.search(r" \([a-z-]+\)$", line) for line in lines)
    assert counts == "1 error, 1 warning, 0 notes"


def test_check_as_sarif(run: Callable, faulty: Path, findings: list[dict]) -> None:
    """SARIF 2.1.0 as code scanners read it: rules declared, levels known, places by line."""
    done = run("check", "--format", "sarif", project=faulty)
    assert done.returncode == FOUND
    value = json.loads(done.stdout)
    assert value["version"] == "2.1.0"
    assert value["$schema"].endswith("sarif-2.1.0.json")
    (part,) = value["runs"]
    assert part["tool"]["driver"]["name"] == "cellulite-content"
    rules = {rule["id"] for rule in part["tool"]["driver"]["rules"]}
    assert [result["level"] for result in part["results"]] == [
        each["severity"] for each in findings
    ]
    for result in part["results"]:
        assert result["ruleId"] in rules
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert (faulty / place["artifactLocation"]["uri"]).is_file()
        assert place["region"]["startLine"] >= 1


def test_check_as_annotations(run: Callable, faulty: Path) -> None:
    """GitHub's workflow commands, each on one line, with all that would end them escaped."""
    done = run("check", "--format", "github", project=faulty)
    assert done.returncode == FOUND
    pattern = r"::(error|warning|notice) file=(locales/[^,:]+),line=\d+,title=[a-z-]+::(\S.*)"
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    found = [re.fullmatch(pattern, line) for line in lines]
    assert all(found), lines
    assert {each[1] for each in found if each} == {"error", "warning"}
    assert not any(re.search(r"%(?!25|0A|0D|3A|2C)", line) for line in lines)


def test_check_of_one_locale(run: Callable, faulty: Path) -> None:
    """`check fr` tells nothing of the German and gives 0; warnings alone are no failure."""
    assert run("check", "fr", project=faulty).returncode == DONE
    assert run("check", "de", project=faulty).returncode == FOUND


def test_check_writes_nothing(run: Callable, project_copy: Path) -> None:
    """`check` and `status` leave the project as it is, with no build folder."""
    before = contents(project_copy)
    for name in ("check", "status"):
        assert run(name, project=project_copy).returncode == DONE
    assert contents(project_copy) == before


# status


def test_status_says_all_is_translated(run: Callable, project: object) -> None:
    """Every translation is complete, article and interface, and called an unreviewed draft."""
    done = run("status", "--format", "json")
    assert (done.returncode, done.stderr) == (DONE, "")
    rows = json.loads(done.stdout)
    assert [(row["locale"], row["document"]) for row in rows] == [
        (locale.code, document) for locale in project.locales for document in (ARTICLE, "interface")
    ]
    for row in rows:
        assert row["percent"] == 100
        assert row["translated"] == row["total"] > 0
        assert (row["fuzzy"], row["refused"], row["missing"]) == (0, 0, 0)
        assert row["review"] == "draft, unreviewed"


def test_status_as_table(run: Callable) -> None:
    """The table has a line for each locale and document, and is not cut where it is piped."""
    done = run("status")
    header, *lines = done.stdout.splitlines()
    assert header.split()[:3] == ["locale", "document", "translated"]
    assert len(lines) == 2 * len(load_project(CHECKOUT).locales)
    assert all(" 100 % " in line and line.rstrip().endswith("unreviewed") for line in lines)
    assert "\x1b" not in done.stdout


# extract, update, add-locale


def test_extract_and_update_change_nothing(run: Callable, project_copy: Path) -> None:
    """What is committed is current: extracting and updating change no byte and say nothing."""
    before = contents(project_copy)
    for name in ("extract", "update"):
        done = run(name, project=project_copy)
        assert (done.returncode, done.stdout, done.stderr) == (DONE, "", "")
    changed = [name for name, data in contents(project_copy).items() if before.get(name) != data]
    assert changed == []


def test_update_tells_an_unreadable_catalog(run: Callable, project_copy: Path) -> None:
    """A catalog that cannot be read is reported with its line, left as it is, and gives 1."""
    path = _catalog(project_copy, "de")
    path.write_text("<<<<<<< HEAD\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    before = path.read_bytes()
    done = run("update", project=project_copy)
    assert done.returncode == FOUND
    lines = done.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [
        f"{path.relative_to(project_copy).as_posix()}:1"
    ]
    assert path.read_bytes() == before


def test_update_reports_an_entry_that_cannot_be_read(run: Callable, project_copy: Path) -> None:
    """One line with the place and the text of the line; the bytes stay, and the exit code is 1."""
    path = _catalog(project_copy, "de")
    before = path.read_bytes() + b'\nmsgid "x"\nmsgstr "say "y""\n'
    path.write_bytes(before)
    done = run("update", project=project_copy)
    assert done.returncode == FOUND
    (line,) = done.stderr.splitlines()
    number = len(before.splitlines())
    place = f"{path.relative_to(project_copy).as_posix()}:{number}: "
    assert line.startswith(place)
    assert 'msgstr "say "y""' in line
    assert path.read_bytes() == before


def test_add_locale(run: Callable, project_copy: Path) -> None:
    """A new locale gets a table and catalogs with its name and its plural forms."""
    before = contents(project_copy)
    done = run("add-locale", "be", project=project_copy)
    assert (done.returncode, done.stderr) == (DONE, "")
    for domain in (ARTICLE, "interface"):
        catalog = polib.pofile(str(_catalog(project_copy, "be", domain)))
        assert catalog.metadata["Language"] == "be"
        # Babel's versions space the formula differently: what it says counts.
        count, formula = catalog.metadata["Plural-Forms"].rstrip(";").split("; plural=")
        assert count == "nplurals=3"
        assert [c2py(formula)(number) for number in (1, 2, 5, 11, 21, 22)] == [0, 1, 2, 2, 0, 1]
        template = polib.pofile(str(project_copy / "locales" / "templates" / f"{domain}.pot"))
        assert [entry.msgid for entry in catalog] == [entry.msgid for entry in template]
        assert not any(entry.msgstr for entry in catalog)
    after = contents(project_copy)
    changed = {name for name, data in after.items() if before.get(name) != data}
    new = {f"locales/be/LC_MESSAGES/{domain}.po" for domain in (ARTICLE, "interface")}
    assert changed == {"locales/locales.toml", *new}
    assert {line.removeprefix("wrote ") for line in done.stdout.splitlines()} == changed
    assert after["locales/locales.toml"].startswith(before["locales/locales.toml"])
    assert run("add-locale", "be", project=project_copy).stdout == ""
    assert contents(project_copy) == after


def test_new_locale_passes_check_and_is_withheld(run: Callable, project_copy: Path) -> None:
    """An empty translation is no fault; it is reported and not published, and the build gives 0."""
    assert run("add-locale", "be", project=project_copy).returncode == DONE
    assert run("check", "be", project=project_copy).returncode == DONE
    assert run("update", "be", project=project_copy).stdout == ""
    output = project_copy / "site"
    done = run("build", "be", "--formats", "html", "--output", output, project=project_copy)
    assert done.returncode == DONE
    assert any(line.startswith("be: withheld") for line in done.stderr.splitlines())
    assert not (output / "be").exists()


@pytest.mark.parametrize("code", ["xx", "DE", "de-AT", "../de", "templates"])
def test_add_locale_refuses(run: Callable, project_copy: Path, code: str) -> None:
    """A code that is no locale's is refused, and nothing is written."""
    before = contents(project_copy)
    _is_one_line(run("add-locale", code, project=project_copy), code)
    assert contents(project_copy) == before


# show


@pytest.fixture(scope="module")
def bundled(
    copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A project whose bundle is built."""
    project = copy_project(tmp_path_factory.mktemp("bundled") / "project")
    done = run("build", "--formats", "bundle", project=project)
    assert done.returncode == DONE, done.stderr
    return project


def _title(project: Path, locale: str) -> str:
    entry = polib.pofile(str(_catalog(project, locale))).find("Will running reduce cellulite?")
    return entry.msgstr


@pytest.mark.parametrize(
    ("form", "begin"), [("text", "{}\n"), ("markdown", "# {}\n"), ("html", "<article")]
)
def test_show(run: Callable, bundled: Path, form: str, begin: str) -> None:
    """`show` prints the article in the language asked for, as text, Markdown or HTML."""
    done = run("show", "--locale", "de", "--format", form, project=bundled)
    assert (done.returncode, done.stderr) == (DONE, "")
    title = _title(bundled, "de")
    assert done.stdout.startswith(begin.format(title))
    assert title in done.stdout


def test_show_as_json(run: Callable, bundled: Path) -> None:
    """JSON is whole, in real letters, and takes a code as well as a tag."""
    by_tag, by_code = (
        run(
            "show", "will-running-reduce-cellulite", "-l", name, "--format", "json", project=bundled
        )
        for name in ("pt-BR", "pt_BR")
    )
    assert by_tag.returncode == DONE
    assert by_tag.stdout == by_code.stdout
    value = json.loads(by_tag.stdout)
    assert (value["lang"], value["title"]) == ("pt-BR", _title(bundled, "pt_BR"))
    assert value["missing"] == []
    assert "\\u" not in by_tag.stdout


def test_show_refuses(run: Callable, bundled: Path, project_copy: Path) -> None:
    """No bundle, no such language, no such article: one line with the way out."""
    _is_one_line(run("show", project=project_copy), "bundle.txt", "--formats bundle")
    _is_one_line(run("show", "--locale", "sw", project=bundled), "sw", "pt-BR")
    _is_one_line(run("show", "nothing", project=bundled), "nothing", "will-running")


# Progress


def test_progress_in_lines(run: Callable, project_copy: Path) -> None:
    """Where standard error is no terminal, each locale done is a plain line, counted."""
    done = run("compile", project=project_copy)
    assert (done.returncode, done.stdout) == (DONE, "")
    lines = done.stderr.splitlines()
    count = len(COPIED_CODES)
    expected = [f"[{number}/{count}]" for number in range(1, count + 1)]
    assert [line.split()[0] for line in lines] == expected
    assert {line.split()[-1] for line in lines} >= {"ar", "pt_BR", "zh_Hans"}
    assert "\x1b" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_progress_in_a_bar(project_copy: Path) -> None:
    """On a terminal there is a bar instead, and it is deleted at the end."""
    code, shown = run_on_terminal(project_copy, "compile", COLUMNS="80")
    assert code == DONE
    assert b"\x1b[" in shown
    assert f"/{len(COPIED_CODES)}".encode() in shown
    assert f"[1/{len(COPIED_CODES)}]".encode() not in shown


def test_compile_writes_catalogs(run: Callable, project_copy: Path) -> None:
    """`compile` writes the gate's `.mo` files into the build folder and nothing elsewhere."""
    before = contents(project_copy)
    assert run("compile", "de", project=project_copy).returncode == DONE
    new = sorted(set(contents(project_copy)) - set(before))
    folder = "build/catalogs/de/LC_MESSAGES"
    assert new == [f"{folder}/{ARTICLE}.mo", f"{folder}/interface.mo", "build/lock"]
    compiled = polib.mofile(str(project_copy / new[0]))
    assert compiled.find("Will running reduce cellulite?").msgstr == _title(project_copy, "de")


def test_build_says_what_it_built(run: Callable, project_copy: Path) -> None:
    """The last line counts the locales and names the folder, `build/site` unless told."""
    done = run("build", "de", "--formats", "html", project=project_copy)
    assert done.returncode == DONE
    place = project_copy.resolve() / "build" / "site"
    assert done.stdout == f"2 locales built, 0 unchanged in {place}\n"
    assert (project_copy / "build" / "site" / "de" / "index.html").is_file()
