"""Findings on translations that an import does not take over."""

from __future__ import annotations

from ..catalogs.merging.translation_merge import MergeOutcome
from ..counts import counted
from ..model.finding import Problem, Severity

NOT_TAKEN = frozenset({"changed-in-both", "empty-in-file", "not-in-catalog", "two-translations"})
"""The codes of these findings."""


def outcome_problem(outcome: MergeOutcome, first: str) -> Problem | None:
    """Why a translation was not taken over; None if it was, or if it is the catalog's.

    `first` is the place of the first translation for the message in the files.
    """
    match outcome:
        case MergeOutcome.CONFLICT:
            return Problem(
                "changed-in-both",
                "the catalog has another translation than at the export, and keeps it",
                "compare the two; write the better one into the catalog, or export again",
                Severity.WARNING,
            )
        case MergeOutcome.CONTRADICTION:
            return Problem(
                "two-translations",
                f"{first} has another translation of this message, and comes first",
                "delete one of the two",
                Severity.WARNING,
            )
        case MergeOutcome.EMPTY:
            return Problem(
                "empty-in-file",
                "the file has no translation, and the catalog keeps its own",
                "delete the text in the catalog if you want that",
                Severity.WARNING,
            )
        case MergeOutcome.UNKNOWN:
            return _unknown(
                "the catalog has no message with this source text, and no similar one without a "
                "translation",
                "run `cellulite-content update` and import again, or translate its new text",
            )
        case _:
            return None


def domain_problem(domain: str, number: int) -> Problem:
    """The problem of so many translations whose domain is no document's."""
    return _unknown(
        f"the project has no document {domain!r}, for which the file has "
        f"{counted(number, 'translation')}",
        "keep the column `domain`, or the names of the files in an XLIFF file, as exported",
    )


def _unknown(text: str, hint: str) -> Problem:
    return Problem("not-in-catalog", text, hint, Severity.WARNING)
