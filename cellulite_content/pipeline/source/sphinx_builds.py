"""The private names of Sphinx and docutils for a build that changes its language half-way.

As in `sphinx_private`, a test guards each.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import languages, nodes
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config, init_numfig_format
from sphinx.environment import CONFIG_OK, _CurrentDocument
from sphinx.errors import SphinxError
from sphinx.locale import translators
from sphinx.transforms import i18n
from sphinx.util.docutils import sphinx_domains
from sphinx.util.logging import NAMESPACE, MemoryHandler, convert_serializable

from .reference_cycles import release_state_machine
from .sphinx_private import register_role, registered_roles

_TRANSLATIONS_SCRIPT = "translations.js"

NoteWord = Callable[[tuple[str, str], str, str], None]
"""A function that gets the catalog's key, a message and its translation."""


class SteppedSphinx(Sphinx):
    """Sphinx with two more steps while it starts, for subclasses."""

    def after_translations(self) -> None:
        """A step after settings and Sphinx's own words are read, before extensions are loaded."""

    def before_builder(self) -> None:
        """A step between the builder's creation and its initialisation."""

    def _init_i18n(self) -> None:
        super()._init_i18n()
        self.after_translations()

    def _init_builder(self) -> None:
        self.before_builder()
        super()._init_builder()


@dataclass(frozen=True)
class DocumentState:
    """The state of Sphinx and docutils while a document is being read, beside its tree."""

    current: Any
    references: Mapping[str, Any]
    roles: Mapping[str, Callable[..., Any] | None]


def take_document_state(app: Sphinx, roles: Mapping[str, Any]) -> DocumentState:
    """Take the state of the document that is being read, which then has ended."""
    env = app.env
    machine = getattr(getattr(env.current_document, "_parser", None), "statemachine", None)
    if machine is not None:  # it has parsed, and would keep a third of a megabyte
        release_state_machine(machine)
    state = DocumentState(env.current_document, dict(env.ref_context), roles)
    env.current_document = _CurrentDocument()
    env.ref_context.clear()
    return state


def set_roles(roles: Mapping[str, Any]) -> None:
    """Register these roles, and no others, with docutils."""
    for name in registered_roles().keys() - roles.keys():
        register_role(name, None)
    for name, function in roles.items():
        register_role(name, function)


def finish_document(app: Sphinx, tree: nodes.document, state: DocumentState) -> None:
    """Apply the transforms that a document still has ahead, and end its reading as Sphinx does."""
    env, builder = app.env, app.builder
    env.current_document = state.current
    env.ref_context.update(state.references)
    set_roles(state.roles)
    tree.settings.language_code = app.config.language
    with sphinx_domains(env):
        tree.transformer.apply_transforms()
    name = env.current_document.docname
    env.all_docs[name] = time.time_ns() // 1_000
    take_document_state(app, {})
    register_role("", None)
    builder.write_doctree(name, tree)


def end_reading(app: Sphinx, names: list[str]) -> list[str]:
    """End the reading of documents as Sphinx does; gives those that the build must write."""
    env = app.env
    if app.config.root_doc not in env.all_docs:
        raise SphinxError(f"Sphinx cannot load the root document {app.config.root_doc}")
    for more in app.events.emit("env-updated", env):
        names.extend(more or ())
    env.config_status = CONFIG_OK
    return sorted(names)


def forget_languages() -> None:
    """Forget Sphinx's own words in the languages of earlier applications: the next one would look
    them up there first."""
    translators.clear()


class NotedTranslations(NullTranslations):
    """A catalog that calls `note` for each message that is translated."""

    def __init__(self, key: tuple[str, str], catalog: NullTranslations, note: NoteWord) -> None:
        super().__init__()
        self._key, self._noted, self._note = key, catalog, note

    def add_fallback(self, fallback: NullTranslations) -> None:
        """Add a catalog to the noted one."""
        self._noted.add_fallback(fallback)

    def gettext(self, message: str) -> str:
        """Translate and note a message."""
        text = self._noted.gettext(message)
        self._note(self._key, message, text)
        return text


def note_words(note: NoteWord) -> None:
    """Make all catalogs of the documents' language call `note`."""
    for key, catalog in translators.items():
        if key[0] == "general" and not isinstance(catalog, NotedTranslations):
            translators[key] = NotedTranslations(key, catalog, note)


def word_of(key: tuple[str, str], message: str) -> str:
    """The translation of a message by a catalog."""
    catalog = translators.get(key)
    return catalog.gettext(message) if catalog else message


class _NotedLabels:
    """docutils' words in a language, of which each use is noted: every transform gets them, and few
    use them."""

    def __init__(self, labels: Any, note: Callable[[], None]) -> None:
        self._labels, self._note = labels, note

    def __getattr__(self, name: str) -> Any:
        self._note()
        return getattr(self._labels, name)


