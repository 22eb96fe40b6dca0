"""Locales: the languages of a project, as `locales.toml` lists them."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ProjectError
from .toml_file import parse_toml, read_toml

# Babel takes 20 ms to import, and `update` does not need it: it is imported where it is used.
if TYPE_CHECKING:
    from babel import Locale as BabelLocale

LOCALE_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|\d{3}))?")
_STATES = ("draft", "reviewed")
_HTTPS_ADDRESS = re.compile(r"https://[a-z0-9.-]+(?:/[^\s<>\"'`\\]*)?", re.IGNORECASE)


class ListedLanguage(NamedTuple):
    """A language in a list: its BCP 47 tag, its own name, and `ltr` or `rtl`.

    Name and direction from CLDR take 7 ms for each language; a build asks once.
    """

    tag: str
    name: str
    direction: str


@dataclass(frozen=True)
class Locale:
    """One language of the project, as configured in `locales.toml`.

    `code` is its folder's name (`pt_BR`), `publish` the percentage of messages from which on its
    editions are published, `origin` how the translation was made, `translators` the names under
    which its translators are credited, `reviewers` those of the native speakers who reviewed it,
    and `reviewed` the digest of what they reviewed. `links` are pairs of addresses: the
    source's, and one that the translation may use instead, such as a page in its language.
    """

    code: str
    publish: int = 80
    state: str = "draft"
    origin: str = "language-model"
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    reviewed: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """The BCP 47 tag (`pt-BR`)."""
        return self.code.replace("_", "-")

    @cached_property
    def babel(self) -> BabelLocale:
        """The language's data from CLDR."""
        from babel import Locale as BabelLocale  # noqa: PLC0415

        return BabelLocale.parse(self.code)

    @property
    def direction(self) -> str:
        """The direction of its script, `ltr` or `rtl`."""
        return self.babel.text_direction

    @property
    def name(self) -> str:
        """The language's own name, with a capital where its script has one."""
        name = self.babel.get_display_name() or self.code
        return name[:1].upper() + name[1:]

    @property
    def language(self) -> str:
        """The language's own name without script and region, with a capital as above."""
        name = self.name_of(self)
        return name[:1].upper() + name[1:]

    def name_of(self, other: Locale) -> str:
        """The name of another locale's language in this language, as inside a sentence."""
        return other.babel.get_language_name(self.babel) or other.code

    def date(self, day: date) -> str:
        """`day` written out in the language."""
        from babel.dates import format_date  # noqa: PLC0415

        return format_date(day, "long", locale=self.babel)

    def percent(self, percent: int) -> str:
        """A whole percentage (0 to 100) as the language writes it."""
        from babel.numbers import format_percent  # noqa: PLC0415

        return format_percent(Decimal(percent) / 100, locale=self.babel)

    @property
    def listed_language(self) -> ListedLanguage:
        """Its entry in lists of languages."""
        return ListedLanguage(self.tag, self.name, self.direction)


def load_locales(path: Path, text: str | None = None) -> tuple[Locale, ...]:
    """The locales that `locales.toml` lists, by code. Raises `ProjectError`.

    With `text`, that is parsed instead of the file's content.
    """
    tables = read_toml(path) if text is None else parse_toml(path, text)
    return tuple(_locale(path, code, table) for code, table in sorted(tables.items()))


def _locale(path: Path, code: str, table: Any) -> Locale:
    if not LOCALE_CODE.fullmatch(code):
        raise ProjectError(f"{path}: {code!r} is no locale code; write one like de or pt_BR")
    if not _is_known(code):
        raise ProjectError(f"{path}: CLDR knows no locale {code!r}; check its spelling")
    if not isinstance(table, dict):
        raise ProjectError(f"{path}: write [{code}] as a table")
    unknown = set(table) - {field.name for field in fields(Locale)} | {"code"} & set(table)
    if unknown:
        raise ProjectError(f"{path}: [{code}] has an unknown setting {sorted(unknown)[0]!r}")
    for name in ("translators", "reviewers"):
        names = table.get(name, [])
        if not isinstance(names, list) or not all(isinstance(value, str) for value in names):
            raise ProjectError(f"{path}: [{code}] {name} must be a list of names")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    values["links"] = _links(path, code, table.get("links", {}))
    locale = Locale(code, **values)
    _check_locale(path, locale)
    return locale


def _links(path: Path, code: str, table: Any) -> tuple[tuple[str, str], ...]:
    """The pairs of a locale's table of links; the second address of each is checked."""
    pairs = sorted(table.items()) if isinstance(table, dict) else [("", table)]
    for source, target in pairs:
        if not source or not isinstance(target, str) or not _HTTPS_ADDRESS.fullmatch(target):
            raise ProjectError(
                f"{path}: [{code}.links] pairs an address of the source with one https: address, "
                'for example "https://en.example/x" = "https://de.example/x"'
            )
    return tuple(pairs)


def _is_known(code: str) -> bool:
    """Whether CLDR knows the locale: Babel has a data file for it, or finds one by an alias."""
    package = find_spec("babel")
    folders = (package.submodule_search_locations if package else None) or ()
    if any(Path(folder, "locale-data", f"{code}.dat").is_file() for folder in folders):
        return True
    from babel import Locale as BabelLocale  # noqa: PLC0415
    from babel import UnknownLocaleError  # noqa: PLC0415

    try:
        BabelLocale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _check_locale(path: Path, locale: Locale) -> None:
    """Raise `ProjectError` for an invalid value."""
    where = f"{path}: [{locale.code}]"
    if type(locale.publish) is not int or not 0 <= locale.publish <= 100:
        raise ProjectError(f"{where} publish must be a whole number from 0 to 100")
    if locale.state not in _STATES:
        raise ProjectError(f"{where} state must be one of {', '.join(_STATES)}")
    reviewed = locale.state == "reviewed"
    if (bool(locale.reviewers), bool(locale.reviewed)) != (reviewed, reviewed):
        raise ProjectError(
            f"{where} a reviewed locale names its reviewers and what they reviewed, and a draft "
            f"neither; `cellulite-content review {locale.code} --by NAME` writes both"
        )
