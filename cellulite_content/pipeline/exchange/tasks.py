"""What runs in a process of its own: files from outside are read and judged there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..catalogs.catalog import parse_catalog
from ..errors import ProjectError
from ..files.file_tree import FileFaultError, read_file
from ..gate.explanation import explain
from ..gate.gate import check_catalog, no_extra_check
from ..gate.translated_terms import translated_terms
from ..model.finding import Finding
from ..model.project import load_project
from ..model.unit import Document
from ..source.sphinx_app import warm_up
from .formats import READERS, exchange_extra
from .segment import ExchangeFile
from .untrusted_data import LARGEST_FILE

warm_up()


def read_exchange_file(path: Path, name: str) -> ExchangeFile | str:
    """The content of a file, or one line with the reason why it cannot be read."""
    try:
        data = read_file(path.parent, path, LARGEST_FILE)
        with exchange_extra(name):
            return READERS[path.suffix.lower()](name, data)
    except FileFaultError as error:
        return f"{name}: {error.fault.predicate}; {error.fault.hint}"
    except ProjectError as error:
        return str(error)


def judge_catalogs(
    root: Path, code: str, catalogs: Sequence[tuple[Document, bytes]]
) -> dict[str, tuple[Finding, ...]]:
    """The gate's findings on the bytes of a locale's catalogs, by domain."""
    project = load_project(root)
    locale = project.locale(code)
    findings = {}
    for document, data in catalogs:
        catalog = parse_catalog(data)
        terms = translated_terms(project, locale, document, catalog)
        path = project.relative(project.catalog(locale, document.domain))
        result = check_catalog(locale, document, catalog, path, terms=terms)
        findings[document.domain] = explain(result, locale.allowed_links, no_extra_check).findings
    return findings