@contextmanager
def labels_noted(note: Callable[[], None]) -> Iterator[None]:
    """Call `note` when docutils' words in the language of the documents are used."""
    original = languages.get_language

    def get_language(*arguments: Any, **options: Any) -> Any:
        return _NotedLabels(original(*arguments, **options), note)

    languages.get_language = get_language  # type: ignore[assignment]
    try:
        yield
    finally:
        languages.get_language = original


def expect_translated_scripts(app: Sphinx) -> None:
    """Make a builder that was not initialised yet name the scripts' translations on its pages."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder._get_translations_js = Path  # type: ignore[method-assign]


def change_language(
    app: Sphinx, code: str, catalogs: list[tuple[str, Any]], number_words: Mapping[str, str]
) -> None:
    """Change the language of an application that has read its sources and written nothing.

    `catalogs` are those that extensions have added, `number_words` the setting `numfig_format`
    as `conf.py` has it.
    """
    config: Any = app.config
    config.__class__ = Config
    config._overrides["language"] = code
    vars(config)["language"] = code
    for key in [key for key in translators if key[0] == "general"]:
        del translators[key]
    app._init_i18n()
    for name, folder in catalogs:
        locale.init([folder], code, name)
    app.env.settings["language_code"] = code
    config.numfig_format = dict(number_words)
    init_numfig_format(app, config)
    templates = getattr(app.builder, "templates", None)
    if templates is not None:
        templates.environment.install_gettext_translations(app.translator)
    if isinstance(app.builder, StandaloneHTMLBuilder):
        app.builder.build_info = app.builder.create_build_info()  # it has the title's digest
        _change_scripts(app.builder)


def _change_scripts(builder: Any) -> None:
    """Name the scripts' translations only if there are any; see `expect_translated_scripts`."""
    vars(builder).pop("_get_translations_js", None)
    if builder._get_translations_js() is None:
        path = f"_static/{_TRANSLATIONS_SCRIPT}"
        builder._js_files = [each for each in builder._js_files if each.filename != path]


def change_output(app: Sphinx, output: Path, trees: Path) -> None:
    """Make an application write into another folder, and keep its trees in another one."""
    builder, env = app.builder, app.env
    old = Path(app.outdir)
    app.outdir, app.doctreedir = output, trees
    env.doctreedir = builder.doctreedir = app.doctreedir
    output.mkdir(parents=True, exist_ok=True)
    trees.mkdir(parents=True, exist_ok=True)
    for name, value in vars(builder).items():
        if isinstance(value, Path) and value.is_relative_to(old):
            setattr(builder, name, type(value)(app.outdir / value.relative_to(old)))


def number_words(config: Config) -> dict[str, str]:
    """The setting `numfig_format` before Sphinx adds its own words."""
    return dict(config.numfig_format)


def read_serially(builder: Any, names: Sequence[str]) -> None:
    """Read documents one after the other, as Sphinx does."""
    type(builder)._read_serial(builder, names)


def take_pending_warnings() -> list[logging.LogRecord]:
    """Take the warnings that Sphinx holds back while it reads, in a form that can be sent."""
    handlers = logging.getLogger(NAMESPACE).handlers
    pending = (handler for handler in handlers if isinstance(handler, MemoryHandler))
    records = [record for handler in pending for record in handler.clear()]
    convert_serializable(records)
    return records


def read_with(builder: Any, read: Callable[[list[str]], None]) -> None:
    """Let `read` read the documents in the order of Sphinx, instead of the builder's own method."""
    builder._read_serial = read


def read_once_with(builder: Any, read: Callable[[], list[str]]) -> None:
    """Let `read` do all that the builder does to read documents; it gives those to write."""
    builder.read = read


def has_extracted_theme(builder: Any) -> bool:
    """Whether the builder's theme is in temporary files, which the first build would delete."""
    theme = getattr(builder, "theme", None)
    return bool(theme and getattr(theme, "_tmp_dirs", ()))


@contextmanager
def messages_from(accepted: Mapping[str, str]) -> Iterator[None]:
    """Let Sphinx's `Locale` take its messages from memory, instead of a compiled catalog."""
    original = i18n.init_locale  # type: ignore[attr-defined]
    catalog = SimpleNamespace(_catalog=accepted, _fallback=None)
    i18n.init_locale = lambda *_: (catalog, True)  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        i18n.init_locale = original  # type: ignore[attr-defined]


def remember_stems(builder: Any) -> None:
    """Make the search index of an HTML builder stem each word once: Sphinx stems it once for each
    document, which takes half of the time of writing."""
    if not issubclass(type(builder), StandaloneHTMLBuilder):
        return

    def load_indexer(names: Any) -> None:
        language: Any = builder.indexer.lang
        if type(language).__module__.startswith("sphinx."):
            language.stem = cache(language.stem)
        type(builder).load_indexer(builder, names)

    builder.load_indexer = load_indexer
