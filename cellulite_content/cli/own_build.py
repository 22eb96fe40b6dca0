"""The build of an adopted project with a builder of its own (`build --formats sphinx:html`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import select_locales
from .terminal import (
    EXIT_FINDINGS,
    EXIT_OK,
    print_error_line,
    print_errors,
    print_findings,
    print_line,
    show_progress,
)

OWN = "sphinx:"
"""How the names of formats begin that are builders of the project."""

_SHOWN = 5
"""Documents that a line names."""


def build_with_own_builder(
    project: Project,
    codes: Sequence[str],
    names: Sequence[str],
    jobs: int | None,
    output: Path | None,
) -> int:
    """Build locales with a builder of an adopted project, and print what became of each."""
    from ..pipeline.adopting.own.build import build_own_editions  # noqa: PLC0415 - see `commands`

    builder = names[0].removeprefix(OWN)
    if len(names) > 1 or not builder:
        raise click.BadParameter("name one builder alone: sphinx:html", param_hint="--formats")
    if not project.adopted:
        raise click.BadParameter(
            "sphinx: works in adopted projects; see `cellulite-content adopt`",
            param_hint="--formats",
        )
    site = (output or project.build / builder).absolute()
    locales = select_locales(project, codes)
    with show_progress("build") as progress:
        build = build_own_editions(project, ProcessPool(jobs), builder, locales, site, progress)
    if build.reason:
        print_error_line(f"each locale has parsed all sources: {build.reason}")
    if parsed := sorted({name for each in build.editions.values() for name in each.parsed}):
        print_error_line(
            f"depends on the language, so each locale has parsed it: {', '.join(parsed[:_SHOWN])}"
            f"{f' and {len(parsed) - _SHOWN} more documents' if len(parsed) > _SHOWN else ''}"
        )
    lines = [edition.warnings for edition in build.editions.values()]
    shared = frozenset(lines[0]).intersection(*lines[1:]) if lines[1:] else frozenset()
    for line in dict.fromkeys(line for line in lines[0] if line in shared) if lines else ():
        print_error_line(f"warning: {line}")
    failed = False
    for code, edition in build.editions.items():
        print_findings(edition.findings)
        for line in edition.warnings:
            if line not in shared:
                print_error_line(f"warning: {code}: {line}")
        if edition.error:
            print_errors([edition.error])
        else:
            state = ", unchanged" if code in build.kept else ""
            print_line(f"{edition.folder}: {edition.accepted} of {edition.total} messages{state}")
        failed |= bool(edition.error) or any(finding.error for finding in edition.findings)
    return EXIT_FINDINGS if failed else EXIT_OK
