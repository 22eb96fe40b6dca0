"""The places at which docutils complains about inline markup: its messages have lines alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.parsers.rst.states import Inliner
from docutils.utils import new_document

from ..source.inline.inert_dispatcher import InertDispatcher
from ..source.inline.paragraph import ParagraphParser

Fault = tuple[int, int, str]
"""The first and the next character of a fault, and the complaint's first line."""


def inline_faults(text: str) -> list[Fault]:
    """The faults of inline markup in a text, in order. Never raises."""
    settings = get_default_settings(Parser)
    settings.report_level, settings.halt_level, settings.warning_stream = 1, 5, False
    settings.pep_references = settings.rfc_references = False
    document = new_document("<message>", settings)
    parser = _FaultParser(settings, len(text))
    with InertDispatcher():
        try:
            parser.parse(text, document)
        except RecursionError:
            return []
        finally:
            parser.close()
    return parser.faults


class _FaultParser(ParagraphParser):
    """A parser of paragraphs that records where docutils complains.

    docutils works through a text from left to right and always holds the rest of it, so the length
    of the rest is the place.
    """

    def __init__(self, settings: Any, length: int) -> None:
        super().__init__(settings)
        self.faults: list[Fault] = []
        self._length = length
        self._inliner.dispatch = {
            start: self._recording(method) for start, method in Inliner.dispatch.items()
        }

    def _recording(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """A rule of docutils that also records its complaint."""

        def record(inliner: Any, match: Any, line: int) -> Any:
            result = method(inliner, match, line)
            before, _, rest, messages = result
            if messages:
                start = self._length - len(match.string) + len(before)
                end = max(self._length - len(rest), start + 1)
                self.faults.append((start, end, messages[0][0].astext().splitlines()[0]))
            return result

        return record
