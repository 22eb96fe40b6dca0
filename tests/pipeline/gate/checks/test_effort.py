"""What the gate asks of a text before anything parses it."""

from __future__ import annotations

import gc
import time
from typing import Any

import pytest
from docutils.parsers.rst import Parser
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.growth.catalogs import PIECES
from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from cellulite_content.pipeline.gate.checks.effort import MAX_EFFORT, parsing_effort
from cellulite_content.pipeline.gate.gate import check_catalog, check_text
from cellulite_content.pipeline.model.gate_result import GateResult
from cellulite_content.pipeline.model.unit import PLAIN_KINDS, Document, Unit
from cellulite_content.pipeline.source.inline.paragraph import ParagraphParser
from support.samples import DE, HEADER

SOURCE = "See *this* name_ " + "and walk on " * 110
LENGTH = 4_900
FRAGMENTS = [
    *PIECES.values(),
    " ",
    "a",
    "\n",
    "\n\n",
    "  ",
    "<",
    ">",
    "`_",
    "::",
    ":ref:`",
    "| ",
    "1. ",
]


def quoted(text: str) -> str:
    """The text as in a PO file."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def judged(*pairs: tuple[str, str], kind: str = "paragraph") -> GateResult:
    """What the gate says of a catalog of these sources and translations."""
    entries = (f'\nmsgid "{quoted(a)}"\nmsgstr "{quoted(b)}"\n' for a, b in pairs)
    units = tuple(Unit(f"s/{kind}-{n}", "a", kind, text) for n, (text, _) in enumerate(pairs))
    catalog = parse_catalog((HEADER + "".join(entries)).encode())
    return check_catalog(DE, Document("a", units), catalog, "de.po")


def codes(result: GateResult) -> list[str]:
    """The codes of the findings."""
    return [finding.problem.code for finding in result.findings]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that docutils parses."""
    texts: list[str] = []
    for parser in (ParagraphParser, Parser):

        def parse(self: Any, text: str, document: Any, real: Any = parser.parse) -> None:
            texts.append(text)
            real(self, text, document)

        monkeypatch.setattr(parser, "parse", parse)
    return texts


@pytest.mark.parametrize("kind", ["paragraph", "title", *sorted(PLAIN_KINDS)])
@pytest.mark.parametrize("piece", PIECES.values(), ids=list(PIECES))
def test_nothing_parses_a_text_that_is_too_long(piece: str, kind: str, parsed: list[str]) -> None:
    """Also not for the names of references, which the gate restores: here one is translated."""
    text = f"Siehe {piece * (300_000 // len(piece))} ort_"
    found = codes(judged(("See *this* name_", text), kind=kind))
    assert found[0] == "too-long"
    assert set(found) <= {"too-long", "harmful-character"}  # a pile of accents is both
    assert not [each for each in parsed if len(each) > len(SOURCE)]


@pytest.mark.parametrize("character", "\v\f\x1b\x85\u2028\u202e\ufeff\U000e0041")
def test_nothing_parses_a_text_with_a_harmful_character(character: str, parsed: list[str]) -> None:
    """Some of them are line breaks for docutils."""
    result = judged(("See *this* name_", f"Siehe{character} *das* ort_"))
    assert codes(result) == ["harmful-character"]
    assert not [each for each in parsed if "Siehe" in each]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES.values(), ids=list(PIECES))
def test_a_catalog_of_slow_messages_ends_early(piece: str) -> None:
    """Each is refused at its line, or cheap; the innocent one after them is published."""
    text = f"x {piece * (LENGTH // len(piece))}"
    slow = [(f"{n} {SOURCE}", f"{n} {text}") for n in range(100)]
    start = time.process_time()
    result = judged(*slow, ("Walk *on* now", "Geh *weiter*"))
    assert time.process_time() - start < 60
    assert result.accepted["Walk *on* now"] == "Geh *weiter*"
    if parsing_effort(text) * len(slow) > 2 * MAX_EFFORT:
        assert codes(result).count("too-much-markup") > len(slow) // 4


@pytest.mark.slow
@settings(max_examples=40)
@given(
    parts=st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4),
    before=st.sampled_from(["", *FRAGMENTS]),
    after=st.sampled_from(["", *FRAGMENTS]),
    length=st.sampled_from([60, 600, LENGTH]),
)
def test_effort_is_an_upper_limit_of_the_time(
    parts: list[str], before: str, after: str, length: int
) -> None:
    """A unit is 0.1 ms on a fast machine; here are 10 ms, and 10 s for what does not grow: only
    what takes far longer than its effort fails, on a busy machine too."""
    piece = "".join(parts)
    text = before + (piece * (length // len(piece) + 1))[:length] + after
    gc.disable()  # what other tests have left takes longer to collect than the text to read
    try:
        start = time.process_time()
        list(check_text(Unit("s/paragraph-1", "a", "paragraph", SOURCE), text))
        seconds = time.process_time() - start
    finally:
        gc.enable()
    assert seconds < 10 + 0.01 * parsing_effort(text)


@given(
    source=st.text("ab *`_|<>[]#:.\n-1)(@", max_size=60),
    target=st.text("ab *`_|<>[]#:.\n-1)(@", max_size=60),
)
def test_no_effort_is_counted_for_the_markup_of_the_source(source: str, target: str) -> None:
    """A translation with as much markup as its source is parsed, whatever the catalog has spent."""
    assert parsing_effort(source + target) >= 0
    slow = [(f"{n} {SOURCE}", f"{n} x{' *a' * 1600}") for n in range(10)]
    result = judged(*slow, (f"Walk {source}", f"Gehen {target}"))
    if parsing_effort(f"Gehen {target}") <= parsing_effort(f"Walk {source}"):
        last_line = result.findings[-1].line if result.findings else 0
        found = {each.problem.code for each in result.findings if each.line == last_line}
        assert result.refused <= 11
        assert f"Walk {source}" in result.accepted or found != {"too-much-markup"}


@pytest.mark.parametrize(
    "text",
    [
        "Leser*innen und Leser*innen",
        "Patient:innen um 10:30 Uhr",
        "Ein Satz. Noch ein Satz, z. B. dieser; und so weiter.",
        "歩くことは健康に良いです。" * 40,
        "चलना अच्छा है।" * 40,
    ],
)
def test_ordinary_text_needs_no_effort(text: str) -> None:
    """What writers of many languages use is not taken for markup."""
    assert parsing_effort(text) == 0
