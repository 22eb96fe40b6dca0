"""The rooms of the package: imports go down only, nothing is a circle, and rooms stay small."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import cellulite_content
from support import CHECKOUT

PACKAGE = "cellulite_content"
LEVELS = {
    "cli": 9,
    "desk": 8,
    "publish": 7,
    "verify": 6,
    "adopting": 5,
    "editions": 5,
    "exchange": 5,
    "importing": 5,
    "starting": 5,
    "gate": 4,
    "catalogs": 3,
    "source": 3,
    "workers": 3,
    "model": 2,
    "files": 1,
    "counts": 0,
    "errors": 0,
}
"""A room imports from lower levels only; rooms of one level never import each other."""

LONGEST = 300
FULLEST = 16

Sources = Mapping[str, str]
"""Names of modules, a package's with `.__init__` at its end, and their texts."""


def room(module: str) -> str:
    """The room of a module: `loader` for the root modules, but `cli` for the command's start."""
    parts = module.removesuffix(".__init__").split(".")
    if parts[1:] == ["__main__"]:
        return "cli"
    if parts[1:2] == ["pipeline"]:
        return parts[2] if len(parts) > 2 else "pipeline"
    return parts[1] if parts[1:2] in (["cli"], ["desk"]) else "loader"


def imports(module: str, text: str, modules: Sources) -> Iterator[tuple[str, str]]:
    """Each import of a module of the package: the module, and the name that is taken from it.

    Imports count in functions and for types too, and so do strings that name a module or its
    function (`package.module:function`), which processes import. A package in a string does not:
    messages name the extension that way.
    """
    known = {name.removesuffix(".__init__") for name in modules}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                if inner in known:
                    yield inner, ""
                elif origin in known:
                    yield origin, alias.name
        elif isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name in known)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            name = node.value.partition(":")[0]
            if name in modules:
                yield name, ""


def faults(modules: Sources, public: frozenset[str]) -> Iterator[str]:
    """The imports that break the rule."""
    for module, text in modules.items():
        own = room(module)
        for imported, name in imports(module, text, modules):
            other = room(imported)
            if own in (other, "pipeline"):
                continue
            if own == "loader":
                yield f"{module} imports {imported}: the loader imports no room"
            elif other == "loader":
                if imported != PACKAGE or name not in public:
                    yield f"{module} imports {imported} {name}: not a public name of the loader"
            elif other == "pipeline" or LEVELS[other] >= LEVELS[own]:
                yield f"{module} imports {imported}: {own} is not above {other}"


def circles(modules: Sources) -> list[str]:
    """The modules that import each other, directly or by way of others."""
    graph = {
        module.removesuffix(".__init__"): {name for name, _ in imports(module, text, modules)}
        for module, text in modules.items()
    }
    remaining = dict(graph)
    while free := [name for name, others in remaining.items() if not others & remaining.keys()]:
        for name in free:
            del remaining[name]
    # What is left imports something that is left; drop what nothing left imports.
    while ends := [
        name for name in remaining if not any(name in graph[other] for other in remaining)
    ]:
        for name in ends:
            del remaining[name]
    return sorted(remaining)


@pytest.fixture(scope="module")
def modules() -> Sources:
    """The package as it is, without what PyInstaller alone imports."""
    folder = CHECKOUT / PACKAGE
    return {
        ".".join(path.relative_to(CHECKOUT).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
        if "__pyinstaller" not in path.parts
    }


def test_imports_go_down(modules: Sources) -> None:
    """Every import of every module."""
    assert len(modules) > 100
    assert list(faults(modules, frozenset(cellulite_content.__all__))) == []


def test_no_modules_import_each_other_in_a_circle(modules: Sources) -> None:
    """Not even for types, or late."""
    assert circles(modules) == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("pipeline.files.atomic", "from ..model.unit import Unit"),
        ("pipeline.catalogs.entry", "from ..source import extract"),
        ("pipeline.gate.gate", "def late():\n    from ..publish.plan import Planner"),
        ("pipeline.workers.clusters.job", 'TASK = "cellulite_content.pipeline.gate.gate:judge"'),
        ("pipeline.model.unit", "from cellulite_content.article import Article"),
        ("pipeline.model.unit", "from cellulite_content import _LATER"),
        ("outline", "from .pipeline.model.unit import Unit"),
    ],
)
def test_a_seeded_fault_is_found(modules: Sources, module: str, line: str) -> None:
    """An import upward, sideways, by name in a string, of a private name, or out of the loader."""
    name = f"{PACKAGE}.{module}"
    seeded = {**modules, name: f"{modules[name]}\n{line}\n"}
    found = list(faults(seeded, frozenset(cellulite_content.__all__)))
    assert len(found) == 1
    assert found[0].startswith(f"{name} imports ")


def test_a_seeded_circle_is_found(modules: Sources) -> None:
    """Two modules of one room, one of which imports the other for types alone."""
    name = f"{PACKAGE}.bundle"
    line = "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from .nodes import Node\n"
    assert circles({**modules, name: modules[name] + line}) == [
        f"{PACKAGE}.bundle",
        f"{PACKAGE}.nodes",
    ]


def _modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in (CHECKOUT / folder).rglob("*.py"):
            if not re.search("node_modules|__pycache__", str(path)):
                yield path


def test_no_module_is_long() -> None:
    """A longer one hides a second noun."""
    paths = _modules(PACKAGE, "scripts")
    lengths = {path: path.read_text(encoding="utf-8").count("\n") for path in paths}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_no_folder_is_full() -> None:
    """One with more modules hides a second room."""
    counts = Counter(path.parent for path in _modules(PACKAGE, "scripts", "tests", "docs"))
    assert {str(folder): count for folder, count in counts.items() if count > FULLEST} == {}


REPEATED_GROUP = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")
"""The end of a group that is repeated without places to go back to, such as `(…)*+`."""

UNFAILING = re.compile(r".*\(\?:\\\\\.\[[^\]]*\]\*\+")
"""A line up to the end of such a group with an escape and what follows, which cannot fail."""


def _wrong_before_3_11_5(line: str) -> bool:
    ends = (match.start() for match in REPEATED_GROUP.finditer(line))
    is_comment = line.lstrip().startswith("#")
    return not is_comment and any(not UNFAILING.fullmatch(line[:end]) for end in ends)


def test_no_pattern_is_matched_wrongly_by_older_pythons() -> None:
    """Before Python 3.11.5, `(…)*+` loses its place when a repetition in the group fails
    (https://github.com/python/cpython/issues/106052): Debian 12 has 3.11.2."""
    assert _wrong_before_3_11_5(r'NAME = "[a-z]+(?:-(?:[a-z]+))*+:"')
    lines = {
        f"{path}:{number}": line
        for path in _modules(PACKAGE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    }
    assert [place for place, line in lines.items() if _wrong_before_3_11_5(line)] == []
