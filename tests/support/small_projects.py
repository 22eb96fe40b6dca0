"""A small project with articles of a test's own, and translations of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polib

_SETTINGS = """\
[tool.cellulite-content]
title = "Walking"
source = "docs"
locales = "locales"
build = "build"
bundle = "build/bundle"
site-url = ""
covers = false
bilingual = false
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

_LOCALE = '[de]\npublish = 0\nstate = "draft"\norigin = "people"\n'


def write_project(
    folder: Path, run: Callable, articles: Mapping[str, str], conf: str = "", locale: str = ""
) -> Path:
    """Write a project with an empty German catalog of each article; return its folder.

    `conf` is added to `conf.py`, `locale` to the locale's table.
    """
    (folder / "docs" / "articles").mkdir(parents=True)
    (folder / "locales").mkdir()
    (folder / "pyproject.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "docs" / "conf.py").write_text(_CONF + conf, encoding="utf-8")
    index = ".. toctree::\n   :glob:\n\n   articles/*\n"
    (folder / "docs" / "index.rst").write_text(index, encoding="utf-8")
    (folder / "locales" / "locales.toml").write_text(_LOCALE + locale, encoding="utf-8")
    for name, text in articles.items():
        (folder / "docs" / "articles" / f"{name}.rst").write_text(text, encoding="utf-8")
    for arguments in (("extract",), ("add-locale", "de")):
        done = run(*arguments, project=folder)
        assert done.returncode == 0, done.stderr
    return folder


def translate(folder: Path, article: str, translations: Mapping[str, str]) -> dict[int, str]:
    """Write translations into an article's German catalog; return the source text by line."""
    path = folder / "locales" / "de" / "LC_MESSAGES" / "articles" / f"{article}.po"
    catalog = polib.pofile(str(path), wrapwidth=0)
    entries = {entry.msgid: entry for entry in catalog}
    for text, target in translations.items():
        entries[text].msgstr = target
    catalog.save(str(path))
    return {entry.linenum: entry.msgid for entry in polib.pofile(str(path), wrapwidth=0)}
