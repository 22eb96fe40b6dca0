"""The errors of the pipeline, under one root; each message is one line with the next step."""

from __future__ import annotations


class PipelineError(Exception):
    """The root of the pipeline's errors; never raised itself."""


class ProjectError(PipelineError):
    """The project or its environment is wrong. One line: what, where, what to do."""
