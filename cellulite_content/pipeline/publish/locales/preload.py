"""Preloads the building of locales: the fork server imports it when the sources are being read."""

from __future__ import annotations

from functools import partial
from importlib import import_module

from ...workers.late_preload import after_first_fork

after_first_fork(partial(import_module, "cellulite_content.pipeline.publish.locales.tasks"))
