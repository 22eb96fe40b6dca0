"""The strings of the interface, extracted from the editions' templates and code with Babel.

They change only with this package. Extracting them takes 60 ms, which would slow down every
command, so they are kept in the user's cache.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
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

from ..errors import ProjectError
from ..files.atomic import write_file
from ..files.user_folders import user_cache
from ..model.project import INTERFACE
from ..model.unit import Document, Unit

_KEYWORDS: dict[str, Any] = {"_": None, "pgettext": ((1, "c"), 2)}
_COMMENT_TAGS = ("Translators:",)
_ROOT = Path(str(files("cellulite_content"))).parent
_FOLDERS = ("editions", "publish")
_SUFFIXES = (".html", ".xhtml", ".xml", ".opf", ".ncx", ".py")
_CALL = re.compile(rb"\b(?:_|pgettext)\(")
"""Python files without it are not parsed: tokenizing all modules would take 70 ms more."""


def read_interface() -> Document:
    """The strings of the interface, each once.

    Raises `ProjectError` when a template is broken: by default, Babel's Jinja extractor would
    extract nothing from it and report no error.
    """
    sources = dict(_sources())
    digest = _digest(sources)
    folder = user_cache()
    cached = folder / f"interface.{sys.implementation.cache_tag}.json" if folder else None
    units = _cached_units(cached, digest) if cached else None
    if units is None:
        units_by_key: dict[str, Unit] = {}
        for unit in _units(sources):
            units_by_key.setdefault(unit.key, unit)
        units = tuple(units_by_key.values())
        if cached:
            _cache_units(cached, digest, units)
    return Document(INTERFACE, units)


def _sources() -> Iterator[tuple[str, bytes]]:
    """The templates, and the modules with strings: path in the package and bytes."""
    for folder in _FOLDERS:
        for path in sorted((_ROOT / "cellulite_content" / "pipeline" / folder).rglob("*")):
            if path.suffix in _SUFFIXES:
                data = path.read_bytes()
                if path.suffix != ".py" or _CALL.search(data):
                    yield path.relative_to(_ROOT).as_posix(), data


def _digest(sources: Mapping[str, bytes]) -> str:
    """A digest of all inputs: the files, this module, and the versions of Python and Babel."""
    inputs = (sources, Path(__file__).read_bytes(), sys.version, babel.__version__)
    return hashlib.sha256(repr(inputs).encode()).hexdigest()


def _cached_units(path: Path, digest: str) -> tuple[Unit, ...] | None:
    try:
        values = json.loads(path.read_bytes())
        if values["digest"] != digest:
            return None
        return tuple(
            Unit(**unit | {name: tuple(unit[name]) for name in ("section", "flags")})
            for unit in values["units"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # missing or damaged: the strings are extracted again


def _cache_units(path: Path, digest: str, units: tuple[Unit, ...]) -> None:
    values = [asdict(unit) for unit in units]
    for value in values:
        del value["dialect"]  # these texts have no markup
    with suppress(OSError):  # a full disk: the next run extracts again
        write_file(path, json.dumps({"digest": digest, "units": values}).encode())


def _units(sources: Mapping[str, bytes]) -> Iterator[Unit]:
    for place, data in sources.items():
        method: Any = "python" if place.endswith(".py") else babel_extract
        try:
            extracted = list(
                extract(method, io.BytesIO(data), _KEYWORDS, _COMMENT_TAGS, {"silent": "false"})
            )
        except (TemplateSyntaxError, SyntaxError) as error:
            raise ProjectError(f"{place}:{error.lineno}: {error}; fix the template") from error
        for _, message, comments, context in extracted:
            text = str(message)  # our keywords have no plural forms, which would be a tuple
            note = " ".join(comments).removeprefix(_COMMENT_TAGS[0]).strip()
            flags = ("python-format",) if Message(text).python_format else ()
            yield Unit(
                f"{INTERFACE}/{nodes.make_id(' '.join((context or '', text)))}",
                INTERFACE,
                "interface",
                text,
                place=place,
                flags=flags,
                note=note,
                context=context or "",
            )
