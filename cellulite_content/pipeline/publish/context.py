"""The context of a build: the values that all its stages share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..files.cache import Cache
from ..gate.run import CachedGateRun, GateRun
from ..model.fingerprint import SharedInputs, read_shared_inputs
from ..model.project import Project
from ..model.report import Progress, silent
from ..workers.process_pool import ProcessPool

if TYPE_CHECKING:
    from ..workers.cluster import Cluster


@dataclass(frozen=True)
class BuildContext:
    """The values that all stages of one build share.

    `pool` runs the gate here; `builder` runs the builds, here or on a cluster.
    """

    project: Project
    pool: ProcessPool
    builder: ProcessPool | Cluster
    progress: Progress = silent

    @cached_property
    def cache(self) -> Cache:
        """The results of earlier runs."""
        return Cache(self.project.cache)

    @cached_property
    def inputs(self) -> SharedInputs:
        """The inputs of all editions, read at first use."""
        return read_shared_inputs(self.project)

    @property
    def gate(self) -> CachedGateRun:
        """The run of the gate over all catalogs."""
        return CachedGateRun(GateRun(self.project, self.pool), self.cache, self.inputs)
