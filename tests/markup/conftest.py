"""What the tests of constructs share: a built project of all supported ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.markup.cases import ALPHABETS, read_cases, write_supported
from support.markup.forms import BuiltForms


@pytest.fixture(scope="session")
def all_supported(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built project, with English and German editions."""
    cases = [case for case in read_cases() if case.is_supported]
    folder = write_supported(tmp_path_factory.mktemp("markup") / "project", cases)
    done = run("check", project=folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings, 0 notes\n")
    done = run("build", project=folder)
    assert (done.returncode, "warning: " in done.stderr) == (0, False), done.stderr
    return folder


@pytest.fixture(scope="session")
def forms(all_supported: Path) -> BuiltForms:
    """The forms of its articles."""
    return BuiltForms(all_supported)


@pytest.fixture(scope="session")
def all_constructs(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in English, German, Arabic and Japanese; the last two are pretended."""
    cases = [case for case in read_cases() if case.is_supported]
    place = tmp_path_factory.mktemp("constructs") / "project"
    project = write_supported(place, cases, ("de", *ALPHABETS))
    done = run("build", project=project)
    assert done.returncode == 0, done.stderr
    return project / "build" / "site"
