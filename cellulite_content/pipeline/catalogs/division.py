"""The division of old catalogs, of one domain or many, into one catalog for each document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from ..files.atomic import write_file
from .catalog import Catalog, Entry
from .entry import with_final_newline
from .merging.transitions import make_obsolete


@dataclass(frozen=True)
class Division:
    """The catalogs of one locale by document.

    Of the translations of the old catalogs, complete or fuzzy and not obsolete, `kept` are those of
    a message, and `unused` those without one, which are obsolete entries now.
    """

    catalogs: Mapping[str, Catalog]
    kept: int = 0
    unused: int = 0


def divide_catalogs(
    old: Mapping[str, Catalog],
    messages: Mapping[str, Sequence[str]],
    domains: Mapping[str, str],
    root: str,
) -> Division:
    """Divide a locale's catalogs, by domain, into one for each document.

    `messages` are the keys of each document's messages, `domains` the old domain of each document.
    A document takes the entries of its messages from its domain, else from any other; entries keep
    their bytes. A translation or comment without a message becomes an obsolete entry of the
    document that it refers to, or of `root`, and so does an entry that cannot be read, as it is.
    """
    live = {name: _first_by_key(catalog.live) for name, catalog in old.items()}
    everywhere = _first_by_key(entry for entries in live.values() for entry in entries.values())
    used: set[int] = set()
    divided: dict[str, list[Entry]] = {}
    for document, keys in messages.items():
        own = live.get(domains[document], {})
        found = [own.get(key) or everywhere.get(key) for key in keys]
        divided[document] = [entry for entry in found if entry is not None]
        used.update(map(id, divided[document]))
    rest = [entry for catalog in old.values() for entry in catalog.entries if id(entry) not in used]
    unused = [entry for entry in rest if entry.fault or entry.has_work]
    for entry in unused:
        document = _document_of(entry, messages) or root
        is_live = not entry.obsolete and not entry.fault
        divided.setdefault(document, []).append(make_obsolete(entry) if is_live else entry)
    kept = sum(
        entry.has_translation for entries in live.values() for entry in entries.values()
        if id(entry) in used
    )  # fmt: skip
    catalogs = {
        document: _catalog(old, domains.get(document, ""), entries)
        for document, entries in divided.items()
        if entries
    }
    return Division(catalogs, kept, sum(map(_is_translated, unused)))


def write_divided(folder: Path, catalogs: Mapping[str, Catalog]) -> Iterator[Path]:
    """Write catalogs by domain into a folder `LC_MESSAGES`, but none that exists; return paths."""
    for domain, catalog in catalogs.items():
        path = folder / f"{domain}.po"
        if not path.exists() and write_file(path, catalog.to_bytes()):
            yield path


def _is_translated(entry: Entry) -> bool:
    return entry.has_translation and not entry.obsolete


def _first_by_key(entries: Iterable[Entry]) -> dict[str, Entry]:
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(entry.key, entry)
    return first


def _document_of(entry: Entry, documents: Mapping[str, object]) -> str:
    """The document that an entry refers to; empty for none."""
    for reference in entry.references:
        path = PurePosixPath(reference.rpartition(":")[0] or reference)
        parts = [part for part in path.with_suffix("").parts if part not in ("..", ".")]
        for start in range(len(parts)):
            if (name := "/".join(parts[start:])) in documents:
                return name
    return ""


def _catalog(old: Mapping[str, Catalog], domain: str, entries: Sequence[Entry]) -> Catalog:
    """A catalog with the header of the old one of a domain."""
    model = old.get(domain) or next(iter(old.values()))
    spaced = (replace(with_final_newline(entry), gap="\n") for entry in entries)
    return replace(model, header=with_final_newline(model.header), entries=tuple(spaced), tail="")
