"""Weblate's parser and writer of PO files (Translate Toolkit's `pypo`) with our catalogs."""

from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest
from translate.storage import pypo

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog
from cellulite_content.pipeline.catalogs.template import with_notes
from cellulite_content.pipeline.catalogs.update import merge
from cellulite_content.pipeline.gate.glossary import load_glossary
from cellulite_content.pipeline.model.project import load_project
from support import CHECKOUT

PROJECT = load_project(CHECKOUT)
LOCALES = CHECKOUT / "locales"
CATALOGS = sorted(LOCALES.glob("*/LC_MESSAGES/**/*.po"))


def _values(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    """The entries without their text in the file and their line."""
    names = [each.name for each in fields(Entry) if each.name not in ("raw", "line", "gap")]
    return [tuple(getattr(entry, name) for name in names) for entry in entries]


def _update(path: Path, catalog: Catalog) -> bytes:
    code = path.relative_to(LOCALES).parts[0]
    domain = path.relative_to(next(LOCALES.glob(f"{code}/LC_*")))
    template = parse_catalog((LOCALES / "templates" / domain.with_suffix(".pot")).read_bytes())
    note_of = partial(load_glossary(PROJECT).note, PROJECT.locale(code))
    return merge(with_notes(template, note_of), catalog).catalog.to_bytes()


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.relative_to(LOCALES).as_posix())
def test_each_catalog(path: Path) -> None:
    """Read and written, no byte changes; after an edit, one entry has, and `update` changes none.

    Weblate wraps what it writes at 77 columns, which `update` keeps.
    """
    data = path.read_bytes()
    store = pypo.pofile.parsestring(data)
    assert bytes(store) == data
    before = parse_catalog(data)
    edited = max(store.units[1:], key=lambda each: len(each.target))
    edited.target = f"{edited.target} " * 3
    edited.markfuzzy()
    after = parse_catalog(bytes(store))
    changed = [
        number
        for number, (old, new) in enumerate(zip(before.entries, after.entries, strict=True))
        if old.raw != new.raw
    ]
    assert [after.entries[number].msgid for number in changed] == [edited.source]
    assert [_values(after.entries)[number] for number in changed] != [
        _values(before.entries)[number] for number in changed
    ]
    assert _update(path, after) == after.to_bytes()
