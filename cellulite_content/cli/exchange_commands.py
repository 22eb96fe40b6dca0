"""The subcommands that exchange translations with other programs."""

from __future__ import annotations

from pathlib import Path

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, locales_argument, pass_project, select_locales
from .terminal import EXIT_FINDINGS, EXIT_OK, print_error_line, print_findings, print_line


@command.command()
@locales_argument
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["xliff", "tmx", "tbx", "csv", "xlsx"]),
    required=True,
    help="XLIFF 1.2, TMX (translation memory), TBX (glossary), or a spreadsheet.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the files; default: build/exchange.",
)
@click.option("--force", is_flag=True, help="Replace files that exist.")
@pass_project
def export(
    project: Project, locales: tuple[str, ...], format_name: str, output: Path | None, force: bool
) -> int:
    """Write the translations to files for other programs, one for each locale."""
    from ..pipeline.exchange.export import export as write_exports  # noqa: PLC0415 - the extra

    result = write_exports(
        project,
        ProcessPool(1),
        select_locales(project, locales),
        format_name,
        (output or project.build / "exchange").absolute(),
        force=force,
    )
    for line in result.left_out:
        print_error_line(f"warning: {line}")
    for path in result.files:
        print_line(f"wrote {project.relative(path)}")
    return EXIT_FINDINGS if result.left_out else EXIT_OK


@command.command("import-translations")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(dir_okay=False, path_type=Path),
)
@click.option("--locale", "-l", "code", help="The locale of files that name none, or de-DE for de.")
@pass_project
def import_translations(project: Project, files: tuple[Path, ...], code: str | None) -> int:
    """Merge translations from XLIFF, CSV or XLSX files into the catalogs.

    What the gate refuses is not written, and a translation that has changed in the catalog since
    the export stays.
    """
    from ..pipeline.exchange import translation_import  # noqa: PLC0415 - the extra

    locale = select_locales(project, [code])[0] if code else None
    result = translation_import.import_translations(project, ProcessPool(1), files, locale)
    print_findings(result.findings)
    for path, count in result.changed:
        print_line(f"{project.relative(path)}: {count} written")
    if not result.changed:
        print_line("nothing to write")
    return EXIT_FINDINGS if result.incomplete else EXIT_OK
