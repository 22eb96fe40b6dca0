"""Output on a terminal: lines, findings, tables, progress, usage errors.

Nothing here fails on the encoding of a console, and no name or text from outside reaches one with
its control characters.
"""

from __future__ import annotations

import io
import json
import os
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from ..pipeline.files.printable import printable, printable_json

if TYPE_CHECKING:
    from ..pipeline.model.finding import Finding
    from ..pipeline.model.report import Progress as ProgressCallback

EXIT_OK, EXIT_FINDINGS, EXIT_ERROR = 0, 1, 2
"""Exit codes: done; findings with errors, or a failed edition; wrong usage or environment."""


class OneLineErrors(click.Group):
    """A group of subcommands with one-line usage errors; Click's have four lines."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the subcommand and exit."""
        set_up_streams()
        _set_up_warnings()
        try:
            sys.exit(super().main(*arguments, **options | {"standalone_mode": False}))
        except click.UsageError as error:
            message = " ".join(error.format_message().split()).rstrip(".")
            path = error.ctx.command_path if error.ctx else "cellulite-content"
            print_error_line(f"cellulite-content: {message}; see `{path} --help`")
            sys.exit(EXIT_ERROR)
        except click.Abort:
            print_error_line("cellulite-content: interrupted")
            sys.exit(EXIT_ERROR)


def set_up_streams() -> None:
    r"""Let both streams write `\xe4` for a character that their encoding lacks, and not fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _set_up_warnings() -> None:
    """Print each warning of the loader once, in one line, also with `PYTHONWARNINGS=error`."""
    warnings.filterwarnings("once", category=UserWarning, module=r"cellulite_content\.")
    show = warnings.showwarning

    def show_warning(message: Any, category: type[Warning], *place: Any, **options: Any) -> None:
        if category is UserWarning:
            print_error_line(f"cellulite-content: {message}")
        else:
            show(message, category, *place, **options)

    warnings.showwarning = show_warning


def print_line(text: str) -> None:
    """Print one line on standard output; line breaks and control characters become escapes."""
    write_text(f"{printable(text)}\n")


def print_error_line(text: str) -> None:
    """Print one line on standard error; line breaks and control characters become escapes."""
    write_text(f"{printable(text)}\n", sys.stderr)


def write_text(text: str, stream: TextIO | None = None) -> None:
    """Write text as it is; the caller has escaped what may not reach a terminal.

    Click's `echo` would write UTF-8 to a stream whose encoding is ASCII.
    """
    stream = stream or sys.stdout
    try:
        stream.write(text)
    except UnicodeEncodeError:  # a stream of another program, such as a test's
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def write_json(value: object) -> None:
    """Write a value as JSON. Characters that the stream's encoding lacks become JSON's escapes."""
    write_json_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_json_text(text: str) -> None:
    """Write JSON text; see `write_json`."""
    text = printable_json(text)
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        indent = 1 if "\n" in text.strip() else None
        text = json.dumps(json.loads(text), ensure_ascii=True, indent=indent) + "\n"
    write_text(text)


def write_document(text: str, *, html: bool = False) -> None:
    """Write an article as it is; on a terminal, without its control characters.

    In HTML, characters that the stream's encoding lacks become references.
    """
    if sys.stdout.isatty():
        text = "\n".join(map(printable, text.split("\n")))
    encoding = sys.stdout.encoding or "ascii"
    if html:
        text = text.encode(encoding, "xmlcharrefreplace").decode(encoding)
    write_text(f"{text}\n")


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings without notes on standard error, one line each; `check` prints more."""
    for finding in findings:
        if finding.problem.severity != "note":
            print_error_line(str(finding))


def print_errors(errors: Iterable[str]) -> None:
    """Print errors, one line each."""
    for error in errors:
        print_error_line(f"error: {error}")


def print_reasons(reasons: Mapping[str, str]) -> None:
    """Print why each locale's editions were built or not, one line each."""
    for code, reason in reasons.items():
        print_line(f"{code}: {reason}")


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
        names = (printable(row[name]) for name in ("locale", "document", "review"))
        locale, document, review = names
        table.add_row(locale, document, share, *numbers, review)
    # A pipe has no width; a table cut to 80 columns would lose words. A name may have brackets,
    # which rich would take for its own markup.
    console = Console(
        width=None if sys.stdout.isatty() else 200,
        color_system=None if "NO_COLOR" in os.environ else "auto",
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(table)


@contextmanager
def show_progress(description: str) -> Iterator[ProgressCallback]:
    """Show a bar on a terminal, plain lines elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, number, total: print_error_line(f"[{number}/{total}] {done}")
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
    )
    console = Console(stderr=True, markup=False, emoji=False, highlight=False)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, number, total: bar.update(
            task, description=printable(done), completed=number, total=total
        )
