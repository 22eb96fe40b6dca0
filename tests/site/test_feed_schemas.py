"""The feeds and the sitemap are valid, and what they say of files is true of the files."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from support import TESTS

SCHEMAS = TESTS / "schemas"
ATOM = "{http://www.w3.org/2005/Atom}"
HASH = "{urn:ietf:params:xml:ns:metalink}hash"
ACQUISITION = "http://opds-spec.org/acquisition/open-access"

Check = Callable[[bytes], list[str]]


def _opds_1(data: bytes) -> list[str]:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "opds-1.2.rng"))
    return [] if schema.validate(etree.fromstring(data)) else [str(e) for e in schema.error_log]


def _sitemap(data: bytes) -> list[str]:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))
    return [] if schema.validate(etree.fromstring(data)) else [str(e) for e in schema.error_log]


def _opds_2(data: bytes) -> list[str]:
    """A feed, or a publication by itself."""
    schema = json.loads((SCHEMAS / "opds-2.0.schema.json").read_text(encoding="utf-8"))
    values = json.loads(data)
    if "publications" not in values:
        schema["$ref"] = "#/$defs/publication"
    return [error.message for error in Draft202012Validator(schema).iter_errors(values)]


def test_opds_1_is_valid(site: Path) -> None:
    """The Atom feed, by RFC 4287 and OPDS 1.2."""
    assert _opds_1((site / "opds" / "index.xml").read_bytes()) == []


def test_opds_2_is_valid(site: Path) -> None:
    """The JSON feed and every record of a publication, by OPDS 2.0 and Readium's manifest."""
    files = sorted((site / "opds").glob("*.json"))
    assert "index.json" in {path.name for path in files}
    assert {path.name: told for path in files if (told := _opds_2(path.read_bytes()))} == {}


def test_sitemap_is_valid(site: Path) -> None:
    """By the sitemap protocol."""
    assert _sitemap((site / "sitemap.xml").read_bytes()) == []


def test_schemas_are_schemas() -> None:
    """The JSON one is valid by its own draft; the others are read by the tests above."""
    schema = json.loads((SCHEMAS / "opds-2.0.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)


def test_lengths_and_checksums_are_the_files(site: Path) -> None:
    """Every length and checksum in the feeds is that of the file that its link names."""
    feed = etree.parse(site / "opds" / "index.xml")
    books = {(site / "downloads" / path.name) for path in (site / "downloads").glob("will-*")}
    seen = set()
    for link in feed.iter(f"{ATOM}link"):
        if link.get("rel") == ACQUISITION:
            path = (site / "opds" / link.get("href")).resolve()
            seen.add(path)
            assert int(link.get("length")) == path.stat().st_size
            for each in link.iter(HASH):
                assert each.text == hashlib.sha256(path.read_bytes()).hexdigest()
    assert seen == {path.resolve() for path in books}
    for file in (site / "opds").glob("*.json"):
        values = json.loads(file.read_text(encoding="utf-8"))
        for publication in values.get("publications", [values]):
            for link in publication["links"]:
                _prove(site, link)


def _prove(site: Path, link: dict[str, Any]) -> None:
    if "size" in link or "integrity" in link:
        data = (site / "opds" / link["href"]).read_bytes()
        assert link.get("size", len(data)) == len(data)
        digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
        assert link.get("integrity", f"sha256-{digest}") == f"sha256-{digest}"


# Faults

FAULTS: dict[str, tuple[Check, str, str, str]] = {
    "no-updated": (_opds_1, "opds/index.xml", r"<updated>.*?</updated>", ""),
    "no-zone": (_opds_1, "opds/index.xml", r"00:00Z</updated>", "00:00</updated>"),
    "no-author": (_opds_1, "opds/index.xml", r"<author>.*?</author>", ""),
    "no-book": (_opds_1, "opds/index.xml", f'rel="{ACQUISITION}"', 'rel="related"'),
    "no-language": (_opds_1, "opds/index.xml", r"<dc:language>.*?</dc:language>", ""),
    "wrong-kind": (_opds_1, "opds/index.xml", "kind=acquisition", "kind=acquisitions"),
    "wrong-length": (_opds_1, "opds/index.xml", r'length="\d+"', 'length="large"'),
    "markup": (_opds_1, "opds/index.xml", r"(<summary[^>]*>)", r"\1<b>x</b>"),
    "no-self": (_opds_2, "opds/index.json", '"rel": "self"', '"rel": "me"'),
    "no-title": (_opds_2, "opds/index.json", r'"title": "[^"]+"', '"title": ""'),
    "no-size": (_opds_2, "opds/index.json", r'"size": \d+', '"size": 0'),
    "wrong-tag": (_opds_2, "opds/index.json", '"language": "ar"', '"language": "Arabic"'),
    "wrong-date": (_opds_2, "opds/index.json", r"T00:00:00Z", ""),
    "unknown": (_opds_2, "opds/index.json", '"identifier":', '"isbn": "", "identifier":'),
    "twice": (_sitemap, "sitemap.xml", "<loc>ar/articles", "<loc>de/articles"),
    "empty": (_sitemap, "sitemap.xml", "<loc>[^<]+</loc>", "<loc></loc>"),
    "no-rel": (_sitemap, "sitemap.xml", ' rel="alternate"', ""),
    "underscore": (_sitemap, "sitemap.xml", 'hreflang="pt-BR"', 'hreflang="pt_BR"'),
}
"""What checks a file, the file, and a fault to put into it."""


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(site: Path, name: str) -> None:
    """A file with one seeded fault is not valid: the schema is a real one."""
    check, place, old, new = FAULTS[name]
    text = (site / place).read_text(encoding="utf-8")
    broken, count = re.subn(old, new, text, count=1, flags=re.DOTALL)
    assert count == 1
    assert check(broken.encode()) != []
