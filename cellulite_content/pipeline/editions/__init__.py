"""A Sphinx extension: the builders `html`, `epub`, `pdf` and `bundle`, and the gate before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx. The extension is imported only here: the site needs no Sphinx."""
    from .extension import register  # noqa: PLC0415

    return register(app)
