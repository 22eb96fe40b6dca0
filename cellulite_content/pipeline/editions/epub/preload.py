"""The easel: importing this module makes ready what all covers share.

A fork server that has imported it once hands out processes that need only draw the words.
"""

from __future__ import annotations

from contextlib import suppress

from .cover import preload_covers

# The build hook of the wheel draws no covers and has no Pillow.
with suppress(ImportError):
    preload_covers()
