"""A publishing run: plan, build, refuse what makes an edition faulty, and install the rest."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..files.cache import MAX_BYTES
from ..files.staging import remove_unused_staging, staging_folder
from ..model.fault import Fault, FaultKind
from ..model.locale import Locale
from ..model.report import Report
from .context import BuildContext
from .plan import BuildPlan, Planner
from .site import Site

if TYPE_CHECKING:
    from pathlib import Path

    from .locales.build import BuiltEdition, EditionBuilder
    from .preparation import Preparation
    from .site_digests import SiteDigests

_CACHE_FACTOR = 4
"""A cache is never pruned below so many times the bytes of the sites, or the next run would miss
editions and build them again. It has 1.1 to 1.7 times the bytes after a first build."""

_NO_ARTICLE = (
    "the root document lists no article, so there are no texts on the site, no books and no "
    "bundle; write a document and list it in a toctree of the root"
)


@dataclass
class PublishingRun:
    """Publishes `locales` (all, when empty) in these formats, after the gate has filled the report.

    A run has one round, or more when a translation makes an edition faulty: then the translation is
    refused, and the next round builds that locale again. Faultless editions are built once; later
    rounds take them from the cache.
    """

    context: BuildContext
    site: Site
    report: Report
    locales: tuple[Locale, ...]
    formats: tuple[str, ...]
    _reasons: dict[str, str] = field(default_factory=dict)
    _built: set[str] = field(default_factory=set)
    _harmless: dict[str, set[str]] = field(default_factory=dict)
    _passed: set[str] = field(default_factory=set)
    _source_faults: dict[str, Fault] = field(default_factory=dict)

    def finish(self) -> None:
        """Run the rounds, the last of which installs the editions."""
        while True:
            plan = Planner(self.context, self.site, self.report, self.locales, self.formats).plan()
            # An edition that an earlier round built is in the cache now; its reason stays.
            known = {
                code: self._reasons[code] for code in self._reasons.keys() & self.report.reasons
            }
            self.report.reasons |= known
            self._reasons = dict(self.report.reasons)
            if plan.up_to_date:
                # A run that is killed after it published leaves its staging folder behind.
                remove_unused_staging(self.context.project.build)
                return
            if self._finish_round(plan):
                return

    def _finish_round(self, plan: BuildPlan) -> bool:
        """Build and install editions; False when messages were refused and nothing is installed."""
        # It imports parsers, which an up-to-date site does not need.
        from .locales.build import EditionBuilder  # noqa: PLC0415
        from .locales.edition_cache import EditionCache  # noqa: PLC0415
        from .locales.edition_files import EditionFiles  # noqa: PLC0415
        from .preparation import Preparation  # noqa: PLC0415

        files = EditionFiles(self.site, EditionCache(self.context.cache))
        with (
            staging_folder(self.context.project.build) as staging,
            closing(
                EditionBuilder(
                    self.context,
                    files,
                    plan,
                    self.report.results,
                    staging,
                    self._harmless,
                    self.report.source.articles,
                )
            ) as builder,
        ):
            digests = self._site_digests(staging)
            preparation = Preparation(self.report, files, digests)
            editions = []
            for edition in builder.build():
                editions.append(edition)
                # After a fault, there is usually another round.
                if plan.includes_pages and not any(each.faults for each in editions):
                    preparation.prepare(edition)
            self._built |= {
                edition.plan.locale.code for edition in editions if edition.plan.missing
            }
            for edition in editions:
                if edition.written:
                    count = f"; {edition.written} documents"
                    self.report.reasons[edition.plan.locale.code] += count
                for form, seconds in edition.seconds.items():
                    self.report.record_seconds(form, edition.plan.locale.code, seconds)
            refused = [self._refuse_culprits(builder, edition) for edition in editions]
            if any(refused):
                return False
            good = [edition for edition in editions if self._record(edition)]
            self._install(builder, good, preparation)
        self.context.cache.prune(max(MAX_BYTES, _CACHE_FACTOR * self.site.size))
        return True

    def _refuse_culprits(self, builder: EditionBuilder, edition: BuiltEdition) -> bool:
        """Refuse the messages that make an edition faulty; True if another round may help."""
        from .locales.fault_tracer import FaultTracer, SourceFaultError  # noqa: PLC0415 - few runs need it

        locale = edition.plan.locale
        code = locale.code
        if (
            not edition.faults
            or not builder.can_attempt(edition.plan)
            or code in self._source_faults
        ):
            return False
        results = tuple(self.report.results.get(code, ()))
        tracer = FaultTracer(
            results,
            lambda accepted, documents: builder.attempt(edition.plan, accepted, documents),
            self._harmless.setdefault(code, set()),
            passed=code in self._passed,
        )
        self.context.progress(f"finding the faulty translation of {code}", 0, 0)
        try:
            results = tracer.trace(edition.faults)
            self._passed |= {code} if tracer.passed else set()
        except SourceFaultError as error:
            self._source_faults[code] = error.fault
        finally:
            # Also when the user interrupts: the compiled catalogs are those of the last attempt.
            self.report.results[code] = results
            self.context.gate.replace(locale, results)
        return code not in self._source_faults

    def _record(self, edition: BuiltEdition) -> bool:
        """Record in the report how an edition was built. Returns whether it may be installed."""
        code = edition.plan.locale.code
        if edition.faults:
            faults = (self._source_faults[code],) if code in self._source_faults else edition.faults
            self.report.errors.append(f"{code}: {_summary(faults)}")
            return False
        (self.report.built if code in self._built else self.report.unchanged).append(code)
        self.report.warnings += (f"{code}: {warning.text}" for warning in edition.warnings)
        return True

    def _site_digests(self, staging: Path) -> SiteDigests:
        """The digests of the site's files, with files that are prepared in the staging folder."""
        from .prepared_files import PreparedFiles  # noqa: PLC0415
        from .site_digests import SiteDigests  # noqa: PLC0415

        cache, program = self.context.cache, self.context.inputs.program
        return SiteDigests(self.site, cache, program, prepared=PreparedFiles(staging / ".prepared"))

    def _install(
        self, builder: EditionBuilder, editions: Sequence[BuiltEdition], preparation: Preparation
    ) -> None:
        """Install faultless editions, the bundle and the site's own pages, and record them."""
        from .site_pages.all_pages import write_site_pages  # noqa: PLC0415

        plan, report, present = builder.plan, self.report, None
        if plan.includes_pages and editions:
            self.site.begin()
        for edition in editions:
            self.site.install(edition.plan.locale, edition.folder, edition.published_files)
        # Without the source there is nothing to fall back to.
        has_source = plan.source.locale.code in report.current
        if has_source and not plan.bundle_current:
            self._install_bundle(builder)
        builder.remove_staged()
        if has_source and plan.includes_pages:
            in_site = [each for each in plan.locales if each.up_to_date]
            in_site += (edition.plan for edition in editions)
            digests, languages = preparation.digests, self.context.languages
            digests.edition_files = builder.files.published_places(in_site)
            prepared = preparation.entries, preparation.books
            present = write_site_pages(self.site, report, digests, languages, *prepared)
        installed = {edition.plan.locale: edition.plan.fingerprints for edition in editions}
        self.site.save_record(installed, plan.keys, report, present)

    def _install_bundle(self, builder: EditionBuilder) -> None:
        """Install the bundle; no loader reads one without an article."""
        report = self.report
        if not report.source.articles:
            report.warnings.append(_NO_ARTICLE)
            return
        from .bundle import install_bundle  # noqa: PLC0415

        builder.restore_bundles()
        install_bundle(self.context.project, builder.staging, report.current, report.source)


def _summary(faults: Sequence[Fault]) -> str:
    """One line on the first fault. Every fault of a translation is traced, so these are others."""
    text = " ".join(faults[0].text.split())
    if faults[0].kind is not FaultKind.AUDIT:
        return text
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{text}{more}; not published; not a translator's fault: please report it"
