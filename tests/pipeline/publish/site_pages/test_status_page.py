"""The table of the status page: what needs work is seen at once."""

from cellulite_content.pipeline.publish.site_pages.status_page import table_rows


def _row(locale: str, document: str, translated: int, **counts: int) -> dict[str, object]:
    counts = {"stale": 0, "fuzzy": 0, "refused": 0, "missing": 10 - translated, **counts}
    row = {"locale": locale, "document": document, "translated": translated, "total": 10}
    return {**row, "percent": translated * 10, **counts}


def test_finished_documents_are_one_row() -> None:
    """Those of each language are summed up; what is missing, refused or stale has its own row."""
    rows = [
        _row("de", "a", 10),
        _row("de", "b", 9),
        _row("de", "c", 10),
        _row("de", "d", 10, stale=1),
        _row("fr", "a", 10),
        _row("fr", "b", 3, refused=1),
    ]
    shown = [
        (row["locale"], row["document"], row["translated"], row["total"])
        for row in table_rows(rows)
    ]
    assert shown == [
        ("de", "2 finished documents", 20, 20),
        ("de", "b", 9, 10),
        ("de", "d", 10, 10),
        ("fr", "a", 10, 10),
        ("fr", "b", 3, 10),
    ]
