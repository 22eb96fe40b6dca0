"""A reading that is divided among processes: what each reads of it, and how that is put together.

Each part is put together document by document, in the order of a reading by one process. So the
last of several documents that set the same value has the last word, as there.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from ...errors import PipelineError
from ..reference_cycles import break_cycles
from ..sphinx_builds import read_serially, take_pending_warnings
from ..sphinx_private import SPHINX_LOGGER, application_of, unwritten_trees
from .new_reading import NewReading
from .partial_reading import defines_roles

Defined = tuple[str, str, Any]
"""Something that a document defines, such as a label: its domain, the domain's table, the name."""

_OF_SEVERAL = {("changeset", "changes"), ("citation", "citation_refs")}
"""Tables in which several documents may have the same name."""


class ReadPart(NamedTuple):
    """What a process has read: Sphinx's environment of these documents alone, as a pickle, the
    warnings, the documents whose sources were parsed, and the stored trees of a new reading."""

    environment: bytes
    warnings: list[logging.LogRecord]
    parsed: list[str]
    trees: Mapping[str, bytes]
    defined: frozenset[Defined]


class NewRoleError(PipelineError):
    """A document defines a role, which all that one process reads after it know."""


def read_part(builder: Builder, names: Sequence[str]) -> ReadPart:
    """Read these documents in a process forked for this, which then forgets them.

    Raises `NewRoleError`: then one process must read all.
    """
    app, env = application_of(builder), builder.env
    take_pending_warnings()  # those of the time before the fork
    app.parsed_sources.clear()
    known = _defined(env)
    read_serially(builder, names)
    if defines_roles(app):
        raise NewRoleError
    trees = unwritten_trees(env)
    for tree in trees.values():
        break_cycles(tree)
    trees.clear()
    part = ReadPart(
        pickle.dumps(env, pickle.HIGHEST_PROTOCOL),
        take_pending_warnings(),
        [*app.parsed_sources],
        _take_trees(app),
        _defined(env) - known,
    )
    for name in names:
        app.events.emit("env-purge-doc", env, name)
        env.clear_doc(name)
    return part


def merge_part(app: Sphinx, names: Sequence[str], part: ReadPart) -> None:
    """Add to an application what another process has read of it."""
    environment: Any = pickle.loads(part.environment)  # noqa: S301 - of a fork of this process
    for name in names:
        app.env.merge_info_from([name], environment, app)
    logger = logging.getLogger(SPHINX_LOGGER)
    for record in part.warnings:
        logger.handle(record)
    app.parsed_sources += part.parsed  # type: ignore[attr-defined]
    if part.trees:
        app.new_reading.trees |= part.trees  # type: ignore[attr-defined]


def are_independent(parts: Sequence[ReadPart]) -> bool:
    """Whether no part defines what another one defines too.

    Sphinx warns of that when one process reads both, and not when parts are merged.
    """
    return len(frozenset().union(*(part.defined for part in parts))) == sum(
        len(part.defined) for part in parts
    )


def _take_trees(app: Any) -> Mapping[str, bytes]:
    reading: NewReading | None = app.new_reading
    if reading is None:
        return {}
    trees, reading.trees = reading.trees, {}
    return trees


def _defined(env: BuildEnvironment) -> frozenset[Defined]:
    """All that the domains know by name."""
    return frozenset(
        (domain, table, name)
        for domain, data in env.domaindata.items()
        for table, names in data.items()
        if isinstance(names, dict) and (domain, table) not in _OF_SEVERAL
        for name in names
    )
