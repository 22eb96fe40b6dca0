"""What is collected while a document is written: its notes, its pictures, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from ...files.names import slug
from ...model.project import file_name
from ..imported import Picture

Node = dict[str, Any]
"""A node of pandoc's tree: its type `t` and its content `c`."""

LoadPicture = Callable[[str], tuple[str, bytes]]
"""Gives the suffix and the bytes of a picture, by its address in the document. Raises
`PictureError`."""


class PictureError(Exception):
    """Why a picture is left out, as a phrase after its address."""


class Reading:
    """Collects what the parts of a document have in common.

    `name` is the article's; its labels and the folder of its pictures have it, since labels are
    shared by all documents of a project. `anchors` are the places to which its links lead. With
    `local_address`, links inside the document and to files beside it begin with that address.
    """

    def __init__(
        self,
        name: str,
        blocks: list[Node],
        load_picture: LoadPicture,
        local_address: str = "",
    ) -> None:
        self.local_address = local_address
        self.name = slug(file_name(name)) or "article"
        self.notes: list[list[Node]] = []
        self.pictures: dict[str, Picture] = {}
        self.anchors = _used_anchors(blocks)
        self._written_anchors: set[str] = set()
        self._load_picture = load_picture
        self._losses: Counter[str] = Counter()
        self._singles: list[str] = []

    def lose(self, what: str) -> None:
        """Count something that the article does not have, such as `raw HTML`."""
        self._losses[what] += 1

    def report(self, line: str) -> None:
        """Report something that the article does not have, in a line of its own."""
        self._singles.append(line)

    @property
    def losses(self) -> tuple[str, ...]:
        """What was left out, one line each."""
        return (*(f"{what}: {count} ×" for what, count in self._losses.items()), *self._singles)

    def note(self, blocks: list[Node]) -> str:
        """The name of a note. Equal notes are one: pandoc copies a note at each reference."""
        if blocks not in self.notes:
            self.notes.append(blocks)
        return f"note-{self.notes.index(blocks) + 1}"

    def label(self, anchor: str) -> str:
        """The label of an anchor; empty for one that the document does not have."""
        number = self.anchors.get(anchor)
        if number is None:
            return ""
        return f"{self.name}-{slug(anchor, max_length=40) or 'place'}-{number}"

    def new_label(self, anchor: str) -> str:
        """The label to write at an anchor; empty where no link leads to it, or for a second one."""
        if anchor in self._written_anchors:
            return ""
        self._written_anchors.add(anchor)
        return self.label(anchor)

    def picture(self, address: str, alternative: str) -> str:
        """The path of a picture, as an article names it; empty for one that is left out."""
        if address not in self.pictures:
            try:
                suffix, data = self._load_picture(address)
            except PictureError as error:
                shown = address if len(address) <= 80 else f"{address[:80]}…"
                text = f" ({alternative})" if alternative else ""
                self.report(f"the picture {shown}{text} {error}")
                return ""
            number = len(self.pictures) + 1
            path = f"figures/{self.name}/picture-{number}{suffix}"
            self.pictures[address] = Picture(path, data)
        return f"/{self.pictures[address].path}"


def _used_anchors(blocks: list[Node]) -> dict[str, int]:
    """The anchors that exist and to which a link leads, numbered."""
    nodes = list(_all_nodes(blocks))
    targets = [node["c"][2][0] for node in nodes if node["t"] == "Link"]
    used = dict.fromkeys(target[1:] for target in targets if target.startswith("#"))
    existing = {anchor for node in nodes for anchor in anchors_of(node)}
    return {anchor: number for number, anchor in enumerate(used, 1) if anchor in existing}


def anchors_of(node: Node) -> Iterator[str]:
    """The anchor of a node itself, if it has one."""
    if node["t"] in ("Span", "Div", "Code", "CodeBlock", "Table", "Figure"):
        yield from filter(None, [node["c"][0][0]])
    elif node["t"] == "Header":
        yield from filter(None, [node["c"][1][0]])
    elif node["t"] == "Anchor":
        yield node["c"]


def _all_nodes(value: Any) -> Iterator[Node]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict) and "t" in each:
            yield each
            waiting.append(each.get("c"))
        elif isinstance(each, list):
            waiting += reversed(each)


def inline_anchors(inlines: list[Node]) -> Iterator[str]:
    """The anchors of all nodes in a paragraph."""
    for node in _all_nodes(inlines):
        if node["t"] != "Note":
            yield from anchors_of(node)
