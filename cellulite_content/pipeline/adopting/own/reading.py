"""One reading of the sources in the project's own application, which all locales continue.

The application reads as stock Sphinx does, with the project's `conf.py`, theme and extensions, up
to the point where translations are inserted. A process forked from this one sets its language,
and goes on from there: it parses no source, and all that extensions keep in memory is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.parsers import RSTParser
from sphinx.transforms import SphinxTransform
from sphinx.transforms.i18n import Locale
from sphinx.util import get_filetype
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.logging import pending_warnings

from ...model.project import Project
from ...model.unit import Document
from ...source.roles import default_role_of, note_default_role
from ...source.sphinx_app import warm_up
from ...source.sphinx_builds import (
    DocumentState,
    SteppedSphinx,
    expect_translated_scripts,
    has_extracted_theme,
    note_words,
    number_words,
    read_with,
    take_document_state,
)
from ...source.sphinx_private import register_role, registered_roles
from .language_use import DocumentUse, LanguageUse, noting_config
from .locale_transform import OwnLocale
from .messages import document_of, with_dialect
from .preparation import prepare_pages

warm_up()

_BUILDERS = frozenset(
    f"sphinx.builders.{name}" for name in "dirhtml epub3 html singlehtml text xml".split()
)
"""Builders of which it is known what they set by language before they write."""


class _SuspendedError(Exception):
    """All documents have been read up to their translation."""


class _DocumentSuspendedError(Exception):
    """A document has been read up to its translation."""

    def __init__(self, tree: nodes.document, roles: Mapping[str, Any], default_role: str) -> None:
        super().__init__()
        self.tree, self.roles, self.default_role = tree, roles, default_role


class Suspend(SphinxTransform):
    """Stops the reading of a document before Sphinx inserts translations, at the priority 20."""

    default_priority = 19

    def apply(self, **kwargs: Any) -> None:
        """Raise the error that ends the reading for now."""
        self.document.reporter.detach_observer(self.document.note_transform_message)
        roles, default_role = registered_roles(), default_role_of(self.env)
        raise _DocumentSuspendedError(self.document, roles, default_role)


class OwnSphinx(SteppedSphinx):
    """An application of the project. With `use`, what depends on the language is noted there.

    `accepted` are the messages that the gate let through, by document, `in_markdown` the documents
    whose messages it has read as Markdown.
    """

    def __init__(self, *arguments: Any, use: LanguageUse | None = None, **options: Any) -> None:
        self.use = use
        self.own_catalogs: list[tuple[str, Any]] = []
        self.own_number_words: dict[str, str] = {}
        self.accepted: Mapping[str, Mapping[str, str]] = {}
        self.in_markdown: frozenset[str] = frozenset()
        super().__init__(*arguments, **options)

    def after_translations(self) -> None:
        if self.use is not None:
            self.config.__class__ = noting_config(self.use)
            note_words(self.use.note_word)

    def add_message_catalog(self, catalog: str, locale_dir: str | os.PathLike[str]) -> None:
        self.own_catalogs.append((catalog, locale_dir))
        super().add_message_catalog(catalog, locale_dir)
        if self.use is not None:
            note_words(self.use.note_word)

    def preload_builder(self, name: str) -> None:
        super().preload_builder(name)
        transforms = self.registry.get_transforms()
        transforms[transforms.index(Locale)] = OwnLocale
        # Before Sphinx's own listener, which adds its words in the language that is set.
        self.connect("config-inited", self._note_number_words, priority=799)
        self.connect("source-read", note_default_role)

    def _note_number_words(self, _: Sphinx, config: Any) -> None:
        self.own_number_words = number_words(config)

    def before_builder(self) -> None:
        if self.use is not None:
            expect_translated_scripts(self)


class SuspendedDocument(NamedTuple):
    """A document that was read up to its translation: its tree and state, its default role, the
    roles that docutils knew before, and its uses of the language."""

    tree: nodes.document
    state: DocumentState
    default_role: str
    earlier_roles: Mapping[str, Any]
    use: DocumentUse


@dataclass
class OwnReading:
    """A reading: the application, its documents in the order of reading, and these with all
    messages as units, except documents in other markup than reStructuredText.

    `reason` says why locales cannot continue it; empty if they can. `failure` is the error that
    ended Sphinx. `parsed` are the documents that this process has parsed for its locale.
    """

    application: OwnSphinx | None = None
    suspended: dict[str, SuspendedDocument] = field(default_factory=dict)
    documents: tuple[Document, ...] = ()
    warnings: StringIO = field(default_factory=StringIO)
    reason: str = ""
    failure: str = ""
    parsed: tuple[str, ...] = ()


def settings_of(project: Project) -> dict[str, Any]:
    """The settings that replace those of the project's `conf.py` in all its builds."""
    return {"locale_dirs": [str(project.compiled)], "gettext_compact": False}


