"""The source with new files, read in a copy: whether `extract` would accept them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import SourceError
from ..files.file_tree import read_file
from ..model.project import Project
from ..model.source_tree import MAX_SOURCE_BYTES, read_source_tree
from ..model.unit import Source
from ..workers.process_pool import ProcessPool
from ..workers.task import Task

_READ_COPY = "cellulite_content.pipeline.importing.tasks:read_copy"


def read_tried_source(
    project: Project, pool: ProcessPool, contents: Mapping[Path, bytes]
) -> Source:
    """The source as it would be with the files `contents`, by path. Raises `ProjectError`.

    The copy is beside the folder of the sources, where `conf.py` finds what it reads around it.
    """
    inside = project.source.is_relative_to(project.root) and project.source != project.root
    parent = project.source.parent if inside else None
    with TemporaryDirectory(prefix=".import-", dir=parent) as folder:
        copy = Path(folder).resolve() / project.source.name if not inside else Path(folder)
        size = 0
        for listed in read_source_tree(project).files:
            data = read_file(project.root, listed.path, MAX_SOURCE_BYTES)
            _write(copy / listed.path.relative_to(project.source), data)
            size += len(data)
        for path, data in contents.items():
            _write(copy / path.relative_to(project.source), data)
            size += len(data)
        outcome = pool.run_one(Task("source", _READ_COPY, (project.root, copy), size))
        if outcome.error:
            error = outcome.error.removeprefix("source: ")
            for name in (project.relative(copy), str(copy)):
                error = error.replace(name, project.relative(project.source))
            raise SourceError(error.splitlines())
        source: Source = outcome.value
    return source


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
