"""Prepares for later tasks while the first one runs, which needs only a part of the modules.

A fork server makes no process before it has imported its modules. What only later tasks need, it
prepares right after it has made the first process, on the other core.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress

_pending: list[Callable[[], object]] = []


def after_first_fork(prepare: Callable[[], object]) -> None:
    """Call a function when this process has forked for the first time.

    It may fail: then a process that needs what it prepares fails in the same way, and reports it.
    """
    if not hasattr(os, "register_at_fork"):  # a system without fork
        return
    if not _pending:
        os.register_at_fork(after_in_parent=_prepare)
    _pending.append(prepare)


def _prepare() -> None:
    pending, _pending[:] = [*_pending], []
    for prepare in pending:
        with suppress(Exception):
            prepare()
