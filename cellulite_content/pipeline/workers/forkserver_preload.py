"""What a process of the pool imports first: it disables Sphinx's access to the network.

No edition may open an address. Sphinx imports `requests` for pictures on other machines, which
takes a tenth of its import time. Here it finds a replacement that refuses. Other modules that
Sphinx imports and editions rarely use are imported late, which saves 50 ms.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, NoReturn

_REQUESTS_MODULE = "sphinx.util.requests"
_LATE_MODULES = (
    "snowballstemmer",  # pages stem words, builds do not
    "sphinx.ext.doctest",  # its patterns, for texts with `>>>`
    "docutils.utils.math.math2html",  # formulas without MathJax, which no edition has
)
_LATE_FUNCTIONS = (
    "importlib.metadata",  # for builders and themes of other packages
    "pygments.lexers",  # for code
    "urllib.request",  # for tables and HTML at an address, which no source may have
)
_USERS = (
    "docutils.parsers.rst.directives.images",
    "docutils.parsers.rst.directives.misc",
    "docutils.parsers.rst.directives.tables",
    "docutils.utils.code_analyzer",
    "sphinx.highlighting",
    "sphinx.registry",
    "sphinx.theming",
    "sphinx.util.images",
)
"""The modules that import these functions."""


class _LateModule(ModuleType):
    """A module that is imported when anything in it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        module = import_module(self.__name__)
        vars(self).update(vars(module))
        return getattr(module, name)


class _LateFunctions(ModuleType):
    """A module of which others import functions and classes: it is imported when one is called."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            return getattr(import_module(self.__name__), name)(*arguments, **options)

        return call


class _LatePackage(ModuleType):
    """A package whose modules are imported when they are used, such as Pillow, with which docutils
    reads sizes of pictures."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return import_module(f"{self.__name__}.{name}")


@contextmanager
def _replaced(modules: Iterable[ModuleType]) -> Iterator[None]:
    """Let what is imported meanwhile find these modules in the place of others."""
    new = {module.__name__: module for module in modules if module.__name__ not in sys.modules}
    sys.modules.update(new)
    try:
        yield
    finally:
        for name in new:
            del sys.modules[name]


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

# Babel looks for the time zone of the machine, which takes 6 ms; no edition depends on it.
os.environ["TZ"] = "UTC"

for _name in _LATE_MODULES:
    sys.modules.setdefault(_name, _LateModule(_name))
_late: list[ModuleType] = [*map(_LateFunctions, _LATE_FUNCTIONS)]
if "PIL" not in sys.modules and find_spec("PIL"):
    _late += _LatePackage("PIL"), _LateFunctions("PIL.Image")
with _replaced(_late):
    for _name in _USERS:
        # A version of docutils or Sphinx without it imports all when it starts.
        with suppress(ImportError):
            import_module(_name)

# When the server ends, nothing of it needs collecting: that would take 50 ms, for which a program
# that reads the command's output waits.
atexit.register(gc.freeze)
