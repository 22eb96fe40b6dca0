"""The types of the loader: a client's program under mypy and pyright, both strict."""

import ast
import inspect
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cellulite_content
from cellulite_content import Article, Content, Language, Node, Text
from support.editions.browser import installed
from support.loader import client
from support.loader.bundles import files

CLIENT = Path(client.__file__)
MARKER = Path(cellulite_content.__file__).with_name("py.typed")


def _used() -> set[str]:
    """Each name and attribute in the client's code."""
    nodes = list(ast.walk(ast.parse(CLIENT.read_text(encoding="utf-8"))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return names | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _members(kind: type) -> set[str]:
    """What a class has of its own, without private names."""
    return {name for name in vars(kind) if not name.startswith("_") or name == "__html__"}


def test_the_client_uses_every_public_name() -> None:
    """Each name of the package, and each member of its classes: none escapes the checkers."""
    members = set().union(*(_members(kind) for kind in (Article, Content, Language, Node, Text)))
    assert {"load", "section", "source", "attribute", "state"} <= members
    assert (set(cellulite_content.__all__) | members) - _used() == set()


def test_the_client_runs() -> None:
    """What the checkers read is a program that works, on the own bundle and another one."""
    client.main(client.from_a_function(files()))


def test_every_public_function_is_annotated() -> None:
    """With its arguments and its result."""
    for name in cellulite_content.__all__:
        if inspect.isfunction(each := getattr(cellulite_content, name)):
            assert set(inspect.signature(each).parameters) <= set(each.__annotations__), name


Check = Callable[[Path], tuple[int, str]]


def _mypy(program: Path) -> tuple[int, str]:
    """mypy's exit code and words, run elsewhere and without the project's settings."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", program.name],
        cwd=program.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def _pyright_itself() -> list[str]:
    """The program in the version of `tests/readers/package-lock.json`, with this interpreter.

    From npm, because it is the very program that editors and clients run; the package `pyright` of
    PyPI fetches it when it is first started.
    """
    node_modules = installed() / "node_modules"
    node = shutil.which("node", path=str(Path(sys.executable).parent))
    assert node, "the extra `dev` has Node"
    return [node, str(node_modules / "pyright" / "index.js"), "--pythonpath", sys.executable]


def _pyright(program: Path) -> tuple[int, str]:
    """The same of pyright, whose exit code also counts warnings here."""
    settings = {"include": [program.name], "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (program.parent / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    done = subprocess.run(
        [*_pyright_itself(), "--warnings", "--project", str(program.parent)],
        cwd=program.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


each_checker = pytest.mark.parametrize("check", [_mypy, _pyright])


@pytest.mark.slow
@each_checker
def test_a_client_passes(check: Check, tmp_path: Path) -> None:
    """The package is installed and says that it is typed; strict mode has nothing to say."""
    assert MARKER.is_file()
    program = tmp_path / "client.py"
    shutil.copyfile(CLIENT, program)
    code, said = check(program)
    assert (code, said.count("error")) == (0, said.count("0 errors")), said


MISTAKES = {
    "a number": "load(1)",
    "bytes": 'load(b"de")',
    "a list of numbers": "load([1, 2])",
    "an unknown argument": 'load("de", language="fr")',
    "an article by place": 'load("de").section(1)',
    "an attribute that is not there": 'load("de").titel',
    "a change": 'load("de").title = None',
    "a change of a node": 'load("de").root.text = "x"',
    "a match that may be None": 'match("de").upper()',
    "a source that is no reader": "Content(1)",
    "a reader of text": "Content(lambda name: name)",
    "a wrong type": 'number: int = load("de").title',
}


@pytest.mark.slow
@each_checker
def test_mistakes_are_caught(check: Check, tmp_path: Path) -> None:
    """Each seeded mistake is found, on its line, and nothing else."""
    program = tmp_path / "mistaken.py"
    lines = ["from cellulite_content import Content, load, match", "", *MISTAKES.values(), ""]
    program.write_text("\n".join(lines), encoding="utf-8")
    code, said = check(program)
    assert code != 0
    found = {number for number in range(1, 99) if f"mistaken.py:{number}:" in said}
    assert found == set(range(3, 3 + len(MISTAKES))), said
