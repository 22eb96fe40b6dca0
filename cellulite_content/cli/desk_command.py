"""The subcommand `desk`: the translators' desk, in a browser on this machine."""

from __future__ import annotations

import click

from ..pipeline.errors import ProjectError
from ..pipeline.model.project import Project
from ..pipeline.workers.process_pool import ProcessPool
from .options import command, pass_project, select_locales
from .terminal import EXIT_OK, print_error_line, print_line


@command.command()
@click.argument("locale", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Default: one of the project's own."
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
@pass_project
def desk(project: Project, locale: str | None, port: int, no_browser: bool) -> int:
    """Translate in a browser: each sentence in its place, judged while you type.

    Only this machine can reach it. LOCALE may be left out in a project with one translation.
    Writes entries of the locale's catalogs, and nothing else.
    """
    # Other commands need none of these modules, which take 6 ms to import.
    import secrets  # noqa: PLC0415
    import webbrowser  # noqa: PLC0415

    try:
        import uvicorn  # noqa: PLC0415 - an extra

        from ..desk.desk import Desk  # noqa: PLC0415
        from ..desk.listener import open_listener  # noqa: PLC0415
        from ..desk.preview import TASK_MODULES  # noqa: PLC0415
        from ..desk.server import DeskServer  # noqa: PLC0415
        from ..desk.suggestions.user_program import load_user_program  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ProjectError(
            f"desk needs {error.name}; run `pip install 'cellulite-content[desk]'`"
        ) from None
    (chosen, *others) = select_locales(project, [locale] if locale else [])
    if others:
        codes = ", ".join(each.code for each in project.locales)
        raise ProjectError(f"name the LOCALE to translate; there are {codes}")
    pool = ProcessPool(1)
    pool.start(*TASK_MODULES)
    try:
        program = load_user_program(project.root)
    except ProjectError as error:
        print_error_line(f"warning: {error}")
        program = None
    own_desk = Desk(project, chosen, pool, program)
    with open_listener(project, chosen, port) as listener:
        token, number = secrets.token_urlsafe(24), listener.getsockname()[1]
        print_error_line(f"reading {project.relative(project.source)} and the catalogs…")
        own_desk.reload()
        for fault in (*own_desk.faults, *own_desk.suggester.faults):
            print_error_line(f"warning: {fault}")
        address = f"http://127.0.0.1:{number}/?token={token}"
        print_line(f"The desk for {chosen.code} is at {address} (Ctrl-C ends it)")
        if not no_browser:
            webbrowser.open(address)
        server = DeskServer(own_desk, token, number)
        config = uvicorn.Config(
            server.application, log_level="critical", timeout_graceful_shutdown=1, lifespan="on"
        )
        uvicorn.Server(config).run(sockets=[listener])
    return EXIT_OK
