"""Divides the documents of a locale among helpers, when the run has fewer tasks than cores.

The bytes of the editions are those that one process makes. Not divided are builds in which other
code than Sphinx's and ours runs, and partial ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

from ..model.fault import Fault
from ..source.sphinx_app import is_ours
from ..source.sphinx_builds import read_serially
from ..source.sphinx_private import application_of
from ..source.trees.divided_reading import NewRoleError, ReadPart, merge_part, read_part
from ..workers.helpers import can_spread, spread

_READ_TOGETHER, _WRITTEN_TOGETHER = 8, 4
"""Documents of one part of the work: about 0.1 s."""


class _Written(NamedTuple):
    """What a helper knows of the files that it has written: the names of images, the books that it
    has removed, the pictures with translated labels, and its part of the search index."""

    images: Mapping[str, str]
    removed: Set[str]
    pictures: Mapping[tuple[str, str], bytes]
    indexed: Mapping[str, Any]


def can_divide(builder: Builder, count: int, *, later: bool = False) -> bool:
    """Whether the work on so many documents is divided, `later` as in `can_spread`."""
    app = application_of(builder)
    return can_spread(count, later=later) and app.partial is None and is_ours(app)


def read_divided(builder: StandaloneHTMLBuilder, names: Sequence[str]) -> None:
    """Read documents, as Sphinx does."""
    if not can_divide(builder, len(names)):
        read_serially(builder, names)
        return

    def read(part: Sequence[str]) -> ReadPart:
        return read_part(builder, part)

    parts = parts_of(names, _READ_TOGETHER)
    try:
        read_parts = spread(parts, read, lambda: None).results
    except NewRoleError:
        read_serially(builder, names)
        return
    for part, its_names in zip(read_parts, parts, strict=True):
        merge_part(application_of(builder), its_names, part)


def write_divided(builder: Any, names: Set[str], write: Callable[[Set[str]], None]) -> None:
    """Write documents of one of our builders with `write`."""
    if not can_divide(builder, len(names), later=True):
        write(names)
        return
    app = application_of(builder)
    faults: list[Fault] = app.causes.faults

    def write_part(part: Sequence[str]) -> list[Fault]:
        faults.clear()
        write({*part})
        return [*faults]

    def end() -> _Written:
        return _Written(builder.images, app.removed_files, app.edition.pictures, builder.indexed)

    done = spread(parts_of(sorted(names), _WRITTEN_TOGETHER), write_part, end)
    faults += [fault for part in done.results for fault in part]
    for written in done.ends:
        builder.images |= written.images
        app.removed_files |= written.removed
        app.edition.pictures.update(written.pictures)
        builder.indexed |= written.indexed


def parts_of(names: Sequence[str], size: int) -> list[Sequence[str]]:
    """The documents in parts of this size."""
    return [names[begin : begin + size] for begin in range(0, len(names), size)]
