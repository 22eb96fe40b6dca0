"""What a process of the pool imports first: it disables Sphinx's access to the network.

No edition may open an address. Sphinx imports `requests` for pictures on other machines, which
takes a tenth of its import time. Here it finds a replacement that refuses.
"""

from __future__ import annotations

import atexit
import gc
import sys
from types import ModuleType
from typing import Any, NoReturn

_REQUESTS_MODULE = "sphinx.util.requests"


def refuse(url: str, **_: Any) -> NoReturn:
    """Refuse to open an address: replaces the functions of Sphinx's client."""
    raise OSError(f"{url}: a build opens no addresses; put the file beside the article")


if _REQUESTS_MODULE not in sys.modules:
    _module = ModuleType(_REQUESTS_MODULE, "Sphinx's client, which fetches nothing here.")
    _module.get = _module.head = refuse  # type: ignore[attr-defined]
    sys.modules[_REQUESTS_MODULE] = _module

# Modules imported from here on are never freed. Garbage collection during their import takes
# another tenth of the time; `process_pool` enables it again.
gc.disable()

# When the server ends, nothing of it needs collecting: that would take 50 ms, for which a program
# that reads the command's output waits.
atexit.register(gc.freeze)
