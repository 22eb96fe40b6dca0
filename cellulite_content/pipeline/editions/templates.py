"""The theme's templates, compiled once for all editions."""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from ..files.user_folders import user_cache
from .constructs.whole_words import unbroken

THEME = Path(__file__).parent / "theme"
"""The folder of the templates and the stylesheets."""


class _TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in the user's cache: they save 80 ms a start.

    Each file is named after its template and holds its checksum. Without a cache folder, none are
    kept.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store a template, unless the disk is full or read-only."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def templates() -> Environment:
    """The theme's templates, the same for all editions; all values are escaped."""
    folder = user_cache()
    pattern = f"template.{sys.implementation.cache_tag}.%s"
    environment = Environment(
        loader=FileSystemLoader(THEME),
        bytecode_cache=_TemplateCache(str(folder), pattern) if folder else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["unbroken"] = unbroken
    return environment


def load_templates() -> None:
    """Compile the templates of editions, so that processes forked from this one have them."""
    for name in templates().list_templates(extensions=("html", "xhtml", "xml", "opf", "ncx")):
        # A broken template is reported with its line when its strings are read or it is used.
        with suppress(TemplateSyntaxError):
            if not name.startswith("site/"):
                templates().get_template(name)
