"""What stock Sphinx says of a project: its messages, its settings and its extensions."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..catalogs.catalog import CatalogError, parse_catalog
from ..source.faults.sphinx_error import error_text
from ..source.sphinx_app import warm_up
from ..source.tolerant_sphinx import Loading, tolerant_sphinx

warm_up()

_SETTINGS = (
    *("author", "default_role", "figure_language_filename", "gettext_additional_targets"),
    *("html_theme", "intersphinx_mapping", "language", "nitpicky", "project"),
    *("root_doc", "rst_epilog", "rst_prolog", "smartquotes"),
)

_LISTS = ("locale_dirs", "suppress_warnings")
"""Settings that are lists. Sphinx takes a text for a list of its letters, and only warns."""


@dataclass(frozen=True)
class StockReading:
    """The project as its own `conf.py` and the builder `gettext` give it.

    `messages` are the keys of the messages by document; `other_messages` those of the theme's
    templates. `unlisted` are settings that should be lists and are texts. `failure` is the error
    that ended Sphinx; then the rest may be empty.
    """

    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    other_messages: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    locale_dirs: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    compaction: bool | str = True
    extensions: tuple[str, ...] = ()
    loading: Loading = field(default_factory=Loading)
    failure: str = ""

    def domain(self, document: str) -> str:
        """The gettext domain of a document, by the setting `gettext_compact`."""
        if isinstance(self.compaction, str):
            return self.compaction
        return document.partition("/")[0] if self.compaction else document

    @property
    def total(self) -> int:
        """The number of messages: equal texts of one domain are one."""
        return len(self.keys())

    def keys(self) -> frozenset[tuple[str, str]]:
        """The messages, each with its domain."""
        return frozenset(
            (self.domain(name), key) for name, keys in self.messages.items() for key in keys
        )


def read_stock(source: Path) -> StockReading:
    """Run the builder `gettext` on a folder with a `conf.py`, which is run, in this process.

    Nothing is written to the project, also no compiled modules.
    """
    sys.dont_write_bytecode = True
    loading = Loading()
    values: dict[str, Any] = {"loading": loading}
    with (
        tempfile.TemporaryDirectory() as folder,
        patch_docutils(source),
        docutils_namespace(),
    ):
        output = Path(folder) / "templates"
        try:
            application = tolerant_sphinx(loading)(
                *(source, source, output, Path(folder) / "doctrees", "gettext"),
                status=None,
                warning=None,
            )
            values |= _settings(application, source)
            # One template for each document, so that messages are known by document.
            application.config.gettext_compact = False
            application.build()
            names = frozenset(application.env.found_docs)
        # Whatever an extension or `conf.py` raises, also `SystemExit`, is an obstacle to report.
        except (Exception, SystemExit) as error:
            return StockReading(**values, failure=error_text(error))
        templates = dict(_templates(output))
        return StockReading(
            messages={name: templates[name] for name in sorted(names & templates.keys())},
            other_messages=sum(len(templates[name]) for name in templates.keys() - names),
            **values,
        )


def _settings(application: Any, source: Path) -> dict[str, Any]:
    config = application.config
    known = [name for name in _SETTINGS if name in config]
    return {
        "settings": {name: _plain(getattr(config, name)) for name in known},
        "locale_dirs": tuple(
            str(source / str(each))
            for each in config.locale_dirs
            if not isinstance(config.locale_dirs, str)
        ),
        "unlisted": tuple(name for name in _LISTS if isinstance(getattr(config, name, ()), str)),
        "compaction": config.gettext_compact,
        "extensions": tuple(dict.fromkeys(map(str, config.extensions))),
    }


def _plain(value: Any) -> Any:
    """A value that another process can read."""
    return value if isinstance(value, str | bool | int | None) else bool(value) and str(value)


def _templates(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in sorted(folder.rglob("*.pot")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            entries = parse_catalog(path.read_bytes()).live
        except CatalogError:
            continue
        yield name, tuple(dict.fromkeys(entry.key for entry in entries))
