"""Settings: the values of one table of a settings file, each checked when it is read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import ProjectError
from ..files.names import harmful_character
from ..files.printable import printable

MAX_TEXT = 500
"""Characters of a text; names and addresses are shorter."""

MAX_NAMES = 1000
"""Texts in a list."""

_NOT_IN_ADDRESSES = frozenset("<>\"'`\\")


class Settings:
    """The values of a table in the file `path` with this `text`.

    Each method returns a checked value, or the default when there is none, and raises
    `ProjectError` with path and line for a wrong one. `table` is the table's name, and `label` what
    messages put before the name of a setting.
    """

    def __init__(
        self, path: Path, text: str, table: str, values: Mapping[str, Any], label: str = ""
    ) -> None:
        self.path = path
        self.source = text
        self._table = table
        self._values = values
        self._label = label

    def error(self, message: str, key: str = "") -> ProjectError:
        """An error about this table, with the place of a key in it."""
        line = find_line(self.source, self._table, key)
        place = f"{self.path}:{line}" if line else str(self.path)
        return ProjectError(f"{place}: {self._label}{message}")

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A text of one line; with `required`, one that is not empty."""
        value = self._values.get(key, default)
        self._check_text(key, value, "must be a text in quotation marks")
        if required and not value.strip():
            raise self.error(f"{key} must not be empty", key)
        return str(value)

    def texts(self, key: str, rule: str) -> tuple[str, ...]:
        """A list of texts that are not empty; `rule` is the message for anything else."""
        values = self._values.get(key, [])
        if not isinstance(values, list):
            raise self.error(f"{key} {rule}", key)
        if len(values) > MAX_NAMES:
            raise self.error(f"{key} has more than {MAX_NAMES} entries; shorten it", key)
        for value in values:
            self._check_text(key, value, rule)
            if not value.strip():
                raise self.error(f"{key} has an empty entry; fill it in or delete it", key)
        return tuple(values)

    def address(self, key: str, schemes: tuple[str, ...], rule: str) -> str:
        """An address that begins with one of `schemes`, or an empty text."""
        value = self.text(key)
        is_address = (
            value.startswith(schemes)
            and value not in schemes
            and value.split() == [value]  # no white space
            and not _NOT_IN_ADDRESSES & set(value)
        )
        if value and not is_address:
            raise self.error(f"{key} {rule}", key)
        return value

    def boolean(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"{key} must be true or false", key)
        return value

    def number(self, key: str, default: int, smallest: int, largest: int, rule: str) -> int:
        """A whole number in a range; `rule` is the message for anything else."""
        value = self._values.get(key, default)
        if type(value) is not int or not smallest <= value <= largest:
            raise self.error(f"{key} {rule}", key)
        return value

    def folder(self, key: str, default: str, root: Path) -> Path:
        """A folder, relative to `root` and not above it."""
        folder = root / self.text(key, default, required=True)
        if Path(os.path.normpath(folder)) in root.parents:
            raise self.error(f"{key} must not be a folder above the project", key)
        return folder

    def _check_text(self, key: str, value: Any, rule: str) -> None:
        if not isinstance(value, str):
            raise self.error(f"{key} {rule}", key)
        character = harmful_character(value)
        if character:
            message = f"{key} contains {character.rstrip(',')}; delete it"
            raise self.error(message, key)
        if len(value) > MAX_TEXT:
            message = f"{key} has a text of more than {MAX_TEXT} characters; shorten it"
            raise self.error(message, key)


def quoted(name: str) -> str:
    """A name from a file in quotation marks, visible, and cut after 60 characters."""
    return f"'{printable(name if len(name) <= 60 else f'{name[:60]}…')}'"


def find_line(text: str, table: str, key: str = "") -> int:
    """The line of a table, or of a key in it, in a text in TOML; 0 where it is not found."""
    lines = text.split("\n")
    header = _find(lines, 0, rf"\[\s*[\"']?{re.escape(table)}[\"']?\s*[].]")
    if header and key:
        name = rf"[\"']?{re.escape(key)}[\"']?\s*[=.]"
        return _find(lines, header, name, stop=r"\[") or header
    return header


def _find(lines: list[str], start: int, pattern: str, stop: str = "") -> int:
    """The number of the first line after `start` that begins with the pattern; 0 for none."""
    for number, line in enumerate(lines[start:], start + 1):
        if re.match(rf"\s*{pattern}", line):
            return number
        if stop and re.match(rf"\s*{stop}", line):
            break
    return 0
