"""What some tests need besides the extra `test`: without it they are skipped, by name."""

from importlib.util import find_spec

import pytest


def require(extra: str, *modules: str) -> None:
    """Skip the test, or the test module, where a module that an extra installs is missing."""
    for module in modules:
        if find_spec(module) is None:
            reason = f"{module} is missing: run `pip install '.[{extra}]'`"
            pytest.skip(reason, allow_module_level=True)
