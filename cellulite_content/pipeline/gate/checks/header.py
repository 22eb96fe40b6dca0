"""Checks of a catalog's header: the language that it names, and what a merge left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from babel import UnknownLocaleError
from babel.core import Locale as BabelLocale
from babel.core import get_global, parse_locale

from ...catalogs.catalog import Catalog
from ...model.finding import Problem, Severity
from ...model.locale import Locale

_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_SCRIPT_VARIANTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
"""Script names of glibc's locales, such as `sr@latin`."""


def check_header(catalog: Catalog, locale: Locale) -> Iterator[Problem]:
    """Slip: a catalog in another language's folder, or two catalogs in one.

    Bad: `Language: fr` under `locales/de`, `#-#-#-#-#  de.po  #-#-#-#-#`
    Good: `Language: de_DE` under `locales/de`, `zh_CN` under `zh_Hans`, no language at all
    """
    value = catalog.field("Language")
    if value and _is_other_language(value, locale.code):
        yield Problem(
            "other-language",
            f"the header names the language {value[:40]!r}, and the folder is {locale.code}",
            f"put the file into its own language's folder, or write Language: {locale.code}",
            Severity.WARNING,
        )
    if "#-#-#-#-#" in catalog.header.msgstr:
        yield Problem(
            "merge-marker",
            "the header has markers of the program msgcat (#-#-#-#-#) and perhaps several headers",
            "keep one header and delete the markers with the others",
            Severity.WARNING,
        )


def _is_other_language(value: str, code: str) -> bool:
    """Whether a value of the header is certainly another language or script than the locale's."""
    if value == code:  # as nearly always: to read CLDR's data takes 4 ms
        return False
    name, _, variant = value.partition(".")[0].partition("@")
    if not _CODE.fullmatch(name):
        return False
    named, expected = _language(name), _language(code)
    if named is None or expected is None:
        return False
    if variant.lower() in _SCRIPT_VARIANTS:
        named = named._replace(script=_SCRIPT_VARIANTS[variant.lower()], exact=True)
    return (
        named.language != expected.language
        or (named.exact and expected.exact and named.script != expected.script)
        or (named.territory != expected.territory and bool(named.territory and expected.territory))
    )


class _Language(NamedTuple):
    """A language, its script as CLDR fills it in, and whether the code says which script."""

    language: str
    script: str
    territory: str
    exact: bool


@cache
def _language(name: str) -> _Language | None:
    """The language of a code; None for a code that CLDR does not know."""
    try:
        locale = BabelLocale.parse(name.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return None
    language, territory = locale.language, locale.territory or ""
    likely_locales = get_global("likely_subtags")
    likely = likely_locales.get(f"{language}_{territory}") or likely_locales.get(language)
    script = locale.script or (parse_locale(likely)[2] if likely else None) or ""
    exact = bool(locale.script or territory)
    return _Language("nb" if language == "no" else language, script, territory, exact)
