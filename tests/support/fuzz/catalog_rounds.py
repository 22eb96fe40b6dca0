"""Rounds of random catalogs, each through the whole pipeline: gate, pages and books."""

from __future__ import annotations

import itertools
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from support.fuzz.budget import FIRST_SEED
from support.fuzz.fragments import SPACES, WORDS
from support.fuzz.random_examples import random_examples
from support.small_projects import fill_in


def run_rounds(
    project: Path, run: Callable, atoms: re.Pattern[str], hostile: Sequence[str], seconds: float
) -> str:
    """Build a project with random translations of its article `a`, many times; return a summary.

    `atoms` are the pieces of markup that a translation keeps, `hostile` what it may add.
    """
    path = project / "locales" / "de" / "LC_MESSAGES" / "articles" / "a.po"
    empty = path.read_text(encoding="utf-8")
    sources = [entry.msgid for entry in parse_catalog(empty.encode()).live]
    assert len(sources) > 25
    run("build", project=project)
    original = _article(project, "en")
    end = time.monotonic() + seconds
    tried = refused = late = rounds = 0
    for number in itertools.count(FIRST_SEED):
        path.write_text(empty, encoding="utf-8")
        translations = _translations(number, sources, atoms, hostile)
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
    return f"{rounds} catalogs built, {tried} messages, {refused} findings, {late} after the gate"


def _translations(
    number: int, sources: list[str], atoms: re.Pattern[str], hostile: Sequence[str]
) -> Mapping[str, str]:
    """A random translation for most sources: their markup, words, and some mischief."""
    found: dict[str, str] = {}

    @st.composite
    def translations(draw: st.DrawFn) -> tuple[str, str]:
        source = draw(st.sampled_from(sources))
        parts = list(draw(st.permutations(atoms.findall(source))))
        words = draw(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), min_size=1, max_size=5))
        parts = draw(st.permutations([*parts, *words]))
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
            place = draw(st.integers(0, len(parts)))
            parts = [*parts[:place], draw(st.sampled_from(hostile)), *parts[place:]]
        text = "".join(part + draw(st.sampled_from(SPACES)) for part in parts)
        return source, f"Er sagt {text.strip()}" if draw(st.booleans()) else text.strip()

    @random_examples(number, 10 * len(sources))
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
