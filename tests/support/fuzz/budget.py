"""How long the fuzz tests take, and where their chance begins."""

import os
import random
from collections.abc import Callable

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
"""For all fuzz tests together; the gate's take six tenths of it, the catalogs' the rest."""

FIRST_SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9))
"""Printed when a test fails; set it to see the same again."""

Recorder = Callable[[str, object], None]
"""pytest's `record_property`: the figures are in the run's summary, also from several processes."""


def say(record_property: Recorder, text: str) -> None:
    """A line about what was done, with the seed that repeats it."""
    record_property("summary", f"fuzz: {text}; FUZZ_SEED={FIRST_SEED}")
