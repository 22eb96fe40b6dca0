"""The command: it parses, prints and sets exit codes; the stages do the work."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from . import CelluliteContentError, Content, __version__
from .pipeline import listing, publish
from .pipeline.catalog import CatalogError
from .pipeline.engine import Engine
from .pipeline.locale_tree import add_locales, extract_templates, update_catalogs
from .pipeline.project import Locale, Project, ProjectError, load_project
from .pipeline.review import digest_of, record_review

if TYPE_CHECKING:
    from .pipeline.finding import Finding

DONE, FOUND, BROKEN = 0, 1, 2
"""Exit codes: done; errors among the findings or a failed edition; usage or environment."""

_jobs = click.option(
    "--jobs", "-j", type=click.IntRange(1), help="Processes at a time; default: one a core."
)
_locales = click.argument("locales", nargs=-1, metavar="[LOCALE]...")


class _Group(click.Group):
    """Subcommands whose usage errors are one line, like all errors; click writes four."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run, and exit."""
        try:
            sys.exit(super().main(*arguments, **options | {"standalone_mode": False}))
        except click.UsageError as error:
            words = " ".join(error.format_message().split()).rstrip(".")
            path = error.ctx.command_path if error.ctx else "cellulite-content"
            click.echo(f"cellulite-content: {words}; see `{path} --help`", err=True)
            sys.exit(BROKEN)
        except click.Abort:
            click.echo("cellulite-content: interrupted", err=True)
            sys.exit(BROKEN)


@click.group(
    cls=_Group, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--project",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The project's folder, where pyproject.toml lies; default: this one.",
)
@click.pass_context
def command(context: click.Context, root: Path) -> None:
    """Turn one English article into localized HTML pages, ePub books and data for programs.

    The words travel: extract, update, then translators edit the catalogs under locales/, then
    check, then build.
    """
    context.obj = root


def _stage(function: Callable[..., int]) -> Callable[..., None]:
    """A subcommand: it gets the project and gives the exit code; errors become one line."""

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        root = click.get_current_context().obj
        try:
            code = function(load_project(root), *arguments, **options)
        except (ProjectError, CelluliteContentError, OSError) as error:
            click.echo(f"cellulite-content: {' '.join(str(error).split())}", err=True)
            code = BROKEN
        sys.exit(code)

    return run


@command.command()
@_stage
def extract(project: Project) -> int:
    """Write the templates (locales/templates/*.pot) from the sources in docs/."""
    source = publish.read(project, Engine(1))
    for path in extract_templates(project, source):
        click.echo(f"wrote {project.relative(path)}")
    return DONE


@command.command()
@_locales
@_stage
def update(project: Project, locales: tuple[str, ...]) -> int:
    """Bring the catalogs up to date with the templates. No translation is ever lost."""
    code = DONE
    for path, result in update_catalogs(project, _chosen(project, locales)):
        name = project.relative(path)
        if isinstance(result, CatalogError):
            place = f"{name}:{result.line}" if result.line else name
            click.echo(f"{place}: {result}; the file was left as it is", err=True)
            code = FOUND
        elif result is not None:
            click.echo(
                f"{name}: {result.kept} kept, {result.fuzzied} fuzzy, {result.added} new, "
                f"{result.revived} back, {result.retired} obsolete"
            )
    return code


@command.command("add-locale")
@click.argument("locales", nargs=-1, required=True, metavar="LOCALE...")
@_stage
def add_locale(project: Project, locales: tuple[str, ...]) -> int:
    """Begin translations: a table in locales.toml and catalogs with right headers."""
    for path in add_locales(project, locales):
        click.echo(f"wrote {project.relative(path)}")
    return DONE


@command.command()
@_locales
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(listing.FORMATS)),
    default="text",
    help="Lines for people, JSON, SARIF 2.1 for code scanners, or GitHub's annotations.",
)
@_jobs
@_stage
def check(project: Project, locales: tuple[str, ...], form: str, jobs: int | None) -> int:
    """Say what is wrong with the catalogs, where, and the way out. Nothing is written."""
    report = publish.compile_all(project, Engine(jobs), _chosen(project, locales), write=False)
    click.echo(listing.FORMATS[form](report.findings), nl=False)
    _print_errors(report.errors)
    return FOUND if report.failed else DONE


@command.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@_jobs
@_stage
def status(project: Project, form: str, jobs: int | None) -> int:
    """Show how far each translation is, and whether a native speaker has reviewed it."""
    report = publish.compile_all(project, Engine(jobs), project.locales, write=False)
    rows = listing.progress(project, report.ledgers)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        _print_status(rows)
    _print_errors(report.errors)
    return FOUND if report.errors else DONE


