"""Locales: the languages of a project, as `locales.toml` lists them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..files.names import locale_code
from .links import Links, link_pairs
from .settings import Settings, quoted
from .toml_file import parse_toml, read_toml

# Babel takes 20 ms to import, and `update` does not need it: it is imported where it is used.
if TYPE_CHECKING:
    from babel import Locale as BabelLocale

LOCALE_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?")
PSEUDO_BASES = MappingProxyType({"en_XA": "en", "ar_XB": "ar"})
"""The pseudo-locales, and the languages whose data they use: CLDR has none for them."""

_ZEROS = MappingProxyType({"arab": "٠", "arabext": "۰", "beng": "০", "deva": "०", "mymr": "၀"})
"""The first digits of numbering systems that languages use by default; Babel has none."""

_STATES, _ORIGINS = ("draft", "reviewed"), ("people", "language-model")


class ListedLanguage(NamedTuple):
    """A language in a list: its BCP 47 tag, its own name, and `ltr` or `rtl`.

    `withheld` are the articles that are not published in it, `untranslated` the documents of which
    nothing is translated. Name and direction from CLDR take 7 ms; a build asks once.
    """

    tag: str
    name: str
    direction: str
    withheld: tuple[str, ...] = ()
    untranslated: tuple[str, ...] = ()


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
    origin: str = "people"
    translators: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()
    reviewed: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def tag(self) -> str:
        """The BCP 47 tag (`pt-BR`)."""
        return self.code.replace("_", "-")

    @property
    def allowed_links(self) -> Links:
        """The addresses that its translations may use instead of the source's."""
        return Links(self.links, self.code.split("_")[0])

    @property
    def is_english(self) -> bool:
        """Whether it is a kind of English, the language of the interface's own strings."""
        return self.code.split("_")[0] == "en"

    @cached_property
    def babel(self) -> BabelLocale:
        """The language's data from CLDR."""
        from babel import Locale as BabelLocale  # noqa: PLC0415

        return BabelLocale.parse(PSEUDO_BASES.get(self.code, self.code))

    @cached_property
    def direction(self) -> str:
        """The direction of its script, `ltr` or `rtl`. Pages ask for it for each element."""
        return self.babel.text_direction

    @property
    def name(self) -> str:
        """The language's own name, with a capital where its script has one."""
        name = self.babel.get_display_name() or self.code
        if self.code in PSEUDO_BASES:
            name = f"{name} ({self.tag})"
        return name[:1].title() + name[1:]  # Georgian has capitals, but none at a beginning

    @property
    def language(self) -> str:
        """The language's own name without script and region, with a capital as above."""
        name = self.name_of(self)
        return name[:1].title() + name[1:]

    def name_of(self, other: Locale) -> str:
        """The name of another locale's language in this language, as inside a sentence."""
        return other.babel.get_language_name(self.babel) or other.code

    def date(self, day: date) -> str:
        """`day` written out in the language."""
        return self.digits(_date_formatter()(day, "long", locale=self.babel))

    def percent(self, percent: int) -> str:
        """A whole percentage (0 to 100) as the language writes it."""
        from babel.numbers import format_percent  # noqa: PLC0415

        text = self.digits(format_percent(percent / 100, locale=self.babel))
        system = self.babel.default_numbering_system
        symbols = self.babel.number_symbols.get(system, {}) if system in _ZEROS else {}
        return text.replace("%", symbols.get("percentSign", "%"))

    def digits(self, text: str) -> str:
        """A text with the digits that CLDR has as the language's default ones (`۱۲` in Persian)."""
        zero = ord(_ZEROS.get(self.babel.default_numbering_system, "0"))
        return text.translate({ord("0") + each: zero + each for each in range(10)})

    @property
    def listed_language(self) -> ListedLanguage:
        """Its entry in lists of languages."""
        return ListedLanguage(self.tag, self.name, self.direction)


def load_locales(
    root: Path, path: Path, source: str, text: str | None = None, *, pseudo: bool = False
) -> tuple[Locale, ...]:
    """The locales that `locales.toml` in the project `root` lists, by code. Raises `ProjectError`.

    `source` is the code of the source's language, which has no table. With `text`, that is parsed
    instead of the file's content. Pseudo-locales are allowed with `pseudo` alone.
    """
    text = read_toml(root, path) if text is None else text
    tables = parse_toml(path, text)
    locales = tuple(_locale(path, text, code, table) for code, table in sorted(tables.items()))
    for locale in locales:
        if locale.code in PSEUDO_BASES and not pseudo:
            raise Settings(path, text, locale.code, {}, f"[{locale.code}] ").error(
                "is a pseudo-locale, which `cellulite-content build --pseudo` builds; "
                "delete the table"
            )
    _check_languages(path, text, source, locales)
    return locales


def source_language(settings: Settings, key: str, code: str) -> Locale:
    """The locale of the sources, from the setting `key`. Raises `ProjectError`."""
    problem = code_problem(code)
    if problem:
        raise settings.error(f"{key}: {problem}", key)
    return Locale(code, 0, state="source", origin="authors")


