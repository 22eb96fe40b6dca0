"""The merge of two branches' catalogs, message by message, for a merge driver of git."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from ..catalog import Catalog, CatalogError, Entry, parse_catalog
from ..entry import with_final_newline
from ..entry_edit import edit_entry
from ..refused_entries import is_read_back, refused_messages, separated
from .transitions import make_obsolete

_Value = TypeVar("_Value")
_Key = tuple[str | None, str, int]
"""Context, source text, and the number of the entry among equals; live before obsolete ones. For a
refused entry, its text in the file, and a negative number.
"""

_EMPTY_CATALOG = Catalog(Entry("", gap=""), ())
BASE_NAME, OUR_NAME, THEIR_NAME = "common ancestor", "current branch", "other branch"
"""The three files in messages and in git's conflict marks; git gives them names of no meaning."""

_REVISION_DATE = "PO-Revision-Date"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


class Conflict(NamedTuple):
    """A message that both branches changed: its source text, and its line in the merged file, or
    0."""

    source: str
    line: int


@dataclass(frozen=True)
class BranchMergeResult:
    """The merged catalog, and its conflicts."""

    catalog: Catalog
    conflicts: tuple[Conflict, ...] = ()


def merge_branches(base: bytes, ours: bytes, theirs: bytes) -> BranchMergeResult:
    """Merge the changes of both branches since `base`, message by message.

    A change of one side alone is taken byte for byte. Where both sides wrote different
    translations, ours stays and becomes fuzzy, and theirs is in a comment above it. A message that
    one side deleted and the other changed becomes obsolete. If both sides added the file, `base`
    is empty. Refused entries are merged as their lines; if one side's lines for a message cannot be
    read and the other side changed that message, both are kept. Raises `CatalogError`, which names
    the branch, when a file cannot be read, or when a reader would take refused lines for a part of
    other entries.
    """
    base_catalog = _parse(base, BASE_NAME) if base.strip() else _EMPTY_CATALOG
    our_catalog, their_catalog = _parse(ours, OUR_NAME), _parse(theirs, THEIR_NAME)
    versions = _by_key(base_catalog), _by_key(our_catalog), _by_key(their_catalog)
    refused_by_us = refused_messages(our_catalog.refused, (key[:2] for key in versions[2]))
    refused_by_them = refused_messages(their_catalog.refused, (key[:2] for key in versions[1]))
    entries: list[Entry] = []
    newly_obsolete: list[Entry] = []
    conflicts: list[_Key] = []
    for key in _merged_order(*map(list, versions)):
        base_entry, our_entry, their_entry = (version.get(key) for version in versions)
        if our_entry and their_entry:
            entry, conflict = _merge_entries(base_entry, our_entry, their_entry)
            entries.append(with_final_newline(entry))
            conflicts += [key] if conflict else []
        elif base_entry is None:
            entries += [with_final_newline(entry) for entry in (our_entry or their_entry,) if entry]
        elif changed := _changed_work(base_entry, our_entry or their_entry):
            if key[:2] in (refused_by_them if our_entry else refused_by_us):
                entries.append(with_final_newline(changed))
                conflicts.append(key)
            else:
                newly_obsolete.append(make_obsolete(changed))
    entries += newly_obsolete
    merged = replace(
        our_catalog,
        header=with_final_newline(_merge_headers(base_catalog, our_catalog, their_catalog)),
        entries=tuple(entries),
        tail=_merge_values(
            base_catalog.tail, our_catalog.tail, their_catalog.tail, our_catalog.tail
        ),
    )
    our_texts = [our_catalog.header.raw, *(entry.raw for entry in our_catalog.entries)]
    merged_texts = [merged.header.raw, *(entry.raw for entry in entries)]
    if our_catalog.tail == merged.tail and our_texts == merged_texts:
        merged = our_catalog
    elif merged.refused:
        merged = _with_refused(merged, our_catalog)
    return BranchMergeResult(merged, _conflicts(merged, conflicts))


