"""What the tests of constructs share: a built project of all supported ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.markup.cases import ALPHABETS, read_cases, write_supported
from support.markup.forms import BuiltForms
from support.shared_folder import shared_folder


def _build_supported(place: Path, run: Callable) -> None:
    cases = [case for case in read_cases() if case.is_supported]
    folder = write_supported(place / "project", cases)
    done = run("check", project=folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")
    done = run("build", project=folder)
    assert (done.returncode, "warning: " in done.stderr) == (0, False), done.stderr


@pytest.fixture(scope="session")
def all_supported(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built project, with English and German editions."""
    place = shared_folder(tmp_path_factory, "markup", lambda place: _build_supported(place, run))
    return place / "project"


@pytest.fixture(scope="session")
def forms(all_supported: Path) -> BuiltForms:
    """The forms of its articles."""
    return BuiltForms(all_supported)


def _build_constructs(place: Path, run: Callable) -> None:
    cases = [case for case in read_cases() if case.is_supported]
    project = write_supported(place / "project", cases, ("de", *ALPHABETS))
    done = run("build", project=project)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def all_constructs(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in English, German, Arabic and Japanese; the last two are pretended."""
    place = shared_folder(
        tmp_path_factory, "constructs", lambda place: _build_constructs(place, run)
    )
    return place / "project" / "build" / "site"
