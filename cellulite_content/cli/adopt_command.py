"""The subcommand `adopt`: an existing Sphinx project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..pipeline.counts import counted
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, handle_errors
from .terminal import EXIT_FINDINGS, EXIT_OK, print_error_line, print_line, write_json

if TYPE_CHECKING:
    from ..pipeline.adopting.report import AdoptionReport

_SHOWN = 5
"""Places of an extension's markup that a line shows."""


@command.command()
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--write", is_flag=True, help="Write settings, locales and catalogs.")
@click.option("--force", is_flag=True, help="Write although git has changes, or there is no git.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
@handle_errors
def adopt(folder: Path | None, write: bool, force: bool, output_format: str) -> int:
    """Report what an existing Sphinx project has, and what is in the way, with remedies.

    Runs the project's conf.py and its extensions. Without --write, nothing is written.
    """
    from ..pipeline.adopting.adopt import load_known, write_adoption  # noqa: PLC0415 - see `commands`
    from ..pipeline.adopting.survey import find_sources, survey_project  # noqa: PLC0415

    if force and not write:
        raise click.BadParameter("it works only with --write", param_hint="--force")
    root = (folder or click.get_current_context().obj).absolute()
    known = load_known(root)
    if not known:
        find_sources(root)  # before the line below, which would be wrong
    print_error_line(f"running conf.py of {root} with its extensions; adopt only what you trust")
    survey = survey_project(root, ProcessPool(), known)
    files = write_adoption(survey, force=force) if write else ()
    names = [survey.project.relative(path) for path in files]
    if output_format == "json":
        write_json({**survey.report.values(), "written": names})
    else:
        for line in _lines(survey.report):
            print_line(line)
        for line in _written_lines(names):
            print_line(line)
        if write and not files:
            print_line("nothing to write")
        print_line(survey.report.summary)
    return EXIT_OK if survey.report.is_clear else EXIT_FINDINGS


def _written_lines(names: Sequence[str]) -> Iterator[str]:
    """A line for each folder `LC_MESSAGES`, which has many catalogs, and for each other file."""
    folders = Counter(
        f"{folder}LC_MESSAGES" if mark else name
        for name in names
        for folder, mark, _ in [name.partition("LC_MESSAGES")]
    )
    for name, count in folders.items():
        catalogs = f": {counted(count, 'catalog')}" if name.endswith("LC_MESSAGES") else ""
        yield f"wrote {name}{catalogs}"


def _lines(report: AdoptionReport) -> Iterator[str]:
    documents, messages = counted(report.documents, "document"), counted(report.total, "message")
    yield f"sources: {report.source}, {documents}, {messages}"
    for name, count in report.missing.items():
        yield f"  {name}: {count} messages of stock gettext are no units"
    if report.template_messages:
        yield f"  {report.template_messages} messages of the theme's templates stay with the theme"
    languages = counted(len(report.codes), "language")
    yield f"catalogs: {len(report.catalogs)} in {languages} ({report.layout})"
    for each in report.catalogs:
        yield (
            f"  {each.path} [{each.code}]: {each.translated} translated, {each.fuzzy} fuzzy, "
            f"{each.obsolete} obsolete"
        )
    if report.unused:
        yield f"  {report.unused} translations without a message become obsolete entries"
    for extension in report.extensions:
        yield f"extension {extension.name}: {extension.verdict}: {extension.reason}"
        shown = ", ".join(extension.places[:_SHOWN])
        rest = len(extension.places) - _SHOWN
        if shown:
            yield f"  used in {shown}{f' and {rest} more places' if rest > 0 else ''}"
    for kind, count in report.counts.items():
        yield f"{kind}: {count}"
        for fault in report.faults:
            if fault.kind == kind:
                yield f"  {fault}"
    for code, count in report.refused.items():
        yield f"refused by the gate: {code}: {count}"
