"""The translator calls what Sphinx's would call, and literal blocks have their language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinx.writers.html5 import HTML5Translator

from cellulite_content.pipeline.editions.translator import ReadingTranslator
from support.small_projects import HEAD, write_project

KINDS = [
    kind
    for module in (nodes, addnodes)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, nodes.Node)
]


class _Own(addnodes.versionmodified):
    """A node of an extension, below one of Sphinx's."""


class _Unknown(nodes.Element):
    """A node that nobody knows."""


@pytest.mark.parametrize("event", ["visit", "depart"])
def test_each_node_has_the_method_that_sphinx_finds(event: str) -> None:
    """That of its class, or of the nearest class above it; also one of an extension."""
    translator = ReadingTranslator.__new__(ReadingTranslator)
    translator._method_names = {}
    translator.visit_strong = lambda node: None  # type: ignore[method-assign]
    assert len(KINDS) > 150
    for kind in (*KINDS, _Own, _Unknown):
        names = [f"{event}_{each.__name__}" for each in kind.__mro__]
        found = [name for name in names if hasattr(translator, name)]
        expected: Any = getattr(translator, found[0]) if found else None
        assert translator._method(event, kind) == expected
        assert translator._method(event, kind) == expected
    assert HTML5Translator.visit_strong is not translator._method("visit", nodes.strong)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (".. highlight:: css\n\nSee::\n\n   a { b: c }\n", "css"),
        (".. code-block:: html\n\n   <b>\n", "html"),
        ("See::\n\n   def walk(): pass\n", "default"),
    ],
)
def test_literal_blocks_have_their_language(
    tmp_path: Path, run: Callable, text: str, language: str
) -> None:
    """That of the block, else that of the document, else that of the settings."""
    folder = write_project(tmp_path / "project", {"a": f"{HEAD}A\n=\n\n{text}"})
    done = run("build", "--formats", "html", project=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "build/site/en/articles/a.html").read_text(encoding="utf-8")
    assert f'class="highlight-{language} notranslate"' in page
