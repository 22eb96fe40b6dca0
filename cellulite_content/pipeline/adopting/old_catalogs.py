"""The catalogs that a project has, in any folder `<language>/LC_MESSAGES`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..catalogs.catalog import Catalog, CatalogError, parse_catalog
from ..counts import counted
from ..files.file_tree import MEGABYTE, FileFaultError, list_tree, read_file
from ..files.names import locale_code
from ..model.locale import code_problem

_LIMIT = 64 * MEGABYTE
_LEFT_OUT = frozenset("__pycache__ _build build node_modules".split())


@dataclass(frozen=True)
class OldCatalog:
    """A catalog: its path from the root, its folder of locales, its language as the folder names
    it, our code of it, and its domain.

    `translated`, `fuzzy`, `obsolete` and `unreadable` count entries. `fault` says why it is not
    brought over, with the remedy; `line` is its line, or 0.
    """

    path: str
    folder: str
    language: str
    code: str
    domain: str
    translated: int = 0
    fuzzy: int = 0
    obsolete: int = 0
    unreadable: int = 0
    fault: str = ""
    line: int = 0


def find_catalogs(
    root: Path, left_out: Iterable[Path]
) -> tuple[tuple[OldCatalog, ...], dict[str, Catalog]]:
    """The catalogs below a folder, and the content of those that can be read, by path.

    Hidden and generated folders are left out, and those in `left_out`.
    """
    found, contents = [], {}
    excluded = set(left_out)
    tree = list_tree(
        root, root, _LIMIT, lambda path: not _is_left_out(path) and path not in excluded
    )
    for listed in tree:
        path = listed.path
        if listed.is_folder or path.suffix != ".po" or "LC_MESSAGES" not in path.parts[1:]:
            continue
        catalog = _place(root, path)
        try:
            content = parse_catalog(read_file(root, path, _LIMIT))
        except (CatalogError, FileFaultError) as error:
            line = getattr(error, "line", 0)
            fault = f"{error}; correct it, or its translations stay behind"
            found.append(replace(catalog, fault=fault, line=line))
            continue
        if problem := code_problem(catalog.code):
            catalog = replace(catalog, fault=f"{problem}, as the name of the folder")
        else:
            contents[catalog.path] = content
        found.append(_counted(catalog, content))
    return tuple(found), contents


def fault_lines(catalogs: Iterable[OldCatalog]) -> Iterator[tuple[str, int, str]]:
    """Path, line (or 0) and fault of each catalog with one, also of unreadable entries."""
    for each in catalogs:
        if each.fault:
            yield each.path, each.line, each.fault
        if each.unreadable:
            entries = counted(each.unreadable, "entry", "entries")
            text = f"{entries} cannot be read and would stay as they are"
            yield each.path, 0, f"{text}; `msgfmt -c` names the lines to correct"


def _is_left_out(path: Path) -> bool:
    return (
        path.name.startswith(".") or path.name in _LEFT_OUT or os.path.lexists(path / "pyvenv.cfg")
    )


def _place(root: Path, path: Path) -> OldCatalog:
    inner = path.relative_to(root)
    position = inner.parts.index("LC_MESSAGES")
    language = inner.parts[position - 1] if position else root.name
    return OldCatalog(
        path=inner.as_posix(),
        folder=Path(*inner.parts[: max(position - 1, 0)]).as_posix(),
        language=language,
        code=locale_code(language),
        domain=Path(*inner.parts[position + 1 :]).with_suffix("").as_posix(),
    )


def _counted(place: OldCatalog, catalog: Catalog) -> OldCatalog:
    translated = [entry for entry in catalog.live if entry.has_translation]
    fuzzy = sum(entry.fuzzy for entry in translated)
    return replace(
        place,
        translated=len(translated) - fuzzy,
        fuzzy=fuzzy,
        obsolete=sum(entry.obsolete for entry in catalog.entries),
        unreadable=len(catalog.refused),
    )
