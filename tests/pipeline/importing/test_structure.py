"""The title of a document, and what it says about itself."""

from typing import Any

import pytest

from cellulite_content.pipeline.importing.writing.article_text import write_article
from cellulite_content.pipeline.importing.writing.structure import read_structure


def _inlines(text: str) -> list[dict[str, Any]]:
    return [{"t": "Str", "c": text}]


def _heading(level: int, text: str) -> dict[str, Any]:
    return {"t": "Header", "c": [level, ["", [], []], _inlines(text)]}


def _meta(**values: str) -> dict[str, Any]:
    return {name: {"t": "MetaInlines", "c": _inlines(text)} for name, text in values.items()}


PARAGRAPH = {"t": "Para", "c": _inlines("Text.")}


@pytest.mark.parametrize(
    ("meta", "blocks", "is_page", "title", "headings"),
    [
        ({}, [_heading(1, "A"), PARAGRAPH, _heading(2, "B")], False, "A", ["B"]),
        ({}, [_heading(1, "A"), _heading(1, "B")], False, "A", ["B"]),
        ({}, [PARAGRAPH, _heading(1, "A")], False, "the file", ["A"]),
        (_meta(title="T"), [_heading(1, "A")], False, "T", ["A"]),
        (_meta(title="A"), [_heading(1, "A"), _heading(1, "B")], False, "A", ["B"]),
        (_meta(title="A – Site"), [_heading(1, "A"), _heading(2, "B")], True, "A", ["B"]),
        (_meta(title="T"), [_heading(1, "A"), _heading(1, "B")], True, "T", ["A", "B"]),
    ],
)
def test_one_title(
    meta: dict[str, Any], blocks: list[Any], is_page: bool, title: str, headings: list[str]
) -> None:
    """That of the metadata, of the first heading, or of the file; no heading is lost."""
    structure = read_structure(meta, blocks, "the file", is_page=is_page)
    assert structure.title == _inlines(title)
    others = [block["c"][2][0]["c"] for block in structure.blocks if block["t"] == "Header"]
    assert others == headings


def test_fields() -> None:
    """Date, authors and description are fields; what no field can have is text."""
    meta = _meta(title="T", date="2026-02-03", description="About", subtitle="Under")
    meta["author"] = {"t": "MetaList", "c": list(_meta(a="Ana", b="B; C").values())}
    text = write_article(read_structure(meta, [], "f"), "articles/x", "2020-01-01", _none).text
    head = ":date: 2026-02-03\n:authors: Ana; B, C\n\n.. meta::\n   :description: About\n\n"
    assert text == f"{head}T\n====\n\nUnder\n"
    odd = write_article(read_structure(_meta(date="May"), [], "f"), "x", "2020-01-01", _none).text
    assert odd == ":date: 2020-01-01\n\nf\n====\n\nMay\n"


def test_levels_have_no_gaps() -> None:
    """Headings of the levels 1, 3, 2, 3 below a title are of the depths 1, 2, 2, 3."""
    blocks = [_heading(level, f"H{level}") for level in (1, 3, 2, 3)]
    text = write_article(
        read_structure(_meta(title="T"), blocks, "f"), "x", "2020-01-01", _none
    ).text
    assert [line[0] for line in text.splitlines() if line and not line.strip("=-~^")] == list(
        "=-~~^"
    )


def _none(address: str) -> tuple[str, bytes]:
    return "", b""
