"""Files with settings: read safely, in TOML; faults are reported in one line."""

from __future__ import annotations

import re
import tomllib
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import ProjectError
from ..files.file_tree import MEGABYTE, FileFaultError, read_file

MAX_TOML_BYTES = MEGABYTE

_MAX_PARTS = 32
"""Parts of a key. `tomllib` needs time with the square of their number."""


def read_project_file(root: Path, path: Path, max_bytes: int) -> bytes:
    """The bytes of a file of the project in `root`. Raises `ProjectError`."""
    try:
        return read_file(root, path, max_bytes)
    except FileFaultError as error:
        raise ProjectError(str(error)) from None


def read_toml(root: Path, path: Path) -> str:
    """The text of a file with settings of the project in `root`. Raises `ProjectError`."""
    try:
        return read_file(root, path, MAX_TOML_BYTES).decode()
    except FileFaultError as error:
        if error.fault.code == "missing-file":
            raise ProjectError(
                f"{path}: no such file; run in the project's root or name it with --project"
            ) from None
        raise ProjectError(str(error)) from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}: {error}; fix the file") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a text; errors name `path` and mostly a line. Raises `ProjectError`."""
    for number, line in enumerate(text.split("\n"), 1):
        # Counting the dots is fast; few lines have so many.
        if line.count(".") > _MAX_PARTS and _has_long_key(line):
            message = f"a key has more than {_MAX_PARTS} parts; fix the file"
            raise ProjectError(f"{path}:{number}: {message}")
    try:
        return deepcopy(_tables(text))
    except ValueError as error:  # also numbers of thousands of digits
        line_number = re.search(r"\(at line (\d+), column \d+\)$", str(error))
        place = f"{path}:{line_number[1]}" if line_number else str(path)
        raise ProjectError(f"{place}: {error}; fix the file") from None
    except RecursionError:
        raise ProjectError(f"{path}: lists or tables are nested too deeply; fix the file") from None


def _has_long_key(line: str) -> bool:
    part = r"""(?:[\w-]++|"[^"]*+"|'[^']*+')"""
    long_key = rf"(?<![\w-]){part}(?:[ \t]*+\.[ \t]*+{part}){{{_MAX_PARTS}}}"
    return re.search(long_key, line) is not None


@lru_cache(maxsize=8)  # a build reads the same two files once for each builder
def _tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
