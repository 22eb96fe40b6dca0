"""Random catalogs through the whole pipeline: gate, pages, books and bundle.

Whatever a catalog says, the editions are published: a message that is not refused is shown in each
of them, every link leads where the source's leads, and no markup is shown raw. `FUZZ_SECONDS` says
how long all fuzz tests take together, `FUZZ_SEED` repeats a run.
"""

import itertools
import re
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from support.fuzz.budget import FIRST_SEED, SECONDS, Recorder, say
from support.fuzz.fragments import HOSTILE, SPACES, WORDS
from support.small_projects import HEAD, fill_in, write_project

pytestmark = pytest.mark.slow

ARTICLE = """\
Walking *Every* Day
===================

.. _start:

Many people walk. [#trial]_ It is **good**, it costs ``nothing``, and *anyone* can do it.

See `the clinic <https://a.example/clinic>`_, `a page <https://b.example/page>`__, and
https://c.example/plain, or write to a@d.example.

Read the `Second Part`_, then doctors_ and `more of them <doctors_>`_.

The year is |year| now, says [Book]_ in its note. [1]_

Go :ref:`to the start <start>`, to :ref:`second`, or :doc:`back to the list </index>`.

Press :kbd:`Ctrl`, choose :menuselection:`File --> Open`, and read :abbr:`WHO (World Health)`.

Water is H\\ :sub:`2`\\ O, and :math:`a < b` holds; :guilabel:`Go` is a button.

An _`inline place` is here, and `inline place`_ leads there. A \\*star and a back\\\\slash.

.. _second:

Second Part
-----------

- One hour `here <https://e.example/one>`__ or `here <https://e.example/two>`__.
- Two *long* hours.

1. First ``step``.
2. Second step.

Shoes
   They must **fit**.

.. list-table::
   :header-rows: 1

   * - Day
     - Time [#trial]_
   * - Monday
     - One :sup:`hour`

.. figure:: x.svg
   :alt: A person who walks *up* a hill.

   A hill, seen from `the clinic <https://a.example/clinic>`_.

.. note::

   Drink `water <https://f.example/>`_.

| A line of verse,
| and *another* line.

.. [#trial] A study_.
.. [1] A numbered note.
.. [Book] A book of 2026.

.. |year| replace:: 2026
.. _doctors: https://g.example/doctors
.. _study: https://h.example/study
"""

PICTURE = {"docs/articles/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}

ATOMS = re.compile(
    r"\[(?:#?\w+)\]_|:[\w-]+:`[^`]*`|_?`[^`]*`_{0,2}|\*\*[^*]+\*\*|\*[^*]+\*|``[^`]+``|\|\w+\|"
    r"|https://\S+(?<!\.)|\S+@\S+\w|\b\w+_(?!\w)"
)


def _translations(number: int, sources: list[str]) -> Mapping[str, str]:
    """A random translation for most sources: their markup, words, and some mischief."""
    found: dict[str, str] = {}

    @st.composite
    def translations(draw: st.DrawFn) -> tuple[str, str]:
        source = draw(st.sampled_from(sources))
        atoms = ATOMS.findall(source)
        parts = list(draw(st.permutations(atoms)))
        words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), min_size=1, max_size=5))
        parts = draw(st.permutations([*parts, *words]))
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
            place = draw(st.integers(0, len(parts)))
            parts = [*parts[:place], draw(st.sampled_from(HOSTILE)), *parts[place:]]
        text = "".join(part + draw(st.sampled_from(SPACES)) for part in parts)
        return source, f"Er sagt {text.strip()}" if draw(st.booleans()) else text.strip()

    @seed(number)
    @settings(
        max_examples=10 * len(sources),
        derandomize=False,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(translations())
    def collect(pair: tuple[str, str]) -> None:
        # A stray carriage return is refused for a whole file, and a catalog has no surrogates.
        text = pair[1].replace("\r", "").encode(errors="ignore").decode()
        if text:
            found[pair[0]] = text

    collect()
    return found


class _Page(HTMLParser):
    """Links, classes and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: Counter[str] = Counter()
        self.classes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.classes |= set(values.get("class", "").split())
        if tag == "a" and "href" in values:
            self.links[re.sub(r"\.(de|en)(?=\.)", "", values["href"])] += 1


def _article(project: Path, tag: str) -> dict[str, _Page]:
    """The article as a page and as a book's page."""
    site = project / "build" / "site"
    text = (site / tag / "articles" / "a.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(site / "downloads" / f"a.{tag}.epub") as book:
        chapter = book.read("EPUB/a.xhtml").decode()
    return {
        "page": _Page(text[text.index("<article") : text.index("</article>")]),
        "book": _Page(chapter),
    }


def test_no_catalog_withholds_its_locale(
    tmp_path: Path, run: Callable, record_property: Recorder
) -> None:
    """Each round is a catalog with a random translation for each message."""
    project = write_project(
        tmp_path / "project", {"a": HEAD + ARTICLE}, files=PICTURE, bilingual=True
    )
    path = project / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"
    empty = path.read_text(encoding="utf-8")
    sources = [entry.msgid for entry in parse_catalog(empty.encode()).live]
    assert len(sources) > 25
    run("build", project=project)
    original = _article(project, "en")
    end = time.monotonic() + SECONDS / 3
    tried = refused = late = rounds = 0
    for number in itertools.count(FIRST_SEED):
        path.write_text(empty, encoding="utf-8")
        translations = _translations(number, sources)
        fill_in(project, "de", translations)
        done = run("build", project=project)
        context = f"FUZZ_SEED={number}: {done.stderr[-2000:]}"
        assert done.returncode in (0, 1), context
        assert not re.search(r"(?m)^(error: |de: |Traceback)", done.stderr), context
        translated = _article(project, "de")
        for place, page in translated.items():
            # A translation may repeat a link.
            assert page.links.keys() == original[place].links.keys(), context
            assert not page.classes & {"problematic", "system-message", "error"}, context
        findings = re.findall(r"(?m)^locales/de/\S+:\d+: .* \(([\w-]+)\)$", done.stderr)
        tried, rounds = tried + len(translations), rounds + 1
        refused += len(findings)
        late += findings.count("faulty-edition")
        if time.monotonic() > end:
            break
    shutil.rmtree(project)
    say(
        record_property,
        f"{rounds} catalogs built, {tried} messages, {refused} findings, {late} after the gate",
    )
