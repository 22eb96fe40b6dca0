"""Markdown without markup is recognized without MyST."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.model.unit import MarkdownSyntax
from cellulite_content.pipeline.source.markdown.message import read_markdown
from cellulite_content.pipeline.source.markdown.plain_text import is_plain
from cellulite_content.pipeline.source.message_markup import PARAGRAPH, read_markup

SYNTAX = MarkdownSyntax((True, True))
CHARACTERS = st.text(
    st.sampled_from("ab 1.)(\"'-+#>=|~:%^!?{}/äж。\n\t") | st.characters(), max_size=12
)


@pytest.mark.parametrize(
    "text", ["Words.", "80 to 90% of all", "“So,” he said: a/b (c)", "Жир – да"]
)
def test_usual_texts_are_plain(text: str) -> None:
    """Sentences with punctuation, numbers and other scripts."""
    assert is_plain(text)


@given(CHARACTERS)
def test_plain_texts_are_one_paragraph_for_myst(text: str) -> None:
    """MyST reads the same words, and nothing else."""
    if not is_plain(text):
        return
    markup = read_markdown(text, SYNTAX, _settings(), 20)
    assert markup == read_markup(text, markdown=SYNTAX)
    assert (markup.blocks, markup.prose) == (PARAGRAPH, text)


def _settings() -> object:
    from cellulite_content.pipeline.source import message_markup

    return message_markup._settings()
