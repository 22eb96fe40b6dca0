"""Where PyInstaller finds what a frozen program needs of this package.

The entry point `hook-dirs` of the group `pyinstaller40` leads it here.
"""

import os


def get_hook_dirs() -> list[str]:
    """The folder of the hooks: this one."""
    return [os.path.dirname(__file__)]  # noqa: PTH120  as PyInstaller's documentation has it
