"""The gate judges each message of a context, and those of single units, by itself."""

from dataclasses import replace

from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.unit import Document, Unit, message_key
from support.samples import DE, DOMAIN, read

FIRST, SECOND, VERB = (
    Unit("s/paragraph-1", DOMAIN, "paragraph", "Order"),
    Unit("s/paragraph-2", DOMAIN, "paragraph", "Order"),
    Unit("s/paragraph-3", DOMAIN, "paragraph", "Order", context="verb"),
)
DOCUMENT = Document(DOMAIN, (FIRST, SECOND, VERB))
SHARED = 'msgid "Order"\nmsgstr "Ordnung"\n'
IN_CONTEXT = 'msgctxt "verb"\nmsgid "Order"\nmsgstr "Bestellen"\n'
OWN = 'msgctxt "s/paragraph-2"\nmsgid "Order"\nmsgstr "Bestellung"\n'


def result(*entries: str, document: Document = DOCUMENT) -> GateResult:
    """The gate's result of a catalog with these entries."""
    return check_catalog(DE, document, read("\n".join(entries)), "de.po")


def shown(gate_result: GateResult) -> list[str]:
    """What readers see for each unit."""
    accepted = gate_result.accepted
    return [accepted.get(unit.key_in(accepted), unit.text) for unit in DOCUMENT.units]


def test_each_unit_has_the_nearest_message() -> None:
    """Its own, or that of its context; a context without a translation is in English."""
    assert shown(result(SHARED)) == ["Ordnung", "Ordnung", "Order"]
    assert shown(result(SHARED, IN_CONTEXT)) == ["Ordnung", "Ordnung", "Bestellen"]
    assert shown(result(SHARED, IN_CONTEXT, OWN)) == ["Ordnung", "Bestellung", "Bestellen"]
    own = OWN.replace("paragraph-2", "paragraph-3")
    assert shown(result(IN_CONTEXT, own)) == ["Order", "Order", "Bestellung"]


def test_an_own_message_that_is_not_accepted_leaves_the_shared_one() -> None:
    """Empty, fuzzy or refused: the shared translation is right for all equal texts."""
    for own in (
        OWN.replace("Bestellung", ""),
        f"#, fuzzy\n{OWN}",
        OWN.replace("Bestellung", ".. include:: /etc/passwd"),
    ):
        assert shown(result(SHARED, own)) == ["Ordnung", "Ordnung", "Order"]


def test_every_message_counts_once() -> None:
    """Those of the source, and those that the catalog adds."""
    refused = OWN.replace("Bestellung", "*Bestellung")
    counted = result(SHARED, f"#, fuzzy\n{IN_CONTEXT}", refused)
    assert (counted.total, counted.translated, counted.fuzzy, counted.refused) == (3, 1, 1, 1)
    assert counted.untranslated == 0
    (finding,) = counted.findings
    assert (finding.context, finding.line, finding.source) == ("s/paragraph-2", 14, "Order")
    assert '"Order" (s/paragraph-2): ' in str(finding)


def test_a_lost_own_message_is_reported_with_ids_that_exist() -> None:
    """The unit does not exist, or it has another text."""
    lost = OWN.replace("paragraph-2", "paragraph-9")
    (finding,) = result(lost).findings
    assert finding.problem.code == "unknown-context"
    assert "s/paragraph-1, s/paragraph-2, s/paragraph-3" in finding.problem.hint
    other = replace(DOCUMENT, units=(FIRST, replace(SECOND, text="Other")))
    assert [each.problem.code for each in result(OWN, document=other).findings] == [
        finding.problem.code
    ]


def test_a_white_space_change_keeps_a_translation_of_its_context_alone() -> None:
    """A fuzzy one from another context waits, whatever its source was."""
    entry = '#, fuzzy\n#| msgctxt "{}"\n#| msgid "\'Order\'"\n' + IN_CONTEXT
    assert result(entry.format("verb")).stale == 1
    assert result(entry.format("noun")).fuzzy == 1
    assert result("#, fuzzy\n#| msgid \"'Order'\"\n" + IN_CONTEXT).fuzzy == 1


def test_an_erratum_withdraws_all_messages_of_its_unit() -> None:
    """The own one and the shared one; another unit keeps its own."""
    withdrawn = replace(DOCUMENT, errata=frozenset({FIRST.id}))
    judged = result(SHARED, IN_CONTEXT, OWN, document=withdrawn)
    assert shown(judged) == ["Order", "Bestellung", "Bestellen"]


def test_an_own_message_that_a_later_stage_refuses_leaves_the_shared_one() -> None:
    """The audit then looks for the shared translation, which is on the pages again."""
    own = [OWN.replace("paragraph-2", unit.id.partition("/")[2]) for unit in (FIRST, SECOND)]
    judged = result(SHARED, *own)
    keys = [message_key(unit.id, "Order") for unit in (FIRST, SECOND)]
    assert list(judged.visible) == keys
    assert list(judged.without(keys[:1]).visible) == ["Order", keys[1]]
