"""The command `cellulite-content`, also `python -m cellulite_content`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command; without the extra `pipeline`, print how to install it and exit with 2."""
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


if __name__ == "__main__":
    main()
