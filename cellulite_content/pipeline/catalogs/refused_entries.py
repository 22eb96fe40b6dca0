"""Refused entries: lines of a catalog that cannot be read, and that every stage keeps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from .catalog import Catalog, CatalogError, Entry, parse_catalog, write_entry
from .entry import with_final_newline

_STATEMENT = re.compile(
    r'(?:(msgid_plural|msgid|msgctxt|msgstr)(?![\w$])|[^\s"\\]*\s*(?="[^\s]))\s*(.*)'
)
_TRANSLATION = re.compile(r"\bmsgstr\b.*")
_Identity = tuple[str | None, str, bool]
_Key = tuple[str | None, str]
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_PUNCTUATION = re.compile(r'[\s"\\]+')
_ESCAPES = str.maketrans({"\n": "\\n", "\t": "\\t", "\r": "\\r"})


def refused_messages(entries: Iterable[Entry], keys: Iterable[_Key]) -> set[_Key]:
    """Those of `keys`, contexts and source texts, whose entries are probably among the refused.

    The texts are compared without white space, quotation marks and backslashes, since a fault is
    often one of these.
    """
    contexts: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.fault:
            texts = set(_source_texts(entry.raw)) - {""}
            has_context = "msgctxt" in entry.raw
            for text in texts:
                contexts[text] |= texts if has_context else {""}
    return {key for key in keys if contexts and _is_among(key, contexts)}


def _is_among(key: _Key, contexts: Mapping[str, set[str]]) -> bool:
    """Whether the texts beside this source have its context, or one has no context that is read."""
    context, source = key
    texts = contexts.get(_letters(source.translate(_ESCAPES)), set())
    return "" in texts or (context is not None and _letters(context) in texts)


def _source_texts(raw: str) -> Iterable[str]:
    """The letters of what may be sources in the lines of a refused entry."""
    statements: list[list[str]] = []
    is_source = False
    for line in raw.split("\n"):
        content = line.strip()
        if content.startswith("#"):
            continue
        match = _STATEMENT.match(content)
        if match and not content.startswith('"'):
            is_source = match[1] != "msgstr"
            if is_source:
                statements.append([match[2]])
        elif is_source:
            statements[-1].append(content)
    for lines in statements:
        text = " ".join(lines)
        yield _letters(text)
        yield _letters(_TRANSLATION.sub("", text))
        yield _letters("".join(_STRING.findall(text)))


def _letters(text: str) -> str:
    return _PUNCTUATION.sub("", text)


def with_refused(merged: Catalog, old: Catalog) -> Catalog:
    """The merged catalog of readable entries, with the refused entries of `old`.

    Each stays behind the entry that it followed. If a reader took another entry with it there, all
    are at the end.
    """
    if not old.refused:
        return merged
    for place in (_in_place, _at_the_end):
        catalog = place(merged, old)
        if is_read_back(catalog):
            break
    return catalog


def is_read_back(catalog: Catalog) -> bool:
    """Whether its bytes are read as the same messages, and the rest as refused."""
    try:
        read = parse_catalog(catalog.to_bytes())
    except CatalogError:
        return False
    return _messages(read) == _messages(catalog)


def _messages(catalog: Catalog) -> list[Entry]:
    """The readable entries without their place and white space."""
    return [
        replace(entry, raw=entry.raw.strip(), line=0, gap="")
        for entry in catalog.entries
        if not entry.fault
    ]


def _in_place(merged: Catalog, old: Catalog) -> Catalog:
    present = {_identity(entry) for entry in merged.entries}
    followers: dict[_Identity | None, list[Entry]] = defaultdict(list)
    anchor = None
    for entry in old.entries:
        if entry.fault:
            followers[anchor].append(entry)
        elif _identity(entry) in present:
            anchor = _identity(entry)
    placed = followers.pop(None, [])
    for entry in merged.entries:
        placed += (entry, *followers.pop(_identity(entry), ()))
    return separated(replace(merged, entries=tuple(placed)), old)


def _identity(entry: Entry) -> _Identity:
    return entry.context, entry.msgid, entry.obsolete


def _at_the_end(merged: Catalog, old: Catalog) -> Catalog:
    refused = (entry for entry in old.entries if entry.fault)
    # An entry with blank lines inside might go on behind the next one.
    last = [write_entry(entry) for entry in merged.entries[-1:]]
    entries = (*merged.entries[:-1], *last, *refused)
    return separated(replace(merged, entries=entries), replace(old, entries=()))


def separated(catalog: Catalog, old: Catalog) -> Catalog:
    """The catalog, with a blank line between a refused entry or header and a neighbour.

    Neighbours in `old` stay as they are.
    """
    old_neighbours = {
        (before.raw, after.raw) for before, after in pairwise((old.header, *old.entries))
    }
    header, *entries = map(with_final_newline, (catalog.header, *catalog.entries))
    result = []
    for before, entry in pairwise((header, *entries)):
        is_new = (before.raw, entry.raw) not in old_neighbours
        apart = is_new and (before.fault or entry.fault) and "\n" not in entry.gap
        result.append(replace(entry, gap="\n" + entry.gap) if apart else entry)
    return replace(catalog, header=header, entries=tuple(result))
