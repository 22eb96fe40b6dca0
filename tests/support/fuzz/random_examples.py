"""Random examples of a Hypothesis test that a seed repeats."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings


def random_examples(number: int, amount: int) -> Callable[[Any], Any]:
    """A decorator of a test: it gets `amount` random examples of the seed `number`."""
    examples = settings(
        max_examples=amount,
        deadline=None,
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(number)(examples(test))
