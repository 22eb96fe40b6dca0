"""Explanations: findings with the place of the fault and, where a rule makes one, a correction.

They cost several parses for each finding, and nothing for a message without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from ..model.finding import Finding, Problem
from ..model.gate_result import GateResult
from ..model.links import Links
from ..model.unit import Unit
from .correction import Correction, correct
from .fault_span import Span, find_span
from .gate import ExtraCheck, check_text

LONGEST = 1000
"""The length above which a translation is not explained: a parse can take its square."""

_LARGEST = 4_000_000
_SMALLEST = 40_000
"""The squared lengths that are explained in a catalog, and the least that a message counts: 100
messages of up to 200 characters, which take a second in bad cases."""

_ONE_CAUSE = frozenset({"link-changed", "reference-changed", "role-changed", "looks-like-a-tag"})
"""Findings that one broken piece of markup can have together."""

_ALWAYS = frozenset({"literal-differs", "other-message"})
"""Findings that come from other entries of the catalog, which a corrected text does not change."""

_PIECE = re.compile(r"(?::[\w:+-]+:)?`[^`]*`?_{0,2}")


def explain(result: GateResult, links: Links, extra_check: ExtraCheck) -> GateResult:
    """The gate's result with explained findings. Those after the first 100 or so stay as they are.

    `links` and `extra_check` are those with which the gate made the result.
    """
    if not result.findings:
        return result
    explainer = Explainer(links, extra_check)
    return replace(result, findings=tuple(_explained(result.findings, explainer)))


def _explained(findings: Sequence[Finding], explainer: Explainer) -> Iterator[Finding]:
    left = _LARGEST
    # The gate's findings come before those of `check` alone; one mistake can be in both.
    by_line = sorted(findings, key=lambda finding: finding.line)
    for _, group in groupby(by_line, lambda finding: (finding.line, finding.source)):
        message_findings = list(group)
        length = len(message_findings[0].target)
        cost = max(length**2, _SMALLEST)
        if 0 < length <= LONGEST and cost <= left and message_findings[0].unit:
            left -= cost
            yield from explainer.explain(message_findings)
        else:
            yield from message_findings


@dataclass(frozen=True)
class Explainer:
    """Explains the findings on one message at a time, with the checks that the gate used."""

    links: Links
    extra_check: ExtraCheck

    def explain(self, findings: Sequence[Finding]) -> list[Finding]:
        """The findings on one message, explained, without those that follow from another's mistake.

        When one rule undoes a mistake, the findings that then disappear came from it. Findings of
        the same piece of markup have one cause too.
        """
        remaining = list(findings)
        explained: list[Finding] = []
        pieces: set[Span] = set()
        codes = {finding.problem.code for finding in findings}
        while remaining:
            finding, unit = remaining[0], remaining[0].unit
            if unit is None:
                break
            correction = self._correct_one(finding, codes)
            left: set[str] | None = None
            if correction.text:
                left = {problem.code for problem in self._problems(unit, correction.text)}
            new = replace(
                finding,
                span=find_span(finding.problem.code, unit, finding.target),
                correction=(self._correct_all(finding, codes) if left != set() else "")
                or correction.text,
            )
            piece = _piece(new)
            if piece not in pieces:
                explained.append(new)
            if piece:
                pieces.add(piece)
            remaining = remaining[1:]
            if correction.one_mistake and left is not None:
                remaining = [each for each in remaining if each.problem.code in {*left, *_ALWAYS}]
        return [*explained, *remaining]

    def _correct_one(self, finding: Finding, codes: set[str]) -> Correction:
        """A text without this finding: other warnings may stay, but no error."""
        known = set() if finding.error else codes - {finding.problem.code}
        return correct(finding, partial(self._new, finding, known))

    def _correct_all(self, finding: Finding, codes: set[str]) -> str:
        """A text without any of the findings on a message that has several."""
        if len(codes) == 1:
            return ""
        return correct(finding, partial(self._new, finding, set()), codes).text

    def _new(self, finding: Finding, known_codes: set[str], unit: Unit, text: str) -> list[Problem]:
        """What a corrected text may not have: errors, and warnings that are not known."""
        if not finding.error:
            problems = self._problems(unit, text)
        else:  # its translation may have slips, which no check has read yet
            slips = self.extra_check(unit, text)
            lost_words = (each for each in slips if each.code == "link-without-words")
            problems = [*check_text(unit, text, self.links), *lost_words]
        return [problem for problem in problems if problem.code not in known_codes]

    def _problems(self, unit: Unit, text: str) -> list[Problem]:
        problems = [*check_text(unit, text, self.links)]
        if any(problem.severity == "error" for problem in problems):
            return problems
        return [*problems, *self.extra_check(unit, text)]


def _piece(finding: Finding) -> Span | None:
    """The piece of markup with the fault, if the finding can have one cause with others there."""
    if finding.problem.code not in _ONE_CAUSE or not finding.span:
        return None
    start, end = finding.span
    pieces = (match.span() for match in _PIECE.finditer(finding.target))
    return next((piece for piece in pieces if piece[0] <= start and end <= piece[1]), None)
