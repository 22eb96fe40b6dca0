"""The record of a site: which editions it has, with their fingerprints."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..files.atomic import write_file
from ..files.file_tree import MEGABYTE, FileFaultError, list_tree, read_file
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
    owner's files, `keys` digests of the inputs of `SITE` and `BUNDLE`, and `seconds` how long
    each locale took to build.
    """

    fingerprints: dict[str, dict[str, Fingerprint]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


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


def write_record(project: Project, output: Path, record: Record) -> None:
    """Write the record for the next run, and delete those of deleted folders."""
    path = _path(project, output)
    values = {"output": str(output), **asdict(record)}
    data = json.dumps(values, indent=1).encode()
    write_file(path, authentication_code(path.name, data).hex().encode() + b"\n" + data + b"\n")
    for other in path.parent.glob("*.json"):
        with suppress(OSError, FileFaultError, ValueError, KeyError, TypeError):
            if not Path(_read_values(project, other)["output"]).is_dir():
                other.unlink()


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
    tags = {locale.tag for locale in (project.source_locale, *project.locales)}
    files_by_owner: dict[str, list[tuple[str, int, int, int]]] = defaultdict(list)
    for root in (output, project.bundle):
        for listed in list_tree(root, root, 1024 * MEGABYTE):
            if not listed.is_folder or listed.fault:
                status = listed.path.lstat()
                name = listed.path.relative_to(root).as_posix()
                owner = _owner(name, tags) if root == output else BUNDLE
                # Programs that restore a folder can set the time of change, but not the second.
                times = status.st_mtime_ns, status.st_ctime_ns
                files_by_owner[owner].append((name, status.st_size, *times))
    return {owner: digest(sorted(files)) for owner, files in files_by_owner.items()}


def _owner(name: str, tags: set[str]) -> str:
    """The owner of a file of the site: by its folder, or for a book by its name."""
    folder, _, rest = name.partition("/")
    if folder == "downloads":
        folder = rest.removesuffix(".epub").removesuffix(".bilingual").rpartition(".")[2]
    return folder if folder in tags else SITE


def _path(project: Project, output: Path) -> Path:
    return project.build / "records" / f"{digest(str(output))}.json"
