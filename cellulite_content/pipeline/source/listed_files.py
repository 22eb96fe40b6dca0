"""Holds Sphinx to the listed files of the sources: it would read others and follow links."""

from __future__ import annotations

import os
import re
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ..files.printable import printable
from ..model.project import Project
from ..model.source_tree import SourceTree, read_source_tree
from .constructs.inclusions import KIND
from .faults.refusal import refuse
from .pictures.picture_files import source_path
from .source_builder import SourceBuilder
from .sphinx_private import builder_class

_HIDDEN = (".*", "**/.*")


def exclude_unlisted(project: Project, config: Config) -> frozenset[str]:
    """Make Sphinx leave out the folders that the lister leaves out. Returns the listed files.

    They are in the setting `cellulite_tree`, or listed now. Raises `ProjectError` when there is
    something in the sources that may not be read.
    """
    tree: SourceTree = config.cellulite_tree or read_source_tree(project)
    names = (path.relative_to(project.source).as_posix() for path in tree.left_out)
    # `?` is any character; a set with one in it (`[[]`) makes Python warn.
    patterns = (re.sub(r"[*?[\]]", "?", name) for name in names)
    config.exclude_patterns = [*config.exclude_patterns, *_HIDDEN, *patterns]
    return frozenset(os.path.normpath(file.name_in(project.source)) for file in tree.files)


def refuse_unlisted_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse each picture or download that is not among the listed files.

    A path may lead out of the sources, to a file that would be published. Raises `ExtensionError`
    in an edition; when the units are read, all are reported.
    """
    documents_by_file = {
        os.path.normpath(source_path(str(name), min(documents))): documents
        for files in (env.images, env.dlfiles)
        for name, (documents, _) in files.items()
    }
    if not documents_by_file:
        return
    project: Project = app.edition.project  # type: ignore[attr-defined]
    listed: frozenset[str] = app.listed_names  # type: ignore[attr-defined]
    for name in sorted(documents_by_file.keys() - listed):
        path = Path(env.doc2path(min(documents_by_file[name])))
        text = f"{printable(name)} is not one of the files of the sources"
        remedy = "put it beside the article, in no hidden folder"
        if not issubclass(builder_class(env), SourceBuilder):
            raise ExtensionError(f"{project.relative(path)}: {text}; {remedy}")
        if (project.source / name).exists():  # Sphinx reports the others
            refuse(f"{path}:{_line_with(path, Path(name).name)}", KIND, f"{text}; {remedy}")


def _line_with(path: Path, name: str) -> int:
    """The first line of a source with a file's name: Sphinx does not note the line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if name in line), 1)
