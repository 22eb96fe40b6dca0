"""The constructs of Markdown in `fixtures/markdown`, and projects and editions that are made of
them."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import TESTS
from ..small_projects import HEAD, write_project, write_sources

FOLDER = TESTS / "fixtures" / "markdown"
CONF = """
extensions.insert(0, "myst_parser")
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
"""
"""Settings for Markdown, with the extensions of MyST that editions show."""

ALL_EXTENSIONS = """
extensions.insert(0, "myst_parser")
nitpicky = True
myst_substitutions = {"name": "Ann"}
myst_enable_extensions = (
    "alert amsmath attrs_block attrs_inline colon_fence deflist dollarmath fieldlist gfm_autolink "
    "html_admonition html_image replacements section_ref smartquotes strikethrough substitution "
    "tasklist"
).split()
"""
"""Settings with all extensions of MyST that need no other program."""

FRONT = "---\ndate: 2026-11-22\ndescription: A text on walking.\n---\n\n"
"""Front matter like `small_projects.HEAD`."""

FILES = {"docs/articles/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}


def read_constructs(verdict: str) -> dict[str, Mapping[str, Any]]:
    """The constructs that are `shown` or `refused`, by the names of articles."""
    found = tomllib.loads((FOLDER / "constructs.toml").read_text(encoding="utf-8"))[verdict]
    return {f"{verdict}-{number}": case for number, case in enumerate(found, 1)}


def write_shown(folder: Path, markup: str) -> Path:
    """Write a project of all constructs that are shown, in `markdown` or in `restructuredtext`."""
    is_markdown = markup == "markdown"
    articles = {}
    for name, case in read_constructs("shown").items():
        title = case["summary"].replace("`", "")
        if is_markdown:
            articles[f"{name}.md"] = f"{FRONT}# {title}\n\n{case[markup].strip()}\n"
        else:
            line = "=" * len(title)
            articles[name] = f"{HEAD}{title}\n{line}\n\n{case[markup].strip()}\n"
    conf = CONF if is_markdown else ""
    return write_project(folder, articles, conf, files=FILES, bilingual=True)


def write_refused(folder: Path) -> Path:
    """Write a project of all constructs that are refused."""
    articles = {}
    for name, case in read_constructs("refused").items():
        front = f"---\n{case['front']}\n---\n" if "front" in case else ""
        articles[f"{name}.md"] = f"{front}# {name}\n\n{case['markdown']}\n"
    write_sources(folder, articles, ALL_EXTENSIONS, files=FILES)
    return folder


_OTHER = re.compile(r"\b[0-9a-f]{16,64}\b")


def editions(site: Path, tag: str, names: list[str]) -> dict[str, str]:
    """The articles of a site in a language, by form and name: what readers and programs get.

    Digests are left out: a page has those of its books, whose files have other names.
    """
    found = {}
    for name in names:
        page = (site / tag / "articles" / f"{name}.html").read_text(encoding="utf-8")
        found[f"page of {name}"] = page[page.index("<article") : page.index("</article>")]
        path = site / "data" / tag / f"{name}.json"
        if path.exists():
            data = json.loads(path.read_text(encoding="utf-8"))
            found[f"data of {name}"] = json.dumps(data | {"revision": ""}, indent=1)
        for kind in ("", ".bilingual"):
            path = site / "downloads" / f"{name}.{tag}{kind}.epub"
            if path.exists():
                with zipfile.ZipFile(path) as book:
                    found[f"book{kind} of {name}"] = book.read(f"EPUB/{name}.xhtml").decode()
    return {key: _OTHER.sub("-", text) for key, text in found.items()}


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The first lines that differ in each form, from those of `editions`."""
    assert first.keys() == second.keys()
    return [
        (key, *next(pair for pair in _lines(first[key], second[key]) if pair[0] != pair[1]))
        for key in first
        if first[key] != second[key]
    ]


def _lines(first: str, second: str) -> list[tuple[str, str]]:
    one, other = first.splitlines(), second.splitlines()
    length = max(len(one), len(other))
    padded = (lines + [""] * (length - len(lines)) for lines in (one, other))
    return list(zip(*padded, strict=True))


_RULES = (
    (r"\\ ", ""),
    (r"``(.+?)``", r"`\1`"),
    (r"`([^`<>]+?)\s+<(https[^<>]+)>`__?", r"[\1](\2)"),
    (r":(\w+):`", r"{\1}`"),
    (r"\[#(\w+)\]_", r"[^\1]"),
)


def article_in_markdown(text: str) -> str:
    """Our article, which has few kinds of blocks, in Markdown."""
    description = re.search(r":description: (.*)", text)
    assert description
    lines = text[description.end() :].strip("\n").split("\n")
    found = [f"---\ndate: {text[7:17]}\ndescription: '{description[1]}'\n---"]
    while lines:
        line, below = lines.pop(0), lines[0] if lines else ""
        if block := re.fullmatch(r"\.\. ([\w-]+)::(.*)", line):
            found.append(f"```{{{block[1]}}}{block[2]}")
            while lines and (not lines[0] or lines[0].startswith("   ")):
                found.append(in_markdown(lines.pop(0)[3:]))
            found += ["```", ""]
        elif re.fullmatch(r"[=-]{4,}", below):
            found.append(f"{'#' if lines.pop(0)[0] == '=' else '##'} {line}")
        elif place := re.fullmatch(r"\.\. _(\w+):", line):
            found.append(f"({place[1]})=")
        elif note := re.fullmatch(r"\.\. \[#(\w+)\] (.*)", line):
            found.append(f"[^{note[1]}]: {in_markdown(note[2])}")
        else:
            found.append(in_markdown(line))
    return "\n".join(found) + "\n"


def with_outer_punctuation(text: str) -> str:
    """A message in reStructuredText without punctuation at the end of emphasis before a letter:
    Markdown reads no mark there."""
    return re.sub(r"(\*{1,2})([^*]*?\w)([：）]+)\1\\ ", r"\1\2\1\3", text)


def in_markdown(text: str) -> str:
    """A message of our article in Markdown."""
    for pattern, replacement in _RULES:
        text = re.sub(pattern, replacement, text)
    return text
