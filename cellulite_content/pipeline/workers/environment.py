"""Versions: what an edition's bytes depend on besides its sources."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping

from ... import __version__
from ..model.fingerprint import code_digest

OURS = "cellulite-content"
_CODE = "the digest of its code"
_PACKAGES = (
    # What writes the editions, and what carries them between machines.
    *("sphinx", "docutils", "jinja2", "pygments", "babel", "pillow", "budoux"),
    *("fontpkg-source-serif-4", "fontpkg-amiri", "fontpkg-noto-sans-devanagari"),
    *("pylopdf-fonts-jp", "pylopdf-fonts-zh-cn", "distributed"),
)


def versions() -> dict[str, str]:
    """The versions of this interpreter's Python, of this package and of those it builds with.

    A checkout keeps its number while it is edited, so the code itself counts too.
    """
    # It takes 10 ms to import, and a build on one machine needs nothing of it.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    found = {
        OURS: __version__,
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,  # it packs the books, and zlib-ng packs otherwise
    }
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found | {_CODE: code_digest()}


def difference(there: Mapping[str, str], here: Mapping[str, str]) -> str:
    """What the first difference is, as the end of "it has …"; empty for none."""
    for name, wanted in here.items():
        found = there.get(name, "")
        if found == wanted:
            continue
        if name == _CODE:
            return f"other code of {OURS} {here[OURS]}, and not this one"
        return f"{name} {found}, and not {wanted}" if found else f"no {name} (here {wanted})"
    return ""
