"""The strings of the editions themselves, from their templates and code, through Babel.

They change with this package alone. To parse all of it for them takes 110 ms, and every command
waits for that; so they are kept beside the compiled templates, as Python keeps compiled modules.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import Any

import babel
from babel.messages.catalog import Message
from babel.messages.extract import extract
from docutils import nodes
from jinja2 import TemplateSyntaxError
from jinja2.ext import babel_extract

from ..files.atomic import write_file
from ..model.project import INTERFACE, ProjectError
from ..model.unit import Document, Unit

_KEYWORDS = {"_": None}
_COMMENT_TAGS = ("Translators:",)
_EDITIONS = Path(str(files("cellulite_content"))) / "pipeline" / "editions"
_KEPT = _EDITIONS / "__pycache__" / f"interface.{sys.implementation.cache_tag}.json"
_SUFFIXES = (".html", ".xhtml", ".xml", ".opf", ".ncx", ".py")


def read_interface() -> Document:
    """The strings of the editions, each once.

    Raises `ProjectError` when a template is broken: it must not extract as nothing
    (Babel's Jinja extractor is silent by default).
    """
    root = _EDITIONS.parent.parent.parent
    sources = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(_EDITIONS.rglob("*"))
        if path.suffix in _SUFFIXES
    }
    digest = _digest(sources)
    units = _kept(digest)
    if units is None:
        found: dict[str, Unit] = {}
        for unit in _units(sources):
            found.setdefault(unit.text, unit)
        units = tuple(found.values())
        _keep(digest, units)
    return Document(INTERFACE, units)


def _digest(sources: Mapping[str, bytes]) -> str:
    """What the strings are made from: the files, this module, and what reads them."""
    made_from = (sources, Path(__file__).read_bytes(), sys.version, babel.__version__)
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def _kept(digest: str) -> tuple[Unit, ...] | None:
    try:
        kept = json.loads(_KEPT.read_bytes())
        if kept["digest"] != digest:
            return None
        return tuple(
            Unit(**unit | {name: tuple(unit[name]) for name in ("section", "flags")})
            for unit in kept["units"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # there is none, or it is damaged, and the strings are read anew


def _keep(digest: str, units: tuple[Unit, ...]) -> None:
    if not sys.dont_write_bytecode:
        values = [asdict(unit) for unit in units]
        with suppress(OSError):  # a package that is installed for all cannot be written to
            write_file(_KEPT, json.dumps({"digest": digest, "units": values}).encode())


def _units(sources: Mapping[str, bytes]) -> Iterator[Unit]:
    for place, data in sources.items():
        method: Any = "python" if place.endswith(".py") else babel_extract
        try:
            found = list(
                extract(method, io.BytesIO(data), _KEYWORDS, _COMMENT_TAGS, {"silent": "false"})
            )
        except (TemplateSyntaxError, SyntaxError) as error:
            raise ProjectError(f"{place}:{error.lineno}: {error}; mend the template") from error
        for _, message, comments, _ in found:
            text = str(message)  # no keyword of ours has plural forms, which would be a tuple
            note = " ".join(comments).removeprefix(_COMMENT_TAGS[0]).strip()
            flags = ("python-format",) if Message(text).python_format else ()
            yield Unit(
                f"{INTERFACE}/{nodes.make_id(text)}",
                INTERFACE,
                "interface",
                text,
                place=place,
                flags=flags,
                note=note,
            )
