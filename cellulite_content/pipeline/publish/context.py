"""The context of a build: what all its stages share."""

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
    """What all stages of one build share.

    `pool` runs the gate here; `builder` runs the builds, here or on a cluster.
    """

    project: Project
    pool: ProcessPool
    builder: ProcessPool | Cluster
    progress: Progress = silent

    @cached_property
    def cache(self) -> Cache:
        """What earlier runs have kept."""
        return Cache(self.project.cache)

    @cached_property
    def inputs(self) -> SharedInputs:
        """What all editions are made from, as it is at the first look."""
        return read_shared_inputs(self.project)

    @property
    def gate(self) -> CachedGateRun:
        """The run of the gate over all catalogs."""
        return CachedGateRun(GateRun(self.project, self.pool), self.cache, self.inputs)
