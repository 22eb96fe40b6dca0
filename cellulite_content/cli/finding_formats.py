"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote

from ..pipeline.counts import counted
from ..pipeline.files.printable import printable, printable_json
from ..pipeline.model.finding import Finding, Severity
from .finding_quote import corrected_lines, fault_line, quoted_lines

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(findings: Sequence[Finding]) -> str:
    """Each finding with the line of the translation and the correction, then their number."""
    lines = [line for finding in findings for line in finding_lines(finding)]
    return (
        "\n".join([*lines, ", ".join(_count(findings, severity) for severity in Severity)]) + "\n"
    )


def finding_lines(finding: Finding) -> list[str]:
    """The lines of a finding for people; those after the first are indented."""
    more_lines = (*quoted_lines(finding), *corrected_lines(finding))
    return [str(finding), *(f"    {line}" for line in more_lines)]


def _count(findings: Sequence[Finding], severity: Severity) -> str:
    number = sum(finding.problem.severity is severity for finding in findings)
    return counted(number, severity)


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of objects. `start` and `end` count the translation's characters from 0."""
    values = [
        {
            "path": finding.path,
            "line": finding.line,
            "locale": finding.locale,
            "code": finding.problem.code,
            "severity": finding.problem.severity,
            "text": finding.problem.text,
            "hint": finding.problem.hint,
            "source": finding.source,
            "context": finding.context,
            "translation": finding.target,
            "start": finding.span[0] if finding.span else None,
            "end": finding.span[1] if finding.span else None,
            "correction": finding.correction,
        }
        for finding in findings
    ]
    return _json(values)


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, for code scanners."""
    results = [
        {
            "ruleId": finding.problem.code,
            "level": finding.problem.severity,
            "message": {"text": "\n".join(_message_lines(finding))},
            "locations": [{"physicalLocation": _sarif_location(finding)}],
        }
        for finding in findings
    ]
    rules = [{"id": code} for code in sorted({finding.problem.code for finding in findings})]
    driver = {"name": "cellulite-content", "rules": rules}
    value = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return _json(value)


def _sarif_location(finding: Finding) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(1, finding.line)}
    line = fault_line(finding)
    if line.text:
        region["snippet"] = {"text": line.text}
    return {
        "artifactLocation": {"uri": quote(os.fsencode(finding.path), safe="/!")},
        "region": region,
    }


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands; GitHub shows them at the lines of a pull request."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "".join(
        f"::{levels[finding.problem.severity]} file={_property(finding.path)},"
        f"line={max(1, finding.line)},title={_property(finding.problem.code)}::"
        f"{_data(_message_lines(finding))}\n"
        for finding in findings
    )


def _message_lines(finding: Finding) -> list[str]:
    """The message, and the correction on lines of their own, without the line of the fault."""
    return [finding.message, *corrected_lines(finding)]


def _data(lines: Sequence[str]) -> str:
    return "%0A".join(printable(line).replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data([text]).replace(":", "%3A").replace(",", "%2C")


def _json(value: object) -> str:
    return printable_json(json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""The formats of findings, by name."""
