"""The facts of PDFs: what the audit sees of a file, and what it refuses."""

import pytest

from cellulite_content.pipeline.verify.page_facts import MarkupError
from cellulite_content.pipeline.verify.pdf_facts import parse_pdf

CATALOG = (
    b"<</Type/Catalog/Lang(de)/StructTreeRoot 1 0 R/MarkInfo<</Marked true/Suspects false>>"
    b"/ViewerPreferences<</DisplayDocTitle true>>/Outlines 2 0 R>>\nendobj\n"
)
HEAD = b"%PDF-1.7\n"
LINK = rb"<</S/URI/URI(https://x.example/a\(b\))>> <</S/URI/URI<68747470733A2F2F79>>>"
FIGURE = b"<</S/Figure/Alt(Words)>>"


def test_addresses_are_read_in_both_forms() -> None:
    """As a text with escapes, and in hexadecimal digits."""
    facts = parse_pdf(HEAD + LINK + FIGURE + CATALOG)
    assert set(facts.addresses) == {"https://x.example/a(b)", "https://y"}
    assert (facts.language, facts.images["pictures"], facts.programs) == ("de", 1, {})


@pytest.mark.parametrize(
    "name", [b"/OpenAction", b"/JavaScript", b"/Launch", b"/EmbeddedFiles", b"/AA"]
)
def test_programs_are_seen(name: bytes) -> None:
    """But not their names in a text, or in the bytes of a stream; one without an end hides none."""
    harmless = b"<</Title(" + name + b")>> stream\n" + name + b"\nendstream\n"
    assert not parse_pdf(HEAD + harmless + CATALOG).programs
    program = b"<<" + name + b" 3 0 R>>"
    assert parse_pdf(HEAD + program + CATALOG).programs
    assert parse_pdf(HEAD + harmless + CATALOG + b"stream\n" + program).programs


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"no PDF", "its objects cannot be seen"),
        (HEAD + b"stream\n" + CATALOG + b"endstream", "its objects cannot be seen"),
        (HEAD + CATALOG.replace(b"/Lang(de)", b""), "it names no language"),
        (HEAD + CATALOG.replace(b"/Marked true", b""), "it has no Marked true"),
        (HEAD + CATALOG.replace(b"/StructTreeRoot 1 0 R", b""), "it has no StructTreeRoot"),
        (HEAD + b"<</S/Figure>>" + CATALOG, "a picture has no alternative text"),
    ],
)
def test_what_is_not_accessible_is_a_fault(data: bytes, reason: str) -> None:
    """A PDF without tags, language or words for its pictures, and one that cannot be seen into."""
    with pytest.raises(MarkupError, match=reason):
        parse_pdf(data)
