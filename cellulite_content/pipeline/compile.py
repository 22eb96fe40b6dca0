"""Compiling: the gate's accepted messages, written to fresh `.mo` files in the build folder.

Nothing downstream reads a translator's bytes: Sphinx, the interface and the bundle see these
files alone.
"""

from __future__ import annotations

import io
import shutil
from datetime import UTC, datetime

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.mofile import write_mo

from .atomic import write_file
from .gate import judge
from .ledger import Ledger
from .project import Locale, Project
from .unit import Source

_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands in the `.mo` header, so that equal messages give equal bytes."""


def compile_locale(project: Project, locale: Locale, source: Source) -> tuple[Ledger, ...]:
    """The ledgers of one locale, its accepted messages compiled.

    The folder is made anew beside the old one and takes its place at the end, so that no
    message of an earlier run stays behind and a kill leaves one of the two whole.
    """
    ledgers = tuple(judge(project, locale, document) for document in source.documents)
    target = project.compiled / locale.code
    beside = project.compiled / f".{locale.code}.writing"
    shutil.rmtree(beside, ignore_errors=True)
    for ledger in ledgers:
        write_file(
            beside / "LC_MESSAGES" / f"{ledger.domain}.mo",
            compile_messages(locale, ledger.accepted),
        )
    shutil.rmtree(target, ignore_errors=True)
    beside.replace(target)
    return ledgers


def compile_messages(locale: Locale, messages: dict[str, str]) -> bytes:
    """The bytes of a `.mo` file with these messages, the same for equal messages."""
    catalog = BabelCatalog(
        locale=locale.babel, creation_date=_NO_DATE, revision_date=_NO_DATE, fuzzy=False
    )
    for text, translation in messages.items():
        catalog.add(text, translation)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()
