"""The glossary: for a term and a locale, the words to use and the words to avoid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..errors import ProjectError
from ..files.file_tree import FileFaultError, read_file
from ..model.locale import LOCALE_CODE, Locale
from ..model.project import Project
from .word_forms import fold

_FIELDS = ["term", "locale", "use", "avoid", "definition"]
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_QUOTATION_MARKS = "\"'“”‘’„«»「」"
_FORM_SEPARATOR = re.compile(r"[,;、，؛]")


@dataclass(frozen=True)
class Term:
    """A word of the source and its translations in one locale.

    In the file, forms are separated by commas or semicolons. Text in brackets in `use` is a gloss,
    which is correct too; in `avoid` it is a remark for people.
    """

    term: str
    locale: str
    use: str
    avoid: str
    definition: str

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms to use."""
        return _forms(self.use)

    @cached_property
    def glosses(self) -> tuple[str, ...]:
        """The text in brackets in `use`."""
        return tuple(form for remark in _BRACKETS.findall(self.use) for form in _forms(remark))

    @cached_property
    def avoided(self) -> tuple[str, ...]:
        """The forms to avoid."""
        return _forms(self.avoid)

    @cached_property
    def in_source(self) -> re.Pattern[str]:
        """Finds the term in a source text, its plural too, and not in a name such as `hip.x`."""
        word = rf"(?<![\w./|@]){re.escape(self.term)}(?:e?s)?(?![\w/|@]|[.]\w)"
        return re.compile(word, re.IGNORECASE)


@dataclass(frozen=True)
class Glossary:
    """All terms of a project, by locale. Empty where a project has no glossary."""

    terms: tuple[Term, ...] = ()

    def note(self, locale: Locale, text: str) -> str:
        """The terms in a source text with the words to use, as a comment of a catalog; empty for a
        text without terms."""
        found = self._found.get(text)
        if found is None:
            lower = text.lower()  # nearly all terms are in no text: this takes a tenth of the time
            near = (terms[0] for name, terms in self._by_name.items() if name in lower)
            found = frozenset(each.term for each in near if each.in_source.search(text))
            self._found[text] = found
        if not found:
            return ""
        uses = (f"{each.term} = {each.use}" for each in self.of(locale) if each.term in found)
        words = "; ".join(" ".join(use.split()) for use in uses)
        return f"glossary: {words}" if words else ""

    def of(self, locale: Locale) -> tuple[Term, ...]:
        """The terms of a locale, by default those of its language (`pt` for `pt_BR`)."""
        by_locale = self._by_locale
        return by_locale.get(locale.code) or by_locale.get(locale.babel.language, ())

    @cached_property
    def _found(self) -> dict[str, frozenset[str]]:
        """The terms that were found in source texts: they are the same for all locales."""
        return {}

    @cached_property
    def _by_name(self) -> dict[str, list[Term]]:
        terms: dict[str, list[Term]] = {}
        for term in self.terms:
            terms.setdefault(term.term.lower(), []).append(term)
        return terms

    @cached_property
    def _by_locale(self) -> dict[str, tuple[Term, ...]]:
        codes = dict.fromkeys(term.locale for term in self.terms)
        return {code: tuple(term for term in self.terms if term.locale == code) for code in codes}


def load_glossary(project: Project) -> Glossary:
    """The project's glossary, `glossary.csv` in the folder of the catalogs.

    Raises `ProjectError` when it may not be read, with path and line when a line of it is broken.
    """
    path = project.locales_folder / "glossary.csv"
    name = project.relative(path)
    try:
        text = read_file(project.root, path, project.largest_catalog).decode()
    except FileFaultError as error:
        if error.fault.code == "missing-file":
            return Glossary()
        raise ProjectError(str(error)) from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{name}: {error}; save it as UTF-8") from None
    return Glossary(tuple(_parse(name, text)))


def _parse(name: str, text: str) -> Iterator[Term]:
    """Parse a glossary strictly: a skipped line would disable a check."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: set[tuple[str, str]] = set()
    try:
        if next(rows, None) != _FIELDS:
            raise ProjectError(f"{name}:1: the first line must be {','.join(_FIELDS)}")
        for row in rows:
            row_error = _row_error(row, seen)
            if row_error:
                raise ProjectError(f"{name}:{rows.line_num}: {row_error}")
            seen.add((row[0], row[1]))
            yield Term(*row)
    except csv.Error as error:
        raise ProjectError(f"{name}:{rows.line_num}: {error}; fix the quotation marks") from None


def _row_error(row: list[str], seen: set[tuple[str, str]]) -> str:
    """The fault of a row and the remedy; empty for a correct row."""
    if len(row) != len(_FIELDS):
        return f"{len(row)} fields instead of 5; put a field with commas in quotation marks"
    term, locale, use, avoid, definition = row
    if not (term.strip() and definition.strip() and _forms(use)):
        return "term, use and definition must not be empty; fill them in"
    if not LOCALE_CODE.fullmatch(locale):
        return f"{locale!r} is no locale code; write one like de or pt_BR"
    if (term, locale) in seen:
        return f"{term!r} has a line for {locale} above; keep one of the two"
    if any(sign in "()（）" for form in (*_forms(use), *_forms(avoid)) for sign in form):
        return "a bracket is not closed or is inside another; close it, and do not nest brackets"
    return ""


def _forms(cell: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in _FORM_SEPARATOR.split(_BRACKETS.sub(" ", cell)))
    return tuple(part.strip(_QUOTATION_MARKS) for part in parts if fold(part))
