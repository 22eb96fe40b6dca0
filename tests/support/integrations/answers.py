"""Answers of a server, held to the language that was asked for. The catalogs are the oracle."""

from __future__ import annotations

import asyncio
import json
import random
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from support.requirements import require

require("integrations", "httpx")

import httpx
from lxml import html

from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import ARTICLE, LOCALES, bare, catalog, said, squeezed, texts_of_kind

REQUESTS = 200  # under way at once
FEW = 66  # enough to see a leak
_NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading them costs more than all else
TAGS = tuple(locale.tag for locale in LOCALES)
_LABELS = frozenset(texts_of_kind("figure label"))
SOURCES = sorted(text for text in catalog("de", ARTICLE) if text and text not in _LABELS)
"""The texts of the tree; the words in figures are in their files alone."""
# What a browser may send for each language beside its bare tag. The second German and the French
# header are those that Werkzeug's `best_match` answers in English (pallets/werkzeug#2732).
HEADERS = {locale.tag: f"{locale.tag},en;q=0.5" for locale in LOCALES} | {
    "ar": "ar-EG,ar;q=0.9,en;q=0.5",
    "de": "de-AT,en;q=0.3",
    "en": "en-GB",
    "es": "es-419,es;q=0.9,fr;q=0.8",
    "fr": "fr-FR,en-US;q=0.7,en;q=0.3",
    "hi": "hi-IN,hi;q=0.8,en-US;q=0.5",
    "ja": "ja;q=1.0,de;q=0.1",
    "pl": "pl-PL,pl;q=0.9",
    "pt-BR": "pt-PT,pt;q=0.9,en;q=0.2",
    "ru": "ru-RU",
    "zh-Hans": "zh-CN,zh;q=0.9,en;q=0.8",
}
# What names no language that there is: the answer is in English.
UNKNOWN = ("", "*", "tlh", ";;,,;q=", "x" * 3000, "../../etc/passwd", "<script>", "tlh,q=2,;q=1")


@dataclass(frozen=True)
class Answer:
    """What came back for a request in the language `wanted`."""

    wanted: str
    status: int
    language: str
    vary: str
    kind: str
    body: str


@dataclass(frozen=True)
class Words:
    """What an article in a language holds, and what it may not hold."""

    title: str
    direction: str
    own: frozenset[str]
    foreign: frozenset[str]


@cache
def words(tag: str) -> Words:
    """The words of a language from its catalog; foreign ones are in no text of its own."""
    locale = _locale(tag)
    (title,) = texts_of_kind("title")
    own = _texts(locale)
    whole = "\n".join(own)
    others = {text for other in LOCALES if other is not locale for text in _texts(other)}
    foreign = frozenset(text for text in others if text not in whole)
    return Words(said(locale, title), locale.direction, own, foreign)


@cache
def _texts(locale: Locale) -> frozenset[str]:
    """The article's texts in a language, without the description and the words of pictures."""
    hidden = {*texts_of_kind("description"), *texts_of_kind("alternative text")}
    return frozenset(bare(said(locale, text)) for text in SOURCES if text not in hidden)


def _locale(tag: str) -> Locale:
    return next(locale for locale in LOCALES if locale.tag == tag)


