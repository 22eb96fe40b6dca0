"""The compiled catalogs: accepted messages in `.mo` files in the build folder.

Later stages read only these files: Sphinx, the interface and the bundle never read a translator's
bytes.
"""

from __future__ import annotations

import gettext
import io
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from ..files.atomic import write_file
from ..files.folder import recover_folder, replace_folder
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import INTERFACE, Project
from ..model.unit import split_key

_FIXED_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""The date in the `.mo` header, so that equal messages give equal bytes."""


def write_compiled(
    project: Project,
    locale: Locale,
    results: Iterable[GateResult],
    unchanged: Iterable[str] = (),
) -> None:
    """Write the accepted messages of one locale; the files of the domains `unchanged` are kept.

    The folder is written beside the old one and then replaces it: no message of an earlier run
    stays, and a kill leaves one of the two whole.
    """
    folder = recover_compiled(project, locale)
    new_folder = folder.with_name(f".{locale.code}.writing")
    for result in results:
        data = compile_messages(locale, result.accepted)
        write_file(new_folder / "LC_MESSAGES" / f"{result.domain}.mo", data)
    names = {f"LC_MESSAGES/{domain}.mo" for domain in unchanged}
    for name in names:
        _link_or_copy(folder / name, new_folder / name)
    replace_folder(folder, new_folder, names)
    shutil.rmtree(new_folder, ignore_errors=True)


def _link_or_copy(path: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such names."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, new)
    except OSError:
        write_file(new, path.read_bytes())


def recover_compiled(project: Project, locale: Locale) -> Path:
    """Repair what a killed `write_compiled` left. Returns the folder of the compiled
    catalogs."""
    folder = project.compiled / locale.code
    recover_folder(folder)
    shutil.rmtree(folder.with_name(f".{locale.code}.writing"), ignore_errors=True)
    return folder


def compile_messages(locale: Locale, messages: Mapping[str, str]) -> bytes:
    """The bytes of a `.mo` file with these messages, by key, the same for equal messages."""
    # Babel takes 10 ms to import, and readers do not need it.
    from babel.messages.catalog import Catalog as BabelCatalog  # noqa: PLC0415
    from babel.messages.mofile import write_mo  # noqa: PLC0415

    catalog = BabelCatalog(
        locale=locale.babel, creation_date=_FIXED_DATE, revision_date=_FIXED_DATE, fuzzy=False
    )
    parts = ((*split_key(key), translation) for key, translation in messages.items())
    # In the order of the file: Babel compares messages slowly.
    for context, text, translation in sorted(parts, key=lambda each: (each[1], each[0] or "")):
        catalog.add(text, translation, context=context)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def compiled_messages(project: Project, locale: Locale, domain: str) -> dict[str, str]:
    """The accepted messages of a domain, key to translation; none for the source language."""
    path = compiled_path(project, locale, domain)
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        messages: dict[str, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {text: translation for text, translation in messages.items() if text}


def all_compiled_messages(project: Project, locale: Locale) -> dict[str, dict[str, str]]:
    """The accepted messages of all articles, by domain."""
    folder = project.compiled / locale.code / "LC_MESSAGES"
    domains = (path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.mo"))
    return {
        domain: compiled_messages(project, locale, domain)
        for domain in domains
        if domain != INTERFACE
    }


def compiled_path(project: Project, locale: Locale, domain: str) -> Path:
    """The path of a compiled catalog."""
    return project.compiled / locale.code / "LC_MESSAGES" / f"{domain}.mo"
