"""The subcommand `status`: how far the translations are, and what readers see in English."""

from __future__ import annotations

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, jobs_option, locales_argument, pass_project, select_locales
from .progress_lines import document_lines, text_values
from .terminal import (
    EXIT_FINDINGS,
    EXIT_OK,
    print_errors,
    print_line,
    print_status,
    write_json,
)


@command.command()
@locales_argument
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "json"]),
    default="table",
    help="For people, or JSON.",
)
@jobs_option
@pass_project
def status(project: Project, locales: tuple[str, ...], output_format: str, jobs: int | None) -> int:
    """Show the progress of each translation, and whether a native speaker has reviewed it.

    With LOCALE, list instead what readers see in English, with the place and the reason.
    """
    from ..pipeline.catalogs.english_texts import list_progress  # noqa: PLC0415
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415 - see `commands`
    from ..pipeline.model.review import progress_rows  # noqa: PLC0415

    chosen = select_locales(project, locales)
    report = compile_all(project, ProcessPool(jobs), chosen, write=False)
    if locales:
        details = {
            locale.code: list_progress(project, locale, report.source, report.results[locale.code])
            for locale in chosen
            if locale.code in report.results
        }
        if output_format == "json":
            write_json(text_values(details))
        else:
            for line in document_lines(details):
                print_line(line)
    elif output_format == "json":
        write_json(progress_rows(project, report.results))
    else:
        print_status(progress_rows(project, report.results))
    print_errors(report.errors)
    return EXIT_FINDINGS if report.errors else EXIT_OK
