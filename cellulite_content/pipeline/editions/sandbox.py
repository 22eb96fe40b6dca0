"""The second barrier: limits what a translation can do even if the gate fails.

Sphinx parses each translation as a separate document (`sphinx.transforms.i18n`), with everything
that the project's extensions can do. Here it is parsed without directives and with few roles, and
features that read files or run programs are off for sources and translations alike.
"""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.i18n import Locale, RemoveTranslatableInline
from sphinx.transforms.post_transforms.code import HighlightLanguageTransform
from sphinx.transforms.post_transforms.images import ImageDownloader
from sphinx.util.docutils import CustomReSTDispatcher

from ..model.unit import Dialect
from ..source.constructs.external_images import external_image_error, find_external_images
from ..source.inline.simple_texts import SimpleTexts
from ..source.inline.translation_parser import translation_parser
from ..source.reference_cycles import break_cycles_below
from ..source.roles import DISPLAY_ROLES, canonical_name, may_replace
from ..source.source_builder import SourceBuilder
from ..source.sphinx_app import REFUSED_EXTENSIONS
from ..source.sphinx_builds import messages_from
from ..source.sphinx_private import (
    application_of,
    builder_class,
    nodes_left_to_sphinx,
    titles_with_references,
)
from ..source.unit_marks import message_of_node
from ..source.warning_causes import begin_message, messages_noted
from .base_builder import ReadingBuilder
from .constructs.code_blocks import HighlightIfNeeded
from .edition import Edition


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
        edition: Edition = application_of(self.env).edition
        accepted = edition.messages(domain)
        current: list[nodes.Element] = [self.document]
        explicit_targets = self._targets_by_explicit_names()
        with (
            messages_noted(),
            _RestrictedDispatcher(self.document),
            titles_with_references(),
            translation_parser(
                self.document, lambda: isinstance(current[0], _PLAIN_NODES)
            ) as parse,
        ):
            simple = SimpleTexts(self.document, accepted, parse)

            def message_left(node: nodes.Element, text: str, turn: int) -> str | None:
                current[0] = node
                message = message_of_node(node, accepted, text)
                if message != text:
                    node["unit-message"] = message
                begin_message(domain, message)
                return None if simple.translate(node, text, message, turn) else message

            # Sphinx would read the compiled catalog again.
            known = nullcontext() if edition.original else messages_from(accepted)
            with nodes_left_to_sphinx(message_left), known:
                super().apply(**kwargs)
        for target, name in explicit_targets:
            target["refname"] = name
        for node, children in old_children:
            if node.children is not children:
                for child in children:
                    break_cycles_below(child)

    def _targets_by_explicit_names(self) -> list[tuple[nodes.Element, str]]:
        """The targets that lead to a name which the source gives to a place (`.. _name:`).

        A section with this title has the same name. Sphinx renames it with its title, and makes the
        targets follow it; but the name stays at its place.
        """
        return [
            (target, target["refname"])
            for target in self.document.findall(nodes.target)
            if self.document.nametypes.get(target.get("refname"))
        ]


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


class KeepTranslatableInline(RemoveTranslatableInline):
    """Keeps the elements around texts that are messages, where Sphinx removes them.

    Else the texts of version notes would be no messages: Sphinx removes the elements before any
    builder but its own for catalogs sees the tree.
    """

    def apply(self, **kwargs: Any) -> None:
        """Keep them for our builders."""
        if not issubclass(builder_class(self.env), (ReadingBuilder, SourceBuilder)):
            super().apply(**kwargs)


def replace_transforms(app: Sphinx) -> None:
    """Replace Sphinx's transforms with `RestrictedLocale`, `KeepTranslatableInline`,
    `RefuseExternalImages` and `HighlightIfNeeded`.

    Raises `ValueError` when Sphinx does not have them.
    """
    for transforms, original, replacement in (
        (app.registry.get_transforms(), Locale, RestrictedLocale),
        (app.registry.get_transforms(), RemoveTranslatableInline, KeepTranslatableInline),
        (app.registry.get_post_transforms(), ImageDownloader, RefuseExternalImages),
        (
            app.registry.get_post_transforms(),
            HighlightLanguageTransform,
            HighlightIfNeeded,
        ),
    ):
        transforms[transforms.index(original)] = replacement


class _RestrictedDispatcher(CustomReSTDispatcher):
    """Answers docutils' look-ups while translations are parsed.

    Allowed are the roles of the document's own texts, roles that refer to the same as these, and
    roles that only change how text looks: the gate lets these differ, with a warning.
    """

    def __init__(self, document: nodes.document) -> None:
        super().__init__()
        self._source_roles = frozenset(document["role-names"])
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


def _refusal_message(kind: str, name: str) -> str:
    return (
        f"a translation uses the {kind} {name!r}, which its source does not; it should not have "
        "passed the gate, so please report it"
    )
