"""Addresses of links: which of them lead to the same place, and which a locale may use instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from ..files.names import harmful_character
from .settings import Settings

_HTTPS_ADDRESS = re.compile(r"https://[a-z0-9.-]+(?:/[^\s<>\"'`\\]*)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"([/?&=#.])")
_CODES = (
    re.compile(r"()([a-z]{2,3})[-_](?:[a-z]{2}|[a-z]{4})", re.IGNORECASE),  # en-US, zh-hans
    re.compile(r"((?:.*[-_])?)([a-z]{2,3})", re.IGNORECASE),  # en, guide-en
)
_WIKI = re.compile(
    r"https://(?P<language>[a-z]{2,3})(?:\.m)?(?P<site>\.(?:wikipedia|wiktionary|wikibooks"
    r"|wikiquote|wikisource|wikiversity|wikivoyage)\.org/wiki/)[^/?#].*"
)
"""Pages of the Wikimedia Foundation: each language has its own title for a subject."""

_EXAMPLE = re.compile(
    r"(?:mailto:[\w.+-]+@|(?:https?|ftp)://)(?:[\w-]+\.)*example\.(?:com|net|org|edu)(?![^/?#]).*"
)
"""Addresses at hosts that RFC 2606 reserves for examples, which lead nowhere."""


class Links(NamedTuple):
    """The addresses that a locale may use instead of the source's.

    `pairs` are an address in the source and the one that replaces it; when both end in a slash,
    they mean all addresses that begin with them. `language` is the locale's, without its region:
    the address of a page in it may replace that of the same page.
    """

    pairs: Sequence[tuple[str, str]] = ()
    language: str = ""


NO_LINKS = Links()


def source_address(address: str, links: Links) -> str:
    """The source's address that `address` replaces; `address` itself if `links` has no pair.

    A pair of whole addresses precedes a pair of beginnings, and a long beginning a short one.
    """
    if not links.pairs:
        return address
    for source, allowed in links.pairs:
        if address == allowed:
            return source
    prefixes = [
        (source, allowed)
        for source, allowed in links.pairs
        if source.endswith("/") and allowed.endswith("/") and address.startswith(allowed)
    ]
    if not prefixes:
        return address
    source, allowed = max(prefixes, key=lambda pair: len(pair[1]))
    return source + address.removeprefix(allowed)


def source_addresses(expected: Counter[str], addresses: Counter[str], links: Links) -> Counter[str]:
    """The addresses; the source's (`expected`) for each that may replace one of them."""
    actual = Counter(source_address(address, links) for address in addresses.elements())
    missing = expected - actual
    for address in list((actual - expected).elements()) if missing else ():
        for source in +missing:
            if may_replace(source, address, links.language):
                actual[address] -= 1
                actual[source] += 1
                missing[source] -= 1
                break
    return +actual


def may_replace(source: str, address: str, language: str) -> bool:
    """Whether an address is the source's page in a language, or both are only examples.

    The host must be the source's, except in Wikimedia's wikis: who owns `de.example` is not known.

    >>> may_replace("https://a.example/en/walk?x=1", "https://a.example/de/walk?x=1", "de")
    True
    >>> may_replace("https://a.example/en/walk", "https://a.example/de/run", "de")
    False
    """
    if _EXAMPLE.fullmatch(source) and _EXAMPLE.fullmatch(address):
        return True
    wikis = _WIKI.fullmatch(source), _WIKI.fullmatch(address)
    if wikis[0] and wikis[1]:
        is_own = wikis[1]["language"] == language != wikis[0]["language"]
        return is_own and wikis[0]["site"] == wikis[1]["site"]
    return _differ_in_language(source, address, language)


def _differ_in_language(source: str, address: str, language: str) -> bool:
    if "://" not in source or _site(source) != _site(address):
        return False
    parts, other_parts = (_SEPARATORS.split(text.partition("://")[2]) for text in (source, address))
    return len(parts) == len(other_parts) and all(
        part == other or _is_code(part, other, language)
        for part, other in zip(parts, other_parts, strict=True)
    )


def _site(address: str) -> tuple[str, str]:
    scheme, _, rest = address.partition("://")
    return scheme, re.split("[/?#]", rest, maxsplit=1)[0]


def _is_code(source: str, target: str, language: str) -> bool:
    """Whether one part of an address is a language's code, and the other that of `language`."""
    from babel import localedata  # noqa: PLC0415

    codes, own_codes = (
        [match.groups() for pattern in _CODES if (match := pattern.fullmatch(part))]
        for part in (source, target)
    )
    return any(
        stem == own_stem and own_code.lower() == language and localedata.exists(code.lower())
        for stem, code in codes
        for own_stem, own_code in own_codes
    )


def same_place(address: str) -> str:
    """The address in the one form that is equal for `http:` and `https:`, with a last slash or not.

    Servers answer both with the same page, or with a redirect to it.
    """
    head, separator, tail = address.partition("?")
    if not separator:
        head, separator, tail = address.partition("#")
    head = head.rstrip("/") if "://" in head else head
    if head.startswith("http://"):
        head = head.replace("http://", "https://", 1)
    return head + separator + tail


def link_pairs(settings: Settings, code: str, table: Any) -> tuple[tuple[str, str], ...]:
    """The pairs of a locale's table of links. Raises `ProjectError` for a wrong address."""
    pairs = sorted(table.items()) if isinstance(table, dict) else [("", table)]
    for source, target in pairs:
        if (
            not source
            or harmful_character(source)
            or not isinstance(target, str)
            or not _HTTPS_ADDRESS.fullmatch(target)
            or harmful_character(target)
        ):
            raise Settings(settings.path, settings.source, code, {}).error(
                f"[{code}.links] pairs an address of the source with one https: address, "
                'for example "https://en.example/x" = "https://de.example/x"',
                "links",
            )
    return tuple(pairs)
