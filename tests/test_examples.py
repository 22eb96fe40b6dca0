"""Every example runs: docstrings, the handbook's pages, what the README tells people to type."""

from __future__ import annotations

import doctest
import importlib.util
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import click
import jinja2
import jinja2.meta
import polib
import pytest
from docutils import nodes
from docutils.core import publish_doctree
from sphinx.cmd.build import get_parser

import cellulite_content
from cellulite_content import load
from cellulite_content.cli.commands import command
from support import CHECKOUT
from support.loader.bundles import write
from support.markdown.cases import CONF
from support.requirements import require
from support.small_projects import write_project

ROOT = CHECKOUT
PAGES = sorted((ROOT / "docs" / "handbook").glob("*.rst"))
EXAMPLES = ROOT / "docs" / "handbook" / "examples"
GUIDES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
MODULES = [cellulite_content.__name__] + [
    module.name
    for module in pkgutil.walk_packages(cellulite_content.__path__, "cellulite_content.")
    if not module.name.endswith("__main__")
]


# What an interpreter shows


def _shown(path: Path) -> int:
    """How many examples a file shows, counted without doctest."""
    return len(re.findall(r"^\s*>>> ", path.read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    """Each example of a module runs, none is skipped, and none is out of doctest's sight."""
    if ".workers." in name:
        require("cluster", "distributed")
    elif "__pyinstaller" in name:
        require("dev", "PyInstaller")
    module = importlib.import_module(name)
    runner = doctest.DocTestRunner()
    tried: set[int] = set()
    # The functions of the package are methods of its own `Content`: found twice, counted once.
    for test in doctest.DocTestFinder().find(module):
        tried |= {(test.lineno or 0) + example.lineno for example in test.examples}
        assert not any(doctest.SKIP in example.options for example in test.examples)
        assert runner.run(test).failed == 0
    assert len(tried) == _shown(Path(str(module.__file__)))


# What `packages` shows needs the package that it makes: `tests/packaging` makes it and runs them.
@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "packages"], ids=lambda page: page.stem
)
def test_handbook_examples(page: Path) -> None:
    """Each example of a page runs, one after the other as a reader would type them.

    `...` in them means other languages.
    """
    failed, tried = doctest.testfile(
        str(page), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS
    )
    assert (failed, tried) == (0, _shown(page))


def test_there_are_examples() -> None:
    """The tests above have something to do."""
    assert len(MODULES) > 60
    specs = map(importlib.util.find_spec, MODULES)
    assert sum(_shown(Path(str(spec and spec.origin))) for spec in specs) > 6
    assert sum(map(_shown, PAGES)) > 20


# Blocks of code


def _blocks(path: Path) -> list[tuple[str, str]]:
    """The blocks of a page with their languages; of one introduced by `::`, the empty string."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        return re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    found = []
    starts = r"^ *(?:\.\. code-block:: *(?P<language>\S+)|(?!\.\. )\S.*::)\n(?: +:.+\n)*\n+"
    for start in re.finditer(starts, text, flags=re.MULTILINE):
        rest = text[start.end() :]
        indent = re.match(" +", rest)
        block = indent and re.match(rf"(?:(?:{indent[0]}.*)?\n)+", rest)
        if block:
            found.append((start["language"] or "", textwrap.dedent(block[0]).strip("\n") + "\n"))
    return found


BLOCKS = [
    pytest.param(language, text, id=f"{page.name}-{number}-{language}")
    for page in (*PAGES, *GUIDES)
    for number, (language, text) in enumerate(_blocks(page), 1)
]


def _python_block(block: str, folder: Path) -> None:
    """It is a program, and can be the `__init__.py` of a package that has a bundle."""
    write(folder / "shown" / "data")
    (folder / "shown" / "__init__.py").write_text(block, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import shown"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def _template(block: str, folder: Path) -> None:
    """It renders with nothing but an article, whose title is in what comes out."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    assert jinja2.meta.find_undeclared_variables(environment.parse(block)) == {"article"}
    title = "Verringert Laufen Cellulite?"
    assert title in environment.from_string(block).render(article=load("de"))


def _settings(block: str, folder: Path) -> None:
    assert tomllib.loads(block)


def _catalog(block: str, folder: Path) -> None:
    """It is entries of a catalog, all of them read."""
    assert len(polib.pofile(block)) == len(re.findall(r"^(?:#~ )?msgid ", block, re.MULTILINE))


def _source(block: str, folder: Path) -> None:
    """It is reStructuredText; docutils alone does not know Sphinx's `toctree`."""
    tree = publish_doctree(block, settings_overrides={"report_level": 5})
    said = [node.astext() for node in tree.findall(nodes.system_message) if node["level"] > 1]
    assert [each for each in said if 'directive type "toctree"' not in each] == []


def _markdown(block: str, folder: Path) -> None:
    """It is an article, whose texts are extracted without a fault."""
    project = write_project(folder / "project", {"shown.md": block}, CONF)
    template = polib.pofile(str(project / "locales" / "templates" / "articles" / "shown.pot"))
    assert all(any(line in block for line in entry.msgid.splitlines()) for entry in template)
    assert {entry.comment.partition(",")[0] for entry in template} > {"title", "description"}


