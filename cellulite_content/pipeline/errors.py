"""The errors of the pipeline, under one root; each message is one line with the next step."""

from __future__ import annotations

from collections.abc import Iterable


class PipelineError(Exception):
    """The root of the pipeline's errors; never raised itself."""


class ProjectError(PipelineError):
    """The project or its environment is wrong. One line: what, where, what to do."""


class SourceError(ProjectError):
    """Faults in the sources, one in each line; of several, the last line is a summary."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("\n".join(" ".join(fault.split()) for fault in dict.fromkeys(faults)))
