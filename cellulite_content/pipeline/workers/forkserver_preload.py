"""The prelude: what a process of the engine imports before anything else.

No edition may open an address. Sphinx imports `requests` for pictures that lie on other machines,
a tenth of the time that its import takes: here it finds what refuses instead.
"""

from __future__ import annotations

import gc
import sys
from types import ModuleType
from typing import Any, NoReturn

_CLIENT = "sphinx.util.requests"


def refuse(url: str, **_: Any) -> NoReturn:
    """Stand in for what fetches an address."""
    raise OSError(f"{url}: a build opens no addresses; put the file beside the article")


if _CLIENT not in sys.modules:
    _client = ModuleType(_CLIENT, "Sphinx's client, which fetches nothing here.")
    _client.get = _client.head = refuse  # type: ignore[attr-defined]
    sys.modules[_CLIENT] = _client

# What is imported from here on stays, and to look for garbage in it takes another tenth of the
# time; `worker` looks for it again.
gc.disable()
