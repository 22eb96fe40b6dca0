"""The search for texts of a document in the tree that pandoc made of it."""

from typing import Any

import pytest

from cellulite_content.pipeline.importing.office import missing_text
from cellulite_content.pipeline.importing.office.missing_text import missing_texts

URI = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


class CountedText(str):
    """A text that counts the letters through which it is searched."""

    searched = 0

    def find(self, text: str, start: int = 0, end: int | None = None) -> int:  # type: ignore[override]
        """As `str.find`."""
        place = super().find(text, start, end)
        last = place + len(text) if place >= 0 else min(end or len(self), len(self))
        CountedText.searched += max(0, last - start)
        return place


class CountedSearch(missing_text.TextSearch):
    """A search that counts its work."""

    def __init__(self, text: str) -> None:
        super().__init__(CountedText(text))


def paragraph(text: str) -> dict[str, Any]:
    """A paragraph of pandoc's tree."""
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def test_texts_are_searched_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes, which are behind the text in the tree, and texts that are again at the end of it, do
    not make the search begin anew at each paragraph."""
    monkeypatch.setattr(missing_text, "TextSearch", CountedSearch)
    monkeypatch.setattr(CountedText, "searched", 0)
    words = [f"The words of paragraph {number} of this text" for number in range(400)]
    notes = [f"What note {number} of the text has to say" for number in range(400)]
    last = ["Again", "A longer text that is here again"]
    tree = [
        paragraph(text) | {"c": [*paragraph(text)["c"], {"t": "Note", "c": [paragraph(note)]}]}
        for text, note in zip(words, notes, strict=True)
    ]
    tree += map(paragraph, last)
    xml = "".join(
        f"<t:p>{text}<t:note><t:note-body><t:p>{note}</t:p></t:note-body></t:note></t:p>"
        for text, note in zip(words, notes, strict=True)
    )
    first = "".join(f"<t:p>{text}</t:p>" for text in last)
    content = f'<t:x xmlns:t="{URI}">{first}{xml}{first}<t:p>Lost</t:p></t:x>'
    losses = list(missing_texts("odt", {"content.xml": content.encode()}, tree))
    assert losses == ["texts not imported: 1, such as: Lost; copy them by hand"]
    assert CountedText.searched < 10 * len(content)
