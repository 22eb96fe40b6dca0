"""The build of an adopted project by builders of its own, with translations from the gate."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import ProjectError
from ..files.lock import single_run
from ..files.staging import staging_folder
from ..model.finding import Finding
from ..model.locale import Locale
from ..model.project import INTERFACE, Project
from ..model.report import Progress, silent
from ..model.source_tree import read_source_tree
from ..model.unit import Dialect, Document, Unit
from ..workers.process_pool import ProcessPool, Task
from .stock import StockReading
from .tasks import UnitsReading

_TASKS = "cellulite_content.pipeline.adopting"
_KIND = "paragraph"
"""The kind of a message that is no unit of ours: with markup, so the checks are the strictest."""


@dataclass(frozen=True)
class OwnEdition:
    """What a locale's build gave: the folder, the numbers of accepted and of all messages, the
    gate's findings, and Sphinx's warnings. `error` is why there is no new edition."""

    folder: Path
    accepted: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str = ""


def build_own_editions(
    project: Project,
    pool: ProcessPool,
    builder: str,
    locales: Sequence[Locale],
    output: Path,
    progress: Progress = silent,
) -> dict[str, OwnEdition]:
    """Build locales with a builder of the project, each in a process of its own, into
    `output/<tag>`; runs the project's `conf.py` and extensions.

    Only translations that the gate accepts reach Sphinx. An edition replaces the older one when it
    is complete. Raises `ProjectError` when the sources cannot be read.
    """
    own = replace(project, build=project.build / "own")
    editions: dict[str, OwnEdition] = {}
    with single_run(project.build):
        documents = tuple(_documents(project, pool))
        with staging_folder(project.build) as staging:
            size = read_source_tree(project).document_bytes
            tasks = (
                Task(
                    locale.code,
                    f"{_TASKS}.own_build_task:build_locale",
                    (own, locale, documents, builder, staging / locale.tag),
                    size,
                )
                for locale in locales
            )
            for outcome in pool.run(tasks):
                folder = output / project.locale(outcome.key).tag
                edition: OwnEdition = outcome.value or OwnEdition(folder, error=outcome.error)
                if not edition.error:
                    _install(edition.folder, folder)
                editions[outcome.key] = replace(edition, folder=folder)
                progress(f"built {outcome.key}", len(editions), len(locales))
    return {locale.code: editions[locale.code] for locale in locales}


def _documents(project: Project, pool: ProcessPool) -> Iterator[Document]:
    """All documents with the messages of stock gettext, as our units where they are any."""
    tasks = (
        Task("stock", f"{_TASKS}.tasks:stock", (project.source,)),
        Task("units", f"{_TASKS}.tasks:units", (project, project.left_out_extensions)),
    )
    outcomes = {outcome.key: outcome for outcome in pool.run(tasks)}
    for outcome in outcomes.values():
        if outcome.error:
            raise ProjectError(outcome.error)
    stock: StockReading = outcomes["stock"].value
    units: UnitsReading = outcomes["units"].value
    if stock.failure:
        raise ProjectError(f"{project.relative(project.source)}: Sphinx says: {stock.failure}")
    ours = {document.domain: document for document in units.documents}
    dialects = (unit.dialect for document in units.documents for unit in document.units)
    dialect = next(dialects, Dialect())
    for name, keys in stock.messages.items():
        if name != INTERFACE:
            yield _with_messages(ours.get(name) or Document(name, ()), keys, dialect)


def _with_messages(document: Document, keys: Sequence[str], dialect: Dialect) -> Document:
    """The document, with those of the messages that are no units."""
    known: Mapping[str, Unit] = document.messages
    dialect = replace(dialect, markdown=document.markdown)
    added = tuple(
        Unit(f"message-{number}", document.domain, _KIND, key, dialect=dialect)
        for number, key in enumerate(keys, 1)
        if key not in known
    )
    return replace(document, units=(*document.units, *added))


def _install(new: Path, folder: Path) -> None:
    """Put a finished edition in the place of the older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    shutil.move(os.fspath(new), folder)
    shutil.rmtree(old, ignore_errors=True)
