"""Sphinx's insertion of translations, in a build of the project's own: the same, in less time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.parsers import RSTParser
from sphinx.transforms.i18n import Locale
from sphinx.util import logging

from ...source.inline.simple_texts import SimpleTexts
from ...source.inline.translation_parser import translation_parser
from ...source.sphinx_builds import messages_from
from ...source.sphinx_private import application_of, nodes_left_to_sphinx

_logger = logging.getLogger(__name__)


class OwnLocale(Locale):
    """Inserts the messages that the gate has accepted; the result is that of Sphinx's transform.

    Texts in Markdown are left to Sphinx. Those in a markup that no gate reads stay in the original:
    a translation could then do whatever the markup can.
    """

    def apply(self, **kwargs: Any) -> None:
        """Translate the document."""
        name = self.env.current_document.docname
        app = application_of(self.env)
        messages: Mapping[str, str] = app.accepted.get(name, {})
        if messages and name not in app.in_markdown and not isinstance(self.env.parser, RSTParser):
            _logger.warning("no gate reads this markup: its texts stay as they are", location=name)
            messages = {}
        with messages_from(messages):
            if type(self.env.parser) is not RSTParser:
                super().apply(**kwargs)
                return
            current: list[tuple[Any, str]] = [(self.document, "")]
            with translation_parser(
                self.document, lambda: _is_shown_as_it_is(*current[0])
            ) as parse:
                simple = SimpleTexts(self.document, messages, parse)

                def message_left(node: nodes.Element, text: str, turn: int) -> str | None:
                    current[0] = node, text
                    return None if simple.translate(node, text, text, turn) else text

                with nodes_left_to_sphinx(message_left):
                    super().apply(**kwargs)


def _is_shown_as_it_is(node: Any, text: str) -> bool:
    """Whether Sphinx parses a translation for nothing: it is shown as it is."""
    if isinstance(node, nodes.image):
        return bool(node.get("alt") == text)
    return isinstance(node, nodes.meta | addnodes.translatable)
