"""The files of staged editions that are those of an edition in the cache, or in the site.

They become second names (hard links) of the published files, if those are as the last run has
installed them: that takes a tenth of the time of writing them. Otherwise they come from the cache.
Nothing may write into a file of a staged edition once it is complete.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from ...errors import ProjectError
from ...files.file_states import FileState
from ...model.fault import Fault
from ...model.locale import Locale
from ..plan import LocalePlan
from ..site import Site
from .edition_cache import EditionCache
from .packs import Place


@dataclass(frozen=True)
class SharedFiles:
    """What a staged edition shares with an earlier one: of its files `places`, those named `names`.

    They are links to the files in the site if `published`. The other files are `written`.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    published: bool = False
    written: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EditionFiles:
    """Fills the staging folders of editions."""

    site: Site
    editions: EditionCache
    _published: dict[tuple[str, str, str], dict[str, FileState]] = field(default_factory=dict)

    def has(self, locale: Locale, form: str, key: str) -> bool:
        """Whether all files of an edition are there, undamaged."""
        is_published = bool(self._published_files(locale, form, key))
        return self.editions.has(key) if is_published else self.editions.has(key, whole=True)

    def restore(self, plan: LocalePlan, form: str, folder: Path) -> tuple[Fault, ...]:
        """Put all files of a planned edition into a new folder. Returns Sphinx's warnings.

        Raises `ProjectError` if another process has deleted one since the plan was made.
        """
        key = plan.fingerprints[form].key
        edition = self.editions.find(key)
        if edition is None or not (
            self._link(plan.locale, form, key, edition.files, folder)
            or self.editions.unpack(edition.files, folder)
        ):
            raise _gone(plan, form)
        return edition.warnings

    def complete(
        self, plan: LocalePlan, removed: Collection[str], folder: Path
    ) -> dict[str, SharedFiles]:
        """Add to the files of a partial build in `folder/<format>/` those of the published edition,
        except those of the same names and the `removed`. Raises `ProjectError` as `restore`."""
        shared: dict[str, SharedFiles] = {}
        for form in plan.missing:
            key = plan.previous[form]
            edition = self.editions.find(key)
            if edition is None:
                raise _gone(plan, form)
            gone = {
                name.removeprefix(f"{form}/") for name in removed if name.startswith(f"{form}/")
            }
            written = _names(folder / form)
            names = edition.files.keys() - written - gone
            files = {name: edition.files[name] for name in sorted(names)}
            is_published = self._link(plan.locale, form, key, files, folder / form)
            if not (is_published or self.editions.unpack(files, folder / form)):
                raise _gone(plan, form)
            shared[form] = SharedFiles(edition.files, frozenset(names), is_published, written)
        return shared

    def published_places(self, plans: Iterable[LocalePlan]) -> dict[str, Place]:
        """The places in the cache of the files of installed editions, by their names in the folder
        of the site."""
        places: dict[str, Place] = {}
        for plan in plans:
            for form, fingerprint in plan.fingerprints.items():
                edition = self.editions.find(fingerprint.key)
                start = self.site.start_of_names(plan.locale, form)
                if edition is not None and start:
                    places |= {f"{start}{name}": place for name, place in edition.files.items()}
        return places

    def _published_files(self, locale: Locale, form: str, key: str) -> dict[str, FileState]:
        """As `Site.published_files`, which goes through all files of the locale, once."""
        place = locale.code, form, key
        if place not in self._published:
            self._published[place] = self.site.published_files(locale, form, key)
        return self._published[place]

    def _link(
        self, locale: Locale, form: str, key: str, files: Mapping[str, Place], folder: Path
    ) -> bool:
        """Link published files into a folder. Returns whether all are there, else none is."""
        published = self._published_files(locale, form, key)
        if not files.keys() <= published.keys():
            return False
        self.site.note_links(locale)
        linked: list[str] = []
        folders: set[str] = set()
        for name, place in files.items():
            state, target = published[name], f"{folder}/{name}"
            parent = os.path.dirname(target)  # noqa: PTH120 - paths of texts take a tenth
            if parent not in folders:
                Path(parent).mkdir(parents=True, exist_ok=True)
                folders.add(parent)
            try:
                os.link(f"{self.site.folder}/{state.name}", target)
            except OSError:  # another file system, or one without second names
                break
            linked.append(target)
            status = os.lstat(target)
            # Somebody may have changed it since the site was read.
            if not S_ISREG(status.st_mode) or (status.st_size, status.st_mtime_ns) != (
                place.size,
                state.changed,
            ):
                break
        else:
            return True
        for target in linked:
            os.unlink(target)  # noqa: PTH108
        return False


def _names(folder: Path) -> frozenset[str]:
    """The names of the files and links in a folder."""
    start = len(str(folder)) + 1
    return frozenset(
        path[start:].replace(os.sep, "/")
        for parent, folders, names in os.walk(folder)
        for path in [f"{parent}/{name}" for name in (*names, *folders)]
        if not os.path.isdir(path) or os.path.islink(path)  # noqa: PTH112, PTH114
    )


def _gone(plan: LocalePlan, form: str) -> ProjectError:
    return ProjectError(f"{plan.locale.code}: its {form} is no longer in the cache; build again")