@command.command()
@click.argument("locale")
@click.option("--by", "names", multiple=True, required=True, help="A reviewer's name; repeatable.")
@_stage
def review(project: Project, locale: str, names: tuple[str, ...]) -> int:
    """Record that native speakers have reviewed a translation as it is now.

    A later change of any sentence lapses the review: the editions say so until the next one.
    """
    (chosen,) = _chosen(project, [locale])
    report = publish.compile_all(project, Engine(1), [chosen], write=False)
    _print_findings(report.findings)
    if report.failed:
        click.echo(f"{locale}: not recorded; mend the errors first", err=True)
        return FOUND
    now = digest_of(report.ledgers[chosen.code])
    record_review(project, chosen, names, now)
    click.echo(f"{chosen.code}: reviewed by {', '.join(names)} ({now})")
    return DONE


@command.command("compile")
@_locales
@_jobs
@_stage
def compile_catalogs(project: Project, locales: tuple[str, ...], jobs: int | None) -> int:
    """Take the catalogs through the gate into .mo files in the build folder."""
    with _progress("compile") as progress:
        report = publish.compile_all(project, Engine(jobs), _chosen(project, locales), progress)
    _print_findings(report.findings)
    _print_errors(report.errors)
    return FOUND if report.failed else DONE


@command.command()
@_locales
@click.option(
    "--formats",
    default=",".join(publish.FORMATS),
    show_default=True,
    help="Which editions: html, epub, bundle (what the loader reads), with commas.",
)
@_jobs
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site; default: build/site.",
)
@_stage
def build(
    project: Project,
    locales: tuple[str, ...],
    formats: str,
    jobs: int | None,
    output: Path | None,
) -> int:
    """Build the editions: pages, books and data, all locales at once."""
    names = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in publish.FORMATS]
    if unknown or not names:
        raise click.BadParameter(
            f"choose from {', '.join(publish.FORMATS)}", param_hint="--formats"
        )
    place = (output or project.build / "site").absolute()
    with _progress("build") as progress:
        report = publish.build(
            project,
            Engine(jobs),
            place,
            locales=[project.locale(code) for code in locales],
            formats=names,
            progress=progress,
        )
    _print_findings(report.findings)
    for line in report.warnings:
        click.echo(f"warning: {line}", err=True)
    for code in report.withheld:
        click.echo(
            f"{code}: withheld, as less of its translation passed than `publish` asks for in "
            f"{project.relative(project.locales_toml)}; mend or translate more",
            err=True,
        )
    _print_errors(report.errors)
    click.echo(f"{len(report.built)} locales built in {place}")
    return FOUND if report.failed else DONE


@command.command()
@click.argument("article", required=False)
@click.option("--locale", "-l", default="en", show_default=True, help="A language tag or code.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
)
@_stage
def show(project: Project, article: str | None, locale: str, form: str) -> int:
    """Print the localized article, as the loader gives it to programs."""
    content = Content(lambda name: (project.bundle / name).read_bytes())
    found = content.load(locale, article=article, fallback=False)
    if form == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    else:
        forms = {"text": found.plain, "markdown": found.markdown, "html": found.html}
        click.echo(forms[form]())
    return DONE


def _chosen(project: Project, codes: Iterable[str]) -> tuple[Locale, ...]:
    """The locales of these codes, or all. The source's language has no catalogs."""
    chosen = tuple(project.locale(code) for code in codes)
    if project.source_locale in chosen:
        raise ProjectError(
            f"{project.source_locale.code} is the source's language and has no catalogs; "
            "edit the sources instead"
        )
    return chosen or project.locales


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        if finding.problem.severity != "note":
            click.echo(str(finding), err=True)


def _print_errors(errors: Iterable[str]) -> None:
    for error in errors:
        click.echo(f"error: {error}", err=True)


def _print_status(rows: list[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("locale", "document", "translated", "fuzzy", "refused", "missing", "review"):
        table.add_column(
            name, justify="left" if name in ("locale", "document", "review") else "right"
        )
    for row in rows:
        share = f"{row['translated']}/{row['total']} {row['percent']:>3} %"
        numbers = (str(row[name]) for name in ("fuzzy", "refused", "missing"))
        table.add_row(row["locale"], row["document"], share, *numbers, row["review"])
    # A pipe has no width; a table cut to 80 columns would lose words.
    width = None if sys.stdout.isatty() else 200
    Console(width=width, color_system=None if "NO_COLOR" in os.environ else "auto").print(table)


@contextmanager
def _progress(what: str) -> Iterator[publish.Progress]:
    """A bar on a terminal, plain lines elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, number, total: click.echo(f"[{number}/{total}] {done}", err=True)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, number, total: bar.update(
            task, description=done, completed=number, total=total
        )
