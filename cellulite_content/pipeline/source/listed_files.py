"""Holds Sphinx to the listed files of the sources: it would read others and follow links."""

from __future__ import annotations

import os
import re

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ..files.printable import printable
from ..model.project import Project
from ..model.source_tree import read_source_tree

_HIDDEN = (".*", "**/.*")


def exclude_unlisted(project: Project, config: Config) -> None:
    """Make Sphinx leave out the folders that the lister leaves out.

    Raises `ProjectError` when there is something in the sources that may not be read.
    """
    folders = read_source_tree(project).left_out
    names = (path.relative_to(project.source).as_posix() for path in folders)
    # `?` is any character; a set with one in it (`[[]`) makes Python warn.
    patterns = (re.sub(r"[*?[\]]", "?", name) for name in names)
    config.exclude_patterns = [*config.exclude_patterns, *_HIDDEN, *patterns]


def refuse_unlisted_files(app: Sphinx, env: BuildEnvironment) -> None:
    """Raise `ExtensionError` for a picture or a download that is not among the listed files.

    A path may lead out of the sources, to a file that would be published.
    """
    documents_by_file = {
        os.path.normpath(name): documents
        for files in (env.images, env.dlfiles)
        for name, (documents, _) in files.items()
    }
    if not documents_by_file:
        return
    project: Project = app.edition.project  # type: ignore[attr-defined]
    listed = {os.path.relpath(path, project.source) for path in read_source_tree(project).paths}
    for name in sorted(set(documents_by_file) - listed):
        place = project.relative(env.doc2path(min(documents_by_file[name])))
        raise ExtensionError(
            f"{place}: {printable(name)} is not one of the files of the sources; put it beside the "
            "article, in no hidden folder"
        )
