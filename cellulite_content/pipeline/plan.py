"""The plan: for each locale, which editions must be built, and why; the others stand or are kept.

An edition stands when its files in the site are those that were put there, made from what is there
now. One that does not may still be in the store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .inputs import Common, Inputs
from .ledger import Ledger, outdated
from .locale import Language
from .project import Locale
from .record import Record
from .store import Store


@dataclass(frozen=True)
class Plan:
    """What to do for one locale: `missing` are the formats to build, and `reason` says why."""

    locale: Locale
    inputs: Mapping[str, Inputs]
    outdated: tuple[str, ...]
    missing: tuple[str, ...]
    stands: bool
    reason: str


def plan_locale(
    locale: Locale,
    common: Common,
    formats: Sequence[str],
    languages: Sequence[Language],
    ledgers: Sequence[Ledger],
    record: Record,
    files: Mapping[str, str],
    store: Store,
) -> Plan:
    """Compare what a locale's editions are made from with the record of the last run.

    `languages` are those that the site offers, `files` what it holds now (`standing_files`).
    """
    behind = outdated(ledgers)
    site = (tuple(languages), behind, "epub" in formats)
    inputs = {form: common.edition(locale, form, ledgers, site) for form in formats}
    before = record.inputs.get(locale.code, {})
    owners = {"bundle" if form == "bundle" else locale.tag for form in formats}
    intact = all(owner in files and files[owner] == record.files.get(owner) for owner in owners)
    kept = all(store.holds(inputs[form].key) for form in formats)
    if kept and intact and all(before.get(form) == inputs[form] for form in formats):
        return Plan(locale, inputs, behind, (), stands=True, reason="unchanged")
    missing = tuple(form for form in formats if not store.holds(inputs[form].key, whole=True))
    if not missing:
        reason = "taken from the build folder, where it was kept"
    else:
        reason = f"built, as {_why(missing, inputs, before)}"
    return Plan(locale, inputs, behind, missing, stands=False, reason=reason)


def _why(missing: Sequence[str], inputs: Mapping[str, Inputs], before: Mapping[str, Inputs]) -> str:
    new = [form for form in missing if form not in before]
    if new:
        return f"there was none ({', '.join(new)})"
    changes = dict.fromkeys(
        change for form in missing for change in inputs[form].changes(before[form])
    )
    if not changes:
        return f"its copy in the build folder is gone ({', '.join(missing)})"
    *others, last = changes
    names = f"{', '.join(others)} and {last}" if others else last
    return f"{names} changed ({', '.join(missing)})"