def _parse(data: bytes, branch: str) -> Catalog:
    """The catalog of a branch. Raises `CatalogError`, which names the branch."""
    try:
        return parse_catalog(data)
    except CatalogError as error:
        raise CatalogError(f"in the file of the {branch}: {error}", error.line) from None


def _conflicts(merged: Catalog, keys: Sequence[_Key]) -> tuple[Conflict, ...]:
    """The conflicts of these messages, with their lines."""
    entries = _by_key(parse_catalog(merged.to_bytes())) if keys else {}
    return tuple(Conflict(_name(key), entries[key].line if key in entries else 0) for key in keys)


def _name(key: _Key) -> str:
    """A message's source text, with its context if it has one."""
    return key[1] if key[0] is None else f"{key[1]} ({key[0]})"


def _with_refused(merged: Catalog, ours: Catalog) -> Catalog:
    """The merged catalog with refused entries apart from the others, as it is read from its bytes.

    Raises `CatalogError` when a reader would take another entry for a part of them.
    """
    catalog = separated(merged, ours)
    if not is_read_back(catalog):
        fault = merged.refused[0].fault
        raise CatalogError(str(fault), fault.line if fault else 0)
    return parse_catalog(catalog.to_bytes())


def _by_key(catalog: Catalog) -> dict[_Key, Entry]:
    counts: dict[Hashable, int] = defaultdict(int)
    keys: dict[int, _Key] = {}
    for entry in sorted(catalog.entries, key=lambda entry: entry.obsolete):
        text = entry.raw.strip() if entry.fault else entry.msgid
        identity = entry.context, text, bool(entry.fault)
        number = counts[identity]
        keys[id(entry)] = entry.context, text, -1 - number if entry.fault else number
        counts[identity] += 1
    return {keys[id(entry)]: entry for entry in catalog.entries}


def _merged_order(
    base: Sequence[_Key], ours: Sequence[_Key], theirs: Sequence[_Key]
) -> Iterable[_Key]:
    """All keys in the order of the side that changed it; keys of the other side after their
    predecessors there.
    """
    first, second = (theirs, ours) if ours == base else (ours, theirs)
    followers: dict[_Key | None, list[_Key]] = defaultdict(list)
    anchor, first_keys = None, set(first)
    for key in second:
        if key in first_keys:
            anchor = key
        else:
            followers[anchor].append(key)
    return (key for anchor in (None, *first) for key in (anchor, *followers[anchor]) if key)


def _merge_values(base: _Value, ours: _Value, theirs: _Value, default: _Value) -> _Value:
    """The value of the only side that changed it, or `default`."""
    if ours in (base, theirs):
        return theirs
    return ours if theirs == base else default


def _changed_work(base: Entry, entry: Entry | None) -> Entry | None:
    """The other side's entry of a message that one side deleted, if its work has changed."""
    if entry is None or _work(entry) == _work(base) or not entry.has_work:
        return None
    return entry


def _work(entry: Entry) -> tuple[object, ...]:
    return (*_state(entry), entry.comments)


