"""What the tests of the lint share."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from cellulite_content.pipeline.gate.run import compile_all
from cellulite_content.pipeline.model.finding import Finding
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.verify.epub import lint
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.book_checks.books import SLUG, Books, unpack

Ledgers = Mapping[str, Sequence[GateResult]]


@pytest.fixture(scope="session")
def report(project: Project) -> Report:
    """What the gate lets through."""
    return compile_all(project, ProcessPool(), project.locales, write=False)


@pytest.fixture(scope="session")
def real(site: Path) -> Books:
    """The site's own books by locale, and two of those with both languages."""
    names = ("en", "de", "ar", "ja", "de.bilingual", "ar.bilingual")
    return {name: unpack(site / "downloads" / f"{SLUG}.{name}.epub") for name in names}


@pytest.fixture
def lint_one(project: Project, report: Report, tmp_path: Path) -> Callable[..., list[Finding]]:
    """Lints a book of these bytes, held to what the gate let through."""

    def run(data: bytes, name: str, results: Ledgers | None = None) -> list[Finding]:
        path = tmp_path / f"{SLUG}.{name}.epub"
        path.write_bytes(data)
        return list(lint.lint_books(project, report.source, results or report.results, [path]))

    return run
