"""The causes of Sphinx's warnings: the document and the message that each one concerns.

Sphinx writes warnings as text, with at most a line of the source. Here each is kept with the
message that was being translated when Sphinx logged it, or whose node it names as its location.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError

from ..errors import PipelineError
from ..model.fault import ADVICE_TYPE, Fault, FaultKind
from .sphinx_private import SPHINX_LOGGER, warning_handlers

_current: list[tuple[str, str]] = []
"""The document and the key of the message that is being translated, if any."""


class TranslationError(ExtensionError):
    """Sphinx could not insert a translation; has the document and the message's key."""

    def __init__(self, text: str, domain: str, message: str) -> None:
        super().__init__(text)
        self.domain, self.message = domain, message

    def __reduce__(self) -> tuple[Any, ...]:
        return TranslationError, (str(self), self.domain, self.message)


def begin_message(domain: str, message: str) -> None:
    """Note that the translation of this message is inserted from now on."""
    _current[:] = [(domain, message)]


@contextmanager
def messages_noted() -> Iterator[None]:
    """Forget the message at the end; an exception in the block is raised as `TranslationError`."""
    try:
        yield
    except Exception as error:
        if not _current:
            raise
        name = (
            "" if isinstance(error, (PipelineError, SphinxError)) else f"{type(error).__name__}: "
        )
        raise TranslationError(f"{name}{error}", *_current[0]) from error
    finally:
        _current.clear()


class WarningCauses:
    """Collects the warnings of one application as faults, in the order of their printing.

    Sphinx may hold warnings back while it reads, so their causes are noted when they are logged,
    and the warnings are collected when they are printed.
    """

    def __init__(self, application: Sphinx) -> None:
        self.faults: list[Fault] = []
        self._application = application
        logging.getLogger(SPHINX_LOGGER).addHandler(_CauseHandler(self._cause))
        for handler in warning_handlers():
            handler.addFilter(_PrintedWarnings(handler, self.faults))

    def _cause(self, record: logging.LogRecord) -> tuple[str, str]:
        if _current:
            return _current[0]
        location: Any = getattr(record, "location", None)
        if isinstance(location, nodes.Node):
            return self._cause_at(location)
        if isinstance(location, tuple):
            return str(location[0] or ""), ""
        if isinstance(location, str):
            return self._document(location.partition(":")[0]), ""
        return "", ""

    def _cause_at(self, node: nodes.Node) -> tuple[str, str]:
        """The document of a node, and the message of the nearest element that has one."""
        message, path = "", ""
        ancestor: Any = node
        while ancestor is not None:
            if isinstance(ancestor, nodes.Element):
                own = ancestor.get("unit-message", "") or ancestor.get("unit-text", "")
                message = message or str(own)
            path = path or str(getattr(ancestor, "source", "") or "")
            if isinstance(ancestor, nodes.document):
                path = str(ancestor.get("source", "")) or path
            ancestor = ancestor.parent
        return self._document(path), message

    def _document(self, path: str) -> str:
        """The document at a path, or of this name; empty if there is none."""
        if path in self._application.env.found_docs:
            return path
        name = self._application.env.path2doc(path) if path else None
        return name if name in self._application.env.found_docs else ""


class _CauseHandler(logging.Handler):
    """Notes the cause of each warning on its record, when it is logged."""

    def __init__(self, cause: Any) -> None:
        super().__init__(logging.WARNING)
        self._cause = cause

    def emit(self, record: logging.LogRecord) -> None:
        if not hasattr(record, "cause"):
            record.cause = self._cause(record)


class _PrintedWarnings(logging.Filter):
    """Collects the warnings that Sphinx's other filters let through."""

    def __init__(self, handler: logging.Handler, faults: list[Fault]) -> None:
        super().__init__()
        self._handler = handler
        self._faults = faults

    def filter(self, record: logging.LogRecord) -> bool:
        text = " ".join(self._handler.format(record).removeprefix("WARNING: ").split())
        is_advice = getattr(record, "type", "") == ADVICE_TYPE
        kind = FaultKind.ADVICE if is_advice else FaultKind.WARNING
        self._faults.append(Fault(kind, text, *getattr(record, "cause", ("", ""))))
        return True
