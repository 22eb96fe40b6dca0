"""The extensions of a project: those that work, those that are ignored, those in the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from ..source.faults.source_fault import SourceFault
from ..source.sphinx_app import OWN_EXTENSION, REFUSED_EXTENSIONS
from ..source.tolerant_sphinx import Brought
from .stock import StockReading

_MYST = "myst_parser"
_RECOMMONMARK = "recommonmark"
_INSTALL = "run `pip install 'cellulite-content[markdown]'`"

_DIRECTIVE = re.compile(r"^[ \t]*(?:\.\. |[*-] \.\. )(?:\|[^|]+\| )?(?P<name>[\w.:+-]+?)::(?:\s|$)")
_ROLE = re.compile(r":(?P<name>[a-zA-Z][\w.:+-]*):`")
_MARKDOWN_ROLE = re.compile(r"\{(?P<name>[a-zA-Z][\w.:+-]*)\}`")
_MARKDOWN_DIRECTIVE = re.compile(r"[ \t>*-]*(?:`{3,}|~{3,}|:{3,})\{(?P<name>[\w.:+-]+)\}")
_UNKNOWN = re.compile(r'Unknown (?:directive type|interpreted text role) "(?P<name>[^"]+)"')
_OWN_DIRECTIVE = re.compile(r"the directive '(?P<name>[^']+)' is of the domain")


class Verdict(StrEnum):
    """What becomes of an extension."""

    WORKS = "works"
    IGNORED = "ignored"
    IN_THE_WAY = "in the way"


@dataclass(frozen=True)
class ExtensionUse:
    """An extension, what becomes of it, why, and the places (`path:line`) that use its markup."""

    name: str
    verdict: Verdict
    reason: str
    places: tuple[str, ...] = ()


def find_uses(root: Path, paths: Iterable[Path]) -> dict[str, list[str]]:
    """The places of each directive (`..name`) and each role (`:name`) in sources, by name."""
    uses: dict[str, list[str]] = {}
    for path in paths:
        name = path.relative_to(root).as_posix()
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            for mark in _marks(line):
                uses.setdefault(mark, []).append(f"{name}:{number}")
    return uses


def _marks(line: str) -> Iterator[str]:
    if match := _DIRECTIVE.match(line):
        yield f"..{match['name'].lower()}"
    for match in (*_ROLE.finditer(line), *_MARKDOWN_ROLE.finditer(line)):
        yield f":{match['name'].lower()}"
    if match := _MARKDOWN_DIRECTIVE.match(line):
        yield f"..{match['name'].lower()}"


def judge_extensions(
    stock: StockReading, uses: Mapping[str, Sequence[str]]
) -> tuple[ExtensionUse, ...]:
    """The verdict on each extension that `conf.py` names, but on ours."""
    return tuple(_judged(name, stock, uses) for name in stock.extensions if name != OWN_EXTENSION)


def _judged(name: str, stock: StockReading, uses: Mapping[str, Sequence[str]]) -> ExtensionUse:
    if name == _RECOMMONMARK:
        reason = f"its Markdown has no gate; name {_MYST!r} in its place, and {_INSTALL}"
        return ExtensionUse(name, Verdict.IN_THE_WAY, reason)
    if error := stock.loading.failed.get(name):
        remedy = _INSTALL if name == _MYST else "install it, or remove it from conf.py"
        reason = f"cannot be loaded ({error}); {remedy}"
        return ExtensionUse(name, Verdict.IN_THE_WAY, reason)
    brought = stock.loading.brought.get(name, Brought())
    places = tuple(
        dict.fromkeys(place for mark in _all_marks(brought) for place in uses.get(mark, ()))
    )
    if name == _MYST:
        return ExtensionUse(
            name,
            Verdict.WORKS,
            "reads Markdown; translations of its documents pass the gate as Markdown",
        )
    if brought.kinds - {"restructuredtext", "rst"}:
        return ExtensionUse(
            name,
            Verdict.IGNORED,
            f"reads {min(brought.kinds)}, and only reStructuredText and MyST have units; the list "
            "of constructs names such documents",
        )
    if name in REFUSED_EXTENSIONS:
        if places or (name.endswith(".intersphinx") and stock.settings.get("intersphinx_mapping")):
            reason = (
                "imports modules, runs programs or opens addresses; write these places without it"
                if places
                else "opens addresses; write links to other projects with their whole address"
            )
            return ExtensionUse(name, Verdict.IN_THE_WAY, reason, places)
        return ExtensionUse(name, Verdict.IGNORED, "no source uses it, and `extract` leaves it out")
    if places:
        return ExtensionUse(name, Verdict.WORKS, "sources use its markup", places)
    if brought.directives or brought.roles:
        return ExtensionUse(name, Verdict.IGNORED, "no source uses its markup")
    return ExtensionUse(name, Verdict.WORKS, "it brings no markup")


def _all_marks(brought: Brought) -> Iterator[str]:
    for sign, names in (("..", brought.directives), (":", brought.roles)):
        for name in sorted(names):
            yield f"{sign}{name}".lower()
            yield f"{sign}{name.rpartition(':')[2]}".lower()


def with_faults(
    extensions: Iterable[ExtensionUse], faults: Iterable[SourceFault], stock: StockReading
) -> tuple[tuple[ExtensionUse, ...], tuple[SourceFault, ...]]:
    """Extensions whose markup has a fault are in the way, and each such fault names its own."""
    owners: dict[str, str] = {}
    for name, brought in stock.loading.brought.items():
        for each in (*brought.directives, *brought.roles):
            owners.setdefault(each.lower(), name)
            owners.setdefault(each.rpartition(":")[2].lower(), name)
    failed = sorted(stock.loading.failed)
    named, guilty = [], set()
    for fault in faults:
        owner = _owner(fault, owners, stock)
        guilty.add(owner)
        named.append(_named(fault, owner, failed))
    judged = (
        replace(each, verdict=Verdict.IN_THE_WAY, reason="no edition can show its markup; write "
                "these places with Sphinx's own directives")
        if each.name in guilty and each.verdict is Verdict.WORKS else each
        for each in extensions
    )  # fmt: skip
    return tuple(judged), tuple(named)


def _owner(fault: SourceFault, owners: Mapping[str, str], stock: StockReading) -> str:
    if match := _UNKNOWN.search(fault.text) or _OWN_DIRECTIVE.search(fault.text):
        return owners.get(match["name"].lower(), "")
    if match := re.search(r"no edition can show '\w+' of (?P<module>[\w.]+);", fault.text):
        start = match["module"].partition(".")[0]
        names = [each for each in stock.extensions if each.partition(".")[0] == start]
        return max(names, key=match["module"].startswith, default="")
    return ""


def _named(fault: SourceFault, owner: str, failed: Sequence[str]) -> SourceFault:
    match = _UNKNOWN.search(fault.text)
    if owner and match:
        text = f"{match[0]} without the extension {owner}; write the text without it"
        return replace(fault, text=text, kind="extensions")
    if owner:
        return replace(fault, text=f"{fault.text} (extension {owner})", kind="extensions")
    if match and failed:
        text = f"{match[0]}; perhaps of an extension that cannot be loaded: {', '.join(failed)}"
        return replace(fault, text=f"{text}; install it, or write the text without it")
    return fault
