"""What runs in a process of its own: one task, for one locale, from values to values.

Importing this module imports all that the tasks need, so that a fork server which has imported it
once hands out ready processes.
"""

from __future__ import annotations

import contextlib
import importlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import builtin_extensions

from . import editions
from .application import run_sphinx
from .compile import compile_locale
from .gate import Ledger, judge
from .project import load_project
from .source import read_source
from .unit import Source

for _name in (*builtin_extensions, *(f"{editions.__name__}.{name}" for name in ("site",))):
    # An extension that this Sphinx does not ship tells so when the application starts.
    with contextlib.suppress(ImportError):
        importlib.import_module(_name)


@dataclass(frozen=True)
class BuildTask:
    """One locale's editions: the formats, the locales that the site offers, and the folder."""

    root: Path
    locale: str
    formats: tuple[str, ...]
    published: tuple[str, ...]
    output: Path


def read(root: Path) -> Source:
    """The project's source."""
    return read_source(load_project(root))


def compile_one(root: Path, code: str, source: Source) -> tuple[Ledger, ...]:
    """One locale's catalogs through the gate into `.mo` files."""
    project = load_project(root)
    return compile_locale(project, project.locale(code), source)


def judge_one(root: Path, code: str, source: Source) -> tuple[Ledger, ...]:
    """One locale's catalogs through the gate, nothing written."""
    project = load_project(root)
    locale = project.locale(code)
    return tuple(judge(project, locale, document) for document in source.documents)


def build(task: BuildTask) -> tuple[str, ...]:
    """One locale's editions in `task.output/<format>/`; gives Sphinx's warnings.

    The documents are read once: the builders share a folder of doctrees, and each has an
    application of its own (one that swaps builders corrupts its output).
    """
    project = load_project(task.root)
    locale = project.locale(task.locale)
    settings = {"cellulite_compiled": True, "cellulite_published": list(task.published)}
    warnings: list[str] = []
    with tempfile.TemporaryDirectory() as doctrees:
        for name in task.formats:
            _, lines = run_sphinx(
                project, locale, name, task.output / name, Path(doctrees), settings
            )
            warnings += lines
    return tuple(dict.fromkeys(warnings))
