"""The subcommand `init`: a new project."""

from __future__ import annotations

import re
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from ..pipeline.files.names import locale_code
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, handle_errors
from .terminal import EXIT_OK, print_line


@command.command()
@click.argument(
    "folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--title", help="The project's title; default: the name of the folder.")
@click.option("--author", "authors", multiple=True, help="An author's name; repeatable.")
@click.option("--source-language", metavar="CODE", help="The articles' language; default: en.")
@click.option("--languages", metavar="CODES", help="Languages of translations, such as de,pt_BR.")
@click.option("--licence", help="The texts' licence, such as 'CC BY 4.0'.")
@handle_errors
def init(
    folder: Path | None,
    title: str | None,
    authors: tuple[str, ...],
    source_language: str | None,
    languages: str | None,
    licence: str | None,
) -> int:
    """Write a new project with a first article: settings, catalogs, a package, tests.

    On a terminal, it asks for what the options do not say. Nothing that exists is replaced.
    """
    from ..pipeline.starting.new_project import NewProject  # noqa: PLC0415 - see `commands`
    from ..pipeline.starting.start import start_project  # noqa: PLC0415

    target = folder or click.get_current_context().obj
    title = _ask("Title", title, target.resolve().name or "Articles")
    names = authors or tuple(filter(None, [_ask("Author", None, "")]))
    new = NewProject(
        title=title,
        date=date.today(),
        authors=names,
        source_language=locale_code(_ask("Language of the articles", source_language, "en")),
        languages=tuple(
            locale_code(code)
            for code in re.split(
                r"[\s,;]+", _ask("Languages of translations (such as de,fr)", languages, "")
            )
            if code
        ),
        licence=_ask("Licence", licence, ""),
    )
    files = start_project(target.absolute(), new, ProcessPool(1))
    print_line(f"{len(files)} files written to {target}. Next:")
    option = "" if target.resolve() == Path.cwd() else f" --project {shlex.quote(str(target))}"
    for step in ("import FILE", "update", "build"):
        print_line(f"  cellulite-content{option} {step}")
    return EXIT_OK


def _ask(question: str, value: str | None, default: str) -> str:
    """The value of an option; without one, the answer of a person at a terminal, or the default."""
    if value is not None or not sys.stdin.isatty():
        return default if value is None else value
    answer: Any = click.prompt(question, default=default, show_default=bool(default), err=True)
    return str(answer)
