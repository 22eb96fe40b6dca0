"""Items: what a worker of a cluster is asked to build, and what it sends back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..files.archive import Archive
from ..model.locale import ListedLanguage


@dataclass(frozen=True)
class Job:
    """A task that builds one locale's editions in these formats, with `function` as in `Task`.

    `inputs` are the addresses of the two archives that it is made from, `size` as of a `Task`.
    """

    function: str
    code: str
    formats: Sequence[str]
    published: Sequence[ListedLanguage]
    outdated: Sequence[str]
    inputs: tuple[str, str]
    size: int = 0


@dataclass(frozen=True)
class JobResult:
    """What became of an item: the staged folder, Sphinx's warnings and the seconds of each format,
    or an error of one line.

    `worker` is the address of who made it, and `root` where the project lay there: warnings and
    error name files below it. `memory` is what the worker let it have, in bytes; 0 where that is
    no less than at home.
    """

    archive: Archive | None = None
    address: str = ""
    warnings: tuple[str, ...] = ()
    error: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)
    root: str = ""
    worker: str = ""
    memory: int = 0
