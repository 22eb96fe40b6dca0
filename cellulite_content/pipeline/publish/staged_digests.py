"""The files that the site will have of one locale, while its editions are staged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..files.file_tree import read_file
from ..files.folder import MAX_FILE_BYTES
from .locales.edition_files import EditionFiles
from .plan import LocalePlan
from .site import BOOKS
from .site_digests import SiteDigests


class StagedDigests(SiteDigests):
    """The digests of one locale's files, whose editions are in the staging folder `folder`.

    What is made from them is prepared for the site of `digests`, and nothing in it changes. All
    that is read once is shared.
    """

    def __init__(
        self, digests: SiteDigests, plan: LocalePlan, files: EditionFiles, folder: Path
    ) -> None:
        places = files.published_places([plan])
        super().__init__(
            digests.site, digests.cache, digests.program, places, digests.prepared, digests._new
        )
        self._known = digests._known
        self._states = digests.site.files_before
        self.texts = digests.texts
        self._plan, self._folder = plan, folder

    def path(self, name: str) -> Path:
        """Where the file `name` is: staged, or in the site."""
        if name not in self.edition_files:
            return super().path(name)
        top, _, rest = name.partition("/")
        form = rest.rpartition(".")[2] if top == BOOKS else "html"
        return self._folder / form / rest

    def read(self, name: str) -> bytes:
        """The bytes of the file `name`. Raises `FileFaultError` for one that may not be read."""
        if name not in self.edition_files:
            return super().read(name)
        return read_file(self._folder, self.path(name), MAX_FILE_BYTES)

    def in_folder(self, folder: str) -> dict[str, str]:
        """The digests of the files that will be in a folder of the site, by their names there."""
        start = f"{folder}/"
        return {
            name: place.digest.hex()
            for name, place in self.edition_files.items()
            if name.startswith(start)
        }

    def make(self, name: str, source: str, make: Callable[[], bytes]) -> bool:
        """Prepare the file `name`, unless the site has it, made from what has this digest."""
        if self.prepared and not self._has_made(name, source):
            self.prepared.put(name, source, make())
        return False

    def _has_other(self, name: str) -> bool:
        """Whether the site will have another file of this name; of these formats, it will not."""
        return name.rpartition(".")[2] not in self._plan.fingerprints and super()._has_other(name)
