"""Names of references: one that was translated leads where its source leads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.gate.reference_names import restore_reference_names
from cellulite_content.pipeline.model.unit import Unit
from cellulite_content.pipeline.source.message_markup import read_markup
from support.samples import DE, DOMAIN, FUZZ, document, read


def fixed(source: str, target: str, kind: str = "paragraph") -> str:
    """What becomes of a translation of this source."""
    return restore_reference_names(Unit("x", DOMAIN, kind, source), target)


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("see `maybe entries`_", "vedi `voci forse`_", "vedi `voci forse <maybe entries_>`_"),
        ("see doctors_.", "lásd: orvosok_.", "lásd: `orvosok <doctors_>`_."),
        ("see doctors_", "看\\ 医生_\\ 。", "看\\ `医生 <doctors_>`_\\ 。"),
        ("see `it <doctors_>`_", "siehe `es <Ärzte_>`_", "siehe `es <doctors_>`_"),
        ("a_ and b_", "c_ und b_", "`c <a_>`_ und b_"),
        ("see `Maybe Entries`_", "vedi `voci\nforse`_", "vedi `voci\nforse <maybe entries_>`_"),
    ],
)
def test_a_translated_name(source: str, target: str, wanted: str) -> None:
    """The words stay the translator's, and the name is the source's."""
    assert fixed(source, target) == wanted
    assert read_markup(wanted).references == read_markup(source).references


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("a_ and b_", "c_ und d_"),  # which is which?
        ("see doctors_", "siehe Ärzte"),
        ("see doctors_", "siehe doctors_ und Pfleger_"),
        ("see doctors_", "siehe Ärzte_ und `Ärzte`_"),
        ("see |name|", "siehe |Name|"),
        ("see `it`__", "siehe `es`_"),
        ("see doctors_", "siehe ``Ärzte_`` und \\Ärzte_, `Ärzte`__"),
        ("see doctors_", "siehe doctors_"),
        ("no name", "kein Name"),
    ],
)
def test_what_is_not_clear_is_left_alone(source: str, target: str) -> None:
    """The gate refuses it where it differs; nothing is guessed."""
    assert fixed(source, target) == target


def test_plain_text_has_no_names() -> None:
    """An alternative text shows its underscores."""
    assert fixed("see doctors_", "siehe Ärzte_", "alternative text") == "siehe Ärzte_"


@FUZZ
@given(st.text(), st.text(alphabet="ab _`<>\\:|*[]\n"))
def test_any_text(source: str, target: str) -> None:
    """Never raises, and changes nothing but a name that the source lacks."""
    text = fixed(source, target)
    if text != target:
        wanted, given = read_markup(source).references, read_markup(target).references
        assert given - wanted


def test_the_mended_text_is_published() -> None:
    """The gate accepts it, and warns if it is not certain; the catalog itself is not touched."""
    catalog = read('msgid "See doctors_."\nmsgstr "Siehe Ärzte_."\n')
    result = check_catalog(DE, document("See doctors_."), catalog, "de.po")
    assert result.accepted == {"See doctors_.": "Siehe `Ärzte <doctors_>`_."}
    assert result.findings == ()
    assert b"\xc3\x84rzte_." in catalog.to_bytes()
