"""A new project: what people say about it, and the texts of its files."""

from __future__ import annotations

import json
import keyword
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from string import Template
from unicodedata import normalize

from ..errors import ProjectError
from ..files.names import harmful_character
from ..model.locale import Locale, code_problem
from ..model.settings import MAX_TEXT

FILES: Mapping[str, str] = {
    ".github/workflows/checks.yml": "checks.yml",
    ".gitignore": "gitignore",
    "docs/articles/first-article.rst": "first-article.rst",
    "docs/conf.py": "conf.py",
    "docs/index.rst": "index.rst",
    "locales/locales.toml": "locales.toml",
    "pyproject.toml": "pyproject.toml",
    "tests/test_articles.py": "test_articles.py",
    "{package}/__init__.py": "package.py",
}
"""The files of a new project, each with the name of its template in `skeleton`."""

_SKELETON = Path(__file__).parent / "skeleton"
_COMMONS = "https://creativecommons.org"
_NOT_FREE = frozenset("build cellulite_content dist docs locales tests".split())


@dataclass(frozen=True)
class NewProject:
    """What people say about a new project; `languages` are the locale codes of translations."""

    title: str
    date: date
    authors: tuple[str, ...] = ()
    source_language: str = "en"
    languages: tuple[str, ...] = ()
    licence: str = ""

    def check(self) -> None:
        """Raise `ProjectError` for a text that no setting may have, and for what is no language."""
        texts = {"title": self.title, "licence": self.licence}
        for label, text in (*texts.items(), *(("author", name) for name in self.authors)):
            if character := harmful_character(text):
                raise ProjectError(f"the {label} contains {character.rstrip(',')}; leave it out")
            if len(text) > MAX_TEXT:
                raise ProjectError(f"the {label} has more than {MAX_TEXT} characters; shorten it")
        if not self.title.strip():
            raise ProjectError("the title is empty; give one with --title")
        for option, codes in (
            ("--source-language", (self.source_language,)),
            ("--languages", self.languages),
        ):
            for problem in filter(None, map(code_problem, codes)):
                raise ProjectError(f"{option}: {problem}")
        if self.source_language in self.languages:
            raise ProjectError(
                f"--languages: {self.source_language} is the language of the articles; leave it "
                "out, or name another one with --source-language"
            )

    @property
    def package(self) -> str:
        """The name of the Python package with the articles, from the title: one that no installed
        package has, since the command imports from the project's folder first."""
        letters = normalize("NFKD", self.title.lower()).encode("ascii", "ignore").decode()
        name = "_".join(re.findall(r"[a-z0-9]+", letters))[:40].strip("_")
        if not name or not name[0].isalpha():
            name = f"articles_{name}".strip("_")
        return f"{name}_texts" if keyword.iskeyword(name) or name in _taken_names() else name

    @property
    def licence_url(self) -> str:
        """The address of the licence, if it is one of Creative Commons' of version 4.0, or CC0."""
        if re.fullmatch(r"CC0( 1\.0)?", self.licence):
            return f"{_COMMONS}/publicdomain/zero/1.0/"
        match = re.fullmatch(r"CC[ -](BY(?:-(?:SA|ND|NC|NC-SA|NC-ND))?)[ -]4\.0", self.licence)
        return f"{_COMMONS}/licenses/{match[1].lower()}/4.0/" if match else ""

    @property
    def _language_note(self) -> str:
        """A paragraph of the example, which is in English, for articles in another language."""
        language = Locale(self.source_language)
        if language.is_english:
            return ""
        name = Locale("en").name_of(language)
        return f"\n**This example is in English. Replace it with an article in {name}.**\n"

    def files(self) -> dict[str, str]:
        """The text of each file, by its path in the project."""
        tables = [
            f'\n[{code}]\npublish = 0\nstate = "draft"\norigin = "people"\n'
            for code in dict.fromkeys(self.languages)
        ]
        values = {
            "authors": json.dumps(self.authors, ensure_ascii=False),
            "date": self.date.isoformat(),
            "distribution": json.dumps(self.package.replace("_", "-")),
            "language": self._language_note,
            "licence": json.dumps(self.licence, ensure_ascii=False),
            "licence_url": json.dumps(self.licence_url),
            "package": self.package,
            "project": json.dumps(self.title, ensure_ascii=False),
            "source_language": self.source_language,
            "tables": "".join(tables),
            "title": json.dumps(self.title, ensure_ascii=False),
        }
        return {
            path.format(package=self.package): Template(_read(name)).substitute(values)
            for path, name in FILES.items()
        }


@cache
def _taken_names() -> frozenset[str]:
    """The names of folders of a project, and of modules that Python would no longer find."""
    return _NOT_FREE | sys.stdlib_module_names | packages_distributions().keys()


def _read(name: str) -> str:
    return (_SKELETON / f"{name}.txt").read_text(encoding="utf-8")
