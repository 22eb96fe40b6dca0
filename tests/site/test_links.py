"""Every address that the site gives within itself leads somewhere, to the very anchor."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from support.editions.reader import ARTICLE, SLUG

ADDRESSES = ("href", "src", "action", "poster", "data", "cite")
FEEDS = ("opds/index.xml", "opds/index.json", "feeds/de.xml", "sitemap.xml")
FROM_ROOT = ("sitemap.xml", "404.html")
"""Files whose addresses begin at the site's root."""

Link = tuple[str, str]
"""The file that gives it, by path from the site's root, and the address."""


def _links(site: Path, pattern: str = "*") -> Iterator[Link]:
    """All addresses of pages, feeds, sitemap, stylesheets and data whose names fit a pattern."""
    for path in sorted(path for path in site.rglob(pattern) if path.is_file()):
        name = path.relative_to(site).as_posix()
        for address in _READERS.get(path.suffix, lambda _: iter(()))(path):
            yield name, address


def _of_page(path: Path) -> Iterator[str]:
    page = html.parse(str(path), html.HTMLParser(encoding="utf-8"))
    for attribute in ADDRESSES:
        yield from map(str, page.xpath(f"//@{attribute}"))
    for values in page.xpath("//@srcset"):
        yield from (each.split()[0] for each in str(values).split(","))
    for block in page.xpath("//script[@type='application/ld+json']/text()"):
        yield from _addresses(json.loads(block))


def _of_xml(path: Path) -> Iterator[str]:
    root = etree.parse(path)
    yield from map(str, root.xpath("//@href"))
    yield from map(str, root.xpath("//*[local-name()='loc']/text()"))


def _of_json(path: Path) -> Iterator[str]:
    yield from _addresses(json.loads(path.read_text(encoding="utf-8")))


def _of_style(path: Path) -> Iterator[str]:
    yield from re.findall(r"url\(['\"]?([^'\")]+)", path.read_text(encoding="utf-8"))


_READERS: dict[str, Callable[[Path], Iterator[str]]] = {
    ".html": _of_page,
    ".xml": _of_xml,
    ".json": _of_json,
    ".css": _of_style,
}


def _addresses(value: Any) -> Iterator[str]:
    """The links of a feed or of data; in an article's data, those of the units' HTML."""
    if isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if isinstance(each, str) and name in ("href", "url", "$schema"):
                yield each
            elif isinstance(each, str) and name == "html":
                yield from re.findall(r'href="([^"]+)"', each)
            else:
                yield from _addresses(each)


@cache
def _anchors(path: Path) -> frozenset[str]:
    """The places within a file that an address can name."""
    if path.suffix == ".json":
        text = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(_named(text["body"])) if "body" in text else frozenset()
    page = html.parse(str(path), html.HTMLParser(encoding="utf-8"))
    return frozenset(map(str, page.xpath("//@id")))


def _named(nodes: list[dict[str, Any]]) -> Iterator[str]:
    for node in nodes:
        if "anchor" in node:
            yield node["anchor"]
        yield from _named(node.get("children", []))


def _fault(site: Path, link: Link) -> str:
    """Why a link leads nowhere, or nothing."""
    name, address = link
    parts = urlsplit(address)
    if parts.scheme in ("https", "mailto", "urn", "data"):
        return ""
    if parts.scheme or parts.netloc:
        return "another server, without encryption"
    base = site if name in FROM_ROOT else (site / name).parent
    path = parts.path.removeprefix("/") if name == "404.html" else parts.path
    place = base / unquote(path) if path else site / name
    target = (place / "index.html" if place.is_dir() else place).resolve()
    if not target.is_relative_to(site.resolve()):
        return "out of the site"
    if not target.is_file():
        return "no such file"
    if parts.fragment and unquote(parts.fragment) not in _anchors(target):
        return "no such anchor"
    return ""


def _faults(site: Path, pattern: str = "*") -> dict[Link, str]:
    _anchors.cache_clear()
    return {link: fault for link in _links(site, pattern) if (fault := _fault(site, link))}


def test_every_link_leads_somewhere(site: Path) -> None:
    """Pages, feeds, sitemap, stylesheets and data: files and anchors are there."""
    given = list(_links(site))
    assert len(given) > 1000
    assert {name for name, _ in given} >= {"index.html", "status.html", *FEEDS}
    assert _faults(site) == {}


def test_notes_and_contents_are_among_them(site: Path) -> None:
    """The links within an article's page and its data are really looked at."""
    given = set(_links(site))
    assert (f"de/{ARTICLE}.html", "#conclusion") in given
    assert (f"data/de/{SLUG}.json", "#sources") in given or any(
        name == f"data/de/{SLUG}.json" and address.startswith("#") for name, address in given
    )


# Faults

FAULTS: dict[str, tuple[str, str, str, str]] = {
    "page": ("index.html", '="de/index.html"', '="dee/index.html"', "no such file"),
    "anchor": (f"de/{ARTICLE}.html", '="#conclusion"', '="#conclusions"', "no such anchor"),
    "target": (f"de/{ARTICLE}.html", ' id="sources"', "", "no such anchor"),
    "book": ("opds/index.xml", ".de.epub", ".dee.epub", "no such file"),
    "publication": ("opds/index.json", ".de.epub", ".dee.epub", "no such file"),
    "place": ("sitemap.xml", "<loc>de/", "<loc>dee/", "no such file"),
    "alternate": ("sitemap.xml", 'href="de/', 'href="dee/', "no such file"),
    "note": (f"data/de/{SLUG}.json", '"anchor": "creams"', '"anchor": "x"', "no such anchor"),
    "climb": (f"de/{ARTICLE}.html", '="../../index.html"', '="../../../x.html"', "out of the site"),
    "feed": ("feeds/de.xml", "../de/index", "../dee/index", "no such file"),
    "missing": ("404.html", '="/de/index.html"', '="/dee/index.html"', "no such file"),
    "plain": ("index.html", '="de/index.html"', '="http://a.example/"', "without encryption"),
}
"""Files, what is changed in them, and why something then leads nowhere."""


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(site: Path, tmp_path: Path, name: str) -> None:
    """A broken link in one file of the site is reported, with the reason: the check works."""
    place, old, new, why = FAULTS[name]
    copy = tmp_path / "site"
    shutil.copytree(site, copy, copy_function=_link)
    text = (site / place).read_text(encoding="utf-8")
    assert old in text
    (copy / place).unlink()
    (copy / place).write_text(text.replace(old, new, 1), encoding="utf-8")
    told = _faults(copy, place)
    assert told
    assert all(why in fault for fault in told.values()), told


def _link(source: str, place: str) -> None:
    """Another name for a file: a book's megabyte need not be copied."""
    Path(place).hardlink_to(source)
