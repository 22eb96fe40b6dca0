"""Calls with room on Python's stack, which otherwise grows and shrinks with single calls.

CPython keeps the frames of calls in pieces of 16 KB. The call that begins a piece maps its memory,
and unmaps it when it returns. A process that read 50 articles made 38,000 such calls, because loops
happened to be at the end of a piece: a quarter of its time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

_SLOTS = 2**16
"""A piece is large enough for the frame that begins it: 1 MB for this one, half of which is left
for all calls below it. It takes no memory before they use it."""


def call_with_room(call: Callable[[], Result]) -> Result:
    """Make a call, with a large piece of the stack for all calls below it."""
    return call()


call_with_room.__code__ = call_with_room.__code__.replace(co_stacksize=_SLOTS)
