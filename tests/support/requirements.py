"""What some tests need besides the extra `test`: without it they are skipped, by name."""

from importlib.util import find_spec

import pytest


def require(extra: str, *modules: str) -> None:
    """Skip the test where a module is missing, which an extra of the package installs."""
    for module in modules:
        if find_spec(module) is None:
            pytest.skip(f"{module} is missing: run `pip install '.[{extra}]'`")
