"""Round trips: what is exported and imported again changes no byte of a catalog."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from cellulite_content.pipeline.catalogs.catalog import Catalog
from cellulite_content.pipeline.exchange.spreadsheet_rows import neutralise, restore
from cellulite_content.pipeline.model.unit import Document
from support.exchange import (
    IMPORTED,
    TEXTS,
    documents_with_catalogs,
    exported,
    import_into,
    segments_after,
)
from support.samples import FUZZ


@pytest.mark.parametrize("format_name", IMPORTED)
@settings(FUZZ, max_examples=60)
@given(pair=documents_with_catalogs())
def test_any_catalog(format_name: str, pair: tuple[Document, Catalog]) -> None:
    """Each text and state comes back as it was, and nothing is written or reported."""
    document, catalog = pair
    segments = exported(document, catalog)
    back = segments_after(format_name, segments)
    assert [each.incoming for each in back] == [each.incoming for each in segments]
    # Also without the digests, which a program may drop: texts are compared then.
    for read_segments in (back, [replace(each, exported="") for each in back]):
        result = import_into(document, catalog, read_segments)
        result.judge(())
        assert result.catalog.to_bytes() == catalog.to_bytes()
        assert (result.written, result.findings) == ({}, [])


@settings(FUZZ)
@given(text=TEXTS)
def test_formulas(text: str) -> None:
    """No cell begins like a formula, and each cell gives back its text."""
    cell = neutralise(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert restore(cell) == text
