"""What a process of the pool imports first: it disables Sphinx's access to the network.

No edition may open an address. Sphinx imports `requests` for pictures on other machines, which
takes a tenth of its import time. Here it finds a replacement that refuses. Other modules that
Sphinx imports and editions rarely use are imported late, which saves 20 ms.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, NoReturn

_REQUESTS_MODULE = "sphinx.util.requests"
_LATE_MODULES = (
    "snowballstemmer",  # pages stem words, builds do not
    "sphinx.ext.doctest",  # its patterns, for texts with `>>>`
)


class _LateModule(ModuleType):
    """A module that is imported when anything in it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)


def refuse(url: str, **_: Any) -> NoReturn:
    """Refuse to open an address: replaces the functions of Sphinx's client."""
    raise OSError(f"{url}: a build opens no addresses; put the file beside the article")


if _REQUESTS_MODULE not in sys.modules:
    _module = ModuleType(_REQUESTS_MODULE, "Sphinx's client, which fetches nothing here.")
    _module.get = _module.head = refuse  # type: ignore[attr-defined]
    sys.modules[_REQUESTS_MODULE] = _module

for _name in _LATE_MODULES:
    sys.modules.setdefault(_name, _LateModule(_name))

# Babel looks for the time zone of the machine, which takes 6 ms; no edition depends on it.
os.environ["TZ"] = "UTC"

# Modules imported from here on are never freed. Garbage collection during their import takes
# another tenth of the time; `process_pool` enables it again.
gc.disable()

# When the server ends, nothing of it needs collecting: that would take 50 ms, for which a program
# that reads the command's output waits.
atexit.register(gc.freeze)
