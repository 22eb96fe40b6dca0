"""The catalogs of the interface's own strings that come with this program.

A wheel has copies of them, which the build hook adds; a checkout has them in its `locales`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKED = "cellulite_content/pipeline/interface"
"""The folder of the copies in a wheel, which are named by locale code; a checkout has none."""

_ROOT = Path(__file__).parents[4]


@cache
def own_catalogs() -> dict[str, Path]:
    """The paths of the catalogs, by locale code."""
    packed = _ROOT / PACKED
    if packed.is_dir():
        return {path.stem: path for path in sorted(packed.glob("*.po"))}
    return checkout_catalogs(_ROOT / "locales")


def checkout_catalogs(folder: Path) -> dict[str, Path]:
    """The paths of the interface's catalogs in a folder of catalogs, by locale code."""
    paths = sorted(folder.glob("*/LC_MESSAGES/interface.po"))
    return {path.parents[1].name: path for path in paths}
