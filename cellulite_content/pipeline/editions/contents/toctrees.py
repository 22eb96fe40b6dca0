"""Lists of contents: links to documents, in the words of the edition.

Sphinx shows a list of contents with all headings of its documents; here a list has the documents'
titles. Its captions and its own titles are messages of the document that holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from ...model.unit import message_key
from ...source.constructs.contents import Contents
from ...source.sphinx_private import application_of
from ..edition import Edition
from ..summary import SummaryText, summary_of

_OWN_PAGE = "self"
"""The entry for the page that holds the list."""


@dataclass(frozen=True)
class ContentsEntry:
    """An entry of a list: its text, and the document or the address to which it leads.

    `unit` is the id of its own title's unit; empty for a document's title. `entries` are the
    chapters below it, and `number` is the document's, if the list numbers its documents.
    """

    text: SummaryText
    document: str = ""
    address: str = ""
    unit: str = ""
    number: tuple[int, ...] = ()
    entries: tuple[ContentsEntry, ...] = ()


@dataclass(frozen=True)
class ContentsList:
    """A list of contents; `caption` is None without a caption, and `unit` the id of its unit."""

    caption: SummaryText | None
    unit: str
    entries: tuple[ContentsEntry, ...]
    hidden: bool


class ContentsReader:
    """Reads the lists of the documents of an edition."""

    def __init__(self, env: BuildEnvironment, edition: Edition, contents: Contents) -> None:
        self._env = env
        self._edition = edition
        self._contents = contents

    def articles(self, name: str, tree: nodes.document) -> list[ContentsList]:
        """The lists in the tree of the root document `name`, of articles that the edition has."""
        withheld = self._edition.withheld
        lists = [self.read(name, node, withheld) for node in tree.findall(addnodes.toctree)]
        return [each for each in lists if each.entries]

    def read(
        self, name: str, node: addnodes.toctree, left_out: Collection[str] = ()
    ) -> ContentsList:
        """The list of one node of the document `name`, without the documents `left_out`."""
        caption = node.get("rawcaption")
        units: dict[str, str] = node.get("units", {})
        return ContentsList(
            self._own_text(name, caption, units.get(caption, "")) if caption else None,
            units.get(caption, "") if caption else "",
            tuple(
                entry
                for entry in self._entries(name, node, units)
                if entry.document not in left_out
            ),
            bool(node.get("hidden")),
        )

    def _entries(
        self, name: str, node: addnodes.toctree, units: dict[str, str]
    ) -> Iterator[ContentsEntry]:
        titles = iter(node.get("rawentries", ()))
        used: set[str] = set()
        for title, target in node["entries"]:
            source = next(titles) if title else ""
            unit = units.get(source, "")
            if unit in used:  # a unit has one place
                unit = ""
            used.add(unit)
            document = name if target == _OWN_PAGE else target
            if document in self._env.all_docs:
                text = (
                    self._own_text(name, source, units.get(source, ""))
                    if source
                    else self._title(document)
                )
                depth = 0 if target == _OWN_PAGE else node.get("maxdepth", -1) - 1
                entries = tuple(self.chapters(document, depth))
                number = self._number(document) if node.get("numbered") else ()
                yield ContentsEntry(text, document, "", unit, number, entries)
            elif ":" in target:  # Sphinx has warned of documents that do not exist
                text = (
                    self._own_text(name, source, units.get(source, ""))
                    if source
                    else SummaryText(target)
                )
                yield ContentsEntry(text, address=target, unit=unit)

    def chapters(self, document: str, depth: int = -1) -> Iterator[ContentsEntry]:
        """The chapters below a document, to a depth; a negative depth is without limit."""
        chapter = self._contents.chapters.get(document)
        for child in chapter.chapters if chapter and depth else ():
            yield ContentsEntry(
                self._title(child.name),
                child.name,
                number=self._number(child.name),
                entries=tuple(self.chapters(child.name, depth - 1)),
            )

    def _title(self, document: str) -> SummaryText:
        if document == self._env.config.root_doc:  # its own title is on no page
            return _root_title(self._edition)
        return summary_of(self._env, document).title

    def _number(self, document: str) -> tuple[int, ...]:
        return tuple(self._env.toc_secnumbers.get(document, {}).get("", None) or ())

    def _own_text(self, name: str, source: str, unit: str) -> SummaryText:
        """The text of a unit of the document `name`."""
        accepted = self._edition.messages(name)
        text = accepted.get(message_key(unit, source), accepted.get(source))
        fallback = not self._edition.original and text is None
        return SummaryText(source if text is None else text, fallback, source)


def name_root(app: Sphinx, env: BuildEnvironment) -> None:
    """A listener of `env-updated`: links to the root without words of their own name its page."""
    env.titles[app.config.root_doc] = nodes.title("", _root_title(application_of(env).edition).text)


def _root_title(edition: Edition) -> SummaryText:
    """The heading of the root's page, which is a word of the interface."""
    source = "Articles"
    text, is_translated = edition.interface_text(source)
    return SummaryText(text, not is_translated, source)


