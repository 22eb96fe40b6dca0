"""The list of unit ids: names that programs keep, committed so that a lost one is noticed."""

from __future__ import annotations

import hashlib

from ..files.atomic import write_file
from ..model.project import INTERFACE, Project
from ..model.unit import Source

_HEAD = "# Made by `cellulite-content extract`: ids of units, and digests of their source texts.\n"


def write_unit_ids(project: Project, source: Source) -> tuple[bool, tuple[str, ...]]:
    """Write the list; gives whether it changed, and what became of ids that programs may keep.

    A line is `document#unit-id`, as in the setting `errata`, a tab, and 8 digits of the SHA-256 of
    the source text; the order is the reading order. An id is the same in every locale. What is
    told is an id that is gone, or whose text has another id now, as after a new paragraph.
    """
    now = {
        f"{document.domain}#{unit.id}": hashlib.sha256(unit.text.encode()).hexdigest()[:8]
        for document in source.documents
        if document.domain != INTERFACE
        for unit in document.units
    }
    path = project.unit_ids
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    text = _HEAD + "".join(f"{id}\t{digest}\n" for id, digest in now.items())
    changed = write_file(path, text.encode())
    listed = [line.split("\t") for line in before.splitlines() if not line.startswith("#")]
    return changed, _lost({line[0]: line[-1] for line in listed}, now)


def _lost(before: dict[str, str], now: dict[str, str]) -> tuple[str, ...]:
    """What became of ids that no longer name what they named. An edited text keeps its id."""
    places: dict[str, list[str]] = {}
    for id, digest in now.items():
        places.setdefault(digest, []).append(id)
    found: list[str] = []
    for id, digest in before.items():
        there = places.get(digest, [])
        if id in there:
            continue
        if len(there) == 1:
            found.append(f"{id} is now {there[0]}")
        elif id not in now:
            found.append(f"{id} is gone")
    return tuple(found)
