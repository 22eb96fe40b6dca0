"""The stack of a call: no depth at which each call maps memory."""

from __future__ import annotations

import sys

import pytest

from cellulite_content.pipeline.workers.call_stack import call_with_room

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux counts mapped pages")

CALLS, DEPTH = 100, 500


def _callee() -> None:
    """A call that needs a frame."""


def _most_pages(depth: int) -> int:
    """The most pages that a loop of calls maps, at any depth down to this one."""
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        _callee()
    pages = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    return max(pages, _most_pages(depth - 1) if depth else 0)


def test_no_loop_maps_memory_with_each_call() -> None:
    """Without room, CPython 3.11 maps one page with each call at some depth."""
    assert call_with_room(lambda: _most_pages(DEPTH)) < CALLS
