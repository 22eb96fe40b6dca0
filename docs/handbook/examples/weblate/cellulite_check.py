"""A quality check for Weblate: what the gate says of a translation, while it is written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weblate.checks.base import TargetCheck

from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.model.finding import Problem, Severity
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Unit

KINDS = PLAIN_KINDS | {"title", "paragraph", "term"}


class CelluliteCheck(TargetCheck):
    """Fails for a translation that readers would not see."""

    check_id = "cellulite"
    name = "Cellulite Content"
    description = "Readers would see the source: the translation is refused."

    def check_single(self, source: str, target: str, unit: Any) -> bool:
        """Whether the translation is refused."""
        return any(True for _ in refusals(source, target, unit))

    def get_description(self, check_obj: Any) -> str:
        """What is wrong, and what to do."""
        unit = check_obj.unit
        problems = refusals(unit.source_string, unit.target, unit)
        return " ".join(f"{each.text}; {each.hint}." for each in problems) or self.description


def refusals(source: str, target: str, unit: Any) -> Iterator[Problem]:
    """The errors of a translation; Weblate's unit has our comment (`#.`) as its note."""
    kind = unit.note.partition("\n")[0].partition(",")[0]
    is_interface = ".rst" not in unit.location
    kind = "interface" if is_interface else kind if kind in KINDS else "paragraph"
    flags = ("python-format",) if "python-format" in unit.all_flags else ()
    for problem in check_text(Unit("", "", kind, source, flags=flags), target):
        if problem.severity is Severity.ERROR:
            yield problem
