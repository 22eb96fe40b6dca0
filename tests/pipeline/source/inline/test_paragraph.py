"""Paragraphs: parsed without docutils' machine for blocks, and to the same tree."""

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.source.inline.paragraph import ParagraphParser, is_paragraph

SETTINGS = get_default_settings(Parser)
SETTINGS.report_level = 5
PARSER = ParagraphParser(SETTINGS)

TEXT = st.text(
    "abiIvxXlcdmz Üß字मि1239.)(:;*`|_\\[]<>@\"'«„-+/=~^#>\n\t\v\x85\u2028\xa0\x00•", max_size=14
)
INLINE = st.lists(
    st.sampled_from(
        (
            "ab|*ab*|**b**|``b``|`b`_|`b <x_>`_|`b <https://x.example>`__|`b <https://x.example>`_|"
            "[#n]_|[1]_|_`t`|:kbd:`b`|*|`|\\ | |https://x.example|字|मि|b_|::|- |1. |:b: "
        ).split("|")
    ),
    max_size=6,
).map("".join)


def _tree(text: str, *, whole: bool) -> tuple[str, object, object]:
    document = new_document("<text>", SETTINGS)
    (Parser() if whole else PARSER).parse(text, document)
    places = [(node.source, node.line) for node in document.findall(nodes.paragraph)]
    return document.pformat(), places, sorted(document.refnames)


@settings(max_examples=750)
@given(TEXT | INLINE)
@example("iii. Abschnitt")
@example("ab ::")
@example("ab\\::")
@example("/a  b")
@example(">>> a")
@example("__ a")
@example("`a <https://x.example>`_ and `a <https://x.example>`_")
def test_a_paragraph_is_what_docutils_makes_of_it(text: str) -> None:
    """The same nodes, the same messages in the same places, the same names to resolve."""
    if is_paragraph(text):
        assert _tree(text, whole=False) == _tree(text, whole=True)


@pytest.mark.parametrize(
    "text",
    [
        "Running *may* help.",
        "**Running** may help [#clinic]_.",
        "दौड़ने से `मदद <https://x.example>`__ मिलती है।",
        "走ることは **肌** に良い。",
        "``12`` Wochen",
        "20–30 minutes",
    ],
)
def test_ordinary_messages_are_paragraphs(text: str) -> None:
    """The fast way is worth its place only if it is taken."""
    assert is_paragraph(text)


@pytest.mark.parametrize(
    "text",
    ["", " a", "a ", "a\nb", "a\tb", "- a", "a) b", "12. b", ":a: b", ".. a", "a::", "====", "•"],
)
def test_what_may_begin_a_block_is_none(text: str) -> None:
    """It goes through all of docutils, which knows better."""
    assert not is_paragraph(text)
