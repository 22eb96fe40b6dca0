"""The handbook's recipe for a content package, proved by following it."""

from pathlib import Path

import pytest

from support.packaging.distributions import environment, run
from support.packaging.recipe import lines

pytestmark = pytest.mark.slow

PROGRAM = """\
import doctest, sys
failed, tried = doctest.testfile(sys.argv[1], module_relative=False, encoding="utf-8")
sys.exit(f"{failed} of {tried} failed" if failed or tried < 5 else 0)
"""


@pytest.fixture(scope="module")
def page(checkout: Path) -> Path:
    """The page of the recipe."""
    return checkout / "docs" / "handbook" / "packages.rst"


def test_the_package_is_found_and_loads(
    page: Path, wheel: Path, second_wheel: Path, tmp_path: Path
) -> None:
    """In a fresh environment with the two wheels alone, the page's examples are true: `installed`
    finds the package, and it loads in two languages.
    """
    python = environment(tmp_path / "fresh", wheel, second_wheel)
    run(python, "-I", "-W", "error", "-c", PROGRAM, page, cwd=tmp_path, env={})


def test_it_takes_some_twenty_lines(page: Path) -> None:
    """The page promises it."""
    assert lines(page.read_text(encoding="utf-8")) <= 25
