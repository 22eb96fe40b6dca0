"""The desk's work on one locale: what is shown, judged and saved, without the server around it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ..pipeline.catalogs.catalog import Catalog
from ..pipeline.catalogs.catalog_file import read_catalog
from ..pipeline.catalogs.message_edit import Translation, edit_questions
from ..pipeline.errors import PipelineError, ProjectError
from ..pipeline.gate.glossary import Glossary, load_glossary
from ..pipeline.gate.translated_terms import translated_terms
from ..pipeline.model.finding import Finding
from ..pipeline.model.fingerprint import read_shared_inputs
from ..pipeline.model.gate_result import GateResult
from ..pipeline.model.locale import Locale
from ..pipeline.model.project import INTERFACE, Project, load_project
from ..pipeline.model.unit import Source
from ..pipeline.workers.process_pool import ProcessPool
from .catalog_changes import CatalogChanges
from .edits import Draft, Edit, Edits, with_translation
from .judgement import Judge
from .messages import Message, list_messages
from .preview import Preview, file_below
from .preview_folder import preview_project
from .suggestions.similar_texts import Suggestion
from .suggestions.suggester import Suggester
from .suggestions.user_program import UserProgram

_Value = TypeVar("_Value")


@dataclass
class Desk:
    """One locale at the desk. Methods may be called from several threads.

    `version` grows with each change of what is shown. `faults` are why the pages may be old: one
    line each. Texts are judged while pages are rendered.
    """

    project: Project
    locale: Locale
    pool: ProcessPool
    program: UserProgram | None = None
    version: int = 0
    faults: tuple[str, ...] = ()
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _rendering: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._preview = Preview(preview_project(self.project), self.locale, self.pool)
        self._source = Source(())
        self._read_inputs: tuple[str, Glossary] = ("", Glossary())
        self._results: dict[str, GateResult] = {}
        self._catalogs: dict[str, Catalog | None] = {}
        self._messages: dict[str, tuple[Message, ...]] = {}
        self._chapters: dict[str, str] = {}
        self._judge = Judge(self.project, self.locale, load_glossary(self.project))
        self.suggester = Suggester(self.project, self.locale, self.program)
        self.edits = Edits(self.project, self.locale)
        self.changes = CatalogChanges(self.project, self.locale)
        self._judged = 0  # how often results have changed
        self._rendered = 0  # `_judged` at the last rendering

    @property
    def messages(self) -> dict[str, tuple[Message, ...]]:
        """The messages of each document, by domain, in reading order."""
        return self._messages

    @property
    def theme(self) -> int:
        """Another number after each change of the theme."""
        return self._preview.revision

    def address(self, edition: str, domain: str) -> str:
        """The address of a document's page or chapter; empty for one that is not rendered."""
        if domain == INTERFACE:
            return ""
        path = f"{domain}.html" if edition == "page" else self._chapters.get(domain)
        return f"{edition}/{path}" if path else ""

    def page(self, edition: str, path: str) -> Path | None:
        """A rendered file; None if there is none."""
        return file_below(self._preview.folder(edition), path)

    def reload(self) -> None:
        """Read the sources, the glossary and the catalogs, and render the pages.

        A source with faults keeps the pages as they were; `faults` say what is wrong.
        """
        with self._lock:
            try:
                self.project = load_project(self.project.root)
                self.locale = self.project.locale(self.locale.code)
                self._preview.project = preview_project(self.project)
                self._preview.locale = self.locale
                self._read_inputs = self._inputs()
                self._judge = Judge(self.project, self.locale, self._read_inputs[1])
                self._source = self._preview.read_source()
                self.suggester.read_memory()
                self._judge_documents()
            except PipelineError as error:
                self._note(str(error).splitlines())
                return
        self._render()

    def reload_theme(self) -> None:
        """Render all pages with the templates and stylesheets as they are now."""
        with self._lock:
            self._preview.revision += 1
            self._judged += 1
        self._render()

    def show_books(self) -> None:
        """Render the chapters of the books too, from now on."""
        with self._lock:
            if not self._preview.with_books:
                self._preview.with_books = True
                self._judged += 1
        self._render()

    def catch_up(self) -> None:
        """Show what has changed since the last reading, if anything has."""
        with self._lock:
            try:
                is_old = self._inputs() != self._read_inputs
            except PipelineError:
                is_old = True  # reading again says what is wrong
            domains = [each for each in self._catalogs if not self._is_unchanged(each)]
        if is_old:
            self.reload()
        elif domains:
            self.refresh(domains)

    def refresh(self, domains: Collection[str] = ()) -> None:
        """Judge the catalogs of these documents (all, when empty) again, and render what changed.

        A document that uses another's glossary terms is judged again too. Catalogs that are as
        they were read change nothing.
        """
        with self._lock:
            if domains and all(map(self._is_unchanged, domains)):
                return
            try:
                self._judge_documents(domains)
            except PipelineError as error:
                self._note(str(error).splitlines())
                return
        self._render()

    def _judge_documents(self, domains: Collection[str] = ()) -> None:
        """Judge these documents (all, when empty). The lists are replaced when all are ready:
        other threads read them."""
        catalogs: dict[str, Catalog | None] = {}
        results: dict[str, GateResult] = {}
        messages: dict[str, tuple[Message, ...]] = {}
        for document in self._source.documents:
            uses = {document.domain, *(term.domain for term in document.terms)}
            if not domains or uses & set(domains):
                name = document.domain
                catalogs[name] = self._catalog(name)
                results[name] = self._judge.document(document)
                messages[name] = tuple(list_messages(document, catalogs[name], results[name]))
        names = [document.domain for document in self._source.documents]
        self._catalogs = _in_order(names, self._catalogs | catalogs)
        self._results = _in_order(names, self._results | results)
        self._messages = _in_order(names, self._messages | messages)
        self._judged += 1

    def _render(self) -> None:
        """Render the last results, unless another thread has."""
        with self._rendering:
            with self._lock:
                if self._rendered == self._judged:
                    return
                judged, results = self._judged, self._all_results()
            try:
                faults: Sequence[str] = self._preview.render(results)
            except PipelineError as error:
                faults = str(error).splitlines()
            with self._lock:
                self._rendered = judged
                self._chapters = self._preview.chapters()
                self._note(faults)

    def _all_results(self) -> list[GateResult]:
        return [self._results[each.domain] for each in self._source.documents]

    def _inputs(self) -> tuple[str, Glossary]:
        """The digest of the sources, and the glossary, as they are now."""
        return read_shared_inputs(self._preview.project).sources, load_glossary(self.project)

    def _is_unchanged(self, domain: str) -> bool:
        return domain in self._catalogs and self._catalogs[domain] == self._catalog(domain)

    def _catalog(self, domain: str) -> Catalog | None:
        try:
            file = read_catalog(self.project, self.project.catalog(self.locale, domain))
        except ProjectError:
            return None  # the gate's result has the finding
        return file.catalog if file else None

    def file_findings(self, domain: str) -> list[Finding]:
        """The findings on a document's catalog that are on none of its messages."""
        result = self._results.get(domain)
        return [each for each in result.findings if not each.unit] if result else []

    def message(self, domain: str, key: str) -> Message:
        """One message. Raises `ProjectError` if there is none."""
        for message in self._messages.get(domain, ()):
            if message.unit.key == key:
                return message
        raise ProjectError(f"{domain}: there is no such text any more; reload the page")

    def judge(self, domain: str, key: str, text: str) -> tuple[Finding, ...]:
        """The findings on a text that is not saved. Raises `ProjectError` for no such message."""
        with self._lock:
            unit = self.message(domain, key).unit
            document, catalog = self._source.document(domain), self._catalogs.get(domain)
            if document is None or not text:
                return ()
            terms = (
                translated_terms(self.project, self.locale, document, catalog) if catalog else {}
            )
            return self._judge.text(document, unit, text, terms)

    def draft(self, domain: str, key: str, new: Translation, edition: str, path: str) -> Draft:
        """What saving a translation would show on a page of an edition; nothing is saved.

        The gate judges the whole document with it. Raises `ProjectError` for no such message.
        """
        with self._lock:
            document, catalog = self._source.document(domain), self._catalogs.get(domain)
            if self.message(domain, key).entry is None or document is None or catalog is None:
                raise ProjectError(f"{domain}: the catalog has no such text; run `update`")
            drafted = with_translation(catalog, key, new)
            result = self._judge.draft(document, drafted)
            state = next(
                each.state
                for each in list_messages(document, drafted, result)
                if each.unit.key == key
            )
            results = [result if each.domain == domain else each for each in self._all_results()]
        with self._rendering:
            return Draft(state, self._preview.render_draft(results, edition, path))

    def terms(self, message: Message) -> list[tuple[str, str]]:
        """The glossary's terms in a message's source, each with the words to use."""
        return [(term.term, term.use) for term in self._judge.terms(message.unit)]

    def suggestions(self, message: Message) -> Sequence[Suggestion]:
        """Translations of similar texts."""
        return self.suggester.similar(message, self._catalogs)

    def save(self, domain: str, key: str, seen: Translation, new: Translation) -> Translation:
        """Write one translation into its catalog, then judge and render it.

        Returns what was written: a text of the user's program is fuzzy. Raises `EditConflictError`
        and `ProjectError` as `edit_message`; then nothing is written.
        """
        with self._lock:
            entry = self.message(domain, key).entry
            new = self.suggester.marked((domain, key), seen, new)
            self.edits.save(domain, key, entry, seen, new)
        self.refresh([domain])
        return new

    def ask(self, domain: str, key: str, seen: Sequence[str], new: Sequence[str]) -> None:
        """Write the questions on a message into its catalog. Raises as `save`."""
        with self._lock:
            self.message(domain, key)
            edit_questions(self.project, self.locale, domain, key, seen, new)
        self.refresh([domain])

    def undo(self) -> Edit:
        """Take back the last edit. Raises `ProjectError` as `Edits.undo`."""
        with self._lock:
            edit = self.edits.undo()
        self.refresh([edit.domain])
        return edit

    def _note(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        self.version += 1


def _in_order(names: Sequence[str], values: Mapping[str, _Value]) -> dict[str, _Value]:
    return {name: values[name] for name in names}
