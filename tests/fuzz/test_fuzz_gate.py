"""What the gate accepts, stock Sphinx shows: one paragraph, its source's links, and no more.

Random messages of our article's units go through the gate, and the accepted ones through Sphinx's
own translation, without our extension. `FUZZ_SECONDS` sets the time of the fuzz tests,
`FUZZ_SEED` repeats a run.
"""

import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.finding import Severity
from cellulite_content.pipeline.model.unit import FIGURE_LABEL, Unit
from cellulite_content.pipeline.source.message_markup import read_markup
from support import CHECKOUT
from support.fuzz.budget import FIRST_SEED, SECONDS, Recorder, say
from support.fuzz.fragments import HOSTILE, SPACES, WORDS
from support.fuzz.random_examples import random_examples
from support.fuzz.stock import CANARY, Message, build, sourced, squeezed

pytestmark = pytest.mark.slow

TEMPLATE = CHECKOUT / "locales" / "templates" / "articles" / "will-running-reduce-cellulite.pot"
MORE_SOURCES = (
    "See doctors_ and `the clinic <doctors_>`_, and `more <https://a.example/>`_.",
    "Read :doc:`index` or :ref:`this <evidence>`, press :kbd:`Ctrl`, type ``a *b*``.",
    "By |name|, in a note [1]_ and a book [Book]_, at https://b.example/x.",
    "Write to a@b.example, or see :term:`words` and :math:`a < b`.",
    "A :download:`file <index.rst>` and `a default` role.",
    "Two `links <https://c.example/>`__ of `one <https://c.example/>`__ address.",
)

ATOMS = re.compile(
    r"\[(?:#?\w+)\]_|:[\w-]+:`[^`]*`|`[^`]*`_{0,2}|\*\*[^*]+\*\*|\*[^*]+\*|``[^`]+``|\|\w+\|"
    r"|https://\S+(?<!\.)|\S+@\S+\w|\b\w+_(?!\w)"
)


@cache
def units() -> tuple[Unit, ...]:
    """The article's units, as its template tells them, and some with every kind of markup.

    Without the labels of figures: stock Sphinx translates no words in pictures.
    """
    catalog = parse_catalog(TEMPLATE.read_bytes())
    found = [
        Unit("x", "index", entry.extracted[0].partition(",")[0], entry.msgid)
        for entry in catalog.live
    ]
    more = [Unit("y", "index", "paragraph", text) for text in MORE_SOURCES]
    return (*(unit for unit in found if unit.kind != FIGURE_LABEL), *more)


@cache
def notes() -> str:
    """The notes that the units refer to."""
    names = sorted({name for unit in units() for name in re.findall(r"\[#(\w+)\]_", unit.text)})
    return "\n".join(f".. [#{name}] A note." for name in names)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """A unit and a translation: its markup in any order, words between, and some mischief."""
    unit = draw(st.sampled_from(units()))
    atoms = ATOMS.findall(unit.text)
    parts = draw(st.permutations(atoms)) if draw(st.booleans()) else atoms
    words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), min_size=1, max_size=6))
    parts = [*parts, *words] if draw(st.booleans()) else [*words, *parts]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 1, 2, 3]))):
        place = draw(st.integers(0, len(parts)))
        parts = [*parts[:place], draw(st.sampled_from(HOSTILE)), *parts[place:]]
    if parts and draw(st.integers(0, 4)) == 0:
        parts = draw(st.lists(st.sampled_from(parts), min_size=1, max_size=9))
    text = "".join(part + draw(st.sampled_from(SPACES)) for part in parts)
    if draw(st.booleans()):
        text = text.strip()
    return Message(unit, "Er sagt " + text if draw(st.booleans()) else text)


def accepted(number: int, amount: int) -> tuple[list[Message], int]:
    """What the gate accepts of so many random messages, and how many there were."""
    found: dict[Message, None] = {}
    tried = 0

    @random_examples(number, amount)
    @given(messages())
    def collect(message: Message) -> None:
        nonlocal tried
        tried += 1
        unit = sourced(9999, message.unit)
        target = repair(unit, message.target)[0]
        problems = list(check_text(unit, target))
        if target.strip() and not any(p.severity is Severity.ERROR for p in problems):
            found[Message(message.unit, target)] = None

    collect()
    return list(found), tried


def faults(message: Message, row: dict | None, wanted: dict) -> list[str]:
    """What is wrong with what Sphinx made of a message."""
    if row is None:
        return ["it is gone"]
    if "alt" in wanted:
        return [] if row == {"alt": message.target} else [f"shown as {row}"]
    found = [name for name in ("tags", "notes") if row[name] != wanted[name]]
    # A reference to a place in the project may be repeated; a link to another site may not.
    found += [name for name in ("links", "roles") if set(row[name]) != set(wanted[name])]
    if [link for link in row["links"] if ":" in link] != [
        link for link in wanted["links"] if ":" in link
    ]:
        found.append("links to other sites")
    found += row["strange"]
    text = squeezed(row["text"])
    found += [
        f"lost {run!r}" for run in read_markup(message.target).runs if squeezed(run) not in text
    ]
    return found


def checked(folder: Path, batch: Sequence[Message], wanted: dict[str, dict]) -> Iterator[str]:
    """The faults of a batch, each with its message; of one that hangs or crashes, the culprits."""
    try:
        rows = build(folder, batch, notes())
    except (subprocess.SubprocessError, OSError) as error:
        if len(batch) == 1:
            words = (getattr(error, "stderr", None) or b"")[-300:]
            yield f"{type(error).__name__} {words!r}: {batch[0]!r}"
            return
        half = len(batch) // 2
        for number, part in enumerate((batch[:half], batch[half:])):
            yield from checked(folder / str(number), part, wanted)
        return
    for number, message in enumerate(batch):
        # A heading's place is known by its target, which a broken title could take away.
        for fault in faults(message, rows.get(f"u{number}"), wanted[message.unit.text]):
            yield f"{fault}: {message.target!r} for {message.unit.text!r} ({message.unit.kind})"
    for path in sorted((folder / "out").rglob("*")):
        if path.is_file() and CANARY.encode() in path.read_bytes():
            yield f"the canary is in {path}"


def test_what_the_gate_accepts_is_shown_by_stock_sphinx(
    tmp_path: Path, record_property: Recorder
) -> None:
    """Exactly one paragraph, exactly the source's links and roles, no other file, no hang."""
    plain = [Message(unit, unit.text) for unit in units()]
    rows = build(tmp_path / "plain", plain, notes())
    wanted = {message.unit.text: rows[f"u{number}"] for number, message in enumerate(plain)}
    assert len(wanted) == len(units())
    end = time.monotonic() + SECONDS * 0.6
    tried = shown = batches = 0
    while time.monotonic() < end or not batches:
        number = FIRST_SEED + batches
        batch, amount = accepted(number, 1500)
        random.Random(number).shuffle(batch)  # noqa: S311 - neighbours in a document differ
        bad = list(checked(tmp_path / f"batch-{batches}", batch, wanted))
        assert not bad, f"FUZZ_SEED={number}: " + "\n".join(bad[:20])
        shutil.rmtree(tmp_path / f"batch-{batches}")
        tried, shown, batches = tried + amount, shown + len(batch), batches + 1
    say(
        record_property,
        f"{tried} messages tried, {shown} accepted and built in {batches} documents",
    )
    assert shown > 0.1 * tried
