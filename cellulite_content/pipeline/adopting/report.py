"""The report on an existing project: values alone, which the command prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..counts import counted
from ..source.faults.source_fault import SourceFault
from .extension_use import ExtensionUse, Verdict
from .old_catalogs import OldCatalog


@dataclass(frozen=True)
class AdoptionReport:
    """What an existing project has, and what is in the way of it.

    Of `total` messages that stock gettext sees, `same` are units of `extract`, too; `missing` are
    the others by document. `kept` translations have a message, and `unused` have none and become
    obsolete entries. `refused` are the translations that the gate refuses, by its code. `faults`
    are all obstacles, each with its remedy.
    """

    source: str
    locales: str
    language: str
    documents: int
    total: int
    same: int
    missing: Mapping[str, int]
    template_messages: int
    layout: str
    catalogs: tuple[OldCatalog, ...]
    extensions: tuple[ExtensionUse, ...]
    faults: tuple[SourceFault, ...]
    kept: int
    unused: int
    refused: Mapping[str, int]

    @property
    def codes(self) -> tuple[str, ...]:
        """The locales of catalogs that can be brought over."""
        return tuple(sorted({each.code for each in self.catalogs if not each.fault}))

    @property
    def is_clear(self) -> bool:
        """Whether nothing is in the way."""
        blocked = any(each.verdict is Verdict.IN_THE_WAY for each in self.extensions)
        return not self.faults and not blocked

    @property
    def counts(self) -> dict[str, int]:
        """How many faults there are of each kind, the most frequent first."""
        counts = Counter(fault.kind for fault in self.faults)
        return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))

    @property
    def summary(self) -> str:
        """The line with which a report ends."""
        kept = counted(self.kept + self.unused, "translation")
        return (
            f"{self.same} of {counted(self.total, 'message')} as in stock gettext; "
            f"{kept} kept; {sum(self.refused.values())} refused"
        )

    def values(self) -> dict[str, Any]:
        """The report for JSON."""
        return {**asdict(self), "locale_codes": list(self.codes), "counts": self.counts}
