"""The constructs of `tests/markup`: their folders, and projects that are made of them."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib

from .. import CHECKOUT, TESTS
from ..small_projects import write_project

FOLDER = TESTS / "markup"
FORMS = ("page", "book", "bilingual", "html", "markdown", "plain", "json")
"""The forms of an article that hold its whole text; the search index is apart."""
CONF = "numfig = True\n"
"""Settings that some constructs need."""


@dataclass(frozen=True)
class Case:
    """A construct's folder: what `case.toml` says of it, and its translated messages."""

    name: str
    values: Mapping[str, Any]

    @property
    def folder(self) -> Path:
        """Where its source and its catalog are."""
        return FOLDER / self.name

    @property
    def is_supported(self) -> bool:
        """Whether editions show it; else `extract` refuses it."""
        verdict = self.values["verdict"]
        assert verdict in ("supported", "refused"), self.name
        return bool(verdict == "supported")

    @property
    def errors(self) -> list[str]:
        """What `extract` says, without the file's name."""
        return list(self.values.get("errors", ()))

    def covered(self, kind: str) -> list[str]:
        """The names of the `nodes`, `directives` or `roles` that it covers."""
        return list(self.values.get("covers", {}).get(kind, ()))

    def fragments(self, language: str, form: str) -> list[str]:
        """What a form must show as it is written here."""
        return list(self.values.get(language, {}).get(form, ()))

    def messages(self, language: str) -> list[str]:
        """The texts of messages without markup, which each form must show in a language."""
        return [text for _, text in self._messages(language)]

    def words(self, language: str) -> list[str]:
        """Those texts under whose words readers find the article."""
        return [text for kind, text in self._messages(language) if kind != "alternative text"]

    def _messages(self, language: str) -> list[tuple[str, str]]:
        unshown = self.values.get("unshown", ())
        return [
            (entry.comment.partition(",")[0], _shown(entry, language))
            for entry in polib.pofile(str(self.folder / "de.po"), wrapwidth=0)
            if entry.msgid not in unshown and not set(entry.msgid) & set("*`|[\\")
        ]


def read_cases() -> list[Case]:
    """All constructs, by name."""
    paths = sorted(FOLDER.glob("*/case.toml"))
    return [Case(path.parent.name, tomllib.loads(path.read_text("utf-8"))) for path in paths]


def _shown(entry: polib.POEntry, language: str) -> str:
    """A message in a language; of two colons before a literal block, one is shown."""
    text = str(entry.msgstr if language == "de" else entry.msgid)
    return text[:-1] if text.endswith("::") else text


def write_supported(folder: Path, cases: Iterable[Case], codes: tuple[str, ...] = ("de",)) -> Path:
    """Write a project with an article for each case and its German catalog; return its folder."""
    cases = list(cases)
    files = {name: text for case in cases for name, text in _other_files(case).items()}
    articles = {case.name: _source(case) for case in cases}
    write_project(folder, articles, CONF, files=files, codes=codes, bilingual=True)
    for code in codes:
        catalogs = Path("locales") / code / "LC_MESSAGES"
        shutil.copyfile(CHECKOUT / catalogs / "interface.po", folder / catalogs / "interface.po")
        for case in cases:
            path = folder / catalogs / "articles" / f"{case.name}.po"
            if code == "de":
                shutil.copyfile(case.folder / "de.po", path)
            else:
                write_pretended(path, code)
    return folder


ALPHABETS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "ja": "あいうえおかきくけこさしすせそたちつてとなにぬねの",
}
"""A letter for each of the Latin alphabet, in scripts that have pretended translations."""

_MARKUP = re.compile(
    r":[\w:.+-]+:`[^`]*`|``.+?``|_?`[^`]*`_{0,2}|\|[^|]+\||\[[^\]]+\]_|https?://\S+|\S+@\S+|\w+_\b|\\."
)


def write_pretended(path: Path, code: str) -> None:
    """Fill a catalog with texts in another script: the letters replaced, the markup kept."""
    table = str.maketrans(dict(zip("abcdefghijklmnopqrstuvwxyz", ALPHABETS[code], strict=False)))
    catalog = polib.pofile(str(path), wrapwidth=0)
    for entry in catalog:
        if not entry.comment.startswith("math"):
            parts = _MARKUP.split(entry.msgid)
            marks = [*_MARKUP.findall(entry.msgid), ""]
            pairs = zip(parts, marks, strict=True)
            entry.msgstr = "".join(part.lower().translate(table) + mark for part, mark in pairs)
    catalog.save(str(path))


def write_refused(folder: Path, cases: Iterable[Case]) -> Path:
    """Write a project with an article for each case, and one that is right; return its folder."""
    write_project(folder, {"paragraph": "Paragraph\n=========\n\nWords.\n"}, CONF)
    for case in cases:
        files = {f"docs/articles/{case.name}.rst": _source(case), **_other_files(case)}
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def _source(case: Case) -> str:
    return (case.folder / "source.rst").read_text(encoding="utf-8")


def _other_files(case: Case) -> dict[str, str]:
    """The files that a source names, by their paths in a project."""
    own = {"case.toml", "de.po", "source.rst"}
    paths = [path for path in sorted(case.folder.iterdir()) if path.name not in own]
    return {f"docs/articles/{path.name}": path.read_text(encoding="utf-8") for path in paths}
