"""Folders that one process of a test run makes, and all its processes read."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.files.lock import single_run


def shared_folder(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """The folder of that name; the first process that asks for it calls `make` with its place.

    What `make` raises reaches the test that asked; the next one tries again, in another place.
    """
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # each process has a folder of its own in the run's
    with single_run(folder / "shared" / name):
        record = folder / "shared" / name / "place"
        if not record.exists():
            place = factory.mktemp(name)
            make(place)
            record.write_text(str(place), encoding="utf-8")
        return Path(record.read_text(encoding="utf-8"))
