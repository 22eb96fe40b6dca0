"""The time of the fuzz tests, and the seed of their random values."""

import os
import random
from collections.abc import Callable

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
"""The unit of the fuzz tests' time: the gate's take 0.6 of it, the catalogs' 0.4, the editions'
0.33, and those of Markdown 0.27. In two processes, all together take about this unit."""

FIRST_SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9))
"""Printed when a test fails; set it to see the same again."""

Recorder = Callable[[str, object], None]
"""pytest's `record_property`: the figures are in the run's summary, also from several processes."""


def say(record_property: Recorder, text: str) -> None:
    """Add a line with the figures of a test, and the seed that repeats it, to the run's summary."""
    record_property("summary", f"fuzz: {text}; FUZZ_SEED={FIRST_SEED}")