def _locale(path: Path, text: str, code: str, table: Any) -> Locale:
    values = table if isinstance(table, dict) else {}
    file = Settings(path, text, code, values)
    problem = code_problem(code)
    if problem:
        raise file.error(problem)
    if not isinstance(table, dict):
        raise file.error(f"write [{code}] as a table")
    settings = Settings(path, text, code, values, f"[{code}] ")
    unknown = set(table) - {field.name for field in fields(Locale)} | {"code"} & set(table)
    if unknown:
        name = min(unknown)
        raise settings.error(f"has an unknown setting {quoted(name)}", name)
    locale = Locale(
        code,
        publish=settings.number("publish", 80, 0, 100, "must be a whole number from 0 to 100"),
        state=settings.text("state", _STATES[0]),
        origin=_origin(settings),
        translators=settings.texts("translators", "must be a list of names"),
        reviewers=settings.texts("reviewers", "must be a list of names"),
        reviewed=settings.text("reviewed"),
        links=link_pairs(settings, code, table.get("links", {})),
    )
    _check_review(settings, locale)
    return locale


def _origin(settings: Settings) -> str:
    """How the translation was made. Another word would leave out what readers must know."""
    origin = settings.text("origin", _ORIGINS[0])
    if origin not in _ORIGINS:
        raise settings.error(f"origin must be one of {', '.join(_ORIGINS)}", "origin")
    return origin


def code_problem(code: str) -> str:
    """Why this is no code of a locale; empty for a code."""
    if not LOCALE_CODE.fullmatch(code) or code.split("_", maxsplit=1)[0] == "und":
        usual = locale_code(code)
        form = usual if LOCALE_CODE.fullmatch(usual) and usual != code else "one like de or pt_BR"
        return f"{quoted(code)} is no locale code; write {form}"
    return "" if _is_known(code) else f"CLDR knows no locale {code!r}; check its spelling"


@cache
def _date_formatter() -> Callable[..., str]:
    """Babel's function. When imported, it searches 9,000 files for the machine's time zone unless
    `TZ` is set; a date needs no zone.
    """
    zone = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    try:
        from babel.dates import format_date  # noqa: PLC0415
    finally:
        if zone is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = zone
    return format_date


def _is_known(code: str) -> bool:
    """Whether CLDR knows the locale: Babel has a data file for it, or finds one by an alias."""
    if _has_data(code) or code in PSEUDO_BASES:
        return True
    from babel import Locale as BabelLocale  # noqa: PLC0415
    from babel import UnknownLocaleError  # noqa: PLC0415

    try:
        BabelLocale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _has_data(code: str) -> bool:
    return any(Path(folder, f"{code}.dat").is_file() for folder in _data_folders())


@cache
def _data_folders() -> tuple[str, ...]:
    """The folders of Babel's data; Babel is not imported."""
    package = find_spec("babel")
    folders = (package.submodule_search_locations if package else None) or ()
    return tuple(os.path.join(folder, "locale-data") for folder in folders)  # noqa: PTH118


def current_code(code: str) -> str:
    """The code that CLDR uses today for a known locale: `he` for `iw`, `zh_Hans_CN` for `zh_CN`."""
    if code == "no":
        return "nb"  # negotiation serves both with either
    if _has_data(code) or code in PSEUDO_BASES:
        return code
    from babel import Locale as BabelLocale  # noqa: PLC0415
    from babel.core import get_global  # noqa: PLC0415

    language, *rest = code.split("_")
    current = "_".join([get_global("language_aliases").get(language, language), *rest])
    return current if _has_data(current) else str(BabelLocale.parse(current))


def same_language(code: str, others: Iterable[str]) -> str:
    """The first of the other codes that is of the same language; empty if none is."""
    return next((each for each in others if current_code(each) == current_code(code)), "")


def _check_languages(path: Path, text: str, source: str, locales: Sequence[Locale]) -> None:
    """Raise `ProjectError` for the source's language, and for one that has two tables."""
    codes = {current_code(source): source}
    for locale in locales:
        settings = Settings(path, text, locale.code, {}, f"[{locale.code}] ")
        same = codes.setdefault(current_code(locale.code), locale.code)
        if same == source:
            raise settings.error(
                "is the language of the source, which has no catalogs; delete the table"
            )
        if same != locale.code:
            raise settings.error(f"is the same language as [{same}]; delete one of the two tables")


def _check_review(settings: Settings, locale: Locale) -> None:
    """Raise `ProjectError` for a state that does not match reviewers and what they reviewed."""
    if locale.state not in _STATES:
        raise settings.error(f"state must be one of {', '.join(_STATES)}", "state")
    reviewed = locale.state == "reviewed"
    if (bool(locale.reviewers), bool(locale.reviewed)) != (reviewed, reviewed):
        raise settings.error(
            "a reviewed locale names its reviewers and what they reviewed, and a draft "
            f"neither; `cellulite-content review {locale.code} --by NAME` writes both",
            "state",
        )
