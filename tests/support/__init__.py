"""What several tests share: paths of the checkout, readers of editions, sample values."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
CHECKOUT = TESTS.parent
