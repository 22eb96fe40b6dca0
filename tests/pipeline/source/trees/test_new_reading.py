"""What a reading keeps: what only one process or one language can know is parsed by each."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.locale_builds import build_locale
from support.small_projects import HEAD, write_project


@pytest.mark.parametrize(
    ("setup", "parsed"),
    [
        (
            """
def setup(app):
    def role(name, rawtext, text, lineno, inliner, options={}, content=[]):
        from docutils import nodes
        return [nodes.emphasis("", text)], []
    def read(app, name, text):
        from docutils.parsers.rst import roles
        if name.endswith("b"):
            roles.register_local_role("odd", role)
    app.connect("source-read", read)
""",
            ["articles/b"],
        ),
        (
            r"""
from docutils.parsers.rst import Directive

class Shoe(Directive):
    def run(self):
        self.state.document.settings.env.shoes = ["brown"]
        return []

def setup(app):
    app.add_directive("shoe", Shoe)
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. shoe::\n"
    app.connect("source-read", read)
""",
            ["articles/a", "articles/b", "index"],
        ),
        (
            """
def setup(app):
    app.connect("env-merge-info", lambda app, env, names, other: None)
""",
            ["articles/a", "articles/b", "index"],
        ),
        (
            r"""
def setup(app):
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. confval:: far\n   :type: number\n"
    app.connect("source-read", read)
""",
            ["articles/a"],
        ),
        (
            r"""
def setup(app):
    def read(app, name, text):
        if name.endswith("a"):
            text[0] += "\n.. role:: f(ref)\n"
    app.connect("source-read", read)
""",
            ["articles/a"],
        ),
    ],
    ids=[
        "a role without a name",
        "data of a directive",
        "data that an extension merges",
        "words of Sphinx",
        "a role that refers",
    ],
)
def test_what_cannot_be_stored_is_parsed_again(
    tmp_path: Path, setup: str, parsed: list[str]
) -> None:
    """Each process parses those documents, and no others."""
    text = ":odd:`C`." if "odd" in setup else "C."
    articles = {"a": HEAD + "A\n=\n\nB.\n", "b": HEAD + f"B\n=\n\n{text}\n"}
    folder = write_project(tmp_path / "project", articles, setup)
    assert build_locale(folder, tmp_path / "output").parsed == parsed
