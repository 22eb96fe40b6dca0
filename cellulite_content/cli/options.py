"""What all subcommands share: the group, common options, and helpers.

The helpers load the project, select locales, connect to a cluster, and print expected errors on one
line.
"""

from __future__ import annotations

import functools
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .. import CelluliteContentError, __version__
from ..pipeline.errors import PipelineError, ProjectError, SourceError
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project, load_project
from .terminal import EXIT_ERROR, OneLineErrors, print_error_line

if TYPE_CHECKING:
    from ..pipeline.workers.clusters.cluster import Cluster

jobs_option = click.option(
    "--jobs", "-j", type=click.IntRange(1), help="Parallel processes; default: one for each core."
)
locales_argument = click.argument("locales", nargs=-1, metavar="[LOCALE]...")


@click.group(
    cls=OneLineErrors,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(version)s")
@click.option(
    "--project",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="The folder with pyproject.toml; default: the current one.",
)
@click.pass_context
def command(context: click.Context, root: Path) -> None:
    """Turn articles into localized HTML pages, ePub books and data for programs.

    Run `extract` and `update`; translators then edit the catalogs under locales/; then run `check`
    and `build`.
    """
    context.obj = root  # `pass_project` loads the project from this folder


def handle_errors(function: Callable[..., int]) -> Callable[..., None]:
    """Decorate a subcommand that returns its exit code, with which the program ends.

    Expected errors become one line on stderr, faults of the sources one line each. Any other
    exception is a bug and keeps its traceback.
    """

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            exit_code = function(*arguments, **options)
        except (PipelineError, CelluliteContentError, OSError) as error:
            lines = str(error).splitlines() if isinstance(error, SourceError) else ()
            for line in lines or [" ".join(_error_text(error).split())]:
                print_error_line(f"cellulite-content: {line}")
            exit_code = EXIT_ERROR
        sys.exit(exit_code)

    return run


def _error_text(error: Exception) -> str:
    """The message of an error. Errors of the system, such as a full disk, get a hint what to do."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        # `copytree` lists a fault for each file of a folder; the first is enough. Its text repeats
        # the path after a colon. `move` raises this class with a text, which is shown as it is.
        _, location, reason = error.args[0][0]
        return f"{location}: {reason.partition(': ')[0]}; fix that and run again"
    if isinstance(error, OSError) and error.strerror:
        location = f"{error.filename}: " if error.filename else ""
        return f"{location}{error.strerror}; fix that and run again"
    return str(error)


def pass_project(function: Callable[..., int]) -> Callable[..., None]:
    """Decorate a subcommand that takes the project and returns its exit code.

    Includes `handle_errors`, also for errors of loading the project.
    """

    @functools.wraps(function)
    def run(*arguments: Any, **options: Any) -> int:
        return function(load_project(click.get_current_context().obj), *arguments, **options)

    return handle_errors(run)


def select_locales(project: Project, codes: Iterable[str]) -> tuple[Locale, ...]:
    """The locales with these codes; all locales of the project when there are none.

    Raises `ProjectError` for an unknown code, and for the code of the source language.
    """
    selected = tuple(project.locale(code) for code in codes)
    if project.source_locale in selected:
        raise ProjectError(
            f"{project.source_locale.code} is the source's language and has no catalogs; "
            "edit the sources instead"
        )
    return selected or project.locales


def connect_cluster(address: str | None) -> AbstractContextManager[Cluster | None]:
    """Connect to the cluster at an address; None without an address.

    Raises `click.BadParameter` for an address that is not `tcp://host:port`, `tls://host:port` or
    `gateway://host:port/name`, and `ProjectError` when Dask is not installed, no scheduler answers,
    or no worker is suitable.
    """
    if address is None:
        return nullcontext()
    if not re.fullmatch(r"(tcp|tls)://[^/\s]+:\d+|gateway://[^/\s]+:\d+/[\w.-]+", address):
        raise click.BadParameter(
            "give the scheduler's address, tls://host:port or tcp://host:port, or that of a "
            "cluster of dask-gateway, gateway://host:port/name",
            param_hint="--cluster",
        )
    try:
        # Dask takes 300 ms to import, and few users have it.
        from ..pipeline.workers.clusters.cluster import Cluster  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"--cluster needs {error.name}; run `pip install 'cellulite-content[cluster]'`"
        ) from None
    cluster = Cluster(address, lambda line: print_error_line(f"warning: {line}"))
    if address.startswith("tcp:"):
        print_error_line(
            f"warning: {address} is open and not encrypted: anyone who reaches it can run programs "
            "on its workers and on this machine; use tls:// with certificates"
        )
    return cluster


def check_preview(preview: bool, locales: Sequence[str], output: Path | None) -> None:
    """Raise `click.BadParameter` for options that contradict each other."""
    if preview and output:
        raise click.BadParameter("it does not work with --preview", param_hint="--output")
    if preview and not locales:
        raise click.BadParameter("name the LOCALE to preview", param_hint="--preview")
