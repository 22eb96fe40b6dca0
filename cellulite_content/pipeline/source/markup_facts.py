"""What the markup of one message consists of, taken from the tree that docutils made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from docutils import nodes

from .roles import Role

_WARNING = 2
"""docutils' level of a warning. Complaints below it do no harm, except one that docutils puts
before the paragraph: Sphinx takes only the first node of a translation, and would drop the text."""

_GAPS = (
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.substitution_reference,
    nodes.inline,
)
"""Nodes whose text on a page differs from their text in the message."""


_EMPTY: Counter[Any] = Counter()
"""One empty counter that all messages share: creating six for each took half of the time.

No caller changes a counter of a message.
"""


class Reference(NamedTuple):
    """A reference to something in the source: its kind and its name.

    `kind` is `link`, `anonymous link`, `substitution`, `footnote` or `citation`. The name of a
    footnote is its label as written: `1`, `#`, `#name` or `*`.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        match self.kind:
            case "footnote" | "citation":
                return f"[{self.name}]_"
            case "substitution":
                return f"|{self.name}|"
            case "link":
                return f"`{self.name}`_"
        return "(anonymous)"


class Target(NamedTuple):
    """A name that the text defines, and its address; the address is empty for a place in the text.

    ```text <address>`_`` defines the name `text`, and ``_`text` `` the same name.
    """

    name: str
    address: str


class Markup(NamedTuple):
    """The markup of one message.

    Most markup is counted and not listed, because a translation may change its order, but not how
    often each occurs:

    - `links`: addresses of external links
    - `targets`: names that the text defines
    - `references`: links by name or without a name, substitutions, footnotes and citations
    - `roles`: roles with what they hold
    - `emphasis`: the element's name, `emphasis` or `strong`
    - `literals`: the texts between double backticks

    Two lists keep their order, because docutils takes what they refer to from the order alone:
    `anonymous_links` are the words of the links without a name, `unnamed_notes` the labels `#` and
    `*`.

    The text is kept in three forms:

    - `prose`: the text outside literals, in one string, for checks of words
    - `pieces`: all text in order, each with the name of the element that it is in
    - `runs`: the text cut at each note, role and substitution, since a page shows something else
      there; each run is on a page just as it is here

    `blocks` are the names of the block elements; a valid message is one `paragraph`. `complaints`
    are the first lines of docutils' warnings and errors, `directives` the names of the directives
    that the text tried to use.
    """

    blocks: tuple[str, ...] = ("paragraph",)
    complaints: tuple[str, ...] = ()
    directives: tuple[str, ...] = ()
    links: Counter[str] = _EMPTY
    targets: Counter[Target] = _EMPTY
    references: Counter[Reference] = _EMPTY
    roles: Counter[Role] = _EMPTY
    emphasis: Counter[str] = _EMPTY
    literals: Counter[str] = _EMPTY
    anonymous_links: tuple[str, ...] = ()
    unnamed_notes: tuple[str, ...] = ()
    prose: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    runs: tuple[str, ...] = ()

    def has_facts_of(self, other: Markup) -> bool:
        """Whether both have the same markup, whatever the words of roles and links are.

        A translation with the facts of its source, as most have, needs no check that compares them.
        The names of links with an address are not compared.
        """
        return (
            _are_equal(self.links, other.links)
            and _are_equal(self.references, other.references)
            and _have_same_targets(self.roles, other.roles)
            and _are_equal(self.emphasis, other.emphasis)
            and _are_equal(self.literals, other.literals)
            and (_are_equal(self.targets, other.targets) or self._places == other._places)
            and self.anonymous_links == other.anonymous_links
            and self.unnamed_notes == other.unnamed_notes
        )

    @property
    def _places(self) -> list[str]:
        return sorted(target.name for target in self.targets.elements() if not target.address)


def _are_equal(counter: Counter[Any], other: Counter[Any]) -> bool:
    # `Counter` compares in Python; one without zeros is equal to another as dictionaries are.
    return counter is other or dict.__eq__(counter, other)


def _have_same_targets(roles: Counter[Role], others: Counter[Role]) -> bool:
    if _are_equal(roles, others):
        return True
    old, new = (sorted(map(_target, counter.elements())) for counter in (roles, others))
    return old == new


def _target(role: Role) -> tuple[str, str]:
    """A role without its words, unless another name of it may be that of a text without a title."""
    has_other_name = not role.name or role.name.startswith("std:")
    return role.name, (not has_other_name and role.target) or role.text


def markup_of(
    document: nodes.document,
    all_nodes: Sequence[nodes.Node],
    blocks: tuple[str, ...],
    directives: Sequence[str],
) -> Markup:
    """The markup of a message, from its document and all nodes of it.

    `blocks` are the names of its block elements, `directives` the directives that it tried to use.
    """
    complaints = [node for node in all_nodes if isinstance(node, nodes.system_message)]
    if complaints:
        words_of_docutils = {id(node) for message in complaints for node in message.findall()}
        own_nodes = [node for node in all_nodes if id(node) not in words_of_docutils]
    else:
        own_nodes = list(all_nodes)
    texts = [
        (node.parent, node.astext())
        for node in own_nodes
        if isinstance(node, nodes.Text) and not isinstance(node.parent, nodes.literal_block)
    ]
    return Markup(
        blocks=blocks,
        complaints=tuple(
            message[0].astext().splitlines()[0]
            for message in complaints
            if message["level"] >= _WARNING or message is document[0]
        ),
        directives=tuple(directives),
        prose=" ".join(text for parent, text in texts if not isinstance(parent, nodes.literal)),
        pieces=tuple((_element_name(parent), text) for parent, text in texts),
        runs=_runs(own_nodes),
        anonymous_links=tuple(
            node.astext()
            for node in all_nodes
            if isinstance(node, nodes.reference) and _is_anonymous(node)
        ),
        unnamed_notes=tuple(
            _label(node)
            for node in all_nodes
            if isinstance(node, nodes.footnote_reference) and _label(node) in _UNNAMED
        ),
        **_counters(all_nodes),
    )


def _element_name(element: nodes.Element) -> str:
    """The element's name; a heading's text is as good as a paragraph's."""
    return "paragraph" if isinstance(element, nodes.title) else element.tagname


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
        case nodes.reference() if _is_anonymous(node):
            return "references", Reference("anonymous link", "")
        case nodes.reference():
            return "references", Reference("link", node["refname"])
        case nodes.target() if "refname" in node:
            # docutils makes a reference and a target of `text <name_>`_; the reference is counted.
            return "", None
        case nodes.target():
            names = [*node["names"], *node["dupnames"], ""]
            return "targets", Target(names[0], node.get("refuri", ""))
        case nodes.footnote_reference():
            return "references", Reference("footnote", _label(node))
        case nodes.citation_reference():
            return "references", Reference("citation", node["refname"])
        case nodes.substitution_reference():
            return "references", Reference("substitution", node["refname"])
        case nodes.inline() if "role" in node:
            return "roles", Role(node["role"], node["target"], node["content"])
        case nodes.emphasis() | nodes.strong():
            return "emphasis", node.tagname
        case nodes.literal():
            return "literals", node.astext()
    return "", None


_UNNAMED = frozenset("#*")


def _is_anonymous(node: nodes.Element) -> bool:
    return "refuri" not in node and "refname" not in node


def _label(node: nodes.footnote_reference) -> str:
    """The label of a reference to a footnote, as written: `1`, `#`, `#name` or `*`."""
    mark = {1: "#", "*": "*"}.get(node.get("auto"), "")
    return mark + node.get("refname", "")


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
