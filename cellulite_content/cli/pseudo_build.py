"""The build of the pseudo-locales, with the texts that no translation can reach."""

from __future__ import annotations

from collections.abc import Sequence

from ..pipeline.files.lock import single_run
from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .terminal import (
    EXIT_FINDINGS,
    EXIT_OK,
    print_errors,
    print_findings,
    print_line,
    show_progress,
)


def build_pseudo(project: Project, formats: Sequence[str], jobs: int | None) -> int:
    """Build the pseudo-locales, and print the texts that no translation can reach."""
    from ..pipeline.exchange.pseudo.pseudo_project import write_pseudo_project  # noqa: PLC0415
    from ..pipeline.exchange.pseudo.pseudo_translation import kept_words  # noqa: PLC0415
    from ..pipeline.gate.run import extract_source  # noqa: PLC0415
    from ..pipeline.publish.publish import publish_editions  # noqa: PLC0415
    from ..pipeline.verify.plain_texts import plain_texts  # noqa: PLC0415

    pool = ProcessPool(jobs)
    with single_run(project.build):
        source = extract_source(project, pool)
        pseudo = write_pseudo_project(project, source)
    site = pseudo.build / "site"
    with show_progress("build") as progress:
        report = publish_editions(pseudo, pool, site, formats=formats, progress=progress)
    print_findings(report.findings)
    print_errors(report.errors)
    authors = [author for document in source.documents for author in document.authors]
    units = [unit for document in source.documents for unit in document.messages.values()]
    kept = {word for unit in units for word in kept_words(unit)}
    texts = list(plain_texts(pseudo, site, authors, kept))
    for name, text in texts:
        print_line(f"{name}: {text!r} is no message: no translation can reach it")
    for locale in pseudo.locales:
        print_line(str(site / locale.tag / "index.html"))
    return EXIT_FINDINGS if report.failed or texts else EXIT_OK