def requests(count: int = REQUESTS, seed: int = 20261122) -> list[tuple[str, str]]:
    """Languages and headers that ask for them, all languages equally often, well mixed."""
    pairs = [(tag, header) for tag in TAGS for header in (tag, HEADERS[tag])]
    mixed = (pairs * (count // len(pairs) + 1))[:count]
    random.Random(seed).shuffle(mixed)  # noqa: S311
    return mixed


def ask(address: str, wanted: Iterable[tuple[str, str]]) -> list[Answer]:
    """The answers to requests that are all sent at once, each by a reader of its own."""

    async def gather() -> list[Answer]:
        return await asyncio.gather(*(_ask(address, *pair) for pair in wanted))

    return asyncio.run(gather())


async def _ask(address: str, tag: str, header: str) -> Answer:
    async with httpx.AsyncClient(timeout=600, verify=_NO_CERTIFICATES, trust_env=False) as reader:
        answer = await reader.get(address, headers={"Accept-Language": header})
    told = [answer.headers.get(name, "") for name in ("Content-Language", "Vary", "Content-Type")]
    return Answer(tag, answer.status_code, *told, answer.text)


def figure(address: str) -> Answer:
    """The article's figure, from where the page at this address says that it is."""
    (page,) = ask(address, [("en", "en")])
    (source,) = html.document_fromstring(page.body).xpath("//figure/img/@src")
    (found,) = ask(address + source, [("en", "en")])
    return found


def strays(answers: Iterable[Answer]) -> list[str]:
    """What of the answers is not in the language asked for: a line each, none when all is well."""
    return [f"{answer.wanted}: {fault}" for answer in answers for fault in faults(answer)]


def faults(answer: Answer) -> list[str]:
    """What is wrong with one answer."""
    found = []
    if answer.status != 200:
        return [f"status {answer.status}"]
    if answer.language.lower() != answer.wanted.lower():
        found.append(f"Content-Language is {answer.language}")
    if "accept-language" not in answer.vary.lower():
        found.append(f"Vary is {answer.vary!r}")
    look = faults_of_data if answer.kind.startswith("application/json") else faults_of_page
    return found + list(look(answer.wanted, answer.body))


@cache
def faults_of_page(tag: str, page: str) -> tuple[str, ...]:
    """What of a page is not in the language: of its head, its article or any of its text."""
    root = html.document_fromstring(page)
    article = root.find(".//article")
    told = {
        "lang": root.get("lang"),
        "dir": root.get("dir"),
        "the article's lang": article.get("lang"),
        "the article's dir": article.get("dir"),
        "title": root.findtext("head/title"),
        "h1": article.findtext("h1"),
    }
    heading, direction = words(tag).title, words(tag).direction
    wanted = (tag, direction, tag, direction, heading, heading)
    for label in root.find_class("label"):
        label.drop_tree()  # words of the interface
    parts = [_shown(element) for element in root.iter(*_BLOCKS)]
    return (*_differing(told, wanted), *_faults_of_texts(tag, parts))


@cache
def faults_of_data(tag: str, text: str) -> tuple[str, ...]:
    """The same of an article as JSON."""
    data = json.loads(text)
    told = {"lang": data["lang"], "dir": data["dir"], "title": data["title"]}
    wanted = (tag, words(tag).direction, words(tag).title)
    parts = [bare(each["text"]) for each in _nodes(data["body"]) if "text" in each]
    return (*_differing(told, wanted), *_faults_of_texts(tag, parts))


_BLOCKS = ("h1", "h2", "h3", "p", "li", "td", "th", "figcaption", "caption", "aside")
_WORDS = html.etree.XPath(".//text()[not(ancestor::a[@role='doc-noteref'] or parent::sup)]")


def _shown(element: html.HtmlElement) -> str:
    """The text of an element without the numbers of notes, and what glues them to it."""
    return squeezed("".join(_WORDS(element)).replace("\u2060", ""))


def _nodes(nodes: list[dict]) -> Iterable[dict]:
    for node in nodes:
        yield node
        yield from _nodes(node.get("children", []))


def _differing(told: dict[str, str | None], wanted: tuple[str, ...]) -> list[str]:
    pairs = zip(told.items(), wanted, strict=True)
    return [f"{name} is {value!r}" for (name, value), right in pairs if value != right]


def _faults_of_texts(tag: str, parts: list[str]) -> list[str]:
    whole = "\n".join(parts)
    lost = [f"lacks {text[:40]!r}" for text in words(tag).own if text not in parts]
    foreign = [f"holds {text[:40]!r}" for text in words(tag).foreign if text in whole]
    return lost + foreign