def _console(block: str, folder: Path) -> None:
    """Programs, subcommands, options, targets, scripts: all there. Output is not among them."""
    lines = re.sub(r"\\\n *", "", block).splitlines()
    assert all(line.startswith(("$ ", "> ")) for line in lines)
    for line in lines:
        _check(line[2:])


def _plain(block: str, folder: Path) -> None:
    """It is typed line by line, or is what a check says."""
    lines = re.sub(r"\\\n *", "", block).splitlines()
    if not all(re.search(r": .+ \([a-z-]+\)$", line) for line in lines):
        for line in filter(None, lines):
            _check(line)


def _layout(block: str, folder: Path) -> None:
    """Files, formats, flows: nothing that could run."""


LANGUAGES: dict[str, Callable[[str, Path], None]] = {
    "": _plain,
    "console": _console,
    "html+jinja": _template,
    "markdown": _markdown,
    "po": _catalog,
    "python": _python_block,
    "rst": _source,
    "text": _layout,
    "toml": _settings,
}


@pytest.mark.parametrize(("language", "block"), BLOCKS)
def test_blocks(language: str, block: str, tmp_path: Path) -> None:
    """Each block of the handbook, the README and CONTRIBUTING does what its language can do.

    One in a language that is not listed fails: it needs a test of its own here.
    """
    LANGUAGES[language](block, tmp_path)


def test_no_block_is_overlooked() -> None:
    """As many are found as the pages mark."""
    marks = sum(page.read_text(encoding="utf-8").count("code-block::") for page in PAGES)
    found = [language for page in PAGES for language, _ in _blocks(page) if language]
    assert len(found) == marks
    fences = sum(page.read_text(encoding="utf-8").count("\n```") for page in GUIDES)
    assert len([block for page in GUIDES for block in _blocks(page)]) * 2 == fences


# Commands


def _own(words: list[str]) -> None:
    """Click takes the arguments, without doing what they say."""
    chosen = command.commands[words[0]]
    with chosen.make_context(words[0], words[1:]):
        pass


def _make(words: list[str]) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for word in words:
        name, is_variable, _ = word.partition("=")
        wanted = re.escape(f"$({name})") if is_variable else rf"^{word}:"
        assert re.search(wanted, makefile, flags=re.MULTILINE), word


def _pip(words: list[str]) -> None:
    """Only a lock, and this project with extras that it has, and what it is tested with."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert words[0] == "install"
    extras = settings["optional-dependencies"]
    tested = {re.match(r"[\w-]+", each)[0] for extra in extras.values() for each in extra}  # type: ignore[index]
    for word in [each for each in words[1:] if not each.startswith("-")]:
        if "-r" in words and word.startswith("requirements/"):
            assert (ROOT / word).is_file(), word
            continue
        name, _, wanted = word.rstrip("]").partition("[")
        assert name in {".", *tested}, word
        assert {*filter(None, wanted.split(","))} <= set(extras), word


def _python(words: list[str]) -> None:
    """A module that is there, or a script that takes its first argument."""
    if words[0] == "-m":
        assert importlib.util.find_spec(words[1]), words
        return
    assert words[1] in _subcommands(words[0])


@cache
def _subcommands(script: str) -> list[str]:
    """The subcommands that a script's help lists."""
    require("cluster", "distributed")  # the benchmark of the cluster imports it
    command = [sys.executable, script, "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return re.findall(r"(?m)^ {4}(\w+)(?: |$)", done.stdout)


def _sphinx(words: list[str]) -> None:
    assert (ROOT / get_parser().parse_args(words).sourcedir / "conf.py").is_file()


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "cellulite-content": _own,
    "make": _make,
    "pip": _pip,
    "python": _python,
    "sphinx-build": _sphinx,
}
SHELL = {"cd", ".", "export", r".venv\Scripts\activate"}


def _check(line: str) -> None:
    """A line that is typed, without its comment: any other program is one that is installed."""
    program, *words = shlex.split(line.replace("\\", "\\\\"), comments=True)
    if program == "dask":
        require("cluster", "distributed")
    if program in COMMANDS:
        COMMANDS[program](words)
    elif program not in SHELL:
        here = str(Path(sys.executable).parent)
        assert shutil.which(program, path=here) or program in ("git", "diff"), program


def test_commands_of_an_image() -> None:
    """Each command that an image for workers is made with can be typed."""
    lines = (EXAMPLES / "cluster" / "Dockerfile").read_text(encoding="utf-8").splitlines()
    commands = [line.removeprefix("RUN ") for line in lines if line.startswith("RUN ")]
    assert commands
    for line in commands:
        _check(line)


@pytest.mark.parametrize(
    "line",
    [
        *("cellulite-content bild de", "cellulite-content build --formatz html", "make edition"),
        *("pip install cellulite", 'pip install ".[all]"', "python scripts/bench.py build"),
        *("python scripts/benchmark.py nothing", "sphinx-build -b html doc out", "frobnicate"),
    ],
)
def test_a_wrong_command_is_caught(line: str) -> None:
    """The tests of commands can fail."""
    with pytest.raises((AssertionError, KeyError, click.UsageError, subprocess.CalledProcessError)):
        _check(line)
