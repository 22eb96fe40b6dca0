"""Judgements: what the gate says of a text while a person types it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from ..pipeline.catalogs.catalog import Catalog, Entry
from ..pipeline.gate.checks.partners.misplaced import with_partners
from ..pipeline.gate.checks.quality import check_quality
from ..pipeline.gate.explanation import explain
from ..pipeline.gate.gate import ExtraCheck, check_catalog, check_document
from ..pipeline.gate.glossary import Glossary, Term
from ..pipeline.gate.translated_terms import translated_terms
from ..pipeline.model.finding import Finding
from ..pipeline.model.gate_result import GateResult
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import Project
from ..pipeline.model.unit import Document, Unit

_HEADER = Entry("", msgstr="Content-Type: text/plain; charset=UTF-8\n")


@dataclass(frozen=True)
class Judge:
    """Judges texts of one locale with the gate and the checks of quality, in this process."""

    project: Project
    locale: Locale
    glossary: Glossary

    @property
    def _extra_check(self) -> ExtraCheck:
        language = self.project.source_locale.babel.language
        return partial(
            check_quality,
            locale=self.locale,
            glossary=self.glossary,
            source_language=language,
        )

    def document(self, document: Document) -> GateResult:
        """The gate's result for a document's catalog on disk, with explained findings."""
        result = check_document(self.project, self.locale, document, self._extra_check)
        result = with_partners(result, document)
        return explain(result, self.locale.allowed_links, self._extra_check)

    def draft(self, document: Document, catalog: Catalog) -> GateResult:
        """The gate's result for a catalog that is not saved."""
        path = self.project.relative(self.project.catalog(self.locale, document.domain))
        terms = translated_terms(self.project, self.locale, document, catalog)
        result = check_catalog(self.locale, document, catalog, path, self._extra_check, terms)
        return with_partners(result, document)

    def text(
        self, document: Document, unit: Unit, text: str, terms: Mapping[str, str]
    ) -> tuple[Finding, ...]:
        """The findings on one text of a document, which need not be saved."""
        entry = Entry("", 1, msgid=unit.text, msgstr=text, context=unit.context or None)
        # Withdrawn translations and names that clash are judged with the whole document.
        alone = replace(document, units=(unit,), errata=frozenset())
        catalog = Catalog(_HEADER, (entry,))
        path = self.project.relative(self.project.catalog(self.locale, document.domain))
        result = check_catalog(self.locale, alone, catalog, path, self._extra_check, terms)
        explained = explain(result, self.locale.allowed_links, self._extra_check)
        return tuple(finding for finding in explained.findings if finding.unit)

    def terms(self, unit: Unit) -> Iterator[Term]:
        """The terms of the glossary in a source text."""
        for term in self.glossary.of(self.locale):
            if term.in_source.search(unit.text):
                yield term
