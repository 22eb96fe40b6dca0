"""The context of a build: the values that all its stages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..files.cache import Cache
from ..files.file_digests import FileDigests
from ..files.stored_value import dump_value, load_value
from ..gate.run import GateRun
from ..model.fingerprint import SharedInputs, digest, read_shared_inputs
from ..model.locale import ListedLanguage
from ..model.project import Project
from ..model.report import Progress, silent
from ..workers.process_pool import ProcessPool
from .gate_cache import CachedGateRun

if TYPE_CHECKING:
    from ..workers.clusters.cluster import Cluster


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
        return read_shared_inputs(self.project, self.input_digests)

    @cached_property
    def input_digests(self) -> FileDigests:
        """The digests of the inputs; those that changed too shortly before this run are not kept
        for the next one."""
        return FileDigests(
            self.cache, digest("digests", self.project.relative(self.project.source))
        )

    @cached_property
    def languages(self) -> Mapping[str, ListedLanguage]:
        """How lists name the languages, by locale code.

        Babel reads the data of a language for 4 ms, which a run without changes need not wait for.
        """
        locales = self.project.editions
        key = digest("languages", self.inputs.program, [locale.code for locale in locales])
        languages: dict[str, ListedLanguage] | None = load_value(
            dict[str, ListedLanguage], self.cache.get(key)
        )
        if languages is None:
            languages = {locale.code: locale.listed_language for locale in locales}
            self.cache.put(key, dump_value(languages))
        return languages

    @property
    def gate(self) -> CachedGateRun:
        """The run of the gate over all catalogs."""
        return CachedGateRun(GateRun(self.project, self.pool), self.cache, self.inputs)
