"""An article's data: valid by the schema that the site publishes, and what the loader gives."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import cellulite_content
from cellulite_content import Content
from support.editions.reader import LOCALES, PROJECT, SLUG

Values = dict[str, Any]

TEXT = ("id", "text", "html")
"""The keys of a text."""


@pytest.fixture(scope="module")
def schema(site: Path) -> Draft202012Validator:
    """The schema as the site publishes it."""
    values = json.loads((site / "data" / "article.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(values)
    return Draft202012Validator(values)


@pytest.fixture(scope="module")
def content(site: Path) -> Content:
    """The loader over the bundle that the site's build has written."""
    return Content(lambda name: (PROJECT.bundle / name).read_bytes())


def _data(site: Path, tag: str) -> Values:
    return json.loads((site / "data" / tag / f"{SLUG}.json").read_text(encoding="utf-8"))


def test_site_publishes_the_packages_schema(site: Path) -> None:
    """A program that has the package has the same schema."""
    own = Path(cellulite_content.__file__).with_name("article.schema.json")
    assert (site / "data" / own.name).read_bytes() == own.read_bytes()


@pytest.mark.parametrize("tag", [locale.tag for locale in LOCALES])
def test_data_is_valid_and_the_loaders(
    site: Path, schema: Draft202012Validator, content: Content, tag: str
) -> None:
    """In every language: the file keeps to the schema, and equals `load(tag).to_dict()`."""
    data = _data(site, tag)
    assert [error.message for error in schema.iter_errors(data)] == []
    assert data == content.load(tag, fallback=False).to_dict()


def test_no_data_is_left_out(site: Path) -> None:
    """A file a language and an article, and none beside them."""
    names = {path.relative_to(site / "data").as_posix() for path in site.glob("data/*/*")}
    assert names == {f"{locale.tag}/{SLUG}.json" for locale in LOCALES}


def test_text_in_another_language_is_valid(site: Path, schema: Draft202012Validator) -> None:
    """A passage that is not translated says its language and direction, and is listed."""
    data = _data(site, "ar")
    node = next(each for each in _nodes(data["body"]) if each["type"] == "paragraph")
    node |= {"lang": "en", "dir": "ltr"}
    data["missing"] = [node["id"]]
    assert [error.message for error in schema.iter_errors(data)] == []


# Faults


def _nodes(nodes: list[Values]) -> Iterator[Values]:
    for node in nodes:
        yield node
        yield from _nodes(node.get("children", []))


def _first(data: Values, kind: str) -> Values:
    return next(node for node in _nodes(data["body"]) if node["type"] == kind)


Spoil = Callable[[Values], object]

FAULTS: dict[str, Spoil] = {
    "another format": lambda data: data.update(format=2),
    "no language": lambda data: data.pop("lang"),
    "a locale's code for a tag": lambda data: data.update(lang="pt_BR"),
    "a direction that is none": lambda data: data.update(dir="auto"),
    "a state that is none": lambda data: data.update(state="approved"),
    "a date in words": lambda data: data.update(date="22 November 2026"),
    "a revision cut short": lambda data: data.update(revision="2b71"),
    "an empty title": lambda data: data.update(title=""),
    "a key that nobody knows": lambda data: data.update(author="N. N."),
    "a unit twice missing": lambda data: data.update(missing=["title", "title"]),
    "no body": lambda data: data.update(body=[]),
    "a body without its title": lambda data: data["body"].pop(0),
    "a title of the second level": lambda data: data["body"][0].update(level=2),
    "a kind that is none": lambda data: _first(data, "paragraph").update(type="paragraf"),
    "a node without a kind": lambda data: _first(data, "paragraph").pop("type"),
    "a paragraph without words": lambda data: _first(data, "paragraph").update(text=""),
    "a paragraph without an id": lambda data: _first(data, "paragraph").pop("id"),
    "a paragraph that holds nodes": lambda data: _first(data, "paragraph").update(children=[]),
    "a language without a direction": lambda data: _first(data, "cell").update(lang="en"),
    "a section without an anchor": lambda data: _first(data, "section").pop("anchor"),
    "a section without a heading": lambda data: _first(data, "section")["children"].pop(0),
    "an empty section": lambda data: _first(data, "section").update(children=[]),
    "a level as a text": lambda data: _first(data, "heading").update(level="1"),
    "a level too deep": lambda data: _first(data, "heading").update(level=7),
    "a list that does not say which": lambda data: _first(data, "list").pop("ordered"),
    "a list of paragraphs": lambda data: _first(data, "item").update(type="paragraph"),
    "an item with words and nodes": lambda data: _first(data, "item").update(
        children=[copy.deepcopy(_first(data, "paragraph"))]
    ),
    "an item with nothing": lambda data: [
        _first(data, "item").pop(k) for k in ("id", "text", "html")
    ],
    "a row that does not say which": lambda data: _first(data, "row").pop("header"),
    "a row of items": lambda data: _first(data, "cell").update(type="item"),
    "an image without a file": lambda data: _first(data, "image").pop("file"),
    "an image in another folder": lambda data: _first(data, "image").update(file="../a.svg"),
    "a note without a kind": lambda data: _first(data, "note").pop("kind"),
    "a source without a label": lambda data: _first(data, "footnote").pop("label"),
    "a space in an anchor": lambda data: _first(data, "footnote").update(anchor="a b"),
}
"""Changes to the German data, each of which makes it something that the loader never gives."""


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_told(site: Path, schema: Draft202012Validator, name: str) -> None:
    """Data with one seeded fault is not valid: the schema is precise."""
    data = _data(site, "de")
    FAULTS[name](data)
    assert not schema.is_valid(data)
