"""Recipes: what an edition is made from, part by part, so that a change of any is noticed.

Nothing here asks Sphinx: a build in which nothing has changed should not wait for its import.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cache
from pathlib import Path

from .gate_result import GateResult
from .locale import ListedLanguage, Locale
from .project import Project

_PACKAGE = Path(__file__).parents[2]
_DATA = _PACKAGE / "data"

_DOCUMENT_SUFFIXES = frozenset({".rst", ".txt"})
"""How names of documents end. A project may choose another end; then they count as small."""

_PART_NAMES = {
    "program": "this program or a package that it uses",
    "settings": "the project's settings",
    "sources": "the sources",
    "locale": "its table in locales.toml",
    "messages": "its accepted messages",
    "site": "what the site offers beside it",
}


@dataclass(frozen=True)
class Fingerprint:
    """What one locale's edition in one format is made from: a digest for each part.

    `site` is what its pages tell of the other editions.
    """

    program: str
    settings: str
    sources: str
    locale: str
    messages: str
    site: str = ""

    @property
    def key(self) -> str:
        """What the edition is known by: equal keys mean equal files."""
        return digest(*asdict(self).items())

    def changes(self, previous: Fingerprint) -> tuple[str, ...]:
        """The parts that differ, in words."""
        return tuple(
            _PART_NAMES[field.name]
            for field in fields(self)
            if getattr(self, field.name) != getattr(previous, field.name)
        )


def digest(*values: object) -> str:
    """A digest of values whose representation says all of them."""
    return hashlib.sha256(repr(values).encode()).hexdigest()[:40]


@dataclass(frozen=True)
class SharedInputs:
    """What all editions of a project are made from.

    `catalogs` has for each locale's code a digest of its settings and its catalogs.
    """

    program: str
    settings: str
    sources: str
    catalogs: Mapping[str, str]

    @property
    def key(self) -> str:
        """What the reading of the sources is known by."""
        return digest("source", self.program, self.settings, self.sources)

    @property
    def gate_keys(self) -> dict[str, str]:
        """What the gate's decisions on a locale's catalogs are known by, by its code."""
        return {
            code: digest("gate", self.key, catalogs_digest)
            for code, catalogs_digest in self.catalogs.items()
        }

    def fingerprint(
        self,
        locale: Locale,
        form: str,
        results: Sequence[GateResult],
        site: tuple[Sequence[ListedLanguage], Sequence[str], bool],
    ) -> Fingerprint:
        """The recipe of an edition. `site` is what a build is told beside (`worker.build`)."""
        messages = digest([(result.domain, sorted(result.accepted.items())) for result in results])
        site_digest = "" if form == "bundle" else digest(site if form == "html" else site[:2])
        return Fingerprint(
            self.program, self.settings, self.sources, digest(form, locale), messages, site_digest
        )


def read_shared_inputs(project: Project) -> SharedInputs:
    """Look at the program, the settings and the sources as they are now."""
    values = ((field.name, getattr(project, field.name)) for field in fields(project))
    # Where it lies and where its results go does not matter; each locale has its own.
    settings = [
        (name, project.relative(value) if isinstance(value, Path) else value)
        for name, value in values
        if name not in ("root", "locales", "build", "bundle")
    ]
    catalogs = {locale.code: _catalogs_digest(project, locale) for locale in project.locales}
    sources = _files_digest(project.source, source_files(project))
    return SharedInputs(_program_digest(), digest(settings), sources, catalogs)


def _catalogs_digest(project: Project, locale: Locale) -> str:
    folder = project.locales_folder / locale.code
    return digest(locale, _files_digest(folder, folder.rglob("*.po")))


@cache
def _program_digest() -> str:
    """This program's files, and the versions of Python and of all that is installed.

    The names of the folders in which installers note versions are read at once; asking
    `importlib.metadata` for a few packages costs as much as all the rest.
    """
    installed = {
        entry.name
        for folder in sys.path
        if folder and Path(folder).is_dir()
        for entry in os.scandir(folder)
        if entry.name.endswith(".dist-info")
    }
    return digest(sys.version, sorted(installed), code_digest())


@cache
def code_digest() -> str:
    """A digest of this package's files, without the bundle and what Python compiled."""
    hashed = hashlib.sha256()
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and _DATA not in path.parents and path.parent.name != "__pycache__":
            hashed.update(f"{path.relative_to(_PACKAGE).as_posix()}\0".encode())
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
    return hashed.hexdigest()


def source_files(project: Project) -> Iterator[Path]:
    """The files that editions may be made from, and links to folders, which are not followed.

    Left out are hidden files, what is generated, and folders with a `conf.py` of their own, which
    are other Sphinx projects, such as a handbook. What `exclude_patterns` names is not: those are
    no documents, but an article may show a picture that lies there.
    """
    excluded = {project.build, project.bundle, project.locales_folder}
    for folder, subfolders, names in os.walk(project.source):
        parent = Path(folder)
        subfolders[:] = [
            name
            for name in subfolders
            if not name.startswith((".", "__pycache__"))
            and parent / name not in excluded
            and not (parent / name / "conf.py").exists()
        ]
        links = [name for name in subfolders if (parent / name).is_symlink()]
        yield from (parent / name for name in (*links, *names) if not name.startswith("."))


def source_size(project: Project) -> int:
    """Bytes of the documents: how much a task has to go through."""
    documents = (path for path in source_files(project) if path.suffix in _DOCUMENT_SUFFIXES)
    return sum(path.stat().st_size for path in documents if path.is_file())


def _files_digest(root: Path, paths: Iterable[Path]) -> str:
    """A digest of files' names and contents."""
    contents: Mapping[str, str] = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }
    return digest(sorted(contents.items()))
