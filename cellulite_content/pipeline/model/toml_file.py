"""Settings files in TOML; faults are reported in one line."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..errors import ProjectError


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises `ProjectError`."""
    try:
        return parse_toml(path, path.read_bytes().decode())
    except FileNotFoundError:
        raise ProjectError(
            f"{path}: no such file; run in the project's root or name it with --project"
        ) from None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}: {error}; fix the file") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a text; errors name `path`. Raises `ProjectError`."""
    try:
        return deepcopy(_tables(text))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{path}: {error}; fix the file") from None


@lru_cache(maxsize=8)  # a build reads the same two files once for each builder
def _tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text)
