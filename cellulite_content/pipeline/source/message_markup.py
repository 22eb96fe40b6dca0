"""The inline markup of one message (the text of a unit or its translation): links, roles and so on.

`read_markup` counts what the text has, so that the gate can compare a translation with its source.
It parses with docutils, but executes no directive and no role (see `inert_dispatcher`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document

from .inert_dispatcher import InertDispatcher
from .paragraph import ParagraphParser, is_paragraph
from .reference_cycles import release_state_machine
from .sphinx_private import cut_from_tree

_MARKUP = re.compile(r"[*`|_\\\[\]<>@\x00-\x1f\x7f-\x9f\u2028\u2029]|:\S")
"""Characters without which a paragraph has no inline markup, address or e-mail address."""

_WARNING = 2
"""docutils' level of a warning. Complaints below it do no harm, except one that docutils puts
before the paragraph: Sphinx takes only the first node of a translation, and would drop the text."""

_MAX_DEPTH = 20
"""The most levels of nodes in a message. docutils recurses once for each level, and Sphinx calls it
from deeper in the call stack than we do, so a text near Python's own limit would parse here and
fail there."""


_GAPS = (
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.substitution_reference,
    nodes.inline,
)
"""Nodes whose text on a page differs from their text in the message."""


_EMPTY: Counter[Any] = Counter()


def _empty_counter() -> Counter[Any]:
    """One empty counter that all messages share: creating seven for each took half of the time.

    No caller changes a counter of a message.
    """
    return _EMPTY


@dataclass(frozen=True)
class Markup:
    """The markup of one message.

    The markup is counted and not listed, because a translation may change its order, but not how
    often each occurs:

    - `links`: addresses of external links
    - `targets`: addresses of links that also define a name, as in ```text <address>`_``
    - `references`: names of internal links (``name_``) and of substitutions (``|name|``)
    - `notes`: labels of footnotes and citations, as in ``[1]``
    - `roles`: pairs of a role's name and its target
    - `emphasis`: the element's name, `emphasis` or `strong`
    - `literals`: the texts between double backticks

    The text is kept in three forms:

    - `prose`: the text outside literals, in one string, for checks of words
    - `pieces`: all text in order, each with the name of the element that it is in
    - `runs`: the text cut at each note, role and substitution, since a page shows something else
      there; each run stands on a page just as it is here

    `blocks` are the names of the block elements; a valid message is one `paragraph`. `complaints`
    are the first lines of docutils' warnings and errors, `directives` the names of the directives
    that the text tried to use.
    """

    blocks: tuple[str, ...] = ("paragraph",)
    complaints: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    links: Counter[str] = field(default_factory=_empty_counter)
    targets: Counter[str] = field(default_factory=_empty_counter)
    references: Counter[str] = field(default_factory=_empty_counter)
    notes: Counter[str] = field(default_factory=_empty_counter)
    roles: Counter[tuple[str, str]] = field(default_factory=_empty_counter)
    emphasis: Counter[str] = field(default_factory=_empty_counter)
    literals: Counter[str] = field(default_factory=_empty_counter)
    prose: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    runs: tuple[str, ...] = ()


# The gate and the quality checks read the same message soon after each other, and the next locales
# read the same sources: the cache holds all messages of a document of ordinary size.
@lru_cache(maxsize=4096)
def read_markup(text: str) -> Markup:
    """The markup of a message. Never raises: `complaints` says when a text nests too deeply."""
    if is_plain(text):
        return Markup(prose=text, pieces=(("paragraph", text),), runs=(text,))
    settings = _settings()
    document = new_document("<message>", settings)
    # A trailing `::` announces a literal block, which is a unit of its own. docutils would complain
    # if none followed.
    source = f"{text}\n\n   literal" if text.rstrip().endswith("::") else text
    dispatcher = InertDispatcher()
    with dispatcher:
        try:
            if is_paragraph(source):
                _paragraphs().parse(source, document)
            else:
                parser = Parser()
                parser.parse(source, document)
                release_state_machine(parser.statemachine)
        except RecursionError:
            return _TOO_DEEP
    if _depth(document) > _MAX_DEPTH:
        return _TOO_DEEP
    all_nodes = list(document.findall())
    markup = _facts(document, all_nodes, dispatcher.directives, literal=source is not text)
    _break_cycles(document, all_nodes)
    return markup


def is_plain(text: str) -> bool:
    """Whether the text is certainly one paragraph without markup (60 % of real messages are)."""
    return not _MARKUP.search(text) and is_paragraph(text)


_TOO_DEEP = Markup(blocks=(), complaints=("it nests too deeply",))


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


def _break_cycles(document: nodes.document, all_nodes: Sequence[nodes.Node]) -> None:
    """Break the reference cycles of a message's tree, so that it is freed at once.

    Does the same as `reference_cycles.break_cycles` in a sixth of the time, because no node was
    removed from this tree.
    """
    for node in all_nodes:
        cut_from_tree(node)
    document.reporter = document.transformer = None  # type: ignore[assignment]


def _facts(
    document: nodes.document,
    all_nodes: Sequence[nodes.Node],
    directives: list[str],
    *,
    literal: bool,
) -> Markup:
    blocks = [
        child.tagname
        for child in document.children
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message)
    ]
    if literal and blocks[-1:] == ["literal_block"]:
        blocks.pop()
    texts = [
        (node.parent, node.astext())
        for node in all_nodes
        if isinstance(node, nodes.Text) and not isinstance(node.parent, nodes.literal_block)
    ]
    return Markup(
        blocks=tuple(blocks),
        complaints=tuple(
            message[0].astext().splitlines()[0]
            for message in all_nodes
            if isinstance(message, nodes.system_message)
            and (message["level"] >= _WARNING or message is document[0])
        ),
        directives=tuple(directives),
        prose=" ".join(
            text
            for parent, text in texts
            if not isinstance(parent, (nodes.literal, nodes.system_message))
        ),
        pieces=tuple((parent.tagname, text) for parent, text in texts),
        runs=_runs(all_nodes),
        **_counters(all_nodes),
    )


def _counters(all_nodes: Sequence[nodes.Node]) -> dict[str, Counter[Any]]:
    counters: dict[str, Counter[Any]] = {}
    for node in all_nodes:
        if isinstance(node, nodes.Inline) and isinstance(node, nodes.Element):
            name, value = _fact(node)
            if name:
                counters.setdefault(name, Counter())[value] += 1
    return counters


def _fact(node: nodes.Element) -> tuple[str, Any]:
    """The `Markup` counter that counts this element, and the value; an empty name for none."""
    match node:
        case nodes.reference() if "refuri" in node:
            return "links", node["refuri"]
        case nodes.reference():
            return "references", node.get("refname", "(anonymous)")
        case nodes.target() if "refname" in node:
            # docutils makes a reference and a target of `text <name_>`_; the reference is counted.
            return "", None
        case nodes.target():
            return "targets", node.get("refuri", "(here)")
        case nodes.footnote_reference():
            return "notes", f"[{node.get('refname') or node.astext() or '#'}]"
        case nodes.citation_reference():
            return "notes", f"[{node['refname']}]"
        case nodes.substitution_reference():
            return "references", f"|{node['refname']}|"
        case nodes.inline() if "role" in node:
            return "roles", (node["role"], node["target"])
        case nodes.emphasis() | nodes.strong():
            return "emphasis", node.tagname
        case nodes.literal():
            return "literals", node.astext()
    return "", None


def _runs(all_nodes: Sequence[nodes.Node]) -> tuple[str, ...]:
    runs = [""]
    for node in all_nodes:
        if isinstance(node, _GAPS):
            runs.append("")
        elif isinstance(node, nodes.Text) and not isinstance(
            node.parent, (nodes.literal_block, *_GAPS)
        ):
            runs[-1] += node.astext()
    return tuple(run for run in runs if run.strip())
