"""The plan: for each locale, which editions must be built, and why; the others stand or are kept.

An edition stands when its files in the site are those that were put there, made from what is there
now. One that does not may still be in the store.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ..files.cache import Cache
from ..model.fingerprint import Fingerprint, SharedInputs
from ..model.gate_result import GateResult, outdated
from ..model.locale import ListedLanguage, Locale
from .site_record import Record


@dataclass(frozen=True)
class Plan:
    """What to do for one locale: `missing` are the formats to build, and `reason` says why."""

    locale: Locale
    fingerprints: Mapping[str, Fingerprint]
    outdated: tuple[str, ...]
    missing: tuple[str, ...]
    stands: bool
    reason: str


def plan_locale(
    locale: Locale,
    inputs: SharedInputs,
    formats: Sequence[str],
    languages: Sequence[ListedLanguage],
    results: Sequence[GateResult],
    record: Record,
    files: Mapping[str, str],
    cache: Cache,
    needed: Collection[str] = (),
) -> Plan:
    """Compare what a locale's editions are made from with the record of the last run.

    `languages` are those that the site offers, `files` what it holds now (`standing_files`). Of
    the formats in `needed` the copy in the store must be whole, even where they stand: other
    locales are put together with it, or held to it.
    """
    behind = outdated(results)
    site = (tuple(languages), behind, "epub" in formats)
    fingerprints = {form: inputs.edition(locale, form, results, site) for form in formats}
    before = record.fingerprints.get(locale.code, {})
    owners = {"bundle" if form == "bundle" else locale.tag for form in formats}
    intact = all(owner in files and files[owner] == record.files.get(owner) for owner in owners)
    kept = all(cache.holds(fingerprints[form].key, whole=form in needed) for form in formats)
    if kept and intact and all(before.get(form) == fingerprints[form] for form in formats):
        return Plan(locale, fingerprints, behind, (), stands=True, reason="unchanged")
    missing = tuple(form for form in formats if not cache.holds(fingerprints[form].key, whole=True))
    # Pages tell the sizes and checksums of books, which are built before them.
    if "html" in missing and "epub" in formats:
        missing = tuple(form for form in formats if form in (*missing, "epub"))
    if not missing:
        reason = "taken from the build folder, where it was kept"
    else:
        reason = f"built, as {_why(missing, fingerprints, before)}"
    return Plan(locale, fingerprints, behind, missing, stands=False, reason=reason)


def _why(
    missing: Sequence[str],
    fingerprints: Mapping[str, Fingerprint],
    before: Mapping[str, Fingerprint],
) -> str:
    new = [form for form in missing if form not in before]
    if new:
        return f"there was none ({', '.join(new)})"
    changes = dict.fromkeys(
        change for form in missing for change in fingerprints[form].changes(before[form])
    )
    if not changes:
        return f"its copy in the build folder is gone ({', '.join(missing)})"
    *others, last = changes
    names = f"{', '.join(others)} and {last}" if others else last
    return f"{names} changed ({', '.join(missing)})"
