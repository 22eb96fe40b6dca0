"""A project in the build folder with the same sources, and the pseudo-locales as its languages."""

from __future__ import annotations

import shutil
from pathlib import Path

import tomlkit

from ...catalogs.locale_tree import extract_templates, write_catalogs
from ...files.atomic import write_file
from ...files.file_tree import refuse_links
from ...model.project import Project, load_project
from ...model.unit import Source
from .pseudo_translation import PSEUDO_LOCALES

_SETTINGS = (
    *("title", "source-language", "licence", "licence-url", "health-information"),
    *("corrections", "authors", "covers", "bilingual", "raw-html"),
)
"""The settings that editions show."""

_TABLE = '[{code}]\npublish = 0\nstate = "draft"\norigin = "people"\n'


def write_pseudo_project(project: Project, source: Source) -> Project:
    """Write the project into `build/pseudo`, its catalogs filled with pseudo translations.

    Nothing is written outside of that folder. A build of it reuses what has not changed. Raises
    `FileFaultError` when one of its folders is a link.
    """
    root = project.build / "pseudo"
    folders = [root / "docs", root / "locales"]
    base = project.root if root.is_relative_to(project.root) else project.build
    refuse_links(base, root, *folders)
    for folder in folders:
        if folder.exists():
            shutil.rmtree(folder)
    shutil.copytree(
        project.source,
        root / "docs",
        symlinks=True,
        ignore=lambda folder, names: (
            {project.build.name} & set(names) if Path(folder) == project.build.parent else set()
        ),
    )
    write_file(root / "pyproject.toml", _settings(project).encode())
    tables = "\n".join(_TABLE.format(code=code) for code in sorted(PSEUDO_LOCALES))
    write_file(root / "locales" / "locales.toml", tables.encode())
    pseudo = load_project(root)
    list(extract_templates(pseudo, source))  # each is written when its path is asked for
    for locale in pseudo.locales:
        write_catalogs(pseudo, locale, source, PSEUDO_LOCALES[locale.code])
    return pseudo


def _settings(project: Project) -> str:
    """The project's settings, with the usual folders."""
    text = (project.root / "pyproject.toml").read_text(encoding="utf-8")
    settings = tomlkit.parse(text).unwrap()["tool"]["cellulite-content"]
    kept = {name: settings[name] for name in _SETTINGS if name in settings}
    own = {"source": "docs", "locales": "locales", "build": "build", "bundle": "build/bundle"}
    table = {**kept, **own, "pseudo-locales": True}
    return tomlkit.dumps({"tool": {"cellulite-content": table}})
