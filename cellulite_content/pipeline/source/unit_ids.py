"""The list of unit ids: programs store them, so the list is committed and lost ids are noticed."""

from __future__ import annotations

from ..errors import ProjectError
from ..files.atomic import write_file
from ..files.file_tree import MEGABYTE, FileFaultError, read_file
from ..model.project import INTERFACE, Project
from ..model.unit import Source, text_digest

_HEAD = "# Made by `cellulite-content extract`: ids of units, and digests of their source texts.\n"

_MAX_BYTES = 64 * MEGABYTE


def write_unit_ids(project: Project, source: Source) -> tuple[bool, tuple[str, ...]]:
    """Write the list; return whether it changed, and one line for each id that was lost.

    A line of the list is `document#unit-id`, as in the setting `errata`, a tab, and 8 digits of the
    SHA-256 of the source text; the order is the reading order. An id is the same in every locale.
    An id is lost when it is gone, or when its text has another id now, as after a new paragraph.
    """
    digests = {
        f"{document.domain}#{unit.id}": text_digest(unit.text)
        for document in source.documents
        if document.domain != INTERFACE
        for unit in document.units
    }
    path = project.unit_ids
    old_text = _read_list(project)
    text = _HEAD + "".join(f"{id}\t{digest}\n" for id, digest in digests.items())
    changed = write_file(path, text.encode())
    listed = [line.split("\t") for line in old_text.splitlines() if not line.startswith("#")]
    return changed, _lost_ids({line[0]: line[-1] for line in listed}, digests)


def _read_list(project: Project) -> str:
    """The text of the old list; empty where there is none. Raises `ProjectError`."""
    try:
        return read_file(project.root, project.unit_ids, _MAX_BYTES).decode()
    except FileFaultError as error:
        if error.fault.code == "missing-file":
            return ""
        raise ProjectError(str(error)) from None
    except UnicodeDecodeError as error:
        path = project.relative(project.unit_ids)
        raise ProjectError(f"{path}: {error}; delete it and run `extract` again") from None


def _lost_ids(old: dict[str, str], new: dict[str, str]) -> tuple[str, ...]:
    """One line for each id that no longer names the same text. An edited text keeps its id."""
    ids_by_digest: dict[str, list[str]] = {}
    for id, digest in new.items():
        ids_by_digest.setdefault(digest, []).append(id)
    losses: list[str] = []
    for id, digest in old.items():
        current = ids_by_digest.get(digest, [])
        if id in current:
            continue
        if len(current) == 1:
            losses.append(f"{id} is now {current[0]}")
        elif id not in new:
            losses.append(f"{id} is gone")
    return tuple(losses)
