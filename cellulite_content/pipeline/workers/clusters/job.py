"""Jobs for the workers of a cluster, and their results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...files.archives.archive import Archive
from ...model.fault import BuildResult
from ...model.locale import ListedLanguage
from .batches import Batch


@dataclass(frozen=True)
class Job:
    """A task that builds one locale's editions in these formats, with `function` as in `Task`.

    `reading` is the digest of the sources' trees, which are in the first archive. `inputs` are the
    digests of its two input archives, `size` is as in `Task`. With a `batch`, only its articles are
    written.
    """

    function: str
    code: str
    formats: Sequence[str]
    published: Sequence[ListedLanguage]
    outdated: Sequence[str]
    reading: str
    inputs: tuple[str, str]
    size: int = 0
    batch: Batch | None = None


@dataclass(frozen=True)
class JobResult:
    """The result of a job: the packed editions and the task's result, or an error of one line.

    `worker` is the worker's address, and `root` the project's folder there: warnings and errors
    refer to files below it. `memory` is the memory limit in bytes; 0: the same as a local build's.
    """

    archive: Archive | None = None
    digest: str = ""
    build: BuildResult = field(default_factory=BuildResult)
    error: str = ""
    root: str = ""
    worker: str = ""
    memory: int = 0
