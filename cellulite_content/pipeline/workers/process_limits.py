"""The limits of a process that runs a task, and its environment without secrets."""

from __future__ import annotations

import errno
import gc
import math
import os
import re
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MEMORY = 4 * 1024**3
"""The memory limit of a task in bytes."""

_FILE_SIZE = 1024**3

_PREPARE_THRESHOLD = 100_000
"""Objects after which garbage is collected in a call whose memory all later processes share."""

_LIBRARY_DOES_NOT_FIT = re.compile(r"failed to map|cannot map|[Cc]annot allocate|Out of memory")

_KEPT_VARIABLES = frozenset(
    ("HOME PATH PYTHONHASHSEED PYTHONPATH SYSTEMROOT TMPDIR XDG_CACHE_HOME XDG_STATE_HOME").split()
)


def set_limits(seconds: int) -> int:
    """Limit memory, time and file size where the system can, and remove secrets.

    `seconds` are processor time. Returns the memory limit in bytes, which is never higher than the
    parent's.
    """
    for name in set(os.environ) - _KEPT_VARIABLES:
        del os.environ[name]
    os.environ["TZ"] = "UTC"
    if sys.platform == "win32":
        return MEMORY
    import resource  # noqa: PLC0415 - POSIX only

    for kind, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (soft, hard))
    return resource.getrlimit(resource.RLIMIT_AS)[0]


def resident_memory() -> int:
    """The memory in bytes that this process holds; where the system does not say, the most that it
    has held, and as much as can be on Windows."""
    with suppress(OSError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "win32":
        return sys.maxsize
    import resource  # noqa: PLC0415 - POSIX only

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def is_out_of_memory(error: Exception) -> bool:
    """Whether an error says that the process may use no more memory.

    Where a shared library does not fit, `import` raises a plain `ImportError`. Its text is the only
    sign: glibc's `_dl_map_segments` ("failed to map segment", "cannot map zero-fill pages"), with
    or without the system's text for `ENOMEM`, and musl's "Out of memory".
    """
    if isinstance(error, ImportError):
        return bool(error.path) and bool(_LIBRARY_DOES_NOT_FIT.search(str(error)))
    return isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM


def limited_call(call: Callable[[], object], limit: float) -> None:
    """Make a call in this process, with the limits of a task, for processes forked from it.

    The process ends if the call takes longer than `limit` seconds.
    """
    seconds = math.ceil(limit)
    set_limits(seconds)
    signal.alarm(seconds)
    gc.set_threshold(_PREPARE_THRESHOLD, 10, 10)
    gc.freeze()
    gc.enable()
    try:
        call()
    finally:
        signal.alarm(0)
        gc.disable()


def exit_reason(code: int | None, limit: float) -> str:
    """Why a process ended without a result, which had a time limit of so many seconds."""
    if sys.platform != "win32" and code == -signal.SIGXCPU:
        return f"stopped: used more than the {limit:.0f} s of processor time allowed"
    return f"its process ended with code {code}"


def end_with_parent() -> None:
    """End this process when its parent has ended: nobody waits for the result."""
    from multiprocessing import parent_process  # noqa: PLC0415

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
