"""The handbook under test: what it must name is named, and what it shows is true."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import sys
import tomllib
from collections import Counter
from dataclasses import fields
from pathlib import Path

import click
import pytest

from cellulite_content.cli.commands import command
from cellulite_content.pipeline.model.locale import Locale
from support import CHECKOUT

ROOT = CHECKOUT
HANDBOOK = ROOT / "docs" / "handbook"
PIPELINE = ROOT / "cellulite_content" / "pipeline"


def _page(name: str) -> str:
    return (HANDBOOK / f"{name}.rst").read_text(encoding="utf-8")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# The command


def _program(name: str) -> str:
    """The part of the reference on one command."""
    parts = re.split(r"^\.\. program:: (.+)$", _page("reference"), flags=re.MULTILINE)
    programs = dict(zip(parts[1::2], parts[2::2], strict=True))
    # The next heading ends it: a line of text with a line of signs below it.
    return re.split(r"\n[^\n]+\n[-~]{4,}\n", programs[f"cellulite-content {name}".strip()])[0]


def _options(each: click.Command) -> set[str]:
    """The option names of a command, without `--help`, which all have."""
    parameters = [each for each in each.params if isinstance(each, click.Option)]
    return {name for option in parameters for name in option.opts} - {"--help", "-h"}


def _documented(text: str) -> set[str]:
    lines = re.findall(r"^\.\. option:: (.+)$", text, flags=re.MULTILINE)
    return {name for line in lines for name in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)}


@pytest.mark.parametrize("name", sorted(command.commands))
def test_each_command_is_documented_with_its_options(name: str) -> None:
    """No option is missing from the page, and none is there that the command lacks."""
    assert _documented(_program(name)) == _options(command.commands[name])


def test_the_options_of_the_command_itself_are_documented() -> None:
    assert _documented(_program("")) - {"--help", "-h"} == _options(command)


def test_the_readme_names_each_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `cellulite-content ([a-z-]+)", readme, flags=re.MULTILINE)
    assert sorted(rows) == sorted(command.commands)


# Findings


def _is_problem(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem"


def _codes(path: Path) -> set[str]:
    """The codes of a module: the first argument of each `Problem`, or the strings it loops over."""
    found: set[str] = set()
    for function in (node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef)):
        firsts = [call.args[0] for call in ast.walk(function) if _is_problem(call)]  # type: ignore[attr-defined]
        found |= {each.value for each in firsts if isinstance(each, ast.Constant)}
        if any(isinstance(each, ast.Name) for each in firsts):
            rows = [node.iter for node in ast.walk(function) if isinstance(node, ast.For)]
            found |= {
                row.elts[0].value  # type: ignore[attr-defined]
                for table in rows
                if isinstance(table, ast.Tuple)
                for row in table.elts
            }
    return found


BOOKLINT = PIPELINE / "verify" / "epub"


def _all_codes() -> set[str]:
    """The codes of what translators can fix; those of finished books are apart."""
    paths = set(PIPELINE.rglob("*.py")) - set(BOOKLINT.rglob("*.py"))
    return {code for path in sorted(paths) for code in _codes(path)}


def _entries(text: str) -> dict[str, str]:
    """The explanations on a page, by code."""
    return dict(re.findall(r"^``([a-z-]+)``\n((?:   .+\n)+)", text, flags=re.MULTILINE))


def test_the_codes_are_found_in_both_forms() -> None:
    """The collector itself works: a literal, one in a branch, and one in a table."""
    assert {"noqa", "missing-catalog", "emphasis-differs", "stray-file"} <= _all_codes()


def test_each_finding_is_explained_to_translators() -> None:
    """Each code has an entry, with a way out, and no entry is of a code that is gone."""
    entries = _entries(_page("translators").partition("What the checks say")[2])
    assert set(entries) == _all_codes()
    assert [code for code, text in entries.items() if "*Way out:*" not in text] == []


def test_each_finding_on_books_is_explained() -> None:
    """Each code of `check --editions` has an entry on the page on books, and no other has."""
    entries = _entries(_page("books").partition("What the check says")[2])
    codes = {code for path in sorted(BOOKLINT.glob("*.py")) for code in _codes(path)}
    assert len(codes) > 30
    assert all(code.startswith("book-") for code in codes)
    assert set(entries) == codes
    assert [code for code, text in entries.items() if "*Way out:*" not in text] == []


# Settings


def _settings() -> set[str]:
    """The settings that `project.py` asks for by name."""
    return {
        node.args[0].value
        for node in ast.walk(_tree(PIPELINE / "model" / "project.py"))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith("settings.")
        and isinstance(node.args[0], ast.Constant)
    }


def test_each_setting_is_documented() -> None:
    text = _page("reference").partition("Settings\n--------")[2].partition("Thresholds\n----")[0]
    assert {"title", "site-url"} <= _settings()
    settings = _settings() | {field.name for field in fields(Locale)} - {"code"}
    assert set(re.findall(r"^``([a-z-]+)``$", text, flags=re.MULTILINE)) == settings


# Modules


def test_the_architecture_page_lists_each_room() -> None:
    """Each folder with modules has a table, and no table is of a folder that is gone."""
    listed = re.findall(r"^\.\. modules:: (.+)$", _page("architecture"), flags=re.MULTILINE)
    package = ROOT / "cellulite_content"
    modules = {path for path in package.rglob("*.py") if not path.stem.startswith("_")}
    rooms = {path.parent.relative_to(ROOT).as_posix() for path in modules}
    rooms -= {"cellulite_content/__pyinstaller", "cellulite_content/pipeline"}
    assert sorted(listed) == sorted(rooms)


# What is shown


def test_the_readmes_example_is_true() -> None:
    """It runs, and prints what its comment says."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.+?)```", readme, flags=re.DOTALL)
    expected = re.findall(r"^print\(.+\)  # (.+)$", example, flags=re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", example],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == expected


@pytest.mark.slow
def test_the_handbook_builds_without_a_warning(tmp_path: Path) -> None:
    arguments = ["-q", "-W", "--keep-going", "-b", "html", "-d", str(tmp_path / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments, str(HANDBOOK), str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / "translators.html").is_file()


# The glossary


def _glossary(term: str = "") -> list[dict[str, str]]:
    """The rows of the project's glossary, all or one term's."""
    with (ROOT / "locales" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    return [row for row in rows if row["term"] == (term or row["term"])]


def test_the_glossary_has_each_term_in_each_locale() -> None:
    rows = _glossary()
    assert list(rows[0]) == ["term", "locale", "use", "avoid", "definition"]
    assert [row for row in rows if not (row["use"] and row["definition"]) or None in row] == []
    pairs = [(row["term"], row["locale"]) for row in rows]
    assert len(pairs) == len(set(pairs))
    locales = tomllib.loads((ROOT / "locales" / "locales.toml").read_text(encoding="utf-8"))
    wanted = {(term, locale) for term, _ in pairs for locale in locales}
    assert wanted - set(pairs) == set()


def test_the_handbook_and_the_glossary_say_the_same() -> None:
    """The table of the word "cellulite" has the glossary's row for each locale."""
    section = _page("translators").partition('The word "cellulite"')[2].partition("Other words")[0]
    table = re.findall(r"^   \* - ([A-Za-z_]+)\n     - (.+)$", section, flags=re.MULTILINE)
    assert table[1:] == [(row["locale"], row["use"]) for row in _glossary("cellulite")]


def test_no_two_rows_of_the_glossary_contradict_each_other() -> None:
    """In no locale do two terms have the same words to use, or one term a word to use and avoid."""
    rows = _glossary()
    uses = [(row["locale"], row["use"]) for row in rows]
    assert [use for use, count in Counter(uses).items() if count > 1] == []
    words = [(row, re.split(r" *[,(]", row["avoid"])) for row in rows]
    assert [row for row, avoided in words if re.split(r" *[,(]", row["use"])[0] in avoided] == []
