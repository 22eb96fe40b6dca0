"""The subcommand `import`: documents of other programs, as articles or as translations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, pass_project
from .terminal import EXIT_OK, print_error_line, print_line


@command.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--into", "document", help="The document of a single file, such as articles/stairs.")
@click.option("--force", is_flag=True, help="Replace a document that exists.")
@pass_project
def import_documents(
    project: Project, files: tuple[Path, ...], document: str | None, force: bool
) -> int:
    """Write documents of other programs as articles, and list them in index.rst.

    Reads plain text (.txt), Markdown, HTML, Word (.docx), OpenDocument (.odt) and ePub, and folders
    of them.
    """
    from ..pipeline.importing.document_import import import_documents as run  # noqa: PLC0415
    from ..pipeline.importing.given_files import read_given_files  # noqa: PLC0415
    from ..pipeline.importing.pandoc import require_pandoc  # noqa: PLC0415

    require_pandoc()
    given = read_given_files(files)
    if document and len(given) > 1:
        raise click.BadParameter("it works with a single FILE", param_hint="--into")
    result = run(
        project, ProcessPool(), given, date.today().isoformat(), document or "", force=force
    )
    for line in result.losses:
        print_error_line(f"warning: {line}")
    for path in result.files:
        print_line(f"wrote {project.relative(path)}")
    return EXIT_OK
