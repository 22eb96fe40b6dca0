"""What several tests share: paths of the checkout, readers of editions, sample values."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
CHECKOUT = TESTS.parent

COPIED_CODES = ("ar", "de", "es", "fr", "hi", "ja", "pl", "pt_BR", "ru", "zh_Hans")
"""The locales in copies of the project: both directions, each kind of script. `project` and `site`
have all of them; every command on a copy with all of them would take twice as long."""
