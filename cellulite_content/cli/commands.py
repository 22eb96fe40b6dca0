"""The subcommands: they parse, print and set exit codes; the pipeline does the work.

Each imports the stages that it needs when it runs: a build from nothing first starts the processes
that import Sphinx.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from .. import Content
from ..pipeline.files.atomic import write_text as write_file_text
from ..pipeline.files.cache import Cache
from ..pipeline.files.lock import single_run
from ..pipeline.files.printable import printable_json
from ..pipeline.model.finding import Finding
from ..pipeline.model.project import Project
from ..pipeline.publish import FORMATS, TASK_MODULES
from ..pipeline.workers.process_pool import ProcessPool
from . import catalog_commands, desk_command, finding_formats
from .options import (
    command,
    connect_cluster,
    jobs_option,
    locales_argument,
    pass_project,
    select_locales,
)
from .terminal import (
    EXIT_FINDINGS,
    EXIT_OK,
    print_error_line,
    print_errors,
    print_findings,
    print_line,
    print_reasons,
    print_status,
    show_progress,
    write_document,
    write_json,
    write_json_text,
    write_text,
)

__all__ = ("catalog_commands", "command", "desk_command")


@command.command()
@locales_argument
@click.option(
    "--format",
    "output_format",
    type=click.Choice(sorted(finding_formats.FORMATS)),
    default="text",
    help="Plain lines, JSON, SARIF 2.1 for code scanners, or GitHub's annotations.",
)
@click.option("--editions", is_flag=True, help="Check the finished books instead.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site whose books --editions reads; default: build/site.",
)
@jobs_option
@pass_project
def check(
    project: Project,
    locales: tuple[str, ...],
    output_format: str,
    editions: bool,
    output: Path | None,
    jobs: int | None,
) -> int:
    """Report problems in the catalogs, with place and remedy. Nothing is written."""
    if output and not editions:
        raise click.BadParameter("it works only with --editions", param_hint="--output")
    if editions:
        return _check_editions(project, locales, output_format, output, jobs)
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415 - see the module

    report = compile_all(
        project, ProcessPool(jobs), select_locales(project, locales), write=False, quality=True
    )
    _write_findings(output_format, report.findings)
    print_errors(report.errors)
    return EXIT_FINDINGS if report.failed else EXIT_OK


def _write_findings(output_format: str, findings: Sequence[Finding]) -> None:
    text = finding_formats.FORMATS[output_format](findings)
    if output_format in ("json", "sarif"):
        write_json_text(text)
    else:
        write_text(text)


def _check_editions(
    project: Project,
    codes: Iterable[str],
    output_format: str,
    output: Path | None,
    jobs: int | None,
) -> int:
    """Compare the finished books with the accepted messages: those that the build has accepted, or
    the gate where anything has changed since."""
    from ..pipeline.publish.gate_cache import read_results  # noqa: PLC0415
    from ..pipeline.verify.epub.lint import find_books, lint_books  # noqa: PLC0415

    selected = tuple(project.locale(code) for code in codes)
    books = find_books((output or project.build / "site").absolute(), selected)
    locales = tuple(locale for locale in project.locales if locale in (selected or project.locales))
    report = read_results(project, ProcessPool(jobs), locales)
    findings = list(lint_books(project, report.source, report.results, books))
    _write_findings(output_format, findings)
    print_errors(report.errors)
    return EXIT_FINDINGS if report.errors or any(finding.error for finding in findings) else EXIT_OK


@command.command()
@click.option("--format", "output_format", type=click.Choice(["table", "json"]), default="table")
@jobs_option
@pass_project
def status(project: Project, output_format: str, jobs: int | None) -> int:
    """Show the progress of each translation, and whether a native speaker has reviewed it."""
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415
    from ..pipeline.model.review import progress_rows  # noqa: PLC0415

    report = compile_all(project, ProcessPool(jobs), project.locales, write=False)
    rows = progress_rows(project, report.results)
    if output_format == "json":
        write_json(rows)
    else:
        print_status(rows)
    print_errors(report.errors)
    return EXIT_FINDINGS if report.errors else EXIT_OK


@command.command("compile")
@locales_argument
@jobs_option
@pass_project
def compile_catalogs(project: Project, locales: tuple[str, ...], jobs: int | None) -> int:
    """Check the catalogs and write accepted messages to .mo files in the build folder."""
    from ..pipeline.gate.run import compile_all  # noqa: PLC0415

    with single_run(project.build), show_progress("compile") as progress:
        report = compile_all(project, ProcessPool(jobs), select_locales(project, locales), progress)
    print_findings(report.findings)
    print_errors(report.errors)
    return EXIT_FINDINGS if report.failed else EXIT_OK


@command.command()
@locales_argument
@click.option(
    "--formats",
    default=",".join(FORMATS),
    show_default=True,
    help="Formats, separated by commas: html, epub, bundle (for the loader).",
)
@jobs_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site; default: build/site.",
)
@click.option("--explain", is_flag=True, help="Print why each edition is built or skipped.")
@click.option("--clean", is_flag=True, help="Reuse nothing from earlier builds.")
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the results, and the seconds of each stage and locale, to this JSON file.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Build on a Dask cluster: its scheduler's tls://host:port or tcp://host:port.",
)
@pass_project
def build(
    project: Project,
    locales: tuple[str, ...],
    formats: str,
    jobs: int | None,
    output: Path | None,
    explain: bool,
    clean: bool,
    report_file: Path | None,
    address: str | None,
) -> int:
    """Build the editions: pages, books and data of all locales.

    Up-to-date editions are skipped.
    """
    names = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(f"choose from {', '.join(FORMATS)}", param_hint="--formats")
    site = (output or project.build / "site").absolute()
    cover_modules = ["cellulite_content.pipeline.editions.epub.preload"]
    preload = cover_modules if project.covers and "epub" in names else []
    pool = ProcessPool(jobs, preload=preload)
    if Cache(project.cache).is_empty:
        # Something must be built: the fork server imports its modules while this process does.
        pool.start(*TASK_MODULES)
    from ..pipeline.publish.publish import publish_editions  # noqa: PLC0415

    with connect_cluster(address) as cluster, show_progress("build") as progress:
        report = publish_editions(
            project,
            pool,
            site,
            locales=[project.locale(code) for code in locales],
            formats=names,
            progress=progress,
            clean=clean,
            cluster=cluster,
        )
    if explain:
        print_reasons(report.reasons)
    if report_file:
        text = printable_json(json.dumps(report.values(), ensure_ascii=False, indent=1))
        write_file_text(report_file, f"{text}\n")
    print_findings(report.findings)
    for line in report.warnings:
        print_error_line(f"warning: {line}")
    for code in report.withheld:
        print_error_line(
            f"{code}: withheld, because less of it passed the gate than `publish` requires in "
            f"{project.relative(project.locales_toml)}; fix or translate more"
        )
    for code, articles in report.withheld_articles.items():
        print_error_line(
            f"{code}: published without {', '.join(articles)}, because less passed the gate than "
            f"`publish` requires in {project.relative(project.locales_toml)}; fix or translate more"
        )
    print_errors(report.errors)
    print_line(f"{len(report.built)} locales built, {len(report.unchanged)} unchanged in {site}")
    return EXIT_FINDINGS if report.failed else EXIT_OK


@command.command()
@click.argument("article", required=False)
@click.option("--locale", "-l", help="A language tag or code; default: the language of the source.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
)
@pass_project
def show(project: Project, article: str | None, locale: str | None, output_format: str) -> int:
    """Print the localized article, as programs get it from the loader."""
    content = Content(lambda name: (project.bundle / name).read_bytes())
    language = locale or project.source_locale.tag
    result = content.load(language, article=article, fallback=False)
    if output_format == "json":
        write_json(result.to_dict())
    else:
        renderers = {
            "text": result.plain,
            "markdown": result.markdown,
            "html": result.html,
        }
        write_document(renderers[output_format](), html=output_format == "html")
    return EXIT_OK
