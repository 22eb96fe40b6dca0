"""Whatever docutils and Sphinx know has a folder here, with a verdict, or a reason to have none."""

from __future__ import annotations

import inspect
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.parsers.rst import directives, roles
from docutils.parsers.rst.languages import en
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from support.markup.cases import CONF, FOLDER, read_cases
from support.small_projects import write_project

NOWHERE: dict[str, str] = tomllib.loads((FOLDER / "nowhere.toml").read_text("utf-8"))["nodes"]
"""Nodes that no edition can meet, with the reason."""


@pytest.fixture(scope="module")
def sphinx(tmp_path_factory: pytest.TempPathFactory) -> tuple[set[str], set[str], set[str]]:
    """The directives, the roles and the domains of a project without extensions."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "conf.py").write_text("", encoding="utf-8")
    with docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "dummy", status=None)
        standard = app.env.domains.standard_domain
        return (
            {*directives._directives, *standard.directives},
            {*roles._roles, *standard.roles} - {""},
            set(app.env.domains),
        )


def _covered(kind: str) -> list[str]:
    return [name for case in read_cases() for name in case.covered(kind)]


def _node_names() -> set[str]:
    own = {
        name
        for name, value in vars(addnodes).items()
        if inspect.isclass(value) and value.__module__ == addnodes.__name__
        if issubclass(value, nodes.Node)
    }
    return own | set(nodes.node_class_names)


def test_every_directive_has_a_folder(sphinx: tuple[set[str], ...]) -> None:
    """Those of docutils, of Sphinx and of its domain `std`, each in one; no folder has others."""
    known = {*directives._directive_registry, *en.directives} | sphinx[0]
    assert set(_covered("directives")) ^ known == set()
    assert [name for name, count in Counter(_covered("directives")).items() if count > 1] == []


def test_every_role_has_a_folder(sphinx: tuple[set[str], ...]) -> None:
    """Those of docutils, of Sphinx and of its domain `std`, each in one; no folder has others."""
    known = {*roles._role_registry, *en.roles} | sphinx[1]
    assert set(_covered("roles")) ^ known == set()
    assert [name for name, count in Counter(_covered("roles")).items() if count > 1] == []


def test_every_node_has_a_folder() -> None:
    """Or `nowhere.toml` says why no edition can meet it."""
    covered = [*_covered("nodes"), *NOWHERE]
    assert set(covered) ^ _node_names() == set()
    assert [name for name, count in Counter(covered).items() if count > 1] == []


# Other domains and extensions

DOMAINS = {
    "c": ".. c:function:: int walk(void)",
    "cpp": ".. cpp:function:: int walk()",
    "js": ".. js:function:: walk()",
    "py": ".. py:function:: walk()",
    "rst": ".. rst:directive:: walk",
}
"""A directive of each domain of Sphinx but `std`; four others have no directives."""

EXTENSIONS = {
    "sphinx.ext.todo": (".. todo:: Walk on.", "first.rst:6: no edition can show 'todo_node' of "),
    "sphinx.ext.graphviz": (".. graph:: way", "docs: Sphinx says: "),
}
"""A directive of two extensions, and how the refusal begins; the second may not even be loaded."""


def test_every_domain_is_known(sphinx: tuple[set[str], ...]) -> None:
    """A new one is refused too, if it has directives, once it is here."""
    without_directives = {"changeset", "citation", "index", "math"}
    assert sphinx[2] == {"std", *without_directives, *DOMAINS}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one article."""
    folder = tmp_path_factory.mktemp("domains") / "project"
    return write_project(folder, {"first": "First\n=====\n\nWords.\n"}, CONF)


def test_directives_of_other_domains_are_refused(project: Path, run: Callable) -> None:
    """By the name of the domain, with the line; also without the name, if it is the default."""
    texts = {**DOMAINS, "short": ".. function:: rest()"}
    expected = []
    for name, text in sorted(texts.items()):
        path = project / "docs" / "articles" / f"{name}.rst"
        path.write_text(f"Title\n=====\n\n{text}\n", encoding="utf-8")
        domain = "py" if name == "short" else name
        directive = text.removeprefix(".. ").partition("::")[0]
        reason = f"is of the domain {domain!r}, which no edition can show"
        place = f"cellulite-content: docs/articles/{name}.rst:4"
        expected.append(f"{place}: the directive {directive!r} {reason}; write a list")
    done = run("extract", project=project)
    for name in texts:
        (project / "docs" / "articles" / f"{name}.rst").unlink()
    assert done.returncode == 2
    assert done.stderr.splitlines()[:-1] == expected


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_directives_of_extensions_are_refused(
    project: Path, run: Callable, tmp_path: Path, extension: str
) -> None:
    """The extension is named, and what to do."""
    text, begin = EXTENSIONS[extension]
    folder = shutil.copytree(project, tmp_path / "project")
    with (folder / "docs" / "conf.py").open("a", encoding="utf-8") as file:
        file.write(f"extensions.append({extension!r})\n")
    path = folder / "docs" / "articles" / "first.rst"
    path.write_text(f"First\n=====\n\nWords.\n\n{text}\n", encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert f"{begin}{extension}" in line
    assert "; " in line
