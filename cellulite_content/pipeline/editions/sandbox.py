"""The second barrier: limits what a translation can do even if the gate fails.

Sphinx parses each translation as a separate document (`sphinx.transforms.i18n`), with everything
that the project's extensions can do. Here it is parsed without directives and with few roles, and
features that read files or run programs are off for sources and translations alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.i18n import Locale
from sphinx.transforms.post_transforms.images import ImageDownloader
from sphinx.util.docutils import CustomReSTDispatcher, LoggingReporter

from ..model.unit import Dialect
from ..source.external_images import external_image_error, find_external_images
from ..source.message_markup import is_plain, read_markup
from ..source.paragraph import ParagraphParser, is_paragraph
from ..source.reference_cycles import break_cycles, break_cycles_below, detached_copy
from ..source.roles import DISPLAY_ROLES, canonical_name, may_replace
from ..source.sphinx_private import (
    builder_class,
    titles_with_references,
    translated_nodes_noted,
    translations_parsed_by,
)
from ..source.warning_causes import begin_message, messages_noted

REFUSED_EXTENSIONS = frozenset(
    f"sphinx.ext.{name}"
    for name in (
        "apidoc autodoc autosummary doctest graphviz ifconfig imgconverter imgmath "
        "inheritance_diagram intersphinx linkcode viewcode"
    ).split()
)
"""Sphinx's own extensions that import modules, run programs or open addresses in a build."""


def refuse_extensions(app: Sphinx) -> None:
    """Raise `ExtensionError` for an extension that no edition may use."""
    refused = sorted(REFUSED_EXTENSIONS & set(app.extensions))
    if refused:
        raise ExtensionError(
            f"{refused[0]} imports modules, runs programs or opens addresses, and no edition may "
            "do so; remove it from `extensions` in conf.py"
        )


def restrict_docutils(app: Sphinx) -> None:
    """Turn off directives that read files (`include`, `csv-table :file:`), and raw HTML."""
    app.env.settings |= {"file_insertion_enabled": False, "raw_enabled": False}


_PLAIN_NODES = (nodes.meta, nodes.image, addnodes.translatable)
"""Nodes with an attribute that is translated as it is, such as an alternative text."""


class RestrictedLocale(Locale):
    """Sphinx's transform that inserts translations into a tree, with restricted markup."""

    def apply(self, **kwargs: Any) -> None:
        """Translate the document.

        Raises `TranslationError` for a translation that cannot be inserted, such as one with markup
        that no gate lets through.
        """
        old_children = [(node, node.children) for node in self.document.findall(nodes.TextElement)]
        domain = self.env.current_document.docname
        current: list[nodes.Element] = [self.document]

        def begin(node: nodes.Element, text: str) -> None:
            current[0] = node
            begin_message(domain, text)

        dispatcher = _RestrictedDispatcher(self.document)
        with (
            messages_noted(),
            translated_nodes_noted(begin),
            dispatcher,
            titles_with_references(),
            _parse_each_once(self.document.settings, lambda: isinstance(current[0], _PLAIN_NODES)),
        ):
            super().apply(**kwargs)
        for node, children in old_children:
            if node.children is not children:
                for child in children:
                    break_cycles_below(child)


class RefuseExternalImages(ImageDownloader):
    """Replaces Sphinx's transform that downloads images; opens no address.

    Sphinx downloads images only for builders that cannot show remote ones; pages would link to
    them.
    """

    def apply(self, **kwargs: Any) -> None:
        """Raise `ExtensionError` for an image that is not a file, if the builder shows images."""
        if not builder_class(self.env).supported_image_types:
            return
        for node in find_external_images(self.document):
            raise ExtensionError(
                external_image_error(node, str(self.env.doc2path(self.env.docname)))
            )


def replace_transforms(app: Sphinx) -> None:
    """Replace Sphinx's transforms with `RestrictedLocale` and `RefuseExternalImages`.

    Raises `ValueError` when Sphinx does not have them.
    """
    for transforms, original, replacement in (
        (app.registry.get_transforms(), Locale, RestrictedLocale),
        (app.registry.get_post_transforms(), ImageDownloader, RefuseExternalImages),
    ):
        transforms[transforms.index(original)] = replacement


@contextmanager
def _parse_each_once(settings: Any, is_plain_text: Callable[[], bool]) -> Iterator[None]:
    """Parse each translation once: a paragraph as such, and a text without markup not at all.

    Sphinx 9 parses each twice, which took a fifth of a small build. Callers put a tree's nodes into
    the page, so each call returns a copy. `is_plain_text` says whether the current text is shown as
    it is: Sphinx parses it all the same, and throws the result away.
    """
    trees: dict[str, nodes.Element] = {}
    paragraphs = ParagraphParser(settings)
    parsed_trees: list[nodes.Element] = []

    def parse(text: str, path: str, line: int, **values: Any) -> nodes.Element:
        parsed_trees.append(
            nodes.paragraph(text, text)
            if is_plain_text() or is_plain(text)
            else parsed_copy(text, path, line, values)
        )
        return parsed_trees[-1]

    def parsed_copy(text: str, path: str, line: int, values: dict[str, Any]) -> nodes.Element:
        if text not in trees:
            if is_paragraph(text):
                document = new_document(f"{path}:{line}:<translated>", settings)
                document.reporter = LoggingReporter.from_reporter(document.reporter)
                paragraphs.parse(text, document)
                tree: Any = document[0]
            else:
                tree = parse_as_sphinx(text, path, line, **values)
            trees[text] = detached_copy(tree)
        return trees[text].deepcopy()

    try:
        with translations_parsed_by(parse) as parse_as_sphinx:
            yield
    finally:
        paragraphs.close()
        for tree in (*parsed_trees, *trees.values()):
            break_cycles(tree)


class _RestrictedDispatcher(CustomReSTDispatcher):
    """Answers docutils' look-ups while translations are parsed.

    Allowed are the roles of the document's own texts, roles that refer to the same as these, and
    roles that only change how text looks: the gate lets these differ, with a warning.
    """

    def __init__(self, document: nodes.document) -> None:
        super().__init__()
        self._document = document
        self._dialect = Dialect(document["default-role"])

    def directive(self, directive_name: str, language_module: Any, document: nodes.document) -> Any:
        raise ExtensionError(_refusal_message("directive", directive_name))

    def role(self, role_name: str, language_module: Any, lineno: int, reporter: Any) -> Any:
        name = canonical_name(role_name.lower(), self._dialect)
        if not (
            name in DISPLAY_ROLES
            or name in self._source_roles
            or may_replace(name, self._source_roles)
        ):
            raise ExtensionError(_refusal_message("role", role_name))
        return super().role(role_name, language_module, lineno, reporter)

    @cached_property
    def _source_roles(self) -> frozenset[str]:
        return frozenset(
            canonical_name(role.name, self._dialect)
            for node in self._document.findall(nodes.Element)
            # A role needs a backquote; most texts have none and need not be read.
            if "`" in node.get("unit-text", "")
            for role in read_markup(node["unit-text"]).roles
        )


def _refusal_message(kind: str, name: str) -> str:
    return (
        f"a translation uses the {kind} {name!r}, which its source does not; it should not have "
        "passed the gate, so please report it"
    )
