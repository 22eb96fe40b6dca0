"""A small project on disk, with one article and two locales, for tests of the whole pipeline."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

SETTINGS = """
[tool.cellulite-content]
title = "Walking"
source = "docs"
locales = "locales"
build = "build"
bundle = "build/bundle"
site-url = ""
covers = false
bilingual = true
"""

CONF = """
project = "Walking"
extensions = ["cellulite_content.pipeline.editions"]
root_doc = "index"
language = "en"
gettext_compact = False
smartquotes = False
trim_footnote_reference_space = True
html_theme = "reading"
"""

LOCALES = """
[de]
publish = 0
state = "draft"
origin = "people"

[fr]
publish = 0
state = "draft"
origin = "people"
"""

HEAD = """:date: 2026-11-22

.. meta::
   :description: A text on walking.

"""


NO_FILES: Mapping[str, str] = {}


def make_project(
    root: Path, run: Callable, article: str, *, conf: str = "", files: Mapping[str, str] = NO_FILES
) -> Path:
    """Write a project with the article `articles/a` and empty catalogs of de and fr.

    `files` are more files, by their paths below `root`; `conf` is added to `conf.py`.
    """
    all_files = {
        "pyproject.toml": SETTINGS,
        "docs/conf.py": CONF + conf,
        "docs/index.rst": ".. toctree::\n   :glob:\n\n   articles/*\n",
        "docs/articles/a.rst": HEAD + article,
        "locales/locales.toml": LOCALES,
        **files,
    }
    for name, text in all_files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for command in (["extract"], ["add-locale", "de", "fr"]):
        done = run(*command, project=root)
        assert done.returncode == 0, done.stderr
    return root


def translate(root: Path, code: str, translations: Mapping[str, str]) -> dict[str, int]:
    """Fill in translations of the article; returns the first line of each entry."""
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
