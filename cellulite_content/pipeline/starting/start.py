"""The start of a project: its files are made elsewhere, then written beside what is there."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ..catalogs.locale_tree import add_locales, extract_templates
from ..errors import ProjectError
from ..files.file_tree import refuse_links
from ..gate.run import extract_source
from ..model.project import load_project
from ..source.unit_ids import write_unit_ids
from ..workers.process_pool import ProcessPool
from .new_project import NewProject

_NAMED = 30
"""Conflicts that the error names."""


def start_project(folder: Path, new: NewProject, pool: ProcessPool) -> tuple[Path, ...]:
    """Write a new project, with its templates and catalogs, into a folder; return the paths.

    Nothing that exists is replaced: raises `ProjectError`, with the files that are in the way, and
    for wrong values, before anything is written.
    """
    new.check()
    with TemporaryDirectory() as temporary:
        draft = Path(temporary) / "project"
        for name, text in new.files().items():
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _add_catalogs(draft, new, pool)
        names = sorted(
            path.relative_to(draft)
            for path in draft.rglob("*")
            if path.is_file() and not path.is_relative_to(draft / "build")
        )
        _refuse_conflicts(folder, names)
        return _copy_all(draft, folder, names)


def _add_catalogs(draft: Path, new: NewProject, pool: ProcessPool) -> None:
    try:
        project = load_project(draft)
        source = extract_source(project, pool)
        list(extract_templates(project, source))
        write_unit_ids(project, source)
        list(add_locales(project, dict.fromkeys(new.languages)))
    except ProjectError as error:
        # The files are not there yet: their places would lead nowhere.
        raise ProjectError(str(error).replace(f"{draft.resolve()}/", "")) from None


def _refuse_conflicts(folder: Path, names: list[Path]) -> None:
    refuse_links(folder, *{folder / name.parent for name in names})
    conflicts = [name.as_posix() for name in names if (folder / name).exists()]
    conflicts += [name.as_posix() for name in names if (folder / name).is_symlink()]
    if conflicts:
        listed = ", ".join(conflicts[:_NAMED])
        rest = len(conflicts) - _NAMED
        more = f" and {rest} more" if rest > 0 else ""
        raise ProjectError(
            f"{folder}: has {listed}{more}; nothing was written: choose another folder, or move "
            "them away"
        )


def _copy_all(draft: Path, folder: Path, names: list[Path]) -> tuple[Path, ...]:
    """Copy the files; those that are written are removed again if one cannot be."""
    written: list[Path] = []
    made: list[Path] = []
    try:
        for name in names:
            target = folder / name
            missing = [each for each in (target.parent, *target.parents) if not each.exists()]
            target.parent.mkdir(parents=True, exist_ok=True)
            made += reversed(missing)
            with target.open("xb") as file:
                written.append(target)
                file.write((draft / name).read_bytes())
    except OSError:
        for path in written:
            path.unlink(missing_ok=True)
        for path in reversed(made):
            path.rmdir()
        raise
    return tuple(written)
