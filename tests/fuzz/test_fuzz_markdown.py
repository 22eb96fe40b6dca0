"""Markdown: gate and build read each text alike, and no catalog withholds its locale.

`FUZZ_SECONDS` sets the time of the fuzz tests, `FUZZ_SEED` repeats a run.
"""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.gate.gate import check_text
from cellulite_content.pipeline.gate.repairs import repair
from cellulite_content.pipeline.model.finding import Severity
from cellulite_content.pipeline.model.unit import Dialect, MarkdownSyntax, Unit
from cellulite_content.pipeline.source.message_markup import read_message
from support.fuzz.budget import FIRST_SEED, SECONDS, Recorder, say
from support.fuzz.catalog_rounds import run_rounds
from support.fuzz.fragments import MARKDOWN_HOSTILE, SPACES, WORDS
from support.fuzz.random_examples import random_examples
from support.markdown.cases import CONF, FRONT
from support.markdown.trees import built_tree, message_facts, tree_facts
from support.small_projects import write_project

pytestmark = pytest.mark.slow

ARTICLE = """\
# Walking *Every* Day

(start)=
Many people walk. [^trial] It is **good**, it costs `nothing`, and *anyone* can do it.

See [the clinic](https://a.example/clinic), [a *page*][page], and <https://c.example/plain>, or
write to <a@d.example>.

**Read [the *second* part](#second), then [the list](../index.rst).**

Go {ref}`to the start <start>`, to {ref}`second`, or {doc}`back to the list </index>`.

Press {kbd}`Ctrl`, choose {menuselection}`File --> Open`, and read {abbr}`WHO (World Health)`.

Water is H{sub}`2`O, and $a < b$ holds; {guilabel}`Go` is a button, and {math}`c` too.

A \\*star, a back\\\\slash, 5 &lt; 6, and a_b_c. [^1]

(second)=
## Second Part

- One hour [here](https://e.example/one) or [here](https://e.example/two).
- Two *long* hours.

1. First `step`.
2. Second step.

Shoes
: They must **fit**.

| Day | Time [^trial] |
|-----|---------------|
| Monday | One {sup}`hour` |

```{figure} x.svg
:alt: A person who walks *up* a hill.

A hill, seen from [the clinic](https://a.example/clinic).
```

:::{note}
Drink [water](https://f.example/).
:::

> A quotation with **words**.

[^trial]: A [study](https://h.example/study).
[^1]: A numbered note.

[page]: https://b.example/page
"""

PICTURE = {"docs/articles/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}
ATOMS = re.compile(
    r"\{[\w-]+\}`[^`]*`|\[\^\w+\]|\[(?:[^][]|\[[^]]*\])*\](?:\([^)]*\)|\[\w+\])|<\S+>|\$[^$]+\$"
    r"|\*\*[^*]+\*\*|\*[^*]+\*|`[^`]*`"
)
SYNTAX = MarkdownSyntax((True, True), references=(("PAGE", "https://b.example/page"),))
SOURCES = tuple(
    " ".join(block.split())
    for block in re.split(r"\n\n|\n(?=- |2\. )", ARTICLE)
    if not re.match(r"[`:|\[(]|#|\w+\n:", block)
)
TARGETS = ["#second", "../index.rst"]


@st.composite
def messages(draw: st.DrawFn) -> tuple[Unit, str]:
    """A unit and a translation: its markup in any order, words between, and some mischief."""
    text = draw(st.sampled_from(SOURCES))
    parts = list(draw(st.permutations(ATOMS.findall(text))))
    words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), min_size=1, max_size=6))
    parts = [*parts, *words] if draw(st.booleans()) else [*words, *parts]
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        place = draw(st.integers(0, len(parts)))
        parts = [*parts[:place], draw(st.sampled_from(MARKDOWN_HOSTILE)), *parts[place:]]
    target = "".join(part + draw(st.sampled_from(SPACES)) for part in parts)
    unit = Unit("x", "articles/a", "paragraph", text, dialect=Dialect(markdown=SYNTAX))
    return unit, repair(unit, target)[0]


def faults(unit: Unit, target: str) -> list[str]:
    """How what the build inserts differs from what the gate has judged, and from the source."""
    shown = tree_facts(built_tree(target, SYNTAX, TARGETS))
    judged = message_facts(read_message(unit, target))
    source = message_facts(read_message(unit, unit.text))
    found = [name for name in shown if shown[name] != judged[name]]
    for kind in ("link", "place", "note", "ref", "doc", "math", "download", "strange"):
        expected, actual = (
            {name for name in facts["marks"] if name[0] == kind} for facts in (source, shown)
        )
        if expected != actual:
            found.append(f"{kind}: {expected} became {actual}")
    return found


def accepted(number: int, amount: int) -> list[tuple[Unit, str]]:
    """What the gate accepts of so many random messages."""
    found: list[tuple[Unit, str]] = []

    @random_examples(number, amount)
    @given(messages())
    def collect(message: tuple[Unit, str]) -> None:
        problems = check_text(*message)
        if message[1] and not any(each.severity is Severity.ERROR for each in problems):
            found.append(message)

    collect()
    return found


def test_gate_and_build_read_alike(record_property: Recorder) -> None:
    """What the gate accepts, the build shows: the same words and marks, the source's links."""
    end = time.monotonic() + SECONDS / 10
    shown = rounds = 0
    while time.monotonic() < end or not rounds:
        number = FIRST_SEED + rounds
        batch = accepted(number, 1000)
        bad = [f"{fault}: {message}" for message in batch for fault in faults(*message)]
        assert not bad, f"FUZZ_SEED={number}: " + "\n".join(bad[:20])
        shown, rounds = shown + len(batch), rounds + 1
    say(record_property, f"{1000 * rounds} messages in Markdown tried, {shown} accepted and parsed")
    assert shown > 100 * rounds


def test_no_catalog_withholds_its_locale(
    tmp_path: Path, run: Callable, record_property: Recorder
) -> None:
    """Each round is a catalog with a random translation for each message in Markdown."""
    project = write_project(
        tmp_path / "project", {"a.md": FRONT + ARTICLE}, CONF, files=PICTURE, bilingual=True
    )
    say(record_property, run_rounds(project, run, ATOMS, MARKDOWN_HOSTILE, SECONDS / 6))
    shutil.rmtree(project)
