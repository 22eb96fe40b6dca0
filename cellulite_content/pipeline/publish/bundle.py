"""Installs the bundle, which the loader reads, from the parts of all locales."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from cellulite_content import __version__

from ..editions.bundle_manifest import write_manifest
from ..files.folder import replace_folder
from ..model.locale import Locale
from ..model.project import Project


def install_bundle(project: Project, staging: Path, codes: Sequence[str]) -> None:
    """Install the bundle from the parts of the locales `codes` in their staging folders.

    The installed parts of other locales are kept if their revision is the same.
    """
    staged = staging / "bundle"
    included = [project.locale(code) for code in codes]
    for locale in included:
        shutil.copytree(staging / locale.code / "bundle", staged, dirs_exist_ok=True)
    revisions = {path.parent.name: _revision(path) for path in staged.glob("*/structure.txt")}
    for locale in project.locales:
        if locale not in included and _carry_over(project, locale, revisions, staged):
            included.append(locale)
    write_manifest(project, staged, included, sorted(revisions), __version__)
    replace_folder(project.bundle, staged)


def _carry_over(
    project: Project, locale: Locale, revisions: Mapping[str, str], staged: Path
) -> bool:
    """Copy a locale's installed part if its units have the same revisions. Returns whether."""
    files = {slug: project.bundle / slug / f"{locale.tag}.txt" for slug in revisions}
    if not all(
        path.is_file() and _revision(path) == revisions[slug] for slug, path in files.items()
    ):
        return False
    for slug, path in files.items():
        shutil.copyfile(path, staged / slug / path.name)
    return True


def _revision(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().split("\t")[2]
