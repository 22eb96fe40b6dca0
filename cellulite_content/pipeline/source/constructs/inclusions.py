"""Directives that put other files of the sources into a document, and no files from elsewhere.

docutils' own setting, which turns reading off, stays off: it is on only while one of these
directives reads a file that it has checked. So no translation can read any.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.environment import BuildEnvironment

from ...files.printable import printable
from ...model.project import Project
from ...model.source_tree import read_source_tree
from ..faults.refusal import refuse
from ..sphinx_private import application_of

KIND = "files"
"""The kind of the faults, as a summary names it."""

_UTF_8 = ("utf-8", "utf8", "utf-8-sig", "utf_8", "utf_8_sig", "us-ascii", "ascii")


def unreadable(env: BuildEnvironment, name: str) -> str:
    """Why a file may not be put into the document that is read, with the remedy; else empty.

    `name` is relative to the document, or with a slash in front to the folder of the sources.
    """
    project: Project = application_of(env).edition.project
    path = Path(env.relfn2path(name)[1])
    shown, folder = printable(name), project.relative(project.source)
    if not path.is_relative_to(project.source):
        return f"{shown} is outside of the sources; copy it into {folder}"
    if path not in _listed_files(env):
        if path.is_dir():
            return f"{shown} is a folder; name a file in it"
        if path.exists():
            return f"{shown} is not one of the files of the sources; put it in no hidden folder"
        remedy = f"it is relative to the document, or with a slash in front to {folder}"
        return f"there is no file {shown}; correct the path: {remedy}"
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError as error:
        return f"{shown} is not UTF-8 (byte {error.start}); save it as UTF-8"
    return ""


def _listed_files(env: BuildEnvironment) -> frozenset[Path]:
    """The files of the sources, listed once a run."""
    application = application_of(env)
    if not hasattr(application, "listed_files"):
        paths = read_source_tree(application.edition.project).paths
        application.listed_files = frozenset(paths)
    listed: frozenset[Path] = application.listed_files
    return listed


def option_fault(directive: Directive) -> str:
    """Why the options about files are refused, with the remedy; else empty."""
    options = directive.options
    if "url" in options:
        return "no build opens an address (:url:); save it as a file of the sources"
    if "parser" in options:
        return "only reStructuredText can be translated (:parser:); write it as .rst"
    if options.get("encoding", "utf-8").lower() not in _UTF_8:
        return "sources are UTF-8 (:encoding:); save the file as UTF-8"
    return ""


def run_checked(
    directive: Any, names: Sequence[str], run: Callable[[], Sequence[nodes.Node]]
) -> list[nodes.Node]:
    """What a directive that reads the files `names` returns; nothing if it may not."""
    env: BuildEnvironment = directive.state.document.settings.env
    faults = [option_fault(directive), *(unreadable(env, name) for name in names)]
    fault = next(filter(None, faults), "")
    if fault:
        place = ":".join(map(str, directive.state_machine.get_source_and_line(directive.lineno)))
        return refuse(place, KIND, f"{directive.name}: {fault}")
    with _reading_allowed(directive.state.document.settings):
        return list(run())


@contextmanager
def _reading_allowed(settings: Any) -> Iterator[None]:
    settings.file_insertion_enabled = True
    try:
        yield
    finally:
        settings.file_insertion_enabled = False


class IncludeSource(Include):
    """The directive `include`: text of another file of the sources, or one of docutils' lists of
    characters (`<isonum.txt>`)."""

    def run(self) -> list[nodes.Node]:
        """Insert the file, or report why not."""
        name = self.arguments[0]
        is_list = name.startswith("<") and name.endswith(">")
        language, is_numbered = self.options.get("code"), "number-lines" in self.options
        blocks = run_checked(self, () if is_list else (name,), super().run)
        for block in blocks:
            if isinstance(block, nodes.literal_block):
                _simplify_code(block, language)
                if is_numbered:
                    block["linenos"] = True
                    block["highlight_args"]["linenostart"] = self.options["number-lines"] or 1
        return blocks

    def read_file(self, path: Any) -> str:
        """The file's text. Its nodes have the full path: docutils' depends on the folder of the
        process."""
        self.options["source"] = os.path.abspath(path)  # noqa: PTH100 - `resolve` follows links
        return str(super().read_file(path))


def _simplify_code(block: nodes.literal_block, language: str | None) -> None:
    """Make included code what `code-block` makes; `language` is None for text as it is.

    docutils writes the numbers of the lines into the text, and colours the words itself.
    """
    parts = [part for part in block.children if "ln" not in _classes(part)]
    block.rawsource = "".join(part.astext() for part in parts)
    block.children = [nodes.Text(block.rawsource)]
    block.children[0].parent = block
    block["highlight_args"] = {}
    if language is not None:
        block["language"] = language or "text"
        block["classes"] = block["classes"][2 if language else 1 :]  # "code" and the language


def _classes(node: nodes.Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


class LiteralIncludeSource(LiteralInclude):
    """The directive `literalinclude`: another file of the sources, as it is."""

    def run(self) -> list[nodes.Node]:
        """Insert the file, or report why not."""
        new, old = self.arguments[0], self.options.get("diff")
        found = run_checked(self, [new, *filter(None, [old])], super().run)
        for block in (node for each in found for node in each.findall(nodes.literal_block)):
            if old:
                self._shorten_paths(block, {"+++": new, "---": old})
        return found

    def _shorten_paths(self, block: nodes.literal_block, names: Mapping[str, str]) -> None:
        """Name the files of a diff as the source does: Sphinx writes their paths on this machine.

        `names` are the files by the sign at the beginning of their lines.
        """
        text = block.rawsource
        for sign, name in names.items():
            path = self.env.relfn2path(name)[1]
            text = text.replace(f"{sign} {path}\n", f"{sign} {name}\n", 1)
        block.rawsource = text
        block.children = [nodes.Text(text)]
        block.children[0].parent = block


class CSVTableSource(CSVTable):
    """The directive `csv-table`, whose rows may be in another file of the sources."""

    def run(self) -> Any:
        """Insert the table, or report why not."""
        name = self.options.get("file")
        if name is not None and not unreadable(self._environment, name):
            # docutils takes the path as relative to the file with the directive.
            folder = Path(self.state.document.current_source or "").parent
            path = self._environment.relfn2path(name)[1]
            return run_checked(self, (name,), lambda: self._run_with(os.path.relpath(path, folder)))
        return run_checked(self, () if name is None else (name,), super().run)

    def _run_with(self, name: str) -> Any:
        self.options["file"] = name
        return super().run()

    @property
    def _environment(self) -> BuildEnvironment:
        env: BuildEnvironment = self.state.document.settings.env
        return env
