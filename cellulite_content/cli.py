"""The command: it parses, prints and sets exit codes; the stages do the work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from . import Content
from .pipeline import listing, publish
from .pipeline.catalog import CatalogError
from .pipeline.engine import Engine
from .pipeline.locale_tree import add_locales, extract_templates, update_catalogs
from .pipeline.project import Project
from .pipeline.review import digest_of, record_review
from .subcommand import (
    chosen_locales,
    command,
    jobs_option,
    joined_cluster,
    locales_argument,
    stage,
    told,
)
from .terminal import (
    DONE,
    FOUND,
    print_errors,
    print_findings,
    print_status,
    progress_shown,
)

__all__ = ("command",)


@command.command()
@stage
def extract(project: Project) -> int:
    """Write the templates (locales/templates/*.pot) from the sources in docs/."""
    source = publish.read(project, Engine(1))
    for path in extract_templates(project, source):
        click.echo(f"wrote {project.relative(path)}")
    return DONE


@command.command()
@locales_argument
@stage
def update(project: Project, locales: tuple[str, ...]) -> int:
    """Bring the catalogs up to date with the templates. No translation is ever lost."""
    code = DONE
    for path, result in update_catalogs(project, chosen_locales(project, locales)):
        name = project.relative(path)
        if isinstance(result, CatalogError):
            place = f"{name}:{result.line}" if result.line else name
            click.echo(f"{place}: {result}; the file was left as it is", err=True)
            code = FOUND
        elif result is not None:
            click.echo(
                f"{name}: {result.kept} kept, {result.moved} moved, {result.fuzzied} fuzzy, "
                f"{result.added} new, {result.revived} back, {result.retired} obsolete"
            )
    return code


_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@command.command("merge-catalogs")
@click.argument("base", type=_file)
@click.argument("ours", type=_file)
@click.argument("theirs", type=_file)
@told
def merge_catalogs(base: Path, ours: Path, theirs: Path) -> int:
    """Merge two branches' catalogs into OURS, message by message; for git to call.

    Where both branches translated a message differently, OURS keeps its text as fuzzy, with the
    other one in a comment, and the exit code is 1.
    """
    from .pipeline import three_way  # noqa: PLC0415 - git starts this for every changed catalog

    try:
        conflicts = three_way.merge_files(base, ours, theirs)
    except CatalogError as error:
        click.echo(f"{ours}: {error}; merged line by line instead", err=True)
        three_way.merge_lines(base, ours, theirs)
        return FOUND
    for source in conflicts:
        click.echo(
            f"{ours}: both branches translated {source!r}; choose one, then delete the comment "
            '"other branch" and the flag fuzzy',
            err=True,
        )
    return FOUND if conflicts else DONE


@command.command("add-locale")
@click.argument("locales", nargs=-1, required=True, metavar="LOCALE...")
@stage
def add_locale(project: Project, locales: tuple[str, ...]) -> int:
    """Begin translations: a table in locales.toml and catalogs with right headers."""
    for path in add_locales(project, locales):
        click.echo(f"wrote {project.relative(path)}")
    return DONE


@command.command()
@locales_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(listing.FORMATS)),
    default="text",
    help="Lines for people, JSON, SARIF 2.1 for code scanners, or GitHub's annotations.",
)
@click.option("--editions", is_flag=True, help="Look at the finished books instead.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site whose books --editions reads; default: build/site.",
)
@jobs_option
@stage
def check(
    project: Project,
    locales: tuple[str, ...],
    form: str,
    editions: bool,
    output: Path | None,
    jobs: int | None,
) -> int:
    """Say what is wrong with the catalogs, where, and the way out. Nothing is written."""
    if output and not editions:
        raise click.BadParameter("it goes with --editions alone", param_hint="--output")
    if editions:
        return _check_editions(project, locales, form, output, jobs)
    report = publish.compile_all(
        project, Engine(jobs), chosen_locales(project, locales), write=False, quality=True
    )
    click.echo(listing.FORMATS[form](report.findings), nl=False)
    print_errors(report.errors)
    return FOUND if report.failed else DONE


def _check_editions(
    project: Project, codes: Iterable[str], form: str, output: Path | None, jobs: int | None
) -> int:
    """Hold the finished books to what the gate lets through now."""
    from .pipeline.booklint.lint import find_books, lint_books  # noqa: PLC0415 - for this alone

    chosen = tuple(project.locale(code) for code in codes)
    books = find_books((output or project.build / "site").absolute(), chosen)
    wanted = tuple(locale for locale in project.locales if locale in (chosen or project.locales))
    report = publish.compile_all(project, Engine(jobs), wanted, write=False)
    findings = list(lint_books(project, report.source, report.ledgers, books))
    click.echo(listing.FORMATS[form](findings), nl=False)
    print_errors(report.errors)
    return FOUND if report.errors or any(finding.error for finding in findings) else DONE


@command.command()
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@jobs_option
@stage
def status(project: Project, form: str, jobs: int | None) -> int:
    """Show how far each translation is, and whether a native speaker has reviewed it."""
    report = publish.compile_all(project, Engine(jobs), project.locales, write=False)
    rows = listing.progress(project, report.ledgers)
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        print_status(rows)
    print_errors(report.errors)
    return FOUND if report.errors else DONE


@command.command()
@click.argument("locale")
@click.option("--by", "names", multiple=True, required=True, help="A reviewer's name; repeatable.")
@stage
def review(project: Project, locale: str, names: tuple[str, ...]) -> int:
    """Record that native speakers have reviewed a translation as it is now.

    A later change of any sentence lapses the review: the editions say so until the next one.
    """
    (chosen,) = chosen_locales(project, [locale])
    report = publish.compile_all(project, Engine(1), [chosen], write=False)
    print_findings(report.findings)
    if report.failed:
        click.echo(f"{locale}: not recorded; mend the errors first", err=True)
        return FOUND
    now = digest_of(report.ledgers[chosen.code])
    record_review(project, chosen, names, now)
    click.echo(f"{chosen.code}: reviewed by {', '.join(names)} ({now})")
    return DONE


@command.command("compile")
@locales_argument
@jobs_option
@stage
def compile_catalogs(project: Project, locales: tuple[str, ...], jobs: int | None) -> int:
    """Take the catalogs through the gate into .mo files in the build folder."""
    with progress_shown("compile") as progress:
        report = publish.compile_all(
            project, Engine(jobs), chosen_locales(project, locales), progress
        )
    print_findings(report.findings)
    print_errors(report.errors)
    return FOUND if report.failed else DONE


@command.command()
@locales_argument
@click.option(
    "--formats",
    default=",".join(publish.FORMATS),
    show_default=True,
    help="Which editions: html, epub, bundle (what the loader reads), with commas.",
)
@jobs_option
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of the site; default: build/site.",
)
@click.option(
    "--cluster",
    "address",
    metavar="ADDRESS",
    help="Build on a Dask cluster: its scheduler's tls://host:port or tcp://host:port.",
)
@stage
def build(
    project: Project,
    locales: tuple[str, ...],
    formats: str,
    jobs: int | None,
    output: Path | None,
    address: str | None,
) -> int:
    """Build the editions: pages, books and data, all locales at once."""
    names = [name.strip() for name in formats.split(",") if name.strip()]
    unknown = [name for name in names if name not in publish.FORMATS]
    if unknown or not names:
        raise click.BadParameter(
            f"choose from {', '.join(publish.FORMATS)}", param_hint="--formats"
        )
    place = (output or project.build / "site").absolute()
    with joined_cluster(project, address) as cluster, progress_shown("build") as progress:
        report = publish.build(
            project,
            Engine(jobs),
            place,
            locales=[project.locale(code) for code in locales],
            formats=names,
            progress=progress,
            cluster=cluster,
        )
    print_findings(report.findings)
    for line in report.warnings:
        click.echo(f"warning: {line}", err=True)
    for code in report.withheld:
        click.echo(
            f"{code}: withheld, as less of its translation passed than `publish` asks for in "
            f"{project.relative(project.locales_toml)}; mend or translate more",
            err=True,
        )
    print_errors(report.errors)
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
@stage
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
