"""The adoption of a project: its settings, its locales and its catalogs, beside what it has."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..catalogs.division import write_divided
from ..errors import ProjectError
from ..files.atomic import write_text
from ..files.file_tree import refuse_links
from ..files.printable import printable
from ..model.locale import load_locales
from ..model.project import Project, load_project
from ..model.settings import MAX_TEXT
from ..model.toml_file import parse_toml, read_toml
from .survey import Survey

_TABLE = '\n[{code}]\npublish = 80\nstate = "draft"\norigin = "people"\n'


def load_known(root: Path) -> Project | None:
    """The project by its settings; None where it has none. Raises `ProjectError` for wrong ones."""
    return load_project(root) if _has_settings(root) else None


def write_adoption(survey: Survey, *, force: bool) -> tuple[Path, ...]:
    """Write what the project lacks: catalogs, the list of locales, and settings; return the paths.

    Files that exist stay, but for what is added at the end of `pyproject.toml` and of
    `locales.toml`. Raises `ProjectError`, before anything is written, when the messages are not
    known because Sphinx has failed; and, unless `force` is set, when the working tree of git has
    changes or there is none.
    """
    project = survey.project
    if survey.failure:
        raise ProjectError(
            f"{project.relative(project.source / 'conf.py')}: Sphinx ends with an error: "
            f"{survey.failure}; nothing was written: correct this first"
        )
    refuse_links(project.root, project.locales_folder)
    texts = dict(_texts(survey))
    if not texts and not any(_missing_catalogs(survey)):
        return ()
    if not force:
        _require_clean_tree(project.root)
    written: list[Path] = []
    for code, division in survey.divisions.items():
        folder = project.locales_folder / code / "LC_MESSAGES"
        refuse_links(project.root, folder)
        written += write_divided(folder, division.catalogs)
    written += [path for path, text in texts.items() if write_text(path, text)]
    return tuple(written)


def _missing_catalogs(survey: Survey) -> Iterator[Path]:
    for code, division in survey.divisions.items():
        for domain in division.catalogs:
            path = survey.project.locales_folder / code / "LC_MESSAGES" / f"{domain}.po"
            if not path.exists():
                yield path


def _texts(survey: Survey) -> Iterator[tuple[Path, str]]:
    """The list of locales and the settings, with what they lack; the settings are the last."""
    project = survey.project
    path = project.locales_toml
    text = read_toml(project.root, path) if path.exists() else ""
    missing = [code for code in survey.divisions if code not in parse_toml(path, text)]
    if missing or not path.exists():
        text += "".join(_TABLE.format(code=code) for code in missing)
        load_locales(project.root, path, project.source_locale.code, text)  # raises for wrong ones
        yield path, text.removeprefix("\n")
    settings = project.root / "pyproject.toml"
    if not _has_settings(project.root):
        old = read_toml(project.root, settings) if settings.exists() else ""
        gap = "\n" if old.endswith("\n") else "\n\n" if old else ""
        new = f"{old}{gap}{''.join(_settings(survey))}"
        parse_toml(settings, new)
        yield settings, new


def _settings(survey: Survey) -> Iterator[str]:
    project = survey.project
    author = printable(survey.author)[:MAX_TEXT].strip()
    yield "[tool.cellulite-content]\n"
    yield f"title = {_quoted(project.title)}\n"
    yield f"authors = [{_quoted(author)}]\n" if author not in ("", "Author name not set") else ""
    yield f'source = "{project.relative(project.source)}"\n'
    yield f'source-language = "{project.source_locale.code}"\n'
    yield f'locales = "{project.relative(project.locales_folder)}"\n'
    yield f'build = "{project.relative(project.build)}"\n'
    yield f'bundle = "{project.relative(project.bundle)}"\n'
    yield "# conf.py stays as it is: the extension of this program is added to its own ones, and\n"
    yield "# those that it cannot load, or may not, are left out.\n"
    yield "adopted = true\n"
    yield f"left-out-extensions = {_listed(survey.left_out)}\n"


def _listed(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, names))}]"


def _quoted(text: str) -> str:
    return json.dumps(printable(text)[:MAX_TEXT], ensure_ascii=False)


def _has_settings(root: Path) -> bool:
    path = root / "pyproject.toml"
    if not path.exists():
        return False
    tool = parse_toml(path, read_toml(root, path)).get("tool")
    return isinstance(tool, dict) and "cellulite-content" in tool


def _require_clean_tree(root: Path) -> None:
    remedy = "commit first, or add --force"
    try:
        result = subprocess.run(
            ["git", "status", "--porcelain", "--", "."],  # noqa: S607
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        raise ProjectError(f"{root}: is not in a git repository; {remedy}") from None
    if result.stdout:
        name = result.stdout.splitlines()[0][3:]
        raise ProjectError(f"{root}: git has changes, such as {name}; {remedy}")
