"""The directive `raw`: HTML that a maintainer has allowed in sources, and no other output.

It is put into pages and books as it is. So it must be XHTML of a kind that both can show, that is
no program and loads nothing. Translators do not get its words.
"""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from docutils.parsers.rst.directives.misc import Raw

from ...model.project import Project
from ..faults.refusal import refuse
from ..sphinx_private import application_of
from .inclusions import run_checked

KIND = "raw output"
"""The kind of the faults, as a summary names it."""

_ELEMENTS = frozenset(
    "a abbr address aside b bdi bdo blockquote br caption cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q rp "
    "rt ruby s samp section small span strong sub summary sup table tbody td tfoot th thead time "
    "tr u ul var wbr".split()
)
_ATTRIBUTES = frozenset(
    "cite class colspan datetime dir headers href lang open reversed role rowspan scope span start "
    "title value".split()
)
_ADDRESSES = ("https://", "http://", "mailto:", "#")


class RawSource(Raw):
    """The directive `raw`."""

    def run(self) -> list[nodes.Node]:
        """The HTML, or nothing and a report why not."""
        format_names = " ".join(self.arguments[0].lower().split())
        settings = self.state.document.settings
        project: Project = application_of(settings.env).edition.project
        if format_names != "html":
            fault = f"no edition is made of {format_names}; write it as reStructuredText"
        elif not project.raw_html:
            fault = "write it as reStructuredText, or set `raw-html = true` in pyproject.toml"
        else:
            return self._checked_html(settings)
        return refuse(self._place, KIND, f"raw {format_names}: {fault}")

    def _checked_html(self, settings: Any) -> list[nodes.Node]:
        name = self.options.get("file")
        if name is not None:
            self.options["file"] = settings.env.relfn2path(name)[1]
        settings.raw_enabled = True
        try:
            found = run_checked(self, () if name is None else (name,), super().run)
        finally:
            settings.raw_enabled = False
        for node in found:
            fault = html_fault(node.astext()) if isinstance(node, nodes.raw) else ""
            if fault:
                return refuse(self._place, KIND, f"raw html: {fault}")
        return found

    @property
    def _place(self) -> str:
        return ":".join(map(str, self.state_machine.get_source_and_line(self.lineno)))


def html_fault(text: str) -> str:
    """Why pages or books cannot show this HTML, with the remedy; else empty."""
    try:
        top = ElementTree.fromstring(f"<div>{text}</div>")  # noqa: S314 - the maintainer's own
    except ElementTree.ParseError as error:
        return f"it is not well-formed XHTML ({error}), which books need; close each element"
    for element in top.iter():
        name = str(element.tag)
        if name not in _ELEMENTS:
            return f"no page and no book may have the element {name!r}; leave it out"
        for attribute, value in element.items():
            if attribute not in _ATTRIBUTES and not attribute.startswith("aria-"):
                return f"no page and no book may have the attribute {attribute!r}; leave it out"
            if attribute == "href" and not value.startswith(_ADDRESSES):
                return f"{value!r} is not an address with https:, http: or mailto:; correct it"
    return ""
