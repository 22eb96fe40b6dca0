"""The parser of sources, which restores a source that another process has parsed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from docutils import nodes

from ..constructs.raw_texts import complete_raw_texts
from ..constructs.refused_directives import NoteRefusedDirectives
from ..reference_cycles import AcyclicParser
from ..sphinx_private import application_of, words_in
from .new_reading import KeepTree
from .stored_tree import UnrestorableError, restore_tree


class StoredSourceParser:
    """The base of parsers of sources: they take a source from the reading if it is there."""

    def parse(self, inputstring: Any, document: nodes.document) -> None:
        """Parse a text into a document, or restore the tree of a source."""
        env = document.settings.env
        name = env.current_document.docname
        if document["source"] != str(env.doc2path(name)):
            self.parse_translation(inputstring, document)
            return
        app, text = application_of(env), str(inputstring)
        tree = app.reading.tree(name) if app.reading else None
        if tree is not None:
            with suppress(UnrestorableError):
                restore_tree(tree, document, text, KeepTree)
                self.complete(document)
                return
        app.parsed_sources.append(name)
        language = app.edition.source.code
        with NoteRefusedDirectives(env, document), words_in(language) as words:
            super().parse(inputstring, document)  # type: ignore[misc]
        complete_raw_texts(document)
        self.complete(document)
        if app.new_reading is not None:
            app.new_reading.text, app.new_reading.words = text, frozenset(words)

    def parse_translation(self, inputstring: Any, document: nodes.document) -> None:
        """Parse a text that is no source."""
        super().parse(inputstring, document)  # type: ignore[misc]

    def complete(self, document: nodes.document) -> None:
        """Complete a document that was parsed or restored."""


class SourceParser(StoredSourceParser, AcyclicParser):
    """The parser of sources and translations in reStructuredText."""
