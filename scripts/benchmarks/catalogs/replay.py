"""Replays the history of catalogs: needless lines and offers; compares with msgmerge."""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz, process

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog
from cellulite_content.pipeline.catalogs.update import merge

_ALIKE = 60
"""Translations with this ratio (rapidfuzz, 0 to 100) are alike: an offer saved work."""

_MARKS = {"#.": "extracted", "#:": "references", "#,": "flags", "#=": "flags"}
_Update = Callable[[bytes, bytes], bytes]


def options(parser: argparse.ArgumentParser) -> None:
    """Declare the benchmark's options."""
    help_text = "a folder for each date, with template.pot and catalogs LOCALE.po"
    parser.add_argument("--catalogs", type=Path, required=True, help=help_text)


def run(arguments: argparse.Namespace) -> None:
    """Merge each date's catalogs with the next date's template; compare with its catalogs.

    *Needless*: changed lines of a message whose source is in the old catalog and in the new
    template, except comments, references and flags of which one changed; changed lines of the
    header and of entries that stay obsolete. *Shifted*: the same, where every reference changed.

    *New*: messages without an entry in the old catalog that the next one has translated, and not
    as fuzzy. *Offers*: those that got a translation, and *alike*, how many of these are at least
    60 % like what translators then wrote. *Reachable*: new messages for which a translation of the
    old catalog is that much alike, by chance or not; *found*: those of them with such an offer. *By
    source*: of the reachable ones, those of which the old text nearest to the new one has such a
    translation, which is what a search can know.
    """
    dates = sorted(path for path in arguments.catalogs.iterdir() if path.is_dir())
    locales = sorted({path.stem for date in dates for path in date.glob("*.po")})
    for locale in locales:
        totals = {"update": _Step(), "msgmerge": _Step()}
        for old, new in pairwise(dates):
            data = (old / f"{locale}.po").read_bytes(), (new / "template.pot").read_bytes()
            later = parse_catalog((new / f"{locale}.po").read_bytes())
            for title, update in (("update", _update), ("msgmerge", _msgmerge)):
                step = _replay(*data, later, update)
                totals[title] += step
                print(f"{locale} {old.name} {title:9}{step}", flush=True)
        for title, total in totals.items():
            print(f"{locale} all        {title:9}{total}")


@dataclass(frozen=True)
class _Step:
    """The counts of one or several updates."""

    needless: int = 0
    shifted: int = 0
    new: int = 0
    offers: int = 0
    alike: int = 0
    reachable: int = 0
    found: int = 0
    by_source: int = 0
    found_by_source: int = 0

    def __add__(self, other: _Step) -> _Step:
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return _Step(*(first + second for first, second in pairs))

    def __str__(self) -> str:
        return (
            f" needless {self.needless:5}, shifted {self.shifted:5}; new {self.new:5},"
            f" offers {self.offers:4}, alike {_percent(self.alike, self.offers)};"
            f" found {_percent(self.found, self.reachable)} of {self.reachable} reachable,"
            f" {_percent(self.found_by_source, self.by_source)} of {self.by_source} by source"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "    -  "


def _replay(old_data: bytes, template_data: bytes, later: Catalog, update: _Update) -> _Step:
    old, template = parse_catalog(old_data), parse_catalog(template_data)
    merged = parse_catalog(update(old_data, template_data))
    moved = re.sub(
        rb"(?m)^(#:.*)$", lambda line: re.sub(rb":(\d+)", rb":9\1", line[1]), template_data
    )
    shifted = parse_catalog(update(old_data, moved))
    return _Step(
        _needless_lines(old, template, merged),
        _needless_lines(old, parse_catalog(moved), shifted),
        *_offers(old, merged, later),
    )


def _update(old: bytes, template: bytes) -> bytes:
    return merge(parse_catalog(template), parse_catalog(old)).catalog.to_bytes()


def _msgmerge(old: bytes, template: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        paths = Path(name, "old.po"), Path(name, "new.pot")
        for path, data in zip(paths, (old, template), strict=True):
            path.write_bytes(data)
        command = ["msgmerge", "--quiet", "--previous", *map(str, paths)]
        return subprocess.run(command, check=True, capture_output=True).stdout


# Needless lines


def _needless_lines(old: Catalog, template: Catalog, new: Catalog) -> int:
    expected = set(map(_source, template.live))
    live = {_source(entry): entry for entry in reversed(new.live)}
    obsolete = {_source(entry): entry for entry in new.entries if entry.obsolete}
    count = _changed_lines(old.header.raw.splitlines(), new.header.raw.splitlines())
    for entry in old.entries:
        merged = (obsolete if entry.obsolete else live).get(_source(entry))
        if merged and (entry.obsolete or _source(entry) in expected):
            count += _changed_lines(_kept_lines(entry, merged), _kept_lines(merged, entry))
    return count


def _source(entry: Entry) -> tuple[str | None, str, str | None]:
    return entry.context, entry.msgid, entry.msgid_plural


def _kept_lines(entry: Entry, other: Entry) -> list[str]:
    """The lines but those of comments, references or flags that are others in `other`."""
    changed = tuple(
        mark for mark, field in _MARKS.items() if getattr(entry, field) != getattr(other, field)
    )
    return [line for line in entry.raw.splitlines() if not line.startswith(changed)]


def _changed_lines(old: list[str], new: list[str]) -> int:
    before, after = Counter(old), Counter(new)
    return ((before - after) + (after - before)).total()


# Offers


def _offers(old: Catalog, merged: Catalog, later: Catalog) -> Iterator[int]:
    """The counts from `new` to `by_source`."""
    written = {_source(entry): entry.msgstr for entry in later.live if not entry.fuzzy}
    known = {_source(entry) for entry in old.entries if entry.msgstr or not entry.obsolete}
    old_texts = [entry.msgid for entry in old.live if entry.msgstr]
    translations = [entry.msgstr for entry in old.live if entry.msgstr]
    counts: Counter[str] = Counter()
    for entry in merged.live:
        text = written.get(_source(entry), "")
        if not text or _source(entry) in known:
            continue
        nearest = process.extractOne(entry.msgid, old_texts, scorer=fuzz.ratio)
        alike = bool(entry.msgstr) and _are_alike(entry.msgstr, text)
        reachable = any(_are_alike(translation, text) for translation in translations)
        by_source = nearest is not None and _are_alike(translations[nearest[2]], text)
        counts["new"] += 1
        counts["offers"] += bool(entry.msgstr)
        counts["alike"] += alike
        counts["reachable"] += reachable
        counts["found"] += reachable and alike
        counts["by source"] += by_source
        counts["found by source"] += by_source and alike
    names = "new", "offers", "alike", "reachable", "found", "by source", "found by source"
    return (counts[name] for name in names)


def _are_alike(first: str, second: str) -> bool:
    return fuzz.ratio(first, second, score_cutoff=_ALIKE) > 0
