"""What all tests share: the site built once, copies of the project to edit, the command."""

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

from cellulite_content.pipeline.model.project import Project, load_project
from support import CHECKOUT, COPIED_CODES
from support.shared_folder import shared_folder

# A machine that runs something else beside the tests takes longer than Hypothesis' 200 ms. The same
# examples each time: what passed on one machine must not fail on another. They are fewer, as they
# find nothing that they have not found before; `make test-all` tries others with
# `--hypothesis-profile new-examples`.
hypothesis.settings.register_profile("new-examples", deadline=None)
hypothesis.settings.register_profile(
    "same-examples", deadline=None, derandomize=True, max_examples=50
)
hypothesis.settings.load_profile("same-examples")

# A process that compiles our modules anew takes 0.3 s longer to start, and tests start hundreds:
# also where the environment says otherwise, as in containers, compiled modules are kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

PARTS = ("docs", "locales", "pyproject.toml")


def pytest_configure() -> None:
    """Builds must end on the SIGINT of a test, also after `make test &`.

    A shell without job control starts background jobs with SIGINT ignored, and their children
    inherit that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and none among the tests themselves: that took 7 % of the time of the
    tests that read texts in this process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """With `CI_NO_SKIPS` set, skipped tests fail the run, and each is named."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if os.environ.get("CI_NO_SKIPS") and skipped:
        for report in skipped:
            reporter.write_line(f"CI_NO_SKIPS: skipped: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The lines that tests record as `summary`: a process of pytest-xdist prints nothing."""
    for report in terminalreporter.getreports("passed"):
        for name, text in report.user_properties:
            if name == "summary":
                terminalreporter.write_line(text)


Run = Callable[..., subprocess.CompletedProcess[str]]


def _run(
    *arguments: object, project: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    chosen = ["--project", str(project)] if project else []
    command = [sys.executable, "-m", "cellulite_content", *chosen, *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=CHECKOUT,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def _copy(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    listed = (CHECKOUT / "locales" / "locales.toml").read_text(encoding="utf-8")
    codes = set(tomllib.loads(listed))
    assert codes >= set(COPIED_CODES)
    others = shutil.ignore_patterns("__pycache__", *(codes - set(COPIED_CODES)))
    for part in PARTS:
        source = CHECKOUT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=others)
        else:
            shutil.copyfile(source, folder / part)
    tables = re.split(r"(?m)^(?=\[)", listed)
    kept = [
        each
        for each in tables
        if not each.startswith("[") or each[1:].split("]")[0] in COPIED_CODES
    ]
    (folder / "locales" / "locales.toml").write_text("".join(kept), encoding="utf-8")
    settings = folder / "pyproject.toml"
    text, count = re.subn(
        r'(?m)^bundle = ".*"$', 'bundle = "build/bundle"', settings.read_text(encoding="utf-8")
    )
    assert count == 1
    settings.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The folder of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def project() -> Project:
    """The checkout's own project."""
    return load_project(CHECKOUT)


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs the command in a process of its own: `run("check", "de", project=copy, TZ="UTC")`."""
    return _run


@pytest.fixture(scope="session")
def copy_project() -> Callable[[Path], Path]:
    """Copies sources, settings and some catalogs into a folder; its bundle is `build/bundle`."""
    return _copy


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """A copy of the sources, the settings and the catalogs of some locales, to be edited."""
    return _copy(tmp_path / "project")


def _build_site(output: Path) -> None:
    done = _run("build", "--output", output)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site of the checkout, as `cellulite-content build` makes it."""
    return shared_folder(tmp_path_factory, "site", _build_site)
