"""The content packages that are installed: packages that carry localized articles for the loader.

Each announces itself by an entry point, which is how installed Python packages find each other.
"""

from importlib.metadata import entry_points
from typing import Any

from .errors import DataError

GROUP = "cellulite_content.sources"


def read_contents(kind: type[Any]) -> dict[str, Any]:
    """The contents of all entry points by their names; `kind` is the class `Content`.

    Raises `DataError` for a package that cannot be loaded.
    """
    contents: dict[str, Any] = {}
    for point in entry_points(group=GROUP):
        try:
            value = point.load()
            contents[point.name] = value if isinstance(value, kind) else kind(value.__spec__)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}".partition("\n")[0]
            message = f"entry point {point.name} ({point.value}) cannot be loaded: {reason}"
            raise DataError(f"{message}; fix or uninstall that package") from error
    return contents
