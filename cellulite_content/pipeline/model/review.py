"""Reviews: a native speaker's word on exactly the messages that were there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from ..files.atomic import write_text
from .gate_result import Ledger, of_articles, percent
from .project import Locale, Project, load_locales


class Standing(StrEnum):
    """What readers may think of a translation: `lapsed` was reviewed and has changed since."""

    SOURCE = "source"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    LAPSED = "lapsed"


def digest(messages: Mapping[str, Mapping[str, str]]) -> str:
    """A digest of accepted messages (domain → source text → translation), 16 hex digits.

    Order does not count, every character does.
    """
    hashed = hashlib.sha256()
    for domain in sorted(messages):
        for text, translation in sorted(messages[domain].items()):
            for part in (domain, text, translation):
                data = part.encode()
                hashed.update(len(data).to_bytes(8, "big") + data)
    return hashed.hexdigest()[:16]


def digest_of(ledgers: Iterable[Ledger]) -> str:
    """The digest of what the gate let through, the interface's strings left out."""
    return digest({ledger.domain: ledger.accepted for ledger in of_articles(ledgers)})


def standing(locale: Locale, now: str) -> Standing:
    """How a locale stands when the digest of its messages is `now`."""
    if locale.state != Standing.REVIEWED:
        return Standing(locale.state)
    return Standing.REVIEWED if locale.reviewed == now else Standing.LAPSED


def record_review(project: Project, locale: Locale, names: Iterable[str], now: str) -> None:
    """Write into `locales.toml` that these people have reviewed what is there now.

    The rest of the file keeps its form and comments. Raises `ProjectError` when the file would
    not be right, and then leaves it as it was.
    """
    import tomlkit  # noqa: PLC0415 - a build of the wheel has no need of it, and does without

    path = project.locales_toml
    tables = tomlkit.parse(path.read_text(encoding="utf-8"))
    table: Any = tables[locale.code]
    table["state"] = Standing.REVIEWED.value
    table["reviewers"] = list(dict.fromkeys(names))
    table["reviewed"] = now
    text = tomlkit.dumps(tables)
    load_locales(path, text)
    write_text(path, text)


def _review(locale: Locale, ledgers: Sequence[Ledger]) -> str:
    names = ", ".join(locale.reviewers)
    match standing(locale, digest_of(ledgers)):
        case Standing.REVIEWED:
            return f"reviewed by {names}"
        case Standing.LAPSED:
            return f"changed since reviewed by {names}"
        case _:
            return "draft, unreviewed"


def progress(project: Project, ledgers: Mapping[str, Sequence[Ledger]]) -> list[dict[str, Any]]:
    """A row for each locale and document: counts of messages, whole percent, review state."""
    return [
        {
            "locale": locale.code,
            "document": ledger.domain,
            "total": ledger.total,
            "translated": ledger.translated,
            "percent": percent([ledger]),
            "stale": ledger.stale,
            "fuzzy": ledger.fuzzy,
            "refused": ledger.refused,
            "missing": ledger.untranslated,
            "review": review,
            "origin": locale.origin,
        }
        for locale in project.locales
        # Once a locale: it looks at the messages of all articles.
        for review in [_review(locale, ledgers.get(locale.code, ()))]
        for ledger in ledgers.get(locale.code, ())
    ]