@contextmanager
def own_surroundings(source: Path) -> Iterator[None]:
    """The environment of a build by the project's own builder: standard output is the command's."""
    sys.dont_write_bytecode = True
    nocolor()
    with patch_docutils(source), docutils_namespace(), redirect_stdout(sys.stderr):
        yield


def exclude_our_folders(app: Sphinx, project: Project) -> None:
    """Make Sphinx read no file from the folders of this program."""
    folders = (project.build.parent, project.bundle, project.locales_folder)
    excluded = [os.path.relpath(folder, project.source) for folder in folders]
    app.config.exclude_patterns = [*app.config.exclude_patterns, *excluded]


def read_up_to_translation(project: Project, builder: str, folder: Path) -> OwnReading:
    """Read the sources for a builder, up to the translations. The surroundings must stay.

    `folder` is where Sphinx may write meanwhile.
    """
    reading = OwnReading()
    source = project.source
    try:
        app = reading.application = OwnSphinx(
            *(source, source, folder / "output", folder / "doctrees", builder),
            confoverrides=settings_of(project),
            status=None,
            warning=reading.warnings,
            use=LanguageUse(),
        )
        exclude_our_folders(app, project)
        app.registry.add_transform(Suspend)
        read_with(app.builder, lambda names: _read(reading, names))
        with pending_warnings(), suppress(_SuspendedError):
            app.builder.read()
        prepare_pages(app.builder, [each.tree for each in reading.suspended.values()])
        reading.reason = _reason(app, folder / "output")
        with_index = "index" in app.config.gettext_additional_targets
        reading.documents = with_dialect(
            app,
            (
                document_of(each.tree, name, each.default_role, with_index=with_index)
                for name, each in reading.suspended.items()
                if _is_usual_markup(app, name)
            ),
        )
        app.registry.get_transforms().remove(Suspend)
    # An error of the project's own code ends the reading.
    except (Exception, SystemExit) as error:
        reading.failure = " ".join(str(error).split()) or type(error).__name__
    return reading


def _read(reading: OwnReading, names: list[str]) -> None:
    app: Any = reading.application
    for name in names:
        app.events.emit("env-purge-doc", app.env, name)
        app.env.clear_doc(name)
        earlier = registered_roles()
        with app.use.in_document() as use:
            try:
                app.builder.read_doc(name)
            except _DocumentSuspendedError as error:
                state = take_document_state(app, error.roles)
                suspended = SuspendedDocument(error.tree, state, error.default_role, earlier, use)
                reading.suspended[name] = suspended
        if app.config.default_role:  # Sphinx registers it for each document
            register_role("", None)
    raise _SuspendedError


def _is_usual_markup(app: Sphinx, name: str) -> bool:
    """Whether a document is reStructuredText as Sphinx reads it."""
    kind = get_filetype(app.config.source_suffix, app.env.doc2path(name))
    return app.registry.source_parsers.get(kind) is RSTParser


def _reason(app: OwnSphinx, output: Path) -> str:
    """Why the reading depends on the language as a whole; empty if it does not."""
    builder = type(app.builder)
    if others := [name for name in sorted(app.env.found_docs) if not _is_usual_markup(app, name)]:
        return f"{others[0]} is not reStructuredText"
    if builder.__module__ not in _BUILDERS:
        return f"the builder {builder.name} may use the language before it writes"
    if app.config.template_bridge:
        return "the setting template_bridge may use the language before it writes"
    if app.use and app.use.modules:
        return f"{', '.join(sorted(app.use.modules))} uses the language before sources are read"
    if has_extracted_theme(app.builder):
        return "the theme is in an archive"
    if any(path.is_file() for path in output.rglob("*")):
        return "an extension writes files while sources are read"
    return ""
