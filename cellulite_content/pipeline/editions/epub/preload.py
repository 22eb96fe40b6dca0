"""Preloads the drawing of covers: importing this module prepares what all covers share.

A fork server imports it once; its processes then only draw the text.
"""

from __future__ import annotations

from contextlib import suppress

from .cover import preload_covers

# The build hook of the wheel draws no covers and has no Pillow.
with suppress(ImportError):
    preload_covers()
