"""Findings as text, JSON, SARIF and GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from ..pipeline.model.finding import Finding, Severity

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_text(findings: Sequence[Finding]) -> str:
    """One line for each finding, and their number."""
    lines = [str(finding) for finding in findings]
    return (
        "\n".join([*lines, ", ".join(_count(findings, severity) for severity in Severity)]) + "\n"
    )


def _count(findings: Sequence[Finding], severity: Severity) -> str:
    number = sum(finding.problem.severity is severity for finding in findings)
    return f"{number} {severity}" if number == 1 else f"{number} {severity}s"


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of objects."""
    values = [
        {
            "path": finding.path,
            "line": finding.line,
            "locale": finding.locale,
            "code": finding.problem.code,
            "severity": finding.problem.severity,
            "text": finding.problem.text,
            "hint": finding.problem.hint,
        }
        for finding in findings
    ]
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def as_sarif(findings: Sequence[Finding]) -> str:
    """SARIF 2.1.0, for code scanners."""
    results = [
        {
            "ruleId": finding.problem.code,
            "level": finding.problem.severity,
            "message": {"text": f"{finding.problem.text}; {finding.problem.hint}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": finding.path},
                        "region": {"startLine": max(1, finding.line)},
                    }
                }
            ],
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
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands; GitHub shows them at the lines of a pull request."""
    levels = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    return "".join(
        f"::{levels[finding.problem.severity]} file={_property(finding.path)},"
        f"line={max(1, finding.line)},title={_property(finding.problem.code)}::"
        f"{_data(f'{finding.problem.text}; {finding.problem.hint}')}\n"
        for finding in findings
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
    "github": as_github,
}
"""The formats of findings, by name."""
