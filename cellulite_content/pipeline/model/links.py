"""Addresses of links: which of them lead to the same place."""

from __future__ import annotations

from collections.abc import Sequence

Links = Sequence[tuple[str, str]]
"""Pairs of an address in the source and the address that a locale may use instead. When both end in
a slash, they mean all addresses that begin with them."""


def source_address(address: str, links: Links) -> str:
    """The source's address that `address` replaces; `address` itself if `links` has no pair.

    A pair of whole addresses precedes a pair of beginnings, and a long beginning a short one.
    """
    if not links:
        return address
    for source, allowed in links:
        if address == allowed:
            return source
    prefixes = [
        (source, allowed)
        for source, allowed in links
        if source.endswith("/") and allowed.endswith("/") and address.startswith(allowed)
    ]
    if not prefixes:
        return address
    source, allowed = max(prefixes, key=lambda pair: len(pair[1]))
    return source + address.removeprefix(allowed)


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
