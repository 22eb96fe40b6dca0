"""Documents that Sphinx ends at without a name: the message has path, line and what to do."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from support.small_projects import HEAD, write_project

GOOD = f"{HEAD}Walk\n====\n\nGo on.\n"
NOT_UTF8 = "not UTF-8 here; save the file with the encoding UTF-8"
TOO_DEEP = "nested too deeply; write fewer levels"
LISTS = GOOD + "\n" + "".join("  " * depth + "* Go.\n\n" for depth in range(150))
QUOTATIONS = GOOD + "\n" + "".join(" " * depth + "Go.\n\n" for depth in range(1, 400))


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"b": GOOD.replace("Go", "Größe").encode("latin-1")}, {f"b.rst:9: {NOT_UTF8}"}),
        ({"b": GOOD.replace("\n", "\r").encode() + b"\xff"}, {f"b.rst:10: {NOT_UTF8}"}),
        ({"b": GOOD.encode("utf-16")}, {f"b.rst:1: {NOT_UTF8}"}),
        ({"b": b"\xe9", "c": b"\n\xe9"}, {f"b.rst:1: {NOT_UTF8}", f"c.rst:2: {NOT_UTF8}"}),
        ({"b": LISTS.encode()}, {f"b.rst: its lists, quotations or tables are {TOO_DEEP}"}),
        ({"b": QUOTATIONS.encode()}, {f"b.rst: its lists, quotations or tables are {TOO_DEEP}"}),
    ],
)
def test_documents_are_named(
    tmp_path: Path, run: Callable, files: Mapping[str, bytes], lines: set[str]
) -> None:
    """By each command that reads the sources, in one line for a document."""
    folder = write_project(tmp_path / "project", {"a": GOOD})
    for name, data in files.items():
        (folder / f"docs/articles/{name}.rst").write_bytes(data)
    for command in ("extract", "check", "build"):
        done = run(command, project=folder)
        assert done.returncode == 2
        found = {line for line in done.stderr.splitlines() if "faults in" not in line}
        assert found == {f"cellulite-content: docs/articles/{line}" for line in lines}
