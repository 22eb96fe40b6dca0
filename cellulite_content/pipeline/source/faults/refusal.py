"""How a directive refuses what it is asked for, when a source is read."""

from __future__ import annotations

from docutils import nodes
from sphinx.util import logging

from .remedies import REFUSAL_TYPE

_logger = logging.getLogger(__name__)


def refuse(location: str | nodes.Node, kind: str, text: str) -> list[nodes.Node]:
    """Report a fault of a source at a place: a node, or `path:line`. Returns no nodes.

    `text` ends with the remedy, and `kind` is the name under which a summary counts the fault. It
    is a warning: `extract` refuses all sources with one.
    """
    _logger.warning(
        "%s", text, location=location, type=REFUSAL_TYPE, subtype=kind.replace(" ", "-")
    )
    return []
