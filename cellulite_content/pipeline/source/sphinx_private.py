"""The private names of Sphinx and docutils that the pipeline uses; no other module uses any.

An upgrade may remove one. `tests/pipeline/source/test_sphinx_private.py` has a test for each,
which fails with the name.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from gettext import NullTranslations, translation
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives, roles
from sphinx import events, locale
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.builders import html as html_builder
from sphinx.environment import BuildEnvironment, _CurrentDocument
from sphinx.transforms import i18n
from sphinx.util import docutils as docutils_util
from sphinx.util.logging import NAMESPACE, WarningStreamHandler
from sphinx.util.tags import Tags

SPHINX_LOGGER = NAMESPACE
"""The name of the logger to which Sphinx's modules log."""

ParseTranslation = Callable[..., nodes.Element]
"""Parses a translation from its text, path, line and keywords; returns its first node."""


def application_of(builder_or_environment: Builder | BuildEnvironment) -> Any:
    """The application of a builder or an environment: Sphinx 9 deprecates its public name `app`."""
    return builder_or_environment._app


def builder_class(environment: BuildEnvironment) -> type[Builder]:
    """The class of the running builder; it is known before the builder exists."""
    return environment._builder_cls


def unwritten_trees(environment: BuildEnvironment) -> dict[str, nodes.document]:
    """The trees that Sphinx keeps between reading and writing, by document."""
    return environment._write_doc_doctree_cache


def forget_pickled_trees(environment: BuildEnvironment) -> None:
    """Free the pickled trees; Sphinx keeps one for each document."""
    environment._pickled_doctree_cache.clear()


def cut_from_tree(node: Any) -> None:
    """Remove a node's references to its parent and its document."""
    node.parent = node._document = None


def registered_role(name: str) -> Callable[..., Any] | None:
    """The function of a role that Sphinx, an extension or a source has registered, or None."""
    function: Callable[..., Any] | None = roles._roles.get(name)  # type: ignore[attr-defined]
    return function


def registered_roles() -> dict[str, Callable[..., Any]]:
    """The roles that docutils knows now, by name; the empty name is that of the default role."""
    return dict(roles._roles)  # type: ignore[attr-defined]


def registered_directives() -> dict[str, Any]:
    """The directives that docutils has loaded or that an extension has registered, by name."""
    return dict(directives._directives)  # type: ignore[attr-defined]


def register_role(name: str, function: Callable[..., Any] | None) -> None:
    """Register a role of a source, also as the default role; None removes one."""
    if function is None:
        roles._roles.pop(name, None)  # type: ignore[attr-defined]
    else:
        roles._roles[name] = function  # type: ignore[attr-defined]


_PARSED_STATE = ("_serial_numbers", "default_role", "highlight_language", "obj_desc_name")
_OWN_STATE = frozenset({"_parser", "default_domain", "docname", "reading_started_at"})
_EXTENSION_DATA = "_extension_data"


def parsed_state(environment: BuildEnvironment) -> dict[str, Any]:
    """What directives and extensions have set for the rest of the document that is being read,
    except what `has_other_state` is about."""
    current = environment.current_document
    data = getattr(current, _EXTENSION_DATA)
    own = {name: value for name, value in data.items() if not name.startswith("cellulite")}
    return {name: getattr(current, name) for name in _PARSED_STATE} | {_EXTENSION_DATA: own}


def has_other_state(environment: BuildEnvironment) -> bool:
    """Whether a domain of a programming language has set anything for the rest of the document."""
    current, new = environment.current_document, _CurrentDocument()
    names = set(_CurrentDocument.__slots__) - {*_PARSED_STATE, _EXTENSION_DATA, *_OWN_STATE}
    return any(getattr(current, name) != getattr(new, name) for name in names)


def set_parsed_state(environment: BuildEnvironment, state: Mapping[str, Any]) -> None:
    """Set what `parsed_state` has returned."""
    current = environment.current_document
    for name in _PARSED_STATE:
        setattr(current, name, state[name])
    getattr(current, _EXTENSION_DATA).update(state[_EXTENSION_DATA])


def message_of(label: Any) -> str:
    """The source text of one of Sphinx's labels, which are translated when they are used."""
    return str(getattr(label, "_message", label))


@contextmanager
def words_in(language: str) -> Iterator[set[str]]:
    """Let Sphinx write its own words in a language meanwhile, and collect them.

    In a source they are those of the source's language: translators get them as messages.
    """
    key = ("general", "sphinx")
    translator: Any = locale.translators.get(key)
    words: set[str] = set()

    def gettext(message: str) -> str:
        words.add(message)
        return _words_of_sphinx(language).gettext(message)

    if translator is not None:
        locale.translators[key] = SimpleNamespace(gettext=gettext)  # type: ignore[assignment]
    try:
        yield words
    finally:
        if translator is not None:
            locale.translators[key] = translator


