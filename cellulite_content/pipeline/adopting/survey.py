"""The survey of an existing project: its sources, its extensions and its catalogs, in one run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..catalogs.catalog import Catalog
from ..catalogs.division import Division, divide_catalogs
from ..errors import ProjectError
from ..files.file_tree import list_tree
from ..model.locale import LOCALE_CODE, Locale, load_locales
from ..model.project import INTERFACE, Project
from ..model.source_tree import MAX_SOURCE_BYTES, read_source_tree
from ..source.faults.source_fault import SourceFault
from ..source.sphinx_app import REFUSED_EXTENSIONS
from ..workers.process_pool import ProcessPool
from ..workers.task import Task
from .extension_use import ExtensionUse, Verdict, find_uses, judge_extensions, with_faults
from .old_catalogs import OldCatalog, fault_lines, find_catalogs
from .report import AdoptionReport
from .settings_faults import settings_faults
from .stock import StockReading
from .tasks import UnitsReading

_TASKS = "cellulite_content.pipeline.adopting.tasks"
_DEPTH = 3
_BUILD = "build/cellulite-content"


@dataclass(frozen=True)
class Survey:
    """An existing project as ours, the report on it, and its catalogs as ours by locale.

    `left_out` are the extensions that `extract` cannot load or may not. `failure` is the error that
    ended stock Sphinx: then the messages are not known.
    """

    project: Project
    report: AdoptionReport
    divisions: Mapping[str, Division]
    left_out: tuple[str, ...] = ()
    author: str = ""
    failure: str = ""


def survey_project(root: Path, pool: ProcessPool, known: Project | None = None) -> Survey:
    """Look at an existing Sphinx project; runs its `conf.py` and its extensions.

    `known` is the project by the settings that it has already. Nothing is written. Raises
    `ProjectError` where there is no project, or Sphinx does not end.
    """
    root = Path(os.path.realpath(root))
    source = known.source if known else find_sources(root)
    stock: StockReading = _run(pool, "stock", source)
    project = known or _project(root, source, stock)
    catalogs, contents = find_catalogs(root, (project.locales_folder, project.build))
    return _Look(root, source, pool, stock, project, catalogs, contents).survey()


def find_sources(root: Path) -> Path:
    """The folder with the nearest `conf.py`. Raises `ProjectError` for none, and for several."""
    found: list[Path] = []

    def may_enter(path: Path) -> bool:
        depth = len(path.relative_to(root).parts)
        return (
            depth < _DEPTH
            and not path.name.startswith((".", "_"))
            and not (path / "pyvenv.cfg").exists()
        )

    for listed in list_tree(root, root, MAX_SOURCE_BYTES, may_enter):
        if listed.path.name == "conf.py" and not listed.is_folder and not listed.fault:
            found.append(listed.path.parent)
    found.sort(key=lambda path: len(path.parts))
    nearest = [path for path in found if len(path.parts) == len(found[0].parts)]
    if not nearest:
        raise ProjectError(f"{root}: has no conf.py of Sphinx; name the project's folder")
    if len(nearest) > 1:
        names = ", ".join(path.relative_to(root).as_posix() for path in nearest)
        raise ProjectError(f"{root}: has several conf.py ({names}); name the folder of one of them")
    return nearest[0]


def _run(pool: ProcessPool, function: str, *arguments: Any) -> Any:
    outcome = pool.run_one(Task("adopt", f"{_TASKS}:{function}", arguments))
    if outcome.error:
        raise ProjectError(outcome.error.removeprefix("adopt: "))
    return outcome.value


def _project(root: Path, source: Path, stock: StockReading) -> Project:
    """The project as the settings would be that `--write` adds."""
    language = str(stock.settings.get("language") or "en").replace("-", "_")
    language = language if LOCALE_CODE.fullmatch(language) else "en"
    existing = root / "locales"
    name = "locales" if not existing.exists() else "translations"
    return Project(
        root=root,
        title=str(stock.settings.get("project") or "") or root.name,
        source=source,
        locales_folder=root / name,
        build=root / _BUILD,
        bundle=root / _BUILD / "bundle",
        source_locale=Locale(language, 0, state="source", origin="authors"),
        locales=(),
        adopted=True,
    )


@dataclass(frozen=True)
class _Look:
    """A survey in progress."""

    root: Path
    source: Path
    pool: ProcessPool
    stock: StockReading
    project: Project
    catalogs: tuple[OldCatalog, ...]
    contents: Mapping[str, Catalog]

    def survey(self) -> Survey:
        catalogs = tuple(self._usable_catalogs())
        extensions = judge_extensions(self.stock, self._uses())
        left_out = tuple(each.name for each in extensions if _cannot_run(each))
        units: UnitsReading = UnitsReading()
        if not self.stock.failure or self.stock.messages:
            units = _run(self.pool, "units", self.project, left_out)
        extensions, faults = with_faults(extensions, units.faults, self.stock)
        divisions = self._divisions(catalogs)
        keys = self.stock.keys()
        ours = {
            (self.stock.domain(each.domain), unit.key)
            for each in units.documents
            for unit in each.units
        }
        report = AdoptionReport(
            source=self.project.relative(self.source),
            locales=self.project.relative(self.project.locales_folder),
            language=self.project.source_locale.code,
            documents=len(self.stock.messages),
            total=len(keys),
            same=len(keys & ours),
            missing=dict(self._missing(ours)),
            template_messages=self.stock.other_messages,
            layout=_layout(self.stock.compaction),
            catalogs=catalogs,
            extensions=extensions,
            faults=tuple(
                dict.fromkeys(
                    (
                        *settings_faults(self.project, self.stock),
                        *_catalog_faults(catalogs),
                        *sorted(faults, key=lambda fault: (fault.path, fault.line)),
                    )
                )
            ),
            kept=sum(each.kept for each in divisions.values()),
            unused=sum(each.unused for each in divisions.values()),
            refused=self._refused(divisions, units),
        )
        author = str(self.stock.settings.get("author") or "")
        return Survey(self.project, report, divisions, left_out, author, self.stock.failure)

    def _usable_catalogs(self) -> Iterator[OldCatalog]:
        """The catalogs; those whose language cannot have a table beside the others have a fault."""
        project = self.project
        codes: list[str] = []
        faults: dict[str, str] = {}
        for code in sorted({each.code for each in self.catalogs if not each.fault}):
            tables = "".join(f"[{each}]\n" for each in (*codes, code))
            try:
                load_locales(project.root, Path(), project.source_locale.code, tables)
                codes.append(code)
            except ProjectError as error:
                faults[code] = f"{str(error).partition('] ')[2]}; its catalogs stay behind"
        for each in self.catalogs:
            yield replace(each, fault=each.fault or faults.get(each.code, ""))

    def _uses(self) -> dict[str, list[str]]:
        try:
            paths = read_source_tree(self.project).paths
        except ProjectError:  # reported with the units
            return {}
        return find_uses(
            self.root, (path for path in paths if path.suffix in (".md", ".rst", ".txt"))
        )

    def _missing(self, ours: set[tuple[str, str]]) -> Iterator[tuple[str, int]]:
        for name, keys in self.stock.messages.items():
            domain = self.stock.domain(name)
            if count := sum((domain, key) not in ours for key in keys):
                yield name, count

    def _divisions(self, catalogs: Iterable[OldCatalog]) -> dict[str, Division]:
        by_code: dict[str, dict[str, Catalog]] = {}
        # Folders that `conf.py` names go first: their catalogs are the ones in use.
        known = [
            self.project.relative(Path(os.path.normpath(each))) for each in self.stock.locale_dirs
        ]
        for each in sorted(catalogs, key=lambda each: each.folder not in known):
            if not each.fault:
                own = by_code.setdefault(each.code, {})
                own[each.path if each.domain in own else each.domain] = self.contents[each.path]
        messages = {name: keys for name, keys in self.stock.messages.items() if name != INTERFACE}
        domains = {name: self.stock.domain(name) for name in messages}
        root = str(self.stock.settings.get("root_doc") or "index")
        return {
            code: divide_catalogs(old, messages, domains, root)
            for code, old in sorted(by_code.items())
        }

    def _refused(self, divisions: Mapping[str, Division], units: UnitsReading) -> dict[str, int]:
        counts: dict[str, int] = {}
        tasks = (
            Task(code, f"{_TASKS}:refusals", (Locale(code), units.documents, division.catalogs))
            for code, division in divisions.items()
            if units.documents
        )
        for outcome in self.pool.run(tasks):
            if outcome.error:
                raise ProjectError(outcome.error)
            for problem, count in outcome.value.items():
                counts[problem] = counts.get(problem, 0) + count
        return dict(sorted(counts.items()))


def _cannot_run(extension: ExtensionUse) -> bool:
    """Whether `extract` must leave an extension out: the refused ones, and those that fail."""
    return extension.verdict is Verdict.IN_THE_WAY or extension.name in REFUSED_EXTENSIONS


def _layout(compaction: bool | str) -> str:
    if isinstance(compaction, str):
        return f"one domain, {compaction}"
    return "a domain for each folder" if compaction else "a domain for each document"


def _catalog_faults(catalogs: Iterable[OldCatalog]) -> Iterator[SourceFault]:
    for path, line, text in fault_lines(catalogs):
        yield SourceFault(path, line, text, "catalogs")
