"""A run of the gate that takes from the cache what is still valid of earlier runs."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ..catalogs.mo_files import recover_compiled, write_compiled
from ..files.cache import Cache
from ..files.file_states import file_states
from ..files.folder import read_folder
from ..files.stored_value import dump_value, load_value
from ..gate.run import GateRun
from ..model.fingerprint import SharedInputs, digest, read_shared_inputs
from ..model.gate_result import GateResult
from ..model.locale import Locale
from ..model.project import Project, catalog_name
from ..model.reading import has_trees, read_table
from ..model.report import Report
from ..model.unit import Source
from ..workers.process_pool import ProcessPool
from .stored_results import NO_RESULTS, StoredResults, dump_results, load_results


def read_results(project: Project, pool: ProcessPool, locales: Sequence[Locale]) -> Report:
    """What the last build has accepted of `locales`, or the gate where anything has changed since.

    Nothing is written. Raises `ProjectError`.
    """
    run = GateRun(project, pool, write=False)
    return CachedGateRun(run, Cache(project.cache), read_shared_inputs(project)).read(locales)


@dataclass(frozen=True)
class CachedGateRun:
    """Takes all locales through the gate, except those with results in the cache."""

    run: GateRun
    cache: Cache
    inputs: SharedInputs

    @property
    def is_cached(self) -> bool:
        """Whether the cache has an entry for each result: then no process needs to start."""
        keys = (self.inputs.key, *self.inputs.gate_keys.values())
        return all(map(self.cache.has, keys))

    def compile(self) -> Report:
        """As `compile_all` for all locales. Raises `ProjectError`."""
        project, keys = self.run.project, self.inputs.gate_keys
        report = self._report()
        uncached = [
            locale
            for locale in project.locales
            if not self._restore(locale, self.cache.get(keys[locale.code]), report)
        ]
        if uncached:
            own_keys = self._document_keys(uncached, report.source)
            kept = {locale.code: self._known(locale, own_keys[locale.code]) for locale in uncached}
            known = {code: {each.domain: each for each in kept[code].results} for code in kept}
            locales = {locale.code: locale for locale in uncached}
            for code in self.run.checked(uncached, report, known):
                results, compiled = report.results[code], kept[code].compiled
                report.results[code] = self._keep(locales[code], results, compiled)
                self._store(self.inputs.last_gate_key(code), (keys[code], own_keys[code]))
        return report

    def read(self, locales: Sequence[Locale]) -> Report:
        """The results of the last build where nothing has changed since, else new ones.

        They lack what later stages have refused. Nothing is written, if the run writes nothing.
        """
        source: Source | None = load_value(Source, self.cache.get(self.inputs.key))
        report = self.run.start_report(source or self.run.read_source(), locales)
        for locale in locales:
            entry = self.cache.get(self.inputs.gate_keys[locale.code])
            cached = load_results(self.cache, entry)
            if cached is not None:
                report.results[locale.code] = cached.results
        new = [locale for locale in locales if locale.code not in report.results]
        self.run.check(new, report)
        return report

    def _known(self, locale: Locale, keys: Mapping[str, str]) -> StoredResults:
        """The results of an earlier run that are still valid; none unless the compiled catalogs
        are still those of that run."""
        last: tuple[str, dict[str, str]] | None = load_value(
            tuple[str, dict[str, str]], self.cache.get(self.inputs.last_gate_key(locale.code))
        )
        if last is None:
            return NO_RESULTS
        gate_key, last_keys = last
        if not any(keys.get(domain) == key for domain, key in last_keys.items()):
            return NO_RESULTS
        stored = load_results(self.cache, self.cache.get(gate_key))
        recover_compiled(self.run.project, locale)
        if stored is None or not self._is_compiled(locale, stored):
            return NO_RESULTS
        return stored.with_domains(
            {domain for domain, key in keys.items() if key == last_keys.get(domain)}
        )

    def _document_keys(
        self, locales: Sequence[Locale], source: Source
    ) -> dict[str, dict[str, str]]:
        """Digests of all on which the result of a document depends, by locale code and domain."""
        documents = [
            (each, hashlib.sha256(dump_value(each)).hexdigest()) for each in source.documents
        ]
        keys: dict[str, dict[str, str]] = {}
        for locale in locales:
            catalogs = self.inputs.catalogs[locale.code]
            digests = {
                document.domain: catalogs.get(catalog_name(document.domain), "")
                for document, _ in documents
            }
            keys[locale.code] = {
                document.domain: digest(
                    own,
                    digests[document.domain],
                    [digests.get(term.domain) for term in document.terms],
                )
                for document, own in documents
            }
        return keys

    def replace(self, locale: Locale, results: tuple[GateResult, ...]) -> None:
        """Write and keep other results of a locale: later stages have refused messages."""
        write_compiled(self.run.project, locale, results)
        self._keep(locale, results)
        # What was refused may be harmless beside another source: the next run judges all again.
        self._store(self.inputs.last_gate_key(locale.code), ("", {}))

    def _keep(
        self,
        locale: Locale,
        results: tuple[GateResult, ...],
        known: Mapping[str, str] = MappingProxyType({}),
    ) -> tuple[GateResult, ...]:
        """Put results into the cache; `known` are digests of compiled catalogs that were kept.

        Returns the results with their messages in the cache instead of in memory: 60 KB for an
        article in one language.
        """
        folder = self.run.project.compiled / locale.code
        stored = StoredResults(results, _digests(folder, known), _states_key(folder))
        try:
            entry = dump_results(self.cache, stored)
        # A folder of locales outside of the project may have a path that is no Unicode.
        except UnicodeEncodeError:
            return results
        self.cache.put(self.inputs.gate_keys[locale.code], entry)
        cached = load_results(self.cache, entry)
        return cached.results if cached else results

    def _store(self, key: str, value: object) -> None:
        with suppress(UnicodeEncodeError):
            self.cache.put(key, dump_value(value))

    def _report(self) -> Report:
        """A report with the source, from the cache or read now."""
        project, key = self.run.project, self.inputs.key
        source: Source | None = load_value(Source, self.cache.get(key))
        if source is not None:
            return self.run.start_report(source, project.locales)
        start = time.perf_counter()
        source, trees = self.run.read_source_and_trees(self.inputs)
        self._store(key, source)
        self.cache.put(self.inputs.trees_key, trees)
        report = self.run.start_report(source, project.locales)
        report.record_seconds("read", project.source_locale.code, time.perf_counter() - start)
        return report

    def trees(self) -> bytes:
        """The documents' trees, from the cache or read now. Raises `ProjectError`."""
        trees = self.cache.get(self.inputs.trees_key)
        if trees is None or not has_trees(self.cache, read_table(trees).values()):
            trees = self.run.read_source_and_trees(self.inputs).trees
            self.cache.put(self.inputs.trees_key, trees)
        return trees

    def _restore(self, locale: Locale, entry: bytes | None, report: Report) -> bool:
        """Take a locale's results from a cache entry, and write `.mo` files that differ."""
        cached = load_results(self.cache, entry)
        if cached is None:
            return False
        report.results[locale.code] = cached.results
        recover_compiled(self.run.project, locale)
        if not self._is_compiled(locale, cached):
            write_compiled(self.run.project, locale, cached.results)
        return True

    def _is_compiled(self, locale: Locale, cached: StoredResults) -> bool:
        """Whether the locale's compiled catalogs are those of its results in the cache."""
        folder = self.run.project.compiled / locale.code
        return cached.states == _states_key(folder) or cached.compiled == _digests(folder)


def _states_key(folder: Path) -> str:
    """A digest of the states of all files in a locale's folder of compiled catalogs.

    Sphinx would also read a `sphinx.mo` there that this program did not write.
    """
    return digest([tuple(state) for state in file_states(folder)])


def _digests(folder: Path, known: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The digests of the same files, by name: for a folder that was copied."""
    return {
        name: known.get(name) or hashlib.sha256(data).hexdigest()
        for name, data in read_folder(folder, known).items()
    }
