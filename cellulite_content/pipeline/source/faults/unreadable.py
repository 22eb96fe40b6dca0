"""Documents that Sphinx ends at, with an error that does not name them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.environment import BuildEnvironment

from ...errors import SourceError
from ...model.project import Project


@contextmanager
def named_errors(project: Project, env: BuildEnvironment, name: str) -> Iterator[None]:
    """Raise `SourceError` for a document that is not UTF-8 or nested too deeply.

    Of the former, all documents are named: whoever has one often has more.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        paths = (Path(env.doc2path(each)) for each in sorted(env.found_docs))
        faults = [fault for path in paths if (fault := _encoding_fault(project, path))]
        if not faults:  # another file, which an extension reads
            raise
        raise SourceError(faults) from error
    except RecursionError as error:
        path = project.relative(Path(env.doc2path(name)))
        text = "its lists, quotations or tables are nested too deeply; write fewer levels"
        raise SourceError([f"{path}: {text}"]) from error


def _encoding_fault(project: Project, path: Path) -> str:
    """What is wrong with the encoding of a document; empty when it is UTF-8."""
    data = path.read_bytes()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len((data[: error.start] + b"x").splitlines())
        place = f"{project.relative(path)}:{line}"
        return f"{place}: not UTF-8 here; save the file with the encoding UTF-8"
    return ""
