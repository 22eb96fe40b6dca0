"""The project: its folders, its locales and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ..errors import ProjectError
from .locale import Locale, load_locales
from .toml_file import read_toml

INTERFACE = "interface"
"""The domain of the editions' own strings; no document may have this name."""


@dataclass(frozen=True)
class Project:
    """A checkout: its folders (absolute paths), its locales, and its settings.

    `largest_catalog` is in bytes. `covers` and `bilingual` say whether books have a cover, and
    whether translations have a bilingual book.
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
    licence: str = ""
    licence_url: str = ""
    errata: tuple[str, ...] = ()
    largest_catalog: int = 8 * 1024 * 1024
    covers: bool = True
    bilingual: bool = True

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
    def compiled(self) -> Path:
        """The folder of the compiled catalogs, the only ones that Sphinx reads."""
        return self.build / "catalogs"

    @property
    def cache(self) -> Path:
        """The folder of the cache; it may be deleted at any time."""
        return self.build / "cache"

    def template(self, domain: str) -> Path:
        """The path of a domain's template."""
        return self.templates / f"{domain}.pot"

    def catalog(self, locale: Locale, domain: str) -> Path:
        """The path of a locale's catalog of a domain."""
        return self.locales_folder / locale.code / "LC_MESSAGES" / f"{domain}.po"

    def locale(self, code: str) -> Locale:
        """The locale with this code or tag. Raises `ProjectError` when there is none."""
        for locale in (self.source_locale, *self.locales):
            if code in (locale.code, locale.tag):
                return locale
        known = ", ".join(locale.code for locale in self.locales)
        raise ProjectError(
            f"{self.locales_toml}: no locale {code!r}; there are {known}. "
            f"`cellulite-content add-locale {code}` makes one"
        )

    @property
    def locales_toml(self) -> Path:
        """The path of the list of locales."""
        return self.locales_folder / "locales.toml"

    def identifier(self, *names: str) -> str:
        """A URN that stays the same for the same names, such as an article's and a tag."""
        return uuid5(NAMESPACE_URL, "/".join((self.title, *names))).urn

    def relative(self, path: Path) -> str:
        """`path` for messages: relative to the root, with slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def load_project(root: Path) -> Project:
    """The project whose `pyproject.toml` is in `root`.

    Raises `ProjectError` when the settings or `locales.toml` are missing or wrong.
    """
    root = root.resolve()
    settings = _settings(root / "pyproject.toml")
    folder = root / str(settings.get("locales", "locales"))
    corrections = str(settings.get("corrections", ""))
    if corrections and not corrections.startswith(("https://", "mailto:")):
        raise ProjectError(
            f"{root / 'pyproject.toml'}: corrections must be an https: or mailto: address"
        )
    site_url = str(settings.get("site-url", ""))
    if site_url and not site_url.endswith("/"):
        site_url += "/"
    return Project(
        root=root,
        title=str(settings.get("title", root.name)),
        source=root / str(settings.get("source", "docs")),
        locales_folder=folder,
        build=root / str(settings.get("build", "build")),
        bundle=root / str(settings.get("bundle", "build/bundle")),
        source_locale=Locale(
            str(settings.get("source-language", "en")), 0, state="source", origin="authors"
        ),
        locales=load_locales(folder / "locales.toml"),
        site_url=site_url,
        corrections=corrections,
        licence=str(settings.get("licence", "")),
        licence_url=str(settings.get("licence-url", "")),
        errata=tuple(map(str, settings.get("errata", ()))),
        largest_catalog=_catalog_limit(root / "pyproject.toml", settings.get("largest-catalog", 8)),
        covers=_boolean(root / "pyproject.toml", "covers", settings.get("covers", True)),
        bilingual=_boolean(root / "pyproject.toml", "bilingual", settings.get("bilingual", True)),
    )


def _boolean(path: Path, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ProjectError(f"{path}: {name} must be true or false")
    return value


def _catalog_limit(path: Path, megabytes: Any) -> int:
    if type(megabytes) is not int or megabytes < 1:
        raise ProjectError(f"{path}: largest-catalog must be a whole number of megabytes")
    return megabytes * 1024 * 1024


def _settings(path: Path) -> dict[str, Any]:
    tables = read_toml(path)
    settings = tables.get("tool", {}).get("cellulite-content")
    if not isinstance(settings, dict):
        raise ProjectError(
            f"{path}: has no table [tool.cellulite-content]; "
            "run in the project's root or name it with --project"
        )
    return settings
