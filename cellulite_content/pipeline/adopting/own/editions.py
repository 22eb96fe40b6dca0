"""One locale's edition by a builder of the project, in the process of the locale."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import cast

from ...model.locale import Locale
from ...model.project import Project
from ...source.sphinx_builds import (
    change_language,
    change_output,
    end_reading,
    finish_document,
    read_once_with,
    remember_stems,
    set_roles,
)
from .reading import (
    OwnReading,
    OwnSphinx,
    exclude_our_folders,
    own_surroundings,
    settings_of,
)

Messages = Mapping[str, Mapping[str, str]]
"""Accepted messages by document."""


def continue_reading(
    reading: OwnReading, locale: Locale, accepted: Messages, output: Path
) -> tuple[str, ...]:
    """Build a locale from a reading up to the translations; returns Sphinx's warnings.

    This process can build no other afterwards. Raises what the project's own code raises.
    """
    app = cast(OwnSphinx, reading.application)
    with tempfile.TemporaryDirectory() as doctrees:
        app.use = None
        app.accepted = accepted
        change_output(app, output, Path(doctrees))
        change_language(app, locale.code, app.own_catalogs, app.own_number_words)
        read_once_with(app.builder, lambda: _read_on(reading, app))
        remember_stems(app.builder)
        app.build()
    return _lines(reading.warnings)


def _read_on(reading: OwnReading, app: OwnSphinx) -> list[str]:
    for name, document in reading.suspended.items():
        if document.use.is_elsewhere_equal:
            finish_document(app, document.tree, document.state)
        else:
            reading.parsed += (name,)
            set_roles(document.earlier_roles)
            app.events.emit("env-purge-doc", app.env, name)
            app.env.clear_doc(name)
            app.builder.read_doc(name)
    return end_reading(app, [*reading.suspended])


def build_anew(
    project: Project,
    locale: Locale,
    accepted: Messages,
    builder: str,
    output: Path,
    in_markdown: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Build a locale with an application of its own, which parses all sources; returns Sphinx's
    warnings. `in_markdown` are the documents that the gate has read as Markdown. Raises what the
    project's own code raises."""
    warnings = StringIO()
    source = project.source
    with tempfile.TemporaryDirectory() as doctrees, own_surroundings(source):
        app = OwnSphinx(
            *(source, source, output, Path(doctrees), builder),
            confoverrides={"language": locale.code, **settings_of(project)},
            status=None,
            warning=warnings,
        )
        app.accepted, app.in_markdown = accepted, in_markdown
        exclude_our_folders(app, project)
        remember_stems(app.builder)
        app.build()
    return _lines(warnings)


def _lines(warnings: StringIO) -> tuple[str, ...]:
    """The lines, each once: a document that is parsed twice has its warnings twice."""
    lines: Sequence[str] = warnings.getvalue().splitlines()
    return tuple(dict.fromkeys(filter(None, (line.strip() for line in lines))))
