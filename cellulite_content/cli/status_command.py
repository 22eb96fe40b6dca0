"""The subcommand `status`: how far the translations are, and what readers see in English."""

from __future__ import annotations

from dataclasses import asdict

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, jobs_option, locales_argument, pass_project, select_locales
from .progress_lines import document_lines, question_lines, text_values
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
@click.option("--questions", "only_questions", is_flag=True, help="List the questions alone.")
@jobs_option
@pass_project
def status(
    project: Project,
    locales: tuple[str, ...],
    output_format: str,
    only_questions: bool,
    jobs: int | None,
) -> int:
    """Show the progress of each translation, and whether a native speaker has reviewed it.

    With LOCALE, list instead what readers see in English, with the place and the reason. Below are
    the questions that translators ask in comments (`# question: …`).
    """
    from ..pipeline.catalogs.english_texts import list_progress  # noqa: PLC0415
    from ..pipeline.catalogs.questions import read_questions  # noqa: PLC0415
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415 - see `commands`
    from ..pipeline.model.review import progress_rows  # noqa: PLC0415

    chosen = select_locales(project, locales)
    questions = list(read_questions(project, chosen))
    if only_questions and output_format == "json":
        write_json([asdict(question) for question in questions])
        return EXIT_OK
    if only_questions:
        for line in question_lines(questions):
            print_line(line)
        return EXIT_OK
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
    if questions and output_format != "json":
        print_line("questions of translators:")
        for line in question_lines(questions):
            print_line(f"  {line}")
    print_errors(report.errors)
    return EXIT_FINDINGS if report.errors else EXIT_OK
