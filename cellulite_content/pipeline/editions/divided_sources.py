"""Divides the reading of the sources among helpers, when cores are spare.

Units, errors and trees are those that one process gives. Whatever would make a difference is read
again by one process: warnings, whose order and whose comparison of documents are Sphinx's, errors,
roles that a document defines, and a name that two documents define.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from ..model.unit import Document
from ..source.source_builder import SourceBuilder
from ..source.sphinx_builds import read_serially, read_with
from ..source.sphinx_private import application_of
from ..source.trees.divided_reading import are_independent, merge_part, read_part
from ..source.trees.new_reading import keeps_known_values
from ..workers.helpers import spread
from .divided_work import can_divide, parts_of

Result = TypeVar("Result")

_FEWEST = 16
"""Documents that are read sooner by two processes: 12 gained 0.05 of 0.44 seconds of the longest
path, 16 gained 0.09 of 0.52. In all, both take 0.15 seconds of processor time more."""

_TOGETHER = 4
"""Documents of one part of the work: about 0.1 s."""


class _Collected(NamedTuple):
    """What a helper has collected of some documents, and whether Sphinx has warned."""

    documents: list[Document]
    errors: list[str]
    has_warned: bool


class DividedSourceBuilder(SourceBuilder):
    """Builder `units` on several cores, if there are spare ones."""

    def init(self) -> None:
        """Divide the reading, too."""
        super().init()
        read_with(self, self._read)

    def _read(self, names: Sequence[str]) -> None:
        parts = self._spread(names, lambda part: read_part(self, part))
        if not parts or any(part.warnings for part in parts) or not are_independent(parts):
            read_serially(self, names)
            return
        for part, its_names in zip(parts, parts_of(names, _TOGETHER), strict=True):
            merge_part(application_of(self), its_names, part)

    def collect(self, names: Sequence[str]) -> None:
        """Collect the units of each document, then resolve its links."""
        parts = self._spread(names, self._collect_part)
        if not parts or any(part.has_warned for part in parts):
            super().collect(names)
            return
        for part in parts:
            self.documents += part.documents
            self.errors += part.errors

    def _collect_part(self, names: Sequence[str]) -> _Collected:
        faults = application_of(self).causes.faults
        faults.clear()
        self.documents, self.errors = [], []
        super().collect(names)
        return _Collected(self.documents, self.errors, bool(faults))

    def _spread(
        self, names: Sequence[str], work: Callable[[Sequence[str]], Result]
    ) -> list[Result]:
        """The results of all parts; none where the work is not divided, or if a helper raises."""
        may_divide = len(names) >= _FEWEST and can_divide(self, len(names))
        if may_divide and keeps_known_values(application_of(self)):
            # Whatever goes wrong: one process says what is wrong.
            with suppress(Exception):
                return spread(parts_of(names, _TOGETHER), work, lambda: None).results
        return []
