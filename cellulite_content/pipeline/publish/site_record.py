"""The record of a site: which editions it has, with their fingerprints."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..editions.books.volume import plain_stem
from ..files.atomic import write_file
from ..files.file_states import FileState, file_states
from ..files.file_tree import MEGABYTE, FileFaultError, read_file
from ..files.machine_key import authentication_code, is_authentic
from ..model.fingerprint import Fingerprint, digest
from ..model.project import Project

SITE, BUNDLE = "site", "bundle"
"""The owners of files that belong to no single locale; the others belong to locales, by tag."""

_MAX_BYTES = 64 * MEGABYTE


@dataclass
class Record:
    """The record of one output folder.

    `fingerprints` are by locale and format, `files` the digests of names, sizes and times of each
    owner's files, `keys` digests of the inputs of `SITE` and `BUNDLE`, `seconds` how long each
    locale took to build, and `size` is the number of bytes of all files.
    """

    fingerprints: dict[str, dict[str, Fingerprint]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    size: int = 0


def read_record(project: Project, output: Path) -> Record:
    """The record of an output folder; an empty one where this machine has not written it."""
    try:
        values = _read_values(project, _path(project, output))
        values.pop("output", "")
        values["fingerprints"] = {
            code: {form: Fingerprint(**parts) for form, parts in forms.items()}
            for code, forms in values["fingerprints"].items()
        }
        return Record(**values)
    except (FileFaultError, ValueError, TypeError, KeyError, AttributeError):
        return Record()


def write_record(project: Project, output: Path, record: Record) -> int:
    """Write the record for the next run, and delete those of deleted folders.

    Returns the bytes of the files in all folders with a record, such as that of previews.
    """
    path = _path(project, output)
    values = {"output": str(output), **asdict(record)}
    data = json.dumps(values, indent=1).encode()
    write_file(path, authentication_code(path.name, data).hex().encode() + b"\n" + data + b"\n")
    size = 0
    for other in path.parent.glob("*.json"):
        with suppress(OSError, FileFaultError, ValueError, KeyError, TypeError):
            values = _read_values(project, other)
            if Path(values["output"]).is_dir():
                size += values.get("size", 0)
            else:
                other.unlink()
    return size


def _read_values(project: Project, path: Path) -> dict[str, Any]:
    """The values of a record. Raises `FileFaultError`, and `ValueError` for a foreign one.

    A record says which files of the site are up to date, and could hide those that were changed.
    """
    code, _, data = read_file(project.build, path, _MAX_BYTES).partition(b"\n")
    data = data.removesuffix(b"\n")
    if not is_authentic(bytes.fromhex(code.decode()), path.name, data):
        raise ValueError("not written by this machine")
    values: dict[str, Any] = json.loads(data)
    return values


def owned_files(project: Project, output: Path) -> dict[str, str]:
    """Digests of the current files of folder and bundle, by owner, as in `Record.files`."""
    return {owner: files_digest(files) for owner, files in states_by_owner(project, output).items()}


def files_digest(files: Iterable[FileState]) -> str:
    """The digest of an owner's files, as in `Record.files`."""
    return digest([tuple(file) for file in files])


def states_by_owner(
    project: Project, output: Path, states: Iterable[FileState] | None = None
) -> dict[str, list[FileState]]:
    """The current files of folder and bundle, by owner; `states` are those of the folder, if they
    are known."""
    tags = {locale.tag for locale in (project.source_locale, *project.locales)}
    files_by_owner: dict[str, list[FileState]] = defaultdict(list)
    for state in file_states(output) if states is None else states:
        files_by_owner[_owner(state.name, tags)].append(state)
    if bundle := file_states(project.bundle):
        files_by_owner[BUNDLE] = bundle
    return files_by_owner


def _owner(name: str, tags: set[str]) -> str:
    """The owner of a file of the site: by its folder, or for a book by its name."""
    folder, _, rest = name.partition("/")
    if folder == "downloads":
        folder = plain_stem(rest).rpartition(".")[2]
    return folder if folder in tags else SITE


def _path(project: Project, output: Path) -> Path:
    return project.build / "records" / f"{digest(str(output))}.json"
