"""Answers: what the desk's page gets, as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any

from ..pipeline.catalogs.questions import other_comments, questions_of
from ..pipeline.model.finding import Finding
from .desk import Desk
from .messages import Message, count_states


def overview(desk: Desk) -> dict[str, Any]:
    """Everything that the list beside the page shows, without the texts of translations."""
    locale = desk.locale
    return {
        "version": desk.version,
        "locale": locale.code,
        "tag": locale.tag,
        "dir": locale.direction,
        "name": locale.name,
        "source": {"tag": desk.project.source_locale.tag},
        "faults": [*desk.faults, *desk.suggester.faults],
        "program": desk.program.name if desk.program else "",
        "handIn": {
            "address": desk.project.contributions or desk.project.corrections,
            "sinceCommit": desk.changes.is_from_git,
        },
        "counts": count_states(desk.messages),
        "theme": desk.theme,
        "canUndo": bool(desk.edits.saved),
        "documents": [
            {
                "domain": domain,
                "page": desk.address("page", domain),
                "book": desk.address("book", domain),
                "findings": [
                    {"severity": str(each.problem.severity), "text": str(each)}
                    for each in desk.file_findings(domain)
                ],
                "messages": [_row(message) for message in messages],
            }
            for domain, messages in desk.messages.items()
        ],
    }


def details(desk: Desk, message: Message) -> dict[str, Any]:
    """What the editor shows of one message."""
    unit, entry = message.unit, message.entry
    obstacles = _obstacles(desk, message)
    return {
        "key": unit.key,
        "domain": unit.domain,
        "kind": unit.kind,
        "section": list(unit.section),
        "context": unit.context,
        "note": unit.note,
        "source": unit.text,
        "translation": entry.msgstr if entry else "",
        "fuzzy": bool(entry and entry.fuzzy),
        "editable": not obstacles,
        "obstacles": obstacles,
        "line": entry.line if entry else 0,
        "comments": list(other_comments(entry.comments)) if entry else [],
        "questions": list(questions_of(entry)) if entry else [],
        "change": _change(entry.previous, unit.text) if entry and entry.previous else [],
        "state": message.state,
        "findings": findings(message.findings),
        "terms": [{"term": term, "use": use} for term, use in desk.terms(message)],
        "suggestions": [
            {
                "translation": each.translation,
                "source": each.source,
                "similarity": each.similarity,
                "origin": each.origin,
                "part": each.part,
                "fuzzy": each.fuzzy,
            }
            for each in desk.suggestions(message)
        ],
    }


def program_answer(desk: Desk, message: Message) -> dict[str, Any]:
    """What the user's program suggests for a message: always fuzzy, with its name as the origin."""
    answer = desk.suggester.ask_program(message)
    origin = f"the program {desk.program.name}" if desk.program else ""
    return {
        "fault": answer.fault,
        "suggestions": [
            {"translation": text, "source": "", "origin": origin, "part": False, "fuzzy": True}
            for text in answer.translations
        ],
    }


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings on one text."""
    return [_finding(each) for each in found]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.problem.code,
        "severity": str(finding.problem.severity),
        "text": finding.problem.text,
        "hint": finding.problem.hint,
        "span": list(finding.span) if finding.span else None,
        "correction": finding.correction,
    }


def _obstacles(desk: Desk, message: Message) -> list[str]:
    """Why a message cannot be changed here, and what to do: a line each; none if it can."""
    domain, entry = message.unit.domain, message.entry
    place = desk.project.relative(desk.project.catalog(desk.locale, domain))
    if entry is not None:
        plural = "an entry with plural forms can only be changed in another editor"
        return [] if entry.msgid_plural is None else [f"{place}:{entry.line}: {plural}"]
    faults = [
        str(each)
        for each in desk.file_findings(domain)
        if each.error or each.problem.code == "missing-catalog"
    ]
    remedy = "there is no entry for this text; run `cellulite-content update`"
    return faults or [f"{place}: {remedy}"]


def _row(message: Message) -> dict[str, Any]:
    return {
        "key": message.unit.key,
        "ids": list(message.ids),
        "kind": message.unit.kind,
        "source": message.unit.text,
        "translation": message.entry.msgstr if message.entry else "",
        "state": message.state,
        "commented": bool(message.entry and message.entry.comments),
    }


def _change(old: str, new: str) -> list[list[str]]:
    """The differences between two source texts by words: pairs of `same`, `old` or `new`, text."""
    before, after = old.split(" "), new.split(" ")
    parts: list[list[str]] = []
    for kind, start, stop, other_start, other_stop in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            parts.append(["same", " ".join(before[start:stop])])
            continue
        if stop > start:
            parts.append(["old", " ".join(before[start:stop])])
        if other_stop > other_start:
            parts.append(["new", " ".join(after[other_start:other_stop])])
    return parts
