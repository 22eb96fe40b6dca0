"""Reviews: native speakers' approval of exactly the messages that they read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from ..errors import ProjectError
from ..files.atomic import write_text
from .gate_result import GateResult, article_results, percent_translated
from .locale import Locale, load_locales
from .project import Project
from .toml_file import read_toml


class ReviewState(StrEnum):
    """The review state of a translation: `lapsed` means changed since its review."""

    SOURCE = "source"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    LAPSED = "lapsed"


def messages_digest(messages: Mapping[str, Mapping[str, str]]) -> str:
    """A digest of accepted messages (domain → source text → translation), 16 hex digits.

    The order of the messages does not matter.
    """
    hashed = hashlib.sha256()
    for domain in sorted(messages):
        for text, translation in sorted(messages[domain].items()):
            for part in (domain, text, translation):
                data = part.encode()
                hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()[:16]


def accepted_digest(results: Iterable[GateResult]) -> str:
    """The digest of the accepted messages of the articles."""
    return messages_digest({result.domain: result.accepted for result in article_results(results)})


def review_state(locale: Locale, digest: str) -> ReviewState:
    """The review state of a locale whose messages have this digest."""
    if locale.state != ReviewState.REVIEWED:
        return ReviewState(locale.state)
    return ReviewState.REVIEWED if locale.reviewed == digest else ReviewState.LAPSED


def record_review(project: Project, locale: Locale, names: Iterable[str], digest: str) -> None:
    """Record in `locales.toml` that these people have reviewed the messages with this digest.

    The rest of the file keeps its form and comments. Raises `ProjectError`, without writing, when
    the new file would be invalid.
    """
    import tomlkit  # noqa: PLC0415 - builds of the wheel run without it

    path = project.locales_toml
    try:
        tables = tomlkit.parse(read_toml(project.root, path))
    except (ValueError, RecursionError) as error:  # TOML that only other programs read
        raise ProjectError(f"{path}: {error}; write it in a simpler way") from None
    table: Any = tables[locale.code]
    table["state"] = ReviewState.REVIEWED.value
    table["reviewers"] = list(dict.fromkeys(names))
    table["reviewed"] = digest
    text = tomlkit.dumps(tables)
    load_locales(project.root, path, project.source_locale.code, text)
    write_text(path, text)


def _review_text(locale: Locale, results: Sequence[GateResult]) -> str:
    names = ", ".join(locale.reviewers)
    if locale.state != ReviewState.REVIEWED:
        return "draft, unreviewed"
    match review_state(locale, accepted_digest(results)):
        case ReviewState.REVIEWED:
            return f"reviewed by {names}"
        case _:
            return f"changed since reviewed by {names}"


def progress_rows(
    project: Project, results: Mapping[str, Sequence[GateResult]]
) -> list[dict[str, Any]]:
    """A row for each locale and document: counts of messages, whole percent, review state."""
    return [
        {
            "locale": locale.code,
            "document": result.domain,
            "total": result.total,
            "translated": result.translated,
            "percent": percent_translated([result]),
            "stale": result.stale,
            "fuzzy": result.fuzzy,
            "refused": result.refused,
            "missing": result.untranslated,
            "review": review,
            "origin": locale.origin,
        }
        for locale in project.locales
        # Once for each locale: it needs the messages of all articles.
        for review in [_review_text(locale, results.get(locale.code, ()))]
        for result in results.get(locale.code, ())
    ]
