"""The list of contents in the root document, to which imported articles are added."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_TOCTREE = re.compile(r"^\.\. toctree::[ \t]*\n(?P<body>(?:[ \t]+\S.*\n|[ \t]*\n)*)", re.MULTILINE)
_ENTRY = re.compile(r"(?:.*<\s*/?(?P<target>[^<>]+?)\s*>|/?(?P<name>\S.*))")


def with_documents(text: str, names: Iterable[str]) -> str:
    """The text of a root document whose first `toctree` lists these documents.

    Those that it lists are not added again. Without a `toctree`, one is added at the end.
    """
    for name in names:
        text = _with_document(text if text.endswith("\n") or not text else f"{text}\n", name)
    return text


def _with_document(text: str, name: str) -> str:
    matches = list(_TOCTREE.finditer(text))
    if any(_lists(match["body"], name) for match in matches):
        return text
    if not matches:
        return f"{text.rstrip()}\n\n.. toctree::\n\n   {name}\n".lstrip("\n")
    match = matches[0]
    body = match["body"].rstrip()
    lines = [line for line in body.split("\n") if line.strip()]
    indent = re.match(r"[ \t]*", lines[-1])[0] if lines else "   "  # type: ignore[index]
    has_entries = lines and not lines[-1].strip().startswith(":")
    gap = "\n" if has_entries or not lines else "\n\n"
    start, end = match.start("body"), match.start("body") + len(body)
    return f"{text[:start]}{text[start:end]}{gap}{indent}{name}\n{text[end:].removeprefix(chr(10))}"


def _lists(body: str, name: str) -> bool:
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    has_patterns = ":glob:" in lines
    for line in lines:
        match = _ENTRY.fullmatch(line)
        if match is None or line.startswith(":"):
            continue
        entry = match["target"] or match["name"]
        if entry == name or (
            has_patterns and fnmatchcase(name, entry) and (entry.count("/") == name.count("/"))
        ):
            return True
    return False