class ShowContents(SphinxPostTransform):
    """Replaces the lists of contents in articles and chapters by links to their documents.

    The root's lists are removed: its page is made from a template.
    """

    default_priority = 2

    def run(self, **kwargs: Any) -> None:
        """Replace the lists of contents."""
        builder: Any = application_of(self.env).builder
        if not hasattr(builder, "contents_reader"):  # a builder that is not ours
            return
        name = self.env.current_document.docname
        for node in list(self.document.findall(addnodes.toctree)):
            if name == self.config.root_doc:
                node.parent.remove(node)
                continue
            shown = builder.contents_reader.read(name, node)
            paired = bool(self.document.get("paired"))
            # Sphinx puts each list into a box of its own.
            box = node.parent if isinstance(node.parent, nodes.compound) else node
            index = box.parent.index(box)
            box.parent[index : index + 1] = (
                [] if shown.hidden else _nodes(builder, name, shown, paired)
            )


def _nodes(builder: Any, name: str, shown: ContentsList, paired: bool) -> list[nodes.Element]:
    """A list as nodes; with `paired`, each text has its source after it."""
    result: list[nodes.Element] = []
    if shown.caption is not None:
        caption = nodes.rubric("", shown.caption.text)
        _mark(caption, shown.caption, shown.unit)
        if paired:
            _add_source(caption, shown.caption)
        result.append(caption)
    if shown.entries:
        result.append(_list(builder, name, shown.entries, paired))
    return result


def _list(
    builder: Any, name: str, entries: tuple[ContentsEntry, ...], paired: bool
) -> nodes.bullet_list:
    items = nodes.bullet_list("", classes=["chapters"])
    for entry in entries:
        address = entry.address or builder.get_relative_uri(name, entry.document)
        link = nodes.reference("", entry.text.text, refuri=address, internal=not entry.address)
        if entry.number and builder.shows_numbers:
            number = ".".join(map(str, entry.number))
            link.insert(0, nodes.inline("", f"{number}. ", classes=["section-number"]))
        paragraph = nodes.paragraph("", "", link)
        _mark(paragraph, entry.text, entry.unit)
        if paired:
            _add_source(paragraph, entry.text)
        item = nodes.list_item("", paragraph)
        if entry.entries:
            item += _list(builder, name, entry.entries, paired)
        items += item
    return items


def _mark(node: nodes.Element, text: SummaryText, unit: str) -> None:
    """Mark a node with its unit, and as a fallback if it is one."""
    node["unit-text"] = text.source or text.text
    if unit:
        node["unit"] = unit
    if text.fallback:
        node["fallback"] = True


def _add_source(node: nodes.Element, text: SummaryText) -> None:
    """Add the source of a translated text."""
    if text.source and text.source != text.text:
        source = nodes.inline("", text.source, classes=["source"])
        source["in-source"] = True
        node += [nodes.Text(" "), source]
