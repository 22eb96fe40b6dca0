"""A cluster: builds locales on other machines, through the door that `Engine` has.

What a build needs goes there as archives known by their digests, and its editions come back as
one. No file system is shared, and here nothing is believed: the archives are read strictly, and
what is in them passes the audit like a local build's.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from .archive import Archive, ArchiveError, pack_folder, read, write
from .engine import Outcome, Task
from .fleet import Fleet, Future
from .item import Item, Made
from .project import Project, ProjectError

_ATTEMPTS = 3
"""How often an item is sent out in all, when its workers are lost one after the other."""

_OPINIONS = 2
"""How many workers must fail an item until it counts as failed, where there are so many."""


@dataclass
class _Attempt:
    """An item under way: how often it was sent, to which workers, and which have failed it."""

    task: Task
    number: int = 0
    workers: frozenset[str] = frozenset()
    failed_on: tuple[str, ...] = ()
    held: tuple[Future[bytes], ...] = field(default=(), repr=False)


class Cluster:
    """Builds the locales of a project on the workers of a Dask scheduler.

    A work item is a locale with all its documents and formats. Sphinx reads all documents of a
    locale whatever it builds, a page tells the sizes and checksums of its books, and the bundle
    and the books come from the same reading: smaller items would do the same work again.
    """

    def __init__(self, project: Project, address: str, tell: Callable[[str], None]) -> None:
        """Raises `ProjectError` when there is no scheduler at the address, or no fitting worker.

        `tell` gets a line for each worker that is not used.
        """
        self._project = project
        self._fleet = Fleet(address, tell)
        try:
            self._inputs = pack_project(project)
            self._fleet.muster(patience=0)
        except BaseException:
            self._fleet.close()
            raise

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._fleet.close()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcomes of `build` tasks, each as soon as it is there.

        Raises `ProjectError` when the scheduler or the last worker is gone for good.
        """
        waiting = deque(map(_Attempt, tasks))
        flying: dict[str, tuple[Future[bytes], _Attempt]] = {}
        while waiting or flying:
            self._fleet.muster()
            waiting += self._stranded(flying)
            while waiting and len(flying) < self._fleet.room:
                attempt = waiting.popleft()
                future = self._send(attempt)
                flying[str(future.key)] = future, attempt
            for future in self._fleet.ready():
                key = str(future.key)
                if key not in flying:  # given up as stranded
                    continue
                _, attempt = flying.pop(key)
                outcome = self._outcome(attempt, self._fleet.made(future))
                if outcome is None:
                    waiting.append(attempt)
                else:
                    yield outcome

    def _send(self, attempt: _Attempt) -> Future[bytes]:
        """Send an item out, and its inputs where the cluster does not have them."""
        _, code, formats, published, outdated, _ = attempt.task.arguments
        catalogs = pack_catalogs(self._project, code)
        addresses = (self._inputs.address, catalogs.address)
        item = Item(code, tuple(formats), tuple(published), tuple(outdated), addresses)
        everyone = frozenset(self._fleet.workers)
        attempt.number += 1
        attempt.workers = everyone.difference(attempt.failed_on) or everyone
        # As long as somebody here holds them, the cluster does.
        attempt.held = self._fleet.hold(self._inputs), self._fleet.hold(catalogs)
        return self._fleet.build(item, *attempt.held, attempt.workers)

    def _stranded(self, flying: dict[str, tuple[Future[bytes], _Attempt]]) -> list[_Attempt]:
        """The items of which no worker is left; the scheduler would wait for one forever."""
        lost = [
            key
            for key, (_, attempt) in flying.items()
            if attempt.workers.isdisjoint(self._fleet.workers)
        ]
        pairs = [flying.pop(key) for key in lost]
        for future, _ in pairs:
            future.cancel()
        return [attempt for _, attempt in pairs]

    def _outcome(self, attempt: _Attempt, made: Made) -> Outcome | None:
        """What came of a task; nothing yet where another worker may do better."""
        key = attempt.task.key
        error = made.error
        if not error:
            try:
                self._place(attempt.task, made)
            except ArchiveError as refused:
                error = f"the editions that came back are refused: {refused}"
        if not error:
            return Outcome(key, tuple(self._here(made, line) for line in made.warnings))
        if made.worker:
            attempt.failed_on += (made.worker,)
        others = set(self._fleet.workers).difference(attempt.failed_on)
        # What a worker lacks (memory, a library, a disk) another may have; but only one is asked.
        if attempt.number < _ATTEMPTS and others and len(attempt.failed_on) < _OPINIONS:
            return None
        return Outcome(key, error=f"{key}: {self._here(made, error)}{_where(made)}")

    def _place(self, task: Task, made: Made) -> None:
        """Unpack editions in the folder that the task names. Raises `ArchiveError`."""
        _, _, formats, _, _, place = task.arguments
        if made.archive is None:
            raise ArchiveError("there are none")
        files = read(made.archive, made.address)
        for name in files:
            if name.partition("/")[0] not in formats:
                raise ArchiveError(f"{name!r} is in none of the formats that were asked for")
        write(files, place)

    def _here(self, made: Made, line: str) -> str:
        """A line of a worker with the project's folder in the place of its own."""
        return line.replace(made.root, str(self._project.root)) if made.root else line


def _where(made: Made) -> str:
    """Who made it, and with how little memory: libraries that lack it say many things."""
    room = f", with {made.memory // 1024**2} MB of memory" if made.memory else ""
    return f" (on {made.worker}{room})" if made.worker else ""


def pack_project(project: Project) -> Archive:
    """What all locales are built from: settings, the list of locales, and the sources.

    Left out are hidden files, what is generated, and folders with a `conf.py` of their own, which
    are other Sphinx projects, such as a handbook. Raises `ProjectError` for what cannot travel.
    """
    for folder in (project.source, project.locales_folder, project.build):
        if ".." in folder.parts or not folder.is_relative_to(project.root):
            raise ProjectError(f"{folder}: lies outside of {project.root} and cannot travel")
    files = [project.root / "pyproject.toml", project.locales_toml, *_sources(project)]
    return _packed(project.root, files)


def _sources(project: Project) -> Iterator[Path]:
    elsewhere = {project.build, project.bundle, project.locales_folder}
    for folder, below, names in os.walk(project.source):
        place = Path(folder)
        below[:] = [
            name
            for name in below
            if not name.startswith((".", "__pycache__"))
            and place / name not in elsewhere
            and not (place / name / "conf.py").exists()
        ]
        links = [name for name in below if (place / name).is_symlink()]
        yield from (place / name for name in (*links, *names) if not name.startswith("."))


def pack_catalogs(project: Project, code: str) -> Archive:
    """A locale's compiled catalogs; none for the source."""
    return _packed(project.root, (project.compiled / code).rglob("*.mo"))


def _packed(root: Path, paths: Iterable[Path]) -> Archive:
    try:
        return pack_folder(root, paths)
    except ArchiveError as error:
        raise ProjectError(f"{error}; this cannot travel to a cluster") from None
