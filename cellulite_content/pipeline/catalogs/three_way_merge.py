"""Merging two branches' catalogs, message by message, as a merge driver of git does."""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ..files.atomic import write_file
from .catalog import Catalog, Entry, parse_catalog, write_entry
from .entry import ended, retired

_Value = TypeVar("_Value")
_Key = tuple[str | None, str, int]
"""Context, source, and the how manieth entry of these; a live one comes before obsolete ones."""

_NOTHING = Catalog(Entry("", gap=""), ())
_MOST_CONFLICTS = 127
"""`git merge-file` ends with the number of conflicts, at most this, or with an error above it."""

_DATE = "PO-Revision-Date"
_ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True)
class ThreeWay:
    """The merged catalog, and the sources of the messages that a person must look at."""

    catalog: Catalog
    conflicts: tuple[str, ...] = ()


def merge_branches(base: bytes, ours: bytes, theirs: bytes) -> ThreeWay:
    """The catalog with what both branches did to it since `base`, each message for itself.

    What one side alone changed is that side's, byte for byte. Where both wrote different
    translations, ours stays, fuzzy, and theirs stands above it in a comment. What one side
    deleted and the other worked on becomes obsolete. Both sides may have added the file: `base`
    is empty then. Raises `CatalogError` when one of them cannot be read.
    """
    old = parse_catalog(base) if base.strip() else _NOTHING
    our, their = parse_catalog(ours), parse_catalog(theirs)
    versions = _by_key(old), _by_key(our), _by_key(their)
    entries: list[Entry] = []
    left: list[Entry] = []
    conflicts: list[str] = []
    for key in _order(*map(list, versions)):
        in_base, in_ours, in_theirs = (version.get(key) for version in versions)
        if in_ours and in_theirs:
            entry, conflict = _of_both(in_base, in_ours, in_theirs)
            entries.append(ended(entry))
            conflicts += [key[1]] if conflict else []
        elif in_base is None:
            entries += [ended(entry) for entry in (in_ours or in_theirs,) if entry]
        else:
            left += _left(in_base, in_ours or in_theirs)
    entries += left
    catalog = replace(
        our,
        header=ended(_header(old, our, their)),
        entries=tuple(entries),
        tail=_one_side(old.tail, our.tail, their.tail, our.tail),
    )
    same = [our.header.raw, *(entry.raw for entry in our.entries)]
    if our.tail == catalog.tail and same == [catalog.header.raw, *(each.raw for each in entries)]:
        catalog = our
    return ThreeWay(catalog, tuple(conflicts))


def _by_key(catalog: Catalog) -> dict[_Key, Entry]:
    counts: dict[Hashable, int] = defaultdict(int)
    numbers: dict[int, int] = {}
    for entry in sorted(catalog.entries, key=lambda entry: entry.obsolete):
        numbers[id(entry)] = counts[entry.context, entry.msgid]
        counts[entry.context, entry.msgid] += 1
    return {(each.context, each.msgid, numbers[id(each)]): each for each in catalog.entries}


def _order(base: Sequence[_Key], ours: Sequence[_Key], theirs: Sequence[_Key]) -> Iterable[_Key]:
    """All keys: in the order of the side that changed it, the other's own behind their fellows."""
    first, second = (theirs, ours) if ours == base else (ours, theirs)
    behind: dict[_Key | None, list[_Key]] = defaultdict(list)
    fellow, known = None, set(first)
    for key in second:
        if key in known:
            fellow = key
        else:
            behind[fellow].append(key)
    return (key for place in (None, *first) for key in (place, *behind[place]) if key)


def _one_side(base: _Value, ours: _Value, theirs: _Value, both: _Value) -> _Value:
    """The value of the side that alone changed it, or `both`."""
    if ours in (base, theirs):
        return theirs
    return ours if theirs == base else both


def _left(base: Entry, entry: Entry | None) -> list[Entry]:
    """What is left of a message that one side deleted, as its source is gone: the other's work."""
    if entry is None or _says(entry) == _says(base) or not entry.has_work:
        return []
    return [retired(entry)]


def _says(entry: Entry) -> tuple[object, ...]:
    return (*_state(entry), entry.comments)


