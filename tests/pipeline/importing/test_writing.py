"""The writer: whatever a paragraph has, docutils reads the same."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cellulite_content.pipeline.importing.writing.block_writer import BlockWriter
from cellulite_content.pipeline.importing.writing.inline_writer import write_paragraph
from cellulite_content.pipeline.importing.writing.reading import Reading
from cellulite_content.pipeline.importing.writing.span_reader import read_spans
from cellulite_content.pipeline.source.message_markup import parse_markup
from support.samples import FUZZ

WORDS = st.text("ab *_`|\\:.-<>#[]1()'\"é語 ", min_size=1, max_size=12)
LEAF = st.one_of(
    WORDS.map(lambda text: {"t": "Str", "c": text}),
    WORDS.map(lambda text: {"t": "Code", "c": [["", [], []], text]}),
    st.just({"t": "Space"}),
)


def _marked(inner):  # type: ignore[no-untyped-def]
    lists = st.lists(inner, max_size=3)
    return st.one_of(
        *(
            lists.map(lambda content, kind=kind: {"t": kind, "c": content})
            for kind in ("Emph", "Strong", "Superscript", "Underline")
        ),
        lists.map(
            lambda content: {"t": "Link", "c": [["", [], []], content, ["https://a.b/_", ""]]}
        ),
    )


INLINES = st.lists(st.recursive(LEAF, _marked, max_leaves=6), max_size=6)


def _reading() -> Reading:
    return Reading("articles/x", [], lambda address: ("", b""))


def _words(text: str) -> str:
    return "".join(text.split())


@pytest.mark.slow
@FUZZ
@given(INLINES)
@example([{"t": "Str", "c": r"\\"}])
def test_a_paragraph_is_read_as_it_was(inlines: list) -> None:  # type: ignore[type-arg]
    """One paragraph with the same letters, without a complaint."""
    spans = read_spans(inlines, _reading(), [])
    if not spans:
        return
    markup = parse_markup(write_paragraph(spans))
    assert markup.blocks == ("paragraph",)
    assert markup.complaints == ()
    assert _words("".join(text for _, text in markup.pieces)) == _words(
        "".join(span.text for span in spans)
    )


def _str(text: str) -> dict:  # type: ignore[type-arg]
    return {"t": "Para", "c": [{"t": "Str", "c": text}]}


def _cell(text: str, rows: int = 1, columns: int = 1) -> list:  # type: ignore[type-arg]
    return [["", [], []], {"t": "AlignDefault"}, rows, columns, [_str(text)]]


def test_joined_cells_are_drawn() -> None:
    """Cells over two rows or columns, with wide letters."""
    rows = [
        [["", [], []], [_cell("a", 2), _cell("語語語語", columns=2)]],
        [["", [], []], [_cell("b"), _cell("c")]],
    ]
    body = [["", [], []], 0, [], rows]
    width = [{"t": "AlignDefault"}, {"t": "ColWidthDefault"}]
    content = [["", [], []], [None, []], [width] * 3, [["", [], []], []], [body]]
    table = {"t": "Table", "c": [*content, [["", [], []], []]]}
    assert BlockWriter(_reading()).write([table]) == [
        ".. table::",
        "",
        "   +---+----------+",
        "   | a | 語語語語 |",
        "   |   +---+------+",
        "   |   | b | c    |",
        "   +---+---+------+",
    ]


def test_neighbours_stay_apart() -> None:
    """Two lists, a quotation after a list, a heading in a quotation, a line between paragraphs."""
    item = {"t": "BulletList", "c": [[_str("a")]]}
    quote = {"t": "BlockQuote", "c": [{"t": "Header", "c": [1, ["", [], []], _str("H")["c"]]}]}
    rule = {"t": "HorizontalRule"}
    blocks = [item, item, quote, rule, _str("x"), rule, _str("y"), rule]
    lines = BlockWriter(_reading()).write(blocks, nested=False)
    assert "|".join(lines) == "* a||..||* a||..||   .. rubric:: H||-----||x||-----||y"
