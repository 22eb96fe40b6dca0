"""Threads and tasks that read different languages at once, without a framework between."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

import cellulite_content
from cellulite_content import Article, Content
from support.editions.reader import LOCALES, bare, said
from support.integrations.answers import (
    HEADERS,
    SOURCES,
    TAGS,
    faults_of_data,
    faults_of_page,
    requests,
)

READERS = 66
LOCALE = {locale.tag: locale for locale in LOCALES}

Reading = Generator[None, None, list[str]]


@dataclass
class Explicit:
    """A library of which each call says its language."""

    content: Content

    def activate(self, wanted: str) -> None:
        """Nothing to do."""

    def load(self, wanted: str) -> Article:
        """The article."""
        return self.content.load(wanted)

    def gettext(self, wanted: str) -> Callable[[str], str]:
        """The catalog's function."""
        return self.content.translations(wanted).gettext


@dataclass
class Ambient(Explicit):
    """The same with a current language: the fault that the tests must see."""

    current: str = "en"

    def activate(self, wanted: str) -> None:
        """Every call from now on is in this language."""
        self.current = wanted

    def load(self, wanted: str) -> Article:
        """The article in the current language."""
        return super().load(self.current)

    def gettext(self, wanted: str) -> Callable[[str], str]:
        """The function of the current catalog."""
        return super().gettext(self.current)


def _reading(library: Explicit, tag: str, header: str) -> Reading:
    """What a reader finds that is not in the language; others run at each `yield`."""
    library.activate(header)
    yield
    article = library.load(header)
    yield
    gettext = library.gettext(header)
    found: list[str] = []
    for node in article.walk():
        yield
        if node.text and node.text.lang != tag:
            found.append(f"{node.text.id} is in {node.text.lang}")
    for text in SOURCES:
        if gettext(bare(text)) != bare(said(LOCALE[tag], text)):
            found.append(f"gettext says {gettext(bare(text))[:40]!r}")
    yield
    page = f"<html lang={article.lang} dir={article.dir}><title>{article.title}</title>"
    found += faults_of_page(tag, page + article.html())
    yield
    found += faults_of_data(tag, json.dumps(library.load(header).to_dict()))
    return found


def _in_a_thread(reading: Reading) -> list[str]:
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value
        time.sleep(0)


async def _in_a_task(reading: Reading) -> list[str]:
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value
        await asyncio.sleep(0)


def _threads(library: Explicit) -> list[list[str]]:
    readings = [_reading(library, *pair) for pair in requests(READERS)]
    with ThreadPoolExecutor(len(TAGS)) as pool:
        return list(pool.map(_in_a_thread, readings))


def _tasks(library: Explicit) -> list[list[str]]:
    async def gather() -> list[list[str]]:
        readings = [_reading(library, *pair) for pair in requests(READERS)]
        return await asyncio.gather(*map(_in_a_task, readings))

    return asyncio.run(gather())


@pytest.fixture
def content() -> Content:
    """The package's content, of which nothing has been read yet."""
    return Content(cellulite_content.__spec__)


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.slow
@pytest.mark.parametrize("together", [_threads, _tasks])
def test_each_reader_gets_its_language(together: Callable, content: Content) -> None:
    """`load`, the tree, the renderings and `translations`, from caches that fill meanwhile."""
    assert together(Explicit(content)) == [[]] * READERS
    assert len({content.load(tag) for tag in TAGS}) == len(TAGS)


@pytest.mark.slow
@pytest.mark.parametrize("together", [_threads, _tasks])
def test_a_current_language_would_be_seen(together: Callable, content: Content) -> None:
    """The same readers over a library with a current language fail the same assertion."""
    assert any(together(Ambient(content)))


def test_a_region_gets_its_language_before_english() -> None:
    """`fr-FR,en-US;q=0.7,en;q=0.3` is answered in French (pallets/werkzeug#2732)."""
    assert cellulite_content.match(HEADERS["fr"]) == "fr"
    assert cellulite_content.load(HEADERS["fr"]).lang == "fr"