@cache
def _words_of_sphinx(language: str) -> NullTranslations:
    """Sphinx's own catalog of a language; the words as they are for one that it does not have."""
    folder = Path(locale.__file__).parent
    return translation("sphinx", folder, [language], fallback=True)


def change_builder(application: Any, name: str, output: Path, tags: Collection[str]) -> None:
    """Give an application another builder; `tags` are those that it had before its first one.

    Our builders leave the environment as it is: reading it again from its file would take 5 ms, and
    15 ms with 100 articles.
    """
    application.tags = Tags(tags)
    application.outdir = output
    application.outdir.mkdir(parents=True, exist_ok=True)
    environment = application.env
    forget_pickled_trees(environment)
    unwritten_trees(environment).clear()
    environment.current_document = _CurrentDocument()
    application.builder = application.create_builder(name)
    environment._builder_cls = application.builder.__class__
    application._init_builder()


def replace_settings_function(replace: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Replace Sphinx's function that computes docutils' settings, by what `replace` makes of it."""
    function = replace(docutils_util._get_settings)
    docutils_util._get_settings = function
    html_builder._get_settings = function  # type: ignore[attr-defined]


def describe_no_events() -> None:
    """Keep Sphinx from making a text of the arguments of each event, such as the settings or a
    page, for a log that nobody reads."""
    vars(events)["repr"] = lambda _: ""


def begin_rows(translator: Any) -> None:
    """Make Sphinx's HTML translator count the rows of a table that it has not begun itself."""
    translator._table_row_indices.append(0)


def static_folder(builder: Any) -> Any:
    """The folder of the static files of Sphinx's HTML builder, a `Path`."""
    return builder._static_dir


@contextmanager
def translations_parsed_by(parse: ParseTranslation) -> Iterator[ParseTranslation]:
    """Make Sphinx parse translations with `parse`; yields Sphinx's own function."""
    original = i18n._publish_msgstr
    i18n._publish_msgstr = parse
    try:
        yield original
    finally:
        i18n._publish_msgstr = original


@contextmanager
def nodes_left_to_sphinx(
    message_left: Callable[[nodes.Element, str, int], str | None],
) -> Iterator[None]:
    """Let Sphinx's `Locale` translate only the nodes for which `message_left` returns a message:
    the key under which Sphinx finds it in the compiled catalog.

    It is called with each node, its source text and the number of the pass: `Locale` goes through a
    document twice.
    """
    original = i18n.extract_messages  # type: ignore[attr-defined]
    passes = count(1)

    def extract_messages(tree: nodes.Element) -> Iterator[tuple[nodes.Element, str]]:
        number = next(passes)
        for node, text in original(tree):
            message = message_left(node, text, number)
            if message is not None:
                yield node, message

    i18n.extract_messages = extract_messages  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        i18n.extract_messages = original  # type: ignore[attr-defined]


def warning_handlers() -> list[logging.Handler]:
    """The handlers that print Sphinx's warnings."""
    handlers = logging.getLogger(NAMESPACE).handlers
    return [handler for handler in handlers if isinstance(handler, WarningStreamHandler)]


@contextmanager
def titles_with_references() -> Iterator[None]:
    """Make Sphinx treat references in translated titles as those in other texts.

    Sphinx 9.0.4 replaces a title in its first phase, and skips it in the second, which connects
    references with their targets: notes lost their numbers, and named links their addresses.
    """
    original = i18n._NodeUpdater.update_title_mapping

    def update_title_mapping(updater: i18n._NodeUpdater) -> bool:
        is_processed = original(updater)
        return is_processed and next(updater.patch.findall(_is_reference), None) is None

    i18n._NodeUpdater.update_title_mapping = update_title_mapping  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        i18n._NodeUpdater.update_title_mapping = original  # type: ignore[method-assign]


REFERENCES = (
    nodes.reference,
    nodes.footnote_reference,
    nodes.citation_reference,
    pending_xref,
)
"""The nodes that Sphinx compares between a source and its translation."""


def _is_reference(node: nodes.Node) -> bool:
    return isinstance(node, REFERENCES)


def read_each_within(builder: Any, context: Callable[[str], AbstractContextManager[None]]) -> None:
    """Make a builder read each document within a context, which gets its name."""

    def read_doc(name: str, **options: Any) -> None:
        with context(name):
            type(builder).read_doc(builder, name, **options)

    builder.read_doc = read_doc
