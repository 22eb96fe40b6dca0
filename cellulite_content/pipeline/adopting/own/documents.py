"""The documents of a project whose sources must be parsed for each locale, with all messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...errors import ProjectError
from ...model.project import INTERFACE, Project
from ...model.unit import Dialect, Document, Unit
from ...workers.process_pool import ProcessPool
from ...workers.task import Task

if TYPE_CHECKING:  # they import Sphinx
    from ..stock import StockReading
    from ..tasks import UnitsReading

_TASKS = "cellulite_content.pipeline.adopting"
_KIND = "paragraph"
"""The kind of a message that is no unit of ours: with markup, so the checks are the strictest."""


def documents_of(project: Project, pool: ProcessPool) -> Iterator[Document]:
    """All documents with the messages of stock gettext, which are our units where we have them.

    Raises `ProjectError` when stock Sphinx cannot read the sources.
    """
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