def _of_both(base: Entry | None, ours: Entry, theirs: Entry) -> tuple[Entry, bool]:
    """One message that both sides have, and whether their translations contradict each other."""
    raws = [each.raw.rstrip("\n") if each else None for each in (base, ours, theirs)]
    if raws[1] in (raws[0], raws[2]):
        return theirs, False
    if raws[2] == raws[0]:
        return ours, False
    old = base or Entry("")
    state = _one_side(_state(old), _state(ours), _state(theirs), None)
    conflict = state is None and _translation(ours) != _translation(theirs)
    if state is not None:
        winner = ours if state == _state(ours) else theirs
    elif conflict:
        winner = ours if ours.has_translation else theirs
    else:
        # The same text, but one side doubts it.
        winner = theirs if theirs.fuzzy else ours
    comments = _union(old.comments, ours.comments, theirs.comments)
    if conflict:
        comments += _other_branch(theirs if winner is ours else ours)
    flags = _union(old.flags, ours.flags, theirs.flags)
    obsolete = _one_side(old.obsolete, ours.obsolete, theirs.obsolete, False)
    merged = replace(
        winner,
        comments=comments,
        extracted=_one_side(old.extracted, ours.extracted, theirs.extracted, ours.extracted),
        references=_one_side(old.references, ours.references, theirs.references, ours.references),
        flags=(
            *(("fuzzy",) if winner.fuzzy or conflict else ()),
            *(flag for flag in flags if flag != "fuzzy"),
        ),
        # What an unflagged translation was made from once says nothing about this doubt.
        previous=winner.previous if winner.fuzzy else None,
        obsolete=False,
    )
    return retired(merged) if obsolete else write_entry(merged), conflict


def _state(entry: Entry) -> tuple[object, ...]:
    """What a translator decided of a message."""
    return (*_translation(entry), entry.fuzzy, entry.previous if entry.fuzzy else None)


def _translation(entry: Entry) -> tuple[object, ...]:
    return entry.msgstr, entry.plural, entry.msgid_plural


def _other_branch(entry: Entry) -> tuple[str, ...]:
    """Comments with the translation of the branch that did not win, quoted as in a PO file."""
    texts = entry.plural or (entry.msgstr,)
    return tuple(f'other branch: "{text.translate(_ESCAPED)}"' for text in texts)


def _union(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Ours without what they took away, and what they added."""
    kept = [each for each in ours if each in theirs or each not in base]
    return (*kept, *(each for each in theirs if each not in ours and each not in base))


# The header


def _header(base: Catalog, ours: Catalog, theirs: Catalog) -> Entry:
    """Field by field; where both sides changed a field, that of the later revision."""
    raws = [each.header.raw.rstrip("\n") for each in (base, ours, theirs)]
    if raws[1] in (raws[0], raws[2]):
        return theirs.header
    if raws[2] == raws[0]:
        return ours.header
    old, our, their = map(_fields, (base, ours, theirs))
    later = their if _date(theirs) > _date(ours) else our
    merged = {
        name: _one_side(old.get(name), our.get(name), their.get(name), later.get(name))
        for name in (*our, *(name for name in their if name not in our))
    }
    text = "".join(f"{name}: {value}\n" for name, value in merged.items() if value is not None)
    comments = _union(base.header.comments, ours.header.comments, theirs.header.comments)
    return write_entry(replace(ours.header, msgstr=text, comments=comments))


def _fields(catalog: Catalog) -> Mapping[str, str]:
    lines = (line.partition(":") for line in catalog.header.msgstr.split("\n"))
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


def _date(catalog: Catalog) -> float:
    """When the catalog was revised last; one that does not say is the oldest."""
    try:
        return datetime.strptime(catalog.field(_DATE), "%Y-%m-%d %H:%M%z").timestamp()
    except ValueError:
        return 0


def merge_files(base: Path, ours: Path, theirs: Path) -> tuple[str, ...]:
    """Merge three files into `ours`; gives the sources of what a person must look at.

    Raises `CatalogError` when one cannot be read; then nothing is written.
    """
    merged = merge_branches(base.read_bytes(), ours.read_bytes(), theirs.read_bytes())
    write_file(ours, merged.catalog.to_bytes())
    return merged.conflicts


def merge_lines(base: Path, ours: Path, theirs: Path) -> None:
    """Merge three files line by line into `ours`, with git's marks where both changed a line.

    Files that are no catalogs are merged so: what they hold stays in sight. Raises `OSError`.
    """
    done = subprocess.run(["git", "merge-file", ours, base, theirs], check=False)  # noqa: S607
    if done.returncode > _MOST_CONFLICTS:
        raise OSError(f"git merge-file cannot merge {ours}; merge it by hand")
