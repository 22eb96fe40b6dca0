"""The command `cellulite-content`, also `python -m cellulite_content`."""

from __future__ import annotations

import gc
import os
import sys


def main() -> None:
    """Run the command; without the extra `pipeline`, print how to install it and exit with 2."""
    _read_names_as_utf8()
    try:
        _run()
    except KeyboardInterrupt:  # while modules are imported; later, the command itself says so
        sys.stderr.write("cellulite-content: interrupted\n")
        sys.exit(2)


def _run() -> None:
    # Imported modules are never freed: collecting garbage meanwhile takes a tenth of the time.
    gc.disable()
    from .pipeline.workers.kept_compilations import KeptCompilations  # noqa: PLC0415

    compilations = KeptCompilations("command")
    try:
        from .cli.commands import command  # noqa: PLC0415 - the loader works without the command's dependencies

        gc.freeze()
        gc.enable()
        # Reading the results of earlier runs makes 100,000 objects and no garbage.
        gc.set_threshold(200_000)
        try:
            command(prog_name="cellulite-content")
        finally:
            compilations.keep()
    except ModuleNotFoundError as error:
        # Other programs may have installed a part of the packages.
        if error.name is None or error.name.partition(".")[0] == __package__:
            raise
        sys.stderr.write(
            f"cellulite-content: the command needs the package {error.name}; "
            "run `pip install 'cellulite-content[pipeline]'`\n"
        )
        sys.exit(2)


def _read_names_as_utf8() -> None:
    """Start again in Python's UTF-8 mode where it reads the names of files in another encoding.

    They are in UTF-8, and the settings of the machine are for what its terminal can show: the
    streams keep that encoding. Another program that calls this module is not started again.
    """
    is_command = sys.argv[0].endswith(("/cellulite-content", "/__main__.py"))
    is_utf8 = sys.getfilesystemencoding() == "utf-8"
    if os.name == "posix" and sys.executable and is_command and not is_utf8:
        os.environ.setdefault("PYTHONIOENCODING", getattr(sys.stdout, "encoding", "ascii"))
        arguments = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, arguments)  # noqa: S606 - this very command


if __name__ == "__main__":
    main()
