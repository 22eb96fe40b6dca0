"""What one message's reStructuredText holds, read without doing anything it says.

docutils parses the text with every directive refused and every role recorded and inert, so a
translation can neither open a file nor define a role while it is looked at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Directive, Parser
from docutils.utils import new_document
from sphinx.util.docutils import CustomReSTDispatcher

from .circles import end_machine, take_apart
from .paragraph import ParagraphParser, is_paragraph

_MARKUP = re.compile(r"[*`|_\\\[\]<>@\x00-\x1f\x7f-\x9f\u2028\u2029]|:\S|::$|^\s|\s$")
"""Characters and places that inline markup, an address, an e-mail address or a line end needs."""

_WARNING = 2
"""docutils' level of a warning. What it merely informs of works, unless it comes first: Sphinx
takes the first node of a translation, and drops it when that is a message of docutils."""

_DEEPEST = 20
"""Sphinx parses a message deeper in the stack than we do: what barely passes here fails there."""


_GAPS = (
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.substitution_reference,
    nodes.inline,
)
"""What does not stand on a page as it stands in a message."""


@dataclass(frozen=True)
class Markup:
    """The facts of one message's markup; counters, because order may change and number not.

    `blocks` are the block elements it parses to (a good one: one `paragraph`), `messages` what
    docutils complains of, `directives` the directives it tried to use, `prose` the text that a
    reader sees outside of literals, `pieces` all text in order, each with the name of the element
    that it stands in, `runs` the text between notes, roles and substitutions, which stands on a
    page as it stands here.
    """

    blocks: tuple[str, ...] = ("paragraph",)
    messages: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    links: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    roles: Counter[tuple[str, str]] = field(default_factory=Counter)
    emphasis: Counter[str] = field(default_factory=Counter)
    literals: Counter[str] = field(default_factory=Counter)
    prose: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    runs: tuple[str, ...] = ()


@lru_cache(maxsize=16)  # the gate and the quality checks read one message soon after each other
def read_markup(text: str) -> Markup:
    """The markup of a message. Never raises: text too deep to parse is told in `messages`."""
    if is_plain(text):
        return Markup(prose=text, pieces=(("paragraph", text),), runs=(text,))
    settings = _settings()
    document = new_document("<message>", settings)
    # A trailing `::` announces a literal block that is another message.
    source = f"{text}\n\n   literal" if text.rstrip().endswith("::") else text
    dispatcher = _InertDispatcher()
    with dispatcher:
        try:
            if is_paragraph(source):
                _paragraphs().parse(source, document)
            else:
                parser = Parser()
                parser.parse(source, document)
                end_machine(parser.statemachine)
        except RecursionError:
            return _TOO_DEEP
    if _depth(document) > _DEEPEST:
        return _TOO_DEEP
    found = _facts(document, dispatcher.directives, literal=source is not text)
    take_apart(document)
    return found


def is_plain(text: str) -> bool:
    """Whether the text surely parses to one paragraph without markup (about 3 in 5 real ones)."""
    return not _MARKUP.search(text) and is_paragraph(text)


_TOO_DEEP = Markup(blocks=(), messages=("it nests too deeply",))


def _depth(document: nodes.document) -> int:
    depth, level = 0, list(document.children)
    while level:
        depth, level = depth + 1, [child for node in level for child in node.children]
    return depth


@cache
def _settings() -> Any:
    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.pep_references = settings.rfc_references = False
    settings.halt_level = 5
    settings.warning_stream = False
    settings.smart_quotes = False
    return settings


@cache
def _paragraphs() -> ParagraphParser:
    return ParagraphParser(_settings())


class _RefusedDirective(Directive):
    """Takes the place of every directive: it is counted and gives nothing."""

    has_content = True
    optional_arguments = 1000
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        return []


class _InertDispatcher(CustomReSTDispatcher):
    """Answers docutils' look-ups with things that do nothing, and keeps the names asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.directives: list[str] = []

    def directive(
        self, directive_name: str, language_module: Any, document: nodes.document
    ) -> tuple[type[Directive] | None, list[nodes.system_message]]:
        self.directives.append(directive_name)
        return _RefusedDirective, []

    def role(
        self, role_name: str, language_module: Any, lineno: int, reporter: Any
    ) -> tuple[Any, list[nodes.system_message]]:
        return _inert_role, []


def _inert_role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Any,
    options: Any = None,
    content: Sequence[str] = (),
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    titled = re.fullmatch(r"(.+?)\s*(?<!\x00)<([^<>]+)>", text, re.DOTALL)
    target = titled[2] if titled else text
    shown = titled[1] if titled else text
    return [nodes.inline(rawtext, shown, role=name.lower(), target=target)], []


def _facts(document: nodes.document, directives: list[str], *, literal: bool) -> Markup:
    blocks = [
        child.tagname
        for child in document.children
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message)
    ]
    if literal and blocks[-1:] == ["literal_block"]:
        blocks.pop()
    found = Markup(
        blocks=tuple(blocks),
        messages=tuple(
            message[0].astext().splitlines()[0]
            for message in document.findall(nodes.system_message)
            if message["level"] >= _WARNING or message is document[0]
        ),
        directives=tuple(directives),
        prose=" ".join(_prose(document)),
        pieces=tuple(_pieces(document)),
        runs=_runs(document),
    )
    for node in document.findall(nodes.Element):
        if isinstance(node, nodes.Inline):
            _count(found, node)
    return found


def _count(found: Markup, node: nodes.Element) -> None:
    match node:
        case nodes.reference() if "refuri" in node:
            found.links[node["refuri"]] += 1
        case nodes.reference():
            found.references[node.get("refname", "(anonymous)")] += 1
        case nodes.target() if "refname" in node:
            pass  # `text <name_>`_ names its words too; its reference is counted, and that is all
        case nodes.target():
            found.targets[node.get("refuri", "(here)")] += 1
        case nodes.footnote_reference():
            found.notes[f"[{node.get('refname') or node.astext() or '#'}]"] += 1
        case nodes.citation_reference():
            found.notes[f"[{node['refname']}]"] += 1
        case nodes.substitution_reference():
            found.references[f"|{node['refname']}|"] += 1
        case nodes.inline() if "role" in node:
            found.roles[node["role"], node["target"]] += 1
        case nodes.emphasis() | nodes.strong():
            found.emphasis[node.tagname] += 1
        case nodes.literal():
            found.literals[node.astext()] += 1


def _pieces(document: nodes.document) -> Iterator[tuple[str, str]]:
    for text in document.findall(nodes.Text):
        if not isinstance(text.parent, nodes.literal_block):
            yield text.parent.tagname, text.astext()


def _runs(document: nodes.document) -> tuple[str, ...]:
    runs = [""]
    for node in document.findall():
        if isinstance(node, _GAPS):
            runs.append("")
        elif isinstance(node, nodes.Text) and not isinstance(
            node.parent, (nodes.literal_block, *_GAPS)
        ):
            runs[-1] += node.astext()
    return tuple(run for run in runs if run.strip())


def _prose(document: nodes.document) -> list[str]:
    return [
        text.astext()
        for text in document.findall(nodes.Text)
        if not isinstance(text.parent, nodes.literal | nodes.system_message | nodes.literal_block)
    ]
