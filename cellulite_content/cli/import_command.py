"""The subcommand `import`: documents of other programs, as articles or as translations."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, pass_project, select_locales
from .terminal import EXIT_FINDINGS, EXIT_OK, print_error_line, print_line

if TYPE_CHECKING:
    from ..pipeline.importing.imported import GivenFile

_SHOWN = 60
"""Letters of a text that a line shows."""


@command.command("import")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--into", "document", help="The document of a single file, such as articles/stairs.")
@click.option(
    "--locale", "-l", "code", help="FILE is the translation of a document into this language."
)
@click.option("--force", is_flag=True, help="Replace a document that exists.")
@pass_project
def import_documents(
    project: Project,
    files: tuple[Path, ...],
    document: str | None,
    code: str | None,
    force: bool,
) -> int:
    """Write documents of other programs as articles, and list them in index.rst.

    Reads plain text (.txt), Markdown, HTML, Word (.docx), OpenDocument (.odt) and ePub, and folders
    of them. With --locale, aligns a translated file with its source by structure, and fills empty
    entries of the catalog as fuzzy ones.
    """
    from ..pipeline.importing.document_import import import_documents as run  # noqa: PLC0415
    from ..pipeline.importing.given_files import read_given_files  # noqa: PLC0415
    from ..pipeline.importing.pandoc import require_pandoc  # noqa: PLC0415

    require_pandoc()
    given = read_given_files(files)
    if document and len(given) > 1:
        raise click.BadParameter("it works with a single FILE", param_hint="--into")
    name = _document_name(project, document or "")
    if code:
        if len(given) > 1:
            raise click.BadParameter("it works with a single FILE", param_hint="--locale")
        (locale,) = select_locales(project, [code])
        return _import_translation(project, given[0], locale, name)
    result = run(project, ProcessPool(), given, date.today().isoformat(), name, force=force)
    for line in result.losses:
        print_error_line(f"warning: {line}")
    for path in result.files:
        print_line(f"wrote {project.relative(path)}")
    return EXIT_OK


def _document_name(project: Project, given: str) -> str:
    """The name of a document; people also give its path, such as `docs/articles/stairs.rst`."""
    if Path(given).suffix in (".rst", ".md"):
        for folder in (Path.cwd(), project.root):
            with suppress(ValueError):
                path = (folder / given).resolve().relative_to(project.source.resolve())
                return path.with_suffix("").as_posix()
    return given


def _import_translation(project: Project, file: GivenFile, locale: Locale, document: str) -> int:
    from ..pipeline.importing.translated.translated_import import (  # noqa: PLC0415
        import_translation,
    )

    result = import_translation(project, ProcessPool(), file, locale, document)
    name = project.relative(result.path)
    for line in result.losses:
        print_error_line(f"warning: {file.name}: {line}")
    doubtful = [matched for matched in result.filled if matched.doubts]
    for matched in doubtful:
        print_error_line(
            f"doubtful ({matched.confidence} %): {_short(matched.unit.text)} = "
            f"{_short(matched.text)}: {'; '.join(map(_short, matched.doubts))}"
        )
    for unit in result.matching.missing:
        print_error_line(f"no translation in the file: {_short(unit.text)}")
    for unit in result.matching.left:
        print_error_line(f"no place in the document: {_short(unit.text)}")
    print_line(
        f"{name}: {len(result.filled)} filled as fuzzy, {len(doubtful)} of them doubtful, "
        f"{result.kept} already translated"
    )
    incomplete = result.matching.missing or result.matching.left
    return EXIT_FINDINGS if incomplete else EXIT_OK


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
