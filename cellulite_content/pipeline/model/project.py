"""The project: its folders, its locales and its settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from ..errors import ProjectError
from ..files.file_tree import MEGABYTE
from ..files.names import locale_code
from ..files.printable import printable
from .locale import LOCALE_CODE, Locale, load_locales, source_language
from .settings import Settings, quoted
from .toml_file import parse_toml, read_toml

INTERFACE = "interface"
"""The domain of the editions' own strings; no document may have this name."""

BILINGUAL = "bilingual"
"""The part of a file name that marks a bilingual book."""

KEPUB = "kepub"
"""The part of a file name that marks a book for Kobo."""

_WEB = ("https://", "http://")


ARTICLES_FOLDER = "articles/"
"""The usual folder of articles, which file names leave out."""


def catalog_name(domain: str) -> str:
    """The path of a domain's catalog in the folder of a locale."""
    return f"LC_MESSAGES/{domain}.po"


def file_name(document: str) -> str:
    """The name of a document in the file names of its books, data and bundle.

    It is the document's whole name without the folder `articles/`, joined by hyphens: the name of
    one document never depends on others, so that no address changes when another is added.
    """
    return document.removeprefix(ARTICLES_FOLDER).replace("/", "-")


@dataclass(frozen=True)
class Project:
    """A checkout: its folders (absolute paths), its locales, and its settings.

    `largest_catalog` is in bytes. `covers` and `bilingual` say whether books have a cover, and
    whether translations have a bilingual book, `kepub` whether there are books for Kobo too.
    `health_information` makes each edition say that it is no medical advice. `raw_html` allows
    HTML in sources; `authors` are those of articles that name none. `corrections` is where
    readers report mistakes, `contributions` where translators send their work. `adopted` says
    that `conf.py` is written for stock Sphinx: our extension is added, and
    `left_out_extensions` are not loaded.
    """

    root: Path
    title: str
    source: Path
    locales_folder: Path
    build: Path
    bundle: Path
    source_locale: Locale
    locales: tuple[Locale, ...]
    site_url: str = ""
    corrections: str = ""
    contributions: str = ""
    licence: str = ""
    licence_url: str = ""
    errata: tuple[str, ...] = ()
    largest_catalog: int = 8 * 1024 * 1024
    covers: bool = True
    bilingual: bool = True
    kepub: bool = False
    health_information: bool = False
    raw_html: bool = False
    authors: tuple[str, ...] = ()
    adopted: bool = False
    left_out_extensions: tuple[str, ...] = ()

    @property
    def editions(self) -> list[Locale]:
        """All locales with the source's, in the order of lists."""
        return sorted((self.source_locale, *self.locales), key=lambda locale: locale.tag)

    @property
    def templates(self) -> Path:
        """The folder of the templates, one `.pot` file for each domain."""
        return self.locales_folder / "templates"

    @property
    def unit_ids(self) -> Path:
        """The list of the sources' unit ids."""
        return self.templates / "unit-ids.txt"

    @property
    def memory(self) -> Path:
        """The folder of the translation memories (`.tmx`), which suggestions come from."""
        return self.locales_folder / "memory"

    @property
    def compiled(self) -> Path:
        """The folder of the compiled catalogs, the only ones that Sphinx reads."""
        return self.build / "catalogs"

    @property
    def reading(self) -> Path:
        """The trees of the sources, from which a run builds its locales."""
        return self.build / "reading"

    @property
    def cache(self) -> Path:
        """The folder of the cache; it may be deleted at any time."""
        return self.build / "cache"

    def template(self, domain: str) -> Path:
        """The path of a domain's template."""
        return self.templates / f"{domain}.pot"

    def catalog(self, locale: Locale, domain: str) -> Path:
        """The path of a locale's catalog of a domain."""
        return self.locales_folder / locale.code / catalog_name(domain)

    def find_locale(self, code: str) -> Locale | None:
        """The locale with this code or tag, however it is written (`pt-br`), or None."""
        wanted = locale_code(code)
        return next(
            (each for each in (self.source_locale, *self.locales) if each.code == wanted), None
        )

    def locale(self, code: str) -> Locale:
        """The locale as `find_locale` finds it. Raises `ProjectError` when there is none."""
        locale = self.find_locale(code)
        if locale is not None:
            return locale
        wanted = locale_code(code)
        known = ", ".join(locale.code for locale in self.locales)
        hint = "; name one of these"
        if LOCALE_CODE.fullmatch(wanted):
            hint = f". `cellulite-content add-locale {wanted}` makes one"
        raise ProjectError(
            f"{self.locales_toml}: no locale {quoted(code)}; there are {known}{hint}"
        )

    @property
    def locales_toml(self) -> Path:
        """The path of the list of locales."""
        return self.locales_folder / "locales.toml"

    def identifier(self, *names: str) -> str:
        """A URN that stays the same for the same names, such as an article's and a tag."""
        return uuid5(NAMESPACE_URL, "/".join((self.title, *names))).urn

    def relative(self, path: Path) -> str:
        """`path` for messages: relative to the root, with slashes, in one visible line."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def load_project(root: Path) -> Project:
    """The project whose `pyproject.toml` is in `root`.

    Raises `ProjectError` when the settings or `locales.toml` are missing or wrong.
    """
    root = Path(os.path.realpath(root))  # `resolve` raises for a loop of links
    path = root / "pyproject.toml"
    settings = _settings(root, path)
    locales_folder = settings.folder("locales", "locales", root)
    source_locale = source_language(
        settings, "source-language", settings.text("source-language", "en", required=True)
    )
    site_url = settings.address("site-url", _WEB, "must be an https: or http: address")
    if site_url and not site_url.endswith("/"):
        site_url += "/"
    return Project(
        root=root,
        title=settings.text("title", printable(root.name) or "/", required=True),
        source=settings.folder("source", "docs", root),
        locales_folder=locales_folder,
        build=settings.folder("build", "build", root),
        bundle=settings.folder("bundle", "build/bundle", root),
        source_locale=source_locale,
        locales=load_locales(
            root,
            locales_folder / "locales.toml",
            source_locale.code,
            pseudo=settings.boolean("pseudo-locales", False),
        ),
        site_url=site_url,
        corrections=settings.address(
            "corrections", ("https://", "mailto:"), "must be an https: or mailto: address"
        ),
        contributions=settings.address(
            "contributions", ("https://", "mailto:"), "must be an https: or mailto: address"
        ),
        licence=settings.text("licence"),
        licence_url=settings.address("licence-url", _WEB, "must be an https: or http: address"),
        errata=settings.texts("errata", 'must be a list of texts "document#unit-id"'),
        largest_catalog=MEGABYTE
        * settings.number(
            "largest-catalog", 8, 1, 1024, "must be a whole number of megabytes from 1 to 1024"
        ),
        covers=settings.boolean("covers", True),
        bilingual=settings.boolean("bilingual", True),
        kepub=settings.boolean("kepub", False),
        health_information=settings.boolean("health-information", False),
        raw_html=settings.boolean("raw-html", False),
        authors=settings.texts("authors", "must be a list of names in quotation marks"),
        adopted=settings.boolean("adopted", False),
        left_out_extensions=settings.texts("left-out-extensions", "must be a list of extensions"),
    )


def _settings(root: Path, path: Path) -> Settings:
    text = read_toml(root, path)
    tool = parse_toml(path, text).get("tool")
    values = tool.get("cellulite-content") if isinstance(tool, dict) else None
    if not isinstance(values, dict):
        raise ProjectError(
            f"{path}: has no table [tool.cellulite-content]; "
            "run in the project's root or name it with --project"
        )
    return Settings(path, text, "tool.cellulite-content", values)
