"""What the gate says of single translations: `pass`, `warn` or `refuse`."""

from collections.abc import Mapping

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, write_entry
from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Document, Unit

from .samples import DE, read


def gate_result(
    document: Document, translations: Mapping[str, str], locale: Locale = DE
) -> GateResult:
    """The gate's result for a document with these translations."""
    entries = [
        write_entry(Entry("", msgid=text, msgstr=target)) for text, target in translations.items()
    ]
    catalog = Catalog(read("").header, tuple(entries))
    return check_catalog(locale, document, catalog, "de.po")


def verdict(unit: Unit, target: str, locale: Locale = DE) -> str:
    """The gate's verdict on one translation."""
    result = gate_result(Document(unit.domain, (unit,)), {unit.text: target}, locale)
    if result.refused:
        return "refuse"
    return "warn" if result.findings else "pass"