def _merge_entries(base: Entry | None, ours: Entry, theirs: Entry) -> tuple[Entry, bool]:
    """The merged message of both sides, and whether their translations conflict."""
    texts = [entry.raw.rstrip("\n") if entry else None for entry in (base, ours, theirs)]
    if texts[1] in (texts[0], texts[2]):
        return theirs, False
    if texts[2] == texts[0]:
        return ours, False
    old = base or Entry("")
    state = _merge_values(_state(old), _state(ours), _state(theirs), None)
    conflict = state is None and _translation(ours) != _translation(theirs)
    if state is not None:
        winner = ours if state == _state(ours) else theirs
    elif conflict:
        winner = ours if ours.has_translation else theirs
    else:
        # The same text, but fuzzy on one side.
        winner = theirs if theirs.fuzzy else ours
    comments = _merge_lists(old.comments, ours.comments, theirs.comments)
    if conflict:
        comments += _quote_translation(theirs if winner is ours else ours)
    flags = _merge_lists(old.flags, ours.flags, theirs.flags)
    obsolete = _merge_values(old.obsolete, ours.obsolete, theirs.obsolete, False)
    merged = replace(
        winner,
        comments=comments,
        extracted=_merge_values(old.extracted, ours.extracted, theirs.extracted, ours.extracted),
        references=_merge_values(
            old.references, ours.references, theirs.references, ours.references
        ),
        flags=(
            *(("fuzzy",) if winner.fuzzy or conflict else ()),
            *(flag for flag in flags if flag != "fuzzy"),
        ),
        # The previous source of a translation that is not fuzzy is irrelevant here.
        previous=winner.previous if winner.fuzzy else None,
        previous_context=winner.previous_context if winner.fuzzy else None,
        previous_plural=winner.previous_plural if winner.fuzzy else None,
        obsolete=False,
    )
    edited = edit_entry(winner, merged)
    return make_obsolete(edited) if obsolete else edited, conflict


def _state(entry: Entry) -> tuple[object, ...]:
    """A translator's decision on a message: its text, its forms, and whether it is fuzzy."""
    return (*_translation(entry), entry.fuzzy, entry.previous if entry.fuzzy else None)


def _translation(entry: Entry) -> tuple[object, ...]:
    return entry.msgstr, entry.plural, entry.msgid_plural


def _quote_translation(entry: Entry) -> tuple[str, ...]:
    """Comments with the translation of the other branch, quoted as in a PO file."""
    texts = entry.plural or (entry.msgstr,)
    return tuple(f'{THEIR_NAME}: "{text.translate(_ESCAPES)}"' for text in texts)


def _merge_lists(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[str, ...]:
    """Our items without those that the other side removed, and with those that it added."""
    in_base, in_ours, in_theirs = set(base), set(ours), set(theirs)
    kept = [value for value in ours if value in in_theirs or value not in in_base]
    return (*kept, *(value for value in theirs if value not in in_ours and value not in in_base))


# The header


def _merge_headers(base: Catalog, ours: Catalog, theirs: Catalog) -> Entry:
    """The merged header, field by field; in conflicts, the field of the later revision."""
    texts = [catalog.header.raw.rstrip("\n") for catalog in (base, ours, theirs)]
    if texts[1] in (texts[0], texts[2]):
        return theirs.header
    if texts[2] == texts[0]:
        return ours.header
    for header in (ours.header, theirs.header):
        if header.fault:
            # Its fields would be written anew, and the line that cannot be read would be lost.
            raise CatalogError(str(header.fault), header.fault.line)
    base_fields, our_fields, their_fields = map(_header_fields, (base, ours, theirs))
    later_fields = their_fields if _revision_time(theirs) > _revision_time(ours) else our_fields
    fields = {
        name: _merge_values(
            base_fields.get(name),
            our_fields.get(name),
            their_fields.get(name),
            later_fields.get(name),
        )
        for name in (*our_fields, *(name for name in their_fields if name not in our_fields))
    }
    text = "".join(f"{name}: {value}\n" for name, value in fields.items() if value is not None)
    comments = _merge_lists(base.header.comments, ours.header.comments, theirs.header.comments)
    return edit_entry(ours.header, replace(ours.header, msgstr=text, comments=comments))


def _header_fields(catalog: Catalog) -> Mapping[str, str]:
    lines = (line.partition(":") for line in catalog.header.msgstr.split("\n"))
    return {name.strip(): value.strip() for name, colon, value in lines if colon}


def _revision_time(catalog: Catalog) -> float:
    """The date of the last revision; a catalog without one counts as the oldest."""
    try:
        return datetime.strptime(catalog.field(_REVISION_DATE), "%Y-%m-%d %H:%M%z").timestamp()
    except ValueError:
        return 0
