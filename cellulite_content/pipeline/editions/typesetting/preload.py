"""Preloads the drawing of covers: importing this module prepares what all covers share.

A fork server prepares it once, while the sources are being read; its processes then only draw the
text.
"""

from __future__ import annotations

from ...workers.late_preload import after_first_fork
from .cover import preload_covers
from .cover_pictures import pictures_version

# Importing Pillow may fail: the build hook of the wheel draws no covers and has none.
after_first_fork(preload_covers)
after_first_fork(pictures_version)
