"""docutils' settings, computed once for equal inputs.

For each document, docutils builds a parser of command lines with 80 options to get their defaults:
1 ms, as long as Sphinx takes to restore the document's tree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from docutils.utils import DependencyList

from ..sphinx_private import replace_settings_function

_MAX_KNOWN = 8
"""Results that are remembered: they refer to an environment."""


@cache
def compute_settings_once() -> None:
    """Make Sphinx compute settings once in this process for equal inputs."""
    replace_settings_function(_remembering)


def _remembering(compute: Callable[..., Any]) -> Callable[..., Any]:
    """A function like Sphinx's `_get_settings`, which remembers its results.

    They are known by the inputs' identities. The inputs are kept with them: as long as they exist,
    no other has the same.
    """
    known: dict[Any, tuple[Any, Mapping[str, Any]]] = {}

    def get_settings(
        *components: Any, defaults: Mapping[str, Any], read_config_files: bool = False
    ) -> Any:
        kinds = tuple(part if isinstance(part, type) else type(part) for part in components)
        key = (
            kinds,
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
