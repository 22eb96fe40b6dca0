"""A small project with articles of a test's own, and translations of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import polib

from cellulite_content.pipeline.catalogs.locale_tree import add_locales, extract_templates
from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.source.unit_ids import write_unit_ids
from cellulite_content.pipeline.workers.process_pool import ProcessPool

_SETTINGS = """\
[tool.cellulite-content]
title = "Walking"
source = "docs"
locales = "locales"
build = "build"
bundle = "build/bundle"
site-url = ""
covers = false
bilingual = {bilingual}
"""

_CONF = """\
project = "Walking"
extensions = ["cellulite_content.pipeline.editions"]
root_doc = "index"
language = "en"
gettext_compact = False
smartquotes = False
trim_footnote_reference_space = True
html_theme = "reading"
"""

_LOCALE = '[{code}]\npublish = 0\nstate = "draft"\norigin = "people"\n'

HEAD = """\
:date: 2026-11-22

.. meta::
   :description: A text on walking.

"""
"""The fields before an article's title."""


def write_project(
    folder: Path,
    articles: Mapping[str, str],
    conf: str = "",
    locale: str = "",
    *,
    files: Mapping[str, str] = MappingProxyType({}),
    codes: Sequence[str] = ("de",),
    bilingual: bool = False,
) -> Path:
    """Write a project with an empty catalog of each article for each locale; return its folder.

    `conf` is added to `conf.py`, `locale` to the last locale's table. `files` are more files, by
    their paths in the project. An article whose name ends in `.md` is Markdown.
    """
    write_sources(folder, articles, conf, locale, files=files, codes=codes, bilingual=bilingual)
    # As `extract` and `add-locale` do; starting both commands takes a second.
    project = load_project(folder)
    source = extract_source(project, ProcessPool(1))
    list(extract_templates(project, source))  # each file is written when its path is asked for
    write_unit_ids(project, source)
    list(add_locales(project, codes))
    return folder


def write_sources(
    folder: Path,
    articles: Mapping[str, str],
    conf: str = "",
    locale: str = "",
    *,
    files: Mapping[str, str] = MappingProxyType({}),
    codes: Sequence[str] = ("de",),
    bilingual: bool = False,
) -> None:
    """Write such a project without templates and catalogs."""
    (folder / "docs" / "articles").mkdir(parents=True)
    (folder / "locales").mkdir()
    settings = _SETTINGS.format(bilingual=str(bilingual).lower())
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / "docs" / "conf.py").write_text(_CONF + conf, encoding="utf-8")
    index = ".. toctree::\n   :glob:\n\n   articles/*\n"
    (folder / "docs" / "index.rst").write_text(index, encoding="utf-8")
    tables = "\n".join(_LOCALE.format(code=code) for code in codes)
    (folder / "locales" / "locales.toml").write_text(tables + locale, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in articles.items():
        path = folder / "docs" / "articles" / (name if name.endswith(".md") else f"{name}.rst")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def translate(folder: Path, article: str, translations: Mapping[str, str]) -> dict[int, str]:
    """Write translations into an article's German catalog; return the source text by line."""
    path = folder / "locales" / "de" / "LC_MESSAGES" / "articles" / f"{article}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    entries = {entry.msgid: entry for entry in catalog}
    for text, target in translations.items():
        entries[text].msgstr = target
    catalog.save(str(path))
    return {entry.linenum: entry.msgid for entry in polib.pofile(str(path), wrapwidth=0)}


def fill_in(root: Path, code: str, translations: Mapping[str, str]) -> dict[str, int]:
    """Write translations of the article `a` into an empty catalog, whose other bytes stay.

    Returns the first line of each entry, by source text.
    """
    path = root / "locales" / code / "LC_MESSAGES" / "articles" / "a.po"
    text = path.read_text(encoding="utf-8")
    lines: dict[str, int] = {}
    for source, translation in translations.items():
        pattern = re.compile(rf"(?m)^msgid {re.escape(_quoted(source))}\nmsgstr \"\"$")
        assert len(pattern.findall(text)) == 1, source
        text = pattern.sub(
            lambda match, new=translation: match[0].removesuffix('""') + _quoted(new),
            text,
        )
    for source in translations:
        start = text.index(f"msgid {_quoted(source)}\n")
        lines[source] = text.count("\n", 0, text.rindex("\n\n", 0, start)) + 3
    path.write_text(text, encoding="utf-8")
    return lines


def _quoted(text: str) -> str:
    for character, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(character, escape)
    return f'"{text}"'
