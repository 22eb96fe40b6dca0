"""Reviews: a native speaker's word on exactly the messages that were there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from .atomic import write_text
from .ledger import Ledger, of_articles
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
