"""The ledger: what the gate decided for one document in one locale."""

from __future__ import annotations

from dataclasses import dataclass, field

from .finding import Finding


@dataclass(frozen=True)
class Ledger:
    """What the gate decided for one document in one locale.

    `accepted` maps source texts to translations; the counts are of messages, and
    `translated + fuzzy + refused + untranslated == total`.
    """

    locale: str
    domain: str
    total: int
    accepted: dict[str, str] = field(default_factory=dict)
    fuzzy: int = 0
    refused: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def translated(self) -> int:
        """How many messages may be published."""
        return len(self.accepted)

    @property
    def untranslated(self) -> int:
        """How many messages have no translation yet."""
        return self.total - self.translated - self.fuzzy - self.refused

    @property
    def share(self) -> float:
        """The part of the messages that may be published, from 0 to 1."""
        return self.translated / self.total if self.total else 1.0
