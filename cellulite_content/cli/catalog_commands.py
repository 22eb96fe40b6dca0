"""The subcommands that write files for people: templates, catalogs, reviews.

Each imports the stages that it needs when it runs; git runs `merge-catalogs` for every changed
catalog.
"""

from __future__ import annotations

import gc
from pathlib import Path

import click

from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, handle_errors, locales_argument, pass_project, select_locales
from .terminal import EXIT_FINDINGS, EXIT_OK, print_error_line, print_findings, print_line


@command.command()
@pass_project
def extract(project: Project) -> int:
    """Write the templates (locales/templates/*.pot) and the list of unit ids from the sources."""
    from ..pipeline.catalogs.locale_tree import extract_templates  # noqa: PLC0415 - see the module
    from ..pipeline.gate.run import extract_source  # noqa: PLC0415
    from ..pipeline.source.unit_ids import write_unit_ids  # noqa: PLC0415

    source = extract_source(project, ProcessPool())
    for path in extract_templates(project, source):
        verb = "wrote" if path.is_file() else "deleted"
        print_line(f"{verb} {project.relative(path)}")
    changed, lost = write_unit_ids(project, source)
    if changed:
        print_line(f"wrote {project.relative(project.unit_ids)}")
    if lost:
        print_error_line(
            f"{project.relative(project.unit_ids)}: {'; '.join(lost)}; programs may use these "
            "ids: restore them, or mention the change in the changelog"
        )
    return EXIT_OK


@command.command()
@locales_argument
@pass_project
def update(project: Project, locales: tuple[str, ...]) -> int:
    """Update the catalogs from the templates. No translation is lost."""
    from ..pipeline.catalogs.catalog import CatalogError, Fault  # noqa: PLC0415
    from ..pipeline.catalogs.locale_tree import update_catalogs  # noqa: PLC0415
    from ..pipeline.gate.glossary import load_glossary  # noqa: PLC0415

    # It leaves no reference cycles. Garbage collection took 3 % of the time with 10,000 messages
    # and 7 % with 100,000, and freed nothing.
    gc.disable()
    exit_code = EXIT_OK
    note_of = load_glossary(project).note
    for path, result in update_catalogs(project, select_locales(project, locales), note_of):
        name = project.relative(path)
        if isinstance(result, CatalogError):
            location = f"{name}:{result.line}" if result.line else name
            print_error_line(f"{location}: {result}; the file was not changed")
            exit_code = EXIT_FINDINGS
        elif isinstance(result, Fault):
            print_error_line(f"{name}:{result.line}: {result}; the lines were not changed")
            exit_code = EXIT_FINDINGS
        elif result is not None and result.new_domain:
            print_line(f"{name}: moved to {result.new_domain}.po")
        elif result is not None and result.is_gone:
            print_line(f"{name}: deleted: its document is gone, and no work was left in it")
        elif result is not None:
            print_line(
                f"{name}: {result.kept} kept, {result.moved} moved, {result.fuzzy} fuzzy, "
                f"{result.added} new, {result.revived} back, {result.obsolete} obsolete"
            )
    return exit_code


_existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@command.command("merge-catalogs")
@click.argument("base", type=_existing_file)
@click.argument("ours", type=_existing_file)
@click.argument("theirs", type=_existing_file)
@click.argument("path", required=False)
@handle_errors
def merge_catalogs(base: Path, ours: Path, theirs: Path, path: str | None) -> int:
    """Merge two branches' catalogs into OURS, message by message; git calls it.

    PATH is the catalog's path in the repository, which messages name: OURS is a temporary file.
    Where both branches translated a message differently, OURS keeps its text as fuzzy, the other
    one is in a comment, and the exit code is 1. It is also 1 if an entry cannot be read; its lines
    are kept.
    """
    from ..pipeline.catalogs.catalog import CatalogError  # noqa: PLC0415
    from ..pipeline.catalogs.merging import merge_driver  # noqa: PLC0415

    name = path or str(ours)
    try:
        merged = merge_driver.merge_files(base, ours, theirs)
    except CatalogError as error:
        print_error_line(f"{name}{_place(error.line)}: {error}; merged line by line instead")
        merge_driver.merge_lines(base, ours, theirs, name)
        return EXIT_FINDINGS
    for fault in merged.catalog.faults:
        print_error_line(f"{name}:{fault.line}: {fault}; the lines were kept")
    for source, line in merged.conflicts:
        print_error_line(
            f"{name}{_place(line)}: both branches translated {source!r}; choose one, then "
            'delete the comment "other branch" and the flag fuzzy'
        )
    return EXIT_FINDINGS if merged.conflicts or merged.catalog.refused else EXIT_OK


def _place(line: int) -> str:
    """A line after the name of a file; nothing for 0, which is no line."""
    return f":{line}" if line else ""


@command.command("add-locale")
@click.argument("locales", nargs=-1, required=True, metavar="LOCALE...")
@pass_project
def add_locale(project: Project, locales: tuple[str, ...]) -> int:
    """Start translations: add tables to locales.toml and create catalogs."""
    from ..pipeline.catalogs.locale_tree import add_locales  # noqa: PLC0415
    from ..pipeline.gate.glossary import load_glossary  # noqa: PLC0415

    for path in add_locales(project, locales, load_glossary(project).note):
        print_line(f"wrote {project.relative(path)}")
    return EXIT_OK


@command.command()
@click.argument("locale")
@click.option("--by", "names", multiple=True, required=True, help="A reviewer's name; repeatable.")
@pass_project
def review(project: Project, locale: str, names: tuple[str, ...]) -> int:
    """Record that native speakers have reviewed the current translation.

    The review ends when a sentence changes: the editions then say so until the next review.
    """
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415
    from ..pipeline.model.review import accepted_digest, record_review  # noqa: PLC0415

    if not all(name.strip() for name in names):
        raise click.BadParameter("give the reviewer's name", param_hint="--by")
    (selected,) = select_locales(project, [locale])
    report = compile_all(project, ProcessPool(1), [selected], write=False)
    print_findings(report.findings)
    if report.failed:
        print_error_line(f"{locale}: not recorded; fix the errors first")
        return EXIT_FINDINGS
    digest = accepted_digest(report.results[selected.code])
    record_review(project, selected, names, digest)
    print_line(f"{selected.code}: reviewed by {', '.join(names)} ({digest})")
    return EXIT_OK
