"""The subcommands: they parse, print and set exit codes; the pipeline does the work.

Each imports the stages that it needs when it runs: a build from nothing first starts the processes
that import Sphinx.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from .. import Content
from ..pipeline.files.atomic import write_text as write_file_text
from ..pipeline.files.cache import Cache
from ..pipeline.files.lock import single_run
from ..pipeline.files.printable import printable_json
from ..pipeline.model.finding import Finding
from ..pipeline.model.project import Project
from ..pipeline.publish import FORMATS, PREVIEW_FORMATS, task_modules
from ..pipeline.workers.process_pool import ProcessPool
from . import (
    adopt_command,
    catalog_commands,
    desk_command,
    exchange_commands,
    finding_formats,
    import_command,
    init_command,
    status_command,
)
from .options import (
    check_preview,
    command,
    connect_cluster,
    jobs_option,
    locales_argument,
    pass_project,
    select_locales,
)
from .own_build import OWN, build_with_own_builder
from .progress_lines import remaining_lines, withheld_lines
from .pseudo_build import build_pseudo
from .terminal import (
    EXIT_FINDINGS,
    EXIT_OK,
    print_error_line,
    print_errors,
    print_findings,
    print_line,
    print_reasons,
    show_progress,
    write_document,
    write_json,
    write_json_text,
    write_text,
)

__all__ = (
    "adopt_command",
    "catalog_commands",
    "command",
    "desk_command",
    "exchange_commands",
    "import_command",
    "init_command",
    "status_command",
)


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
    if output_format == "text":
        for line in remaining_lines(report.results):
            print_line(line)
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
    help="Formats, separated by commas: html, epub, pdf, bundle (for the loader); or, in an "
    "adopted project, sphinx:BUILDER.",
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
@click.option(
    "--preview",
    is_flag=True,
    help="Build the locales, published or not, into build/preview, and print what to open.",
)
@click.option(
    "--pseudo",
    is_flag=True,
    help="Build the pseudo-locales en_XA and ar_XB into build/pseudo, and print what is in plain "
    "English there.",
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
    preview: bool,
    pseudo: bool,
) -> int:
    """Build the editions: pages, books and data of all locales.

    Up-to-date editions are skipped.
    """
    names = [name.strip() for name in formats.split(",") if name.strip()]
    if any(name.startswith(OWN) for name in names) and not (pseudo or preview):
        return build_with_own_builder(project, locales, names, jobs, output)
    _check_formats(names)
    check_preview(preview, locales, output)
    if pseudo:
        if locales or preview or output:
            raise click.BadParameter(
                "it works without LOCALE, --preview and --output", param_hint="--pseudo"
            )
        return build_pseudo(project, names, jobs)
    if preview:
        names = [name for name in names if name != "bundle"] or list(PREVIEW_FORMATS)
    site = (output or project.build / ("preview" if preview else "site")).absolute()
    chosen = [project.locale(code) for code in locales]
    pool = ProcessPool(jobs)
    if Cache(project.cache).is_empty:
        # Something must be built: the fork server imports its modules while this process does.
        pool.start(*task_modules(project, names))
    from ..pipeline.publish.publish import preview_editions, publish_editions  # noqa: PLC0415

    files: tuple[Path, ...] = ()
    with connect_cluster(address) as cluster, show_progress("build") as progress:
        options: dict[str, Any] = {
            **{"locales": chosen, "formats": names, "progress": progress},
            **{"clean": clean, "cluster": cluster},
        }
        if preview:
            report, files = preview_editions(project, pool, **options)
        else:
            report = publish_editions(project, pool, site, **options)
    if explain:
        print_reasons(report.reasons)
    if report_file:
        text = printable_json(json.dumps(report.values(), ensure_ascii=False, indent=1))
        write_file_text(report_file, f"{text}\n")
    codes = [locale.code for locale in chosen]
    print_findings(report.findings_of(codes))
    for line in report.warnings:
        print_error_line(f"warning: {line}")
    for line in withheld_lines(project, report, codes):
        print_error_line(line)
    print_errors(report.errors)
    for path in files:
        print_line(str(path))
    print_line(f"{report.summary} in {site}")
    return EXIT_FINDINGS if report.failed_in(codes) else EXIT_OK


def _check_formats(names: Sequence[str]) -> None:
    """Raise `click.BadParameter` for formats that no edition has, and for none."""
    if not names or not set(names) <= set(FORMATS):
        raise click.BadParameter(f"choose from {', '.join(FORMATS)}", param_hint="--formats")


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
