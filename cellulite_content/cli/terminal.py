"""Output on a terminal: findings, tables, progress, usage errors."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ..pipeline.model.finding import Finding
    from ..pipeline.model.report import Progress as ProgressCallback

EXIT_OK, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
"""Exit codes: done; findings with errors, or a failed edition; wrong usage or environment."""


class OneLineErrors(click.Group):
    """A group of subcommands with one-line usage errors; Click's have four lines."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the subcommand and exit."""
        try:
            sys.exit(super().main(*arguments, **options | {"standalone_mode": False}))
        except click.UsageError as error:
            message = " ".join(error.format_message().split()).rstrip(".")
            path = error.ctx.command_path if error.ctx else "cellulite-content"
            click.echo(f"cellulite-content: {message}; see `{path} --help`", err=True)
            sys.exit(EXIT_ERROR)
        except click.Abort:
            click.echo("cellulite-content: interrupted", err=True)
            sys.exit(EXIT_ERROR)


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings, one line each, without notes."""
    for finding in findings:
        if finding.problem.severity != "note":
            click.echo(str(finding), err=True)


def print_errors(errors: Iterable[str]) -> None:
    """Print errors, one line each."""
    for error in errors:
        click.echo(f"error: {error}", err=True)


def print_reasons(reasons: Mapping[str, str]) -> None:
    """Print why each locale's editions were built or not, one line each."""
    for code, reason in reasons.items():
        click.echo(f"{code}: {reason}")


def print_status(rows: list[dict[str, Any]]) -> None:
    """Print the progress by locale and document as a table."""
    # rich takes 60 ms to import; only tables and bars need it.
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

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
def show_progress(description: str) -> Iterator[ProgressCallback]:
    """Show a bar on a terminal, plain lines elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, number, total: click.echo(f"[{number}/{total}] {done}", err=True)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, number, total: bar.update(
            task, description=done, completed=number, total=total
        )
