"""PyInstaller's hooks for this package.

PyInstaller finds them through the entry point `hook-dirs` of the group `pyinstaller40`.
"""

import os


def get_hook_dirs() -> list[str]:
    """The folder of the hooks, which is this one."""
    return [os.path.dirname(__file__)]  # noqa: PTH120  as in PyInstaller's documentation
