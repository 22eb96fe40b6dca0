"""The list of contents: where an article is added, and when it is there already."""

import pytest

from cellulite_content.pipeline.importing.contents_list import with_documents

LIST = ".. toctree::\n   :maxdepth: 1\n\n   a\n   b\n\nText.\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LIST, LIST.replace("   b\n", "   b\n   new\n")),
        (".. toctree::\n", ".. toctree::\n\n   new\n"),
        (".. toctree::\n   :hidden:\n", ".. toctree::\n   :hidden:\n\n   new\n"),
        (".. toctree::\n\n  a", ".. toctree::\n\n  a\n  new\n"),
        ("", ".. toctree::\n\n   new\n"),
        ("Text.\n", "Text.\n\n.. toctree::\n\n   new\n"),
    ],
)
def test_an_article_is_added_once(text: str, expected: str) -> None:
    """At the end of the first list, as it is indented; the other lines stay."""
    assert with_documents(text, ["new"]) == expected
    assert with_documents(expected, ["new"]) == expected


def test_patterns_list_it_already() -> None:
    """Those of the same folder only; a title before the name is none of the name."""
    text = ".. toctree::\n   :glob:\n\n   articles/*\n   Title <other/x>\n"
    assert with_documents(text, ["articles/new", "other/x", "/other/x".lstrip("/")]) == text
    assert with_documents(text, ["articles/sub/new"]) != text
