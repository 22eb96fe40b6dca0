"""The environment: the versions that an edition's bytes depend on besides its sources."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Mapping

from .... import __version__
from ...files.program.code import code_digest

PACKAGE_NAME = "cellulite-content"
_CODE_DIGEST = "the digest of its code"
_DEPENDENCIES = (
    # They write the editions, or send them between machines.
    *("sphinx", "docutils", "jinja2", "pygments", "babel", "pillow", "budoux", "typst"),
    *("fontpkg-source-serif-4", "fontpkg-amiri", "fontpkg-noto-sans-devanagari"),
    *("fontpkg-hind-siliguri", "pylopdf-fonts-he", "pylopdf-fonts-th", "pylopdf-fonts-ko"),
    *("pylopdf-fonts-jp", "pylopdf-fonts-zh-cn", "pylopdf-fonts-zh-tw", "manimgx-fonts"),
    "distributed",
)


def versions() -> dict[str, str]:
    """The versions of Python, zlib, this package and the packages that it builds with, by name.

    A package that is not installed has an empty version. A checkout keeps its version number while
    it is edited, so a digest of this package's code is included too.
    """
    # `importlib.metadata` takes 10 ms to import, and builds on one machine do not need it.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    installed = {
        PACKAGE_NAME: __version__,
        "Python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,  # it compresses the books; zlib-ng gives other bytes
    }
    for name in _DEPENDENCIES:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            installed[name] = ""
    return installed | {_CODE_DIGEST: code_digest()}


def first_difference(remote: Mapping[str, str], local: Mapping[str, str]) -> str:
    """The first difference, as the end of a sentence "it has …"; empty for none."""
    for name, local_version in local.items():
        remote_version = remote.get(name, "")
        if remote_version == local_version:
            continue
        if name == _CODE_DIGEST:
            return f"other code of {PACKAGE_NAME} {local[PACKAGE_NAME]} than here"
        if not remote_version:
            return f"no {name} (here {local_version})"
        if not local_version:
            return f"{name} {remote_version}, which is not installed here"
        return f"{name} {remote_version} instead of {local_version}"
    return ""
