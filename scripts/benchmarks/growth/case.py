"""One case of growth: an input of any size, and the work on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Case:
    """A kind of input that can have any number of the same thing.

    `prepare` makes an input with this number of them, `work` is the work on it.
    """

    stage: str
    name: str
    prepare: Callable[[int], Any]
    work: Callable[[Any], object]

    @property
    def title(self) -> str:
        """The stage and the name, as the command shows them."""
        return f"{self.stage}: {self.name}"
