"""docutils' settings, computed once for equal inputs.

For each document, docutils builds a parser of command lines with 80 options to get their defaults:
1 ms, as long as Sphinx takes to restore the document's tree. A process that forks others computes
the defaults of the components that all of them use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils.frontend import OptionParser
from docutils.parsers.rst import Parser
from docutils.readers import doctree, standalone
from docutils.utils import DependencyList
from sphinx.writers.html import HTMLWriter

from ..sphinx_private import replace_settings_function
from .source_parser import SourceParser

_KNOWN_COMPONENTS = (
    (standalone.Reader, SourceParser),
    (doctree.Reader, Parser, HTMLWriter),
    (HTMLWriter,),
)
"""Those of which Sphinx asks for the settings in each build: to read, and to write pages."""

_MAX_KNOWN = 8
"""Results that are remembered: they refer to an environment."""


@cache
def compute_settings_once() -> None:
    """Make Sphinx compute settings once in this process for equal inputs."""
    replace_settings_function(lambda compute: _remembering(_with_known_defaults(compute)))


def _with_known_defaults(compute: Callable[..., Any]) -> Callable[..., Any]:
    """A function like Sphinx's `_get_settings`, which computes the defaults of components once.

    Where docutils finds files with settings, it reads them itself.
    """
    defaults_of = cache(lambda *kinds: compute(*kinds, defaults={}))
    for kinds in _KNOWN_COMPONENTS:
        defaults_of(*kinds)

    def get_settings(
        *components: Any, defaults: Mapping[str, Any], read_config_files: bool = False
    ) -> Any:
        files = OptionParser.get_standard_config_files() if read_config_files else ()
        if any(Path(file).exists() for file in files):
            return compute(*components, defaults=defaults, read_config_files=True)
        settings = defaults_of(*_kinds(components)).copy()
        vars(settings).update(defaults)
        settings._config_files = []
        if defaults.get("record_dependencies") is None:
            settings.record_dependencies = DependencyList()
        return settings

    return get_settings


def _kinds(components: Iterable[Any]) -> tuple[type, ...]:
    return tuple(part if isinstance(part, type) else type(part) for part in components)


def _remembering(compute: Callable[..., Any]) -> Callable[..., Any]:
    """A function like Sphinx's `_get_settings`, which remembers its results.

    They are known by the inputs' identities. The inputs are kept with them: as long as they exist,
    no other has the same.
    """
    known: dict[Any, tuple[Any, Mapping[str, Any]]] = {}

    def get_settings(
        *components: Any, defaults: Mapping[str, Any], read_config_files: bool = False
    ) -> Any:
        key = (
            _kinds(components),
            read_config_files,
            tuple((name, id(defaults[name])) for name in sorted(defaults)),
        )
        if key not in known:
            if len(known) >= _MAX_KNOWN:
                known.clear()
            settings = compute(*components, defaults=defaults, read_config_files=read_config_files)
            known[key] = settings.copy(), dict(defaults)
            return settings
        settings = known[key][0].copy()
        if "record_dependencies" not in defaults:
            settings.record_dependencies = DependencyList()
        return settings

    return get_settings
