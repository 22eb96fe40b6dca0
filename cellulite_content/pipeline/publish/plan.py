"""The plan of a build: which editions must be built, and why; the others are up to date.

An edition is up to date when its files in the site are those that the last run installed, and its
fingerprint has not changed. Other editions may still be in the cache.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..editions.books.downloads import book_formats
from ..editions.books.volume import BOOK_FORMATS
from ..model.fingerprint import Fingerprint, digest
from ..model.gate_result import (
    article_results,
    outdated,
    untranslated_pages,
    withheld_documents,
)
from ..model.locale import ListedLanguage, Locale
from ..model.report import Report
from .context import BuildContext
from .locales.edition_cache import EditionCache
from .site import Site
from .site_record import BUNDLE, SITE


@dataclass(frozen=True)
class LocalePlan:
    """The plan for one locale: `missing` are the formats to build, and `reason` says why.

    `outdated` are the documents whose source may have changed since they were translated,
    `withheld` the articles that the locale is published without,
    `previous` are the cache keys of the published editions by format, and `seconds` is how long the
    locale took to build the last time (0: unknown).
    """

    locale: Locale
    fingerprints: Mapping[str, Fingerprint]
    outdated: tuple[str, ...]
    missing: tuple[str, ...]
    up_to_date: bool
    reason: str
    seconds: float = 0.0
    previous: Mapping[str, str] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuildPlan:
    """What a run builds and installs.

    `locales` begin with the source's; `languages` are those that the site will offer. `keys` are
    digests of the inputs of the bundle and of the site's own pages, of those that the run builds.
    """

    formats: tuple[str, ...]
    languages: tuple[ListedLanguage, ...]
    locales: tuple[LocalePlan, ...]
    keys: Mapping[str, str]
    bundle_current: bool
    site_current: bool

    @property
    def source(self) -> LocalePlan:
        """The plan of the original, to which the translations are compared."""
        return self.locales[0]

    @property
    def includes_pages(self) -> bool:
        """Whether the run builds the site, not only the bundle."""
        return SITE in self.keys

    @property
    def up_to_date(self) -> bool:
        """Whether there is nothing to do."""
        locales = all(plan.up_to_date for plan in self.locales)
        return self.bundle_current and self.site_current and locales


@dataclass(frozen=True)
class Planner:
    """Compares the inputs of the editions of `locales` (all, when empty) with the site's record.

    Records in the report which locales are withheld or unchanged, and why others are built.
    """

    context: BuildContext
    site: Site
    report: Report
    locales: tuple[Locale, ...]
    formats: tuple[str, ...]
    _fingerprints: dict[str, dict[str, Fingerprint]] = field(default_factory=dict)

    def plan(self) -> BuildPlan:
        """The plan of the whole run."""
        plans = tuple(self._plan_locales())
        self.report.reasons = {plan.locale.code: plan.reason for plan in plans}
        self.report.unchanged = [plan.locale.code for plan in plans if plan.up_to_date]
        keys = {}
        if "bundle" in self._formats:
            keys[BUNDLE] = digest([plan.fingerprints["bundle"].key for plan in plans])
        if set(self._formats) != {"bundle"}:
            inputs, withheld = self.context.inputs, self.report.withheld
            keys[SITE] = digest(inputs.key, inputs.gate_keys, self._languages, withheld)
        bundle, pages = (self._is_current(owner, keys) for owner in (BUNDLE, SITE))
        # The pages offer the bundle's texts as JSON.
        pages = pages and (SITE not in keys or self.site.is_untouched(BUNDLE))
        return BuildPlan(self._formats, self._languages, plans, keys, bundle, pages)

    def _is_current(self, owner: str, keys: Mapping[str, str]) -> bool:
        """Whether an owner's files are up to date, or not built by this run."""
        if owner not in keys:
            return True
        return not self.report.errors and self.site.is_current(owner, keys[owner])

    @cached_property
    def _formats(self) -> tuple[str, ...]:
        """The formats to build, with those that must be built together with them."""
        return self.site.linked_formats(self.formats)

    @cached_property
    def _selected(self) -> list[Locale]:
        """The locales to publish, the source's first: those with an article that is complete
        enough.
        """
        project, report = self.context.project, self.report
        report.withheld, report.withheld_articles = [], {}
        pages = report.source.pages
        for locale in project.locales:
            results = article_results(report.results.get(locale.code, ()))
            withheld = withheld_documents(results, locale.publish, pages)
            if locale.publish and len(withheld) == len(pages):
                report.withheld.append(locale.code)
            elif withheld:
                report.withheld_articles[locale.code] = withheld
        return [
            locale
            for locale in (project.source_locale, *project.locales)
            if locale.code not in report.withheld
            and (not self.locales or locale in (*self.locales, project.source_locale))
        ]

    @cached_property
    def _languages(self) -> tuple[ListedLanguage, ...]:
        """The languages that the site will offer."""
        return tuple(
            self.context.languages[locale.code]._replace(
                withheld=self.report.withheld_articles.get(locale.code, ()),
                untranslated=self._untranslated(locale),
            )
            for locale in self.context.project.editions
            if locale in self._selected or self.site.has(locale)
        )

    def _untranslated(self, locale: Locale) -> tuple[str, ...]:
        """The pages of which nothing is translated in a selected locale."""
        if locale not in self._selected or locale.state == "source":
            return ()
        return untranslated_pages(
            self.report.results.get(locale.code, ()), self.report.source.pages
        )

    def _plan_locales(self) -> list[LocalePlan]:
        """A plan for each locale. If one must be built, others need undamaged cached copies.

        The bundle is made from the parts of all locales, and the audit compares each edition with
        the original.
        """
        plans = [self._plan_locale(locale) for locale in self._selected]
        if all(plan.up_to_date for plan in plans):
            return plans
        source, *others = self._selected
        return [
            self._plan_locale(source, needed=self._formats),
            *(self._plan_locale(locale, needed=["bundle"]) for locale in others),
        ]

    def _plan_locale(self, locale: Locale, needed: Collection[str] = ()) -> LocalePlan:
        """The plan of one locale; cached copies of the formats `needed` must be undamaged."""
        results = self.report.results.get(locale.code, ())
        outdated_documents = outdated(results)
        offers = (self._languages, outdated_documents, book_formats(self._formats))
        if locale.code not in self._fingerprints:
            self._fingerprints[locale.code] = self.context.inputs.fingerprints(
                locale, self._formats, results, offers
            )
        fingerprints = self._fingerprints[locale.code]
        previous = self.site.record.fingerprints.get(locale.code, {})
        all_cached = all(
            self._is_cached(fingerprints[form], form in needed) for form in self._formats
        )
        unchanged = all(previous.get(form) == fingerprints[form] for form in self._formats)
        if all_cached and unchanged and self._is_in_place(locale):
            return LocalePlan(locale, fingerprints, outdated_documents, (), True, "unchanged")
        missing = self._missing(fingerprints)
        reason = _reason(missing, fingerprints, previous)
        seconds = self.site.record.seconds.get(locale.code, 0)
        keys = {form: fingerprint.key for form, fingerprint in previous.items()}
        withheld = self.report.withheld_articles.get(locale.code, ())
        return LocalePlan(
            locale,
            fingerprints,
            outdated_documents,
            missing,
            False,
            reason,
            seconds,
            keys,
            withheld,
        )

    def _is_in_place(self, locale: Locale) -> bool:
        """Whether the site holds the locale's files as the last run installed them."""
        owners = {BUNDLE if form == "bundle" else locale.tag for form in self._formats}
        return all(self.site.is_untouched(owner, missing=False) for owner in owners)

    def _missing(self, fingerprints: Mapping[str, Fingerprint]) -> tuple[str, ...]:
        """The formats without an undamaged copy in the cache."""
        missing = [form for form in self._formats if not self._is_cached(fingerprints[form], True)]
        # Pages contain the sizes and checksums of books, which are built before them.
        if "html" in missing:
            missing += BOOK_FORMATS
        return tuple(form for form in self._formats if form in missing)

    def _is_cached(self, fingerprint: Fingerprint, whole: bool) -> bool:
        return EditionCache(self.context.cache).has(fingerprint.key, whole=whole)


def _reason(
    missing: Sequence[str],
    fingerprints: Mapping[str, Fingerprint],
    previous: Mapping[str, Fingerprint],
) -> str:
    """Why these formats are built: a sentence for `--explain`."""
    if not missing:
        return "taken from the build folder, where it was kept"
    new = [form for form in missing if form not in previous]
    if new:
        return f"built, as there was none ({', '.join(new)})"
    changes = dict.fromkeys(
        change for form in missing for change in fingerprints[form].changes(previous[form])
    )
    if not changes:
        return f"built, as its copy in the build folder is gone ({', '.join(missing)})"
    *others, last = changes
    names = f"{', '.join(others)} and {last}" if others else last
    return f"built, as {names} changed ({', '.join(missing)})"
