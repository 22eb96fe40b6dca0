"""What runs in processes of its own: the project's `conf.py`, and the gate on old translations."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import NamedTuple

from ..catalogs.catalog import Catalog
from ..errors import ProjectError
from ..gate.gate import check_catalog
from ..model.locale import Locale
from ..model.project import Project
from ..model.unit import Document
from ..source.extract import survey_source
from ..source.faults.source_fault import SourceFault
from ..source.sphinx_app import OWN_EXTENSION
from ..source.tolerant_sphinx import Loading, tolerant_sphinx
from .stock import StockReading, read_stock


class UnitsReading(NamedTuple):
    """The documents as `extract` would read them, and everything for which it would refuse them."""

    documents: tuple[Document, ...] = ()
    faults: tuple[SourceFault, ...] = ()


def stock(source: Path) -> StockReading:
    """The project as its own `conf.py` and the builder `gettext` give it."""
    # Standard output is the report's; `conf.py` may print.
    with redirect_stdout(sys.stderr):
        return read_stock(source)


def units(project: Project, left_out: Sequence[str]) -> UnitsReading:
    """The units of a project, without the extensions `left_out`, and all faults."""
    sys.dont_write_bytecode = True
    make = tolerant_sphinx(Loading(), left_out, OWN_EXTENSION)
    try:
        with redirect_stdout(sys.stderr):
            documents, faults = survey_source(project, {}, make)
    except ProjectError as error:
        text = f"{error}; correct this first: nothing behind it was read"
        return UnitsReading(faults=(SourceFault("", 0, text, "errors"),))
    return UnitsReading(documents, faults)


def refusals(
    locale: Locale, documents: Sequence[Document], catalogs: Mapping[str, Catalog]
) -> dict[str, int]:
    """How many translations of a locale the gate refuses, by the code of the finding."""
    counts: dict[str, int] = {}
    for document in documents:
        if document.domain in catalogs:
            catalog = catalogs[document.domain]
            result = check_catalog(locale, document, catalog, f"{document.domain}.po")
            refused = {each.unit.key: each.problem.code for each in result.findings
                       if each.error and each.unit}  # fmt: skip
            for code in refused.values():
                counts[code] = counts.get(code, 0) + 1
    return counts
