"""What the builders share: one reading of the sources, and our own page around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx, TemplateBridge
from sphinx.builders.html import StandaloneHTMLBuilder

from .edition import Edition
from .translator import ReadingTranslator


@dataclass(frozen=True)
class Words:
    """A text that an edition shows outside of the article's body, and whether it fell back."""

    text: str
    fallback: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Heading(Words):
    """A section of the article: the words of its heading, its anchor, the sections in it."""

    anchor: str = ""
    children: tuple[Heading, ...] = ()


class _Templates(TemplateBridge):
    """Lets Sphinx render our templates, which escape every value."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def init(self, builder: Any, theme: Any = None, dirs: Any = None) -> None:
        """Nothing to prepare."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """The template, filled in."""
        return self._edition.render(template, context)


class _NoTheme:
    """What Sphinx's builder asks of a theme: nothing, for our templates need none of it."""

    stylesheets = sidebar_templates = ()
    pygments_style_default = pygments_style_dark = None

    def get_theme_dirs(self) -> list[Path]:
        """No folders of templates and files."""
        return []

    def get_options(self, overrides: Any = None) -> dict[str, Any]:
        """No options."""
        return {}

    def _cleanup(self) -> None:
        """No folders to remove."""


class ReadingBuilder(StandaloneHTMLBuilder):
    """Sphinx's HTML builder without what a reader does not need: scripts, search, source copies.

    `xml` says that the output must be XML (a book); `edition` is the locale's.
    """

    xml = False
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False
    default_translator_class: ClassVar[Any] = ReadingTranslator
    edition: Edition

    def __init__(self, app: Sphinx, env: Any) -> None:
        super().__init__(app, env)
        self.edition = app.edition  # type: ignore[attr-defined]
        self._told: dict[str, dict[str, Any]] = {}

    def init_templates(self) -> None:
        """Our templates alone: to look for themes, Sphinx reads the metadata of all packages."""
        self.theme: Any = _NoTheme()
        self.theme_options = {}
        self.create_template_bridge()

    def create_template_bridge(self) -> None:
        """Our templates instead of Sphinx's."""
        self.templates = _Templates(self.edition)

    def init_css_files(self) -> None:
        """None but what the templates name."""

    def init_js_files(self) -> None:
        """None: the page needs no script."""

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """What a template of an article gets. All of it is of the edition's language."""
        return {
            **self._about(docname),
            "docname": docname,
            "body": Markup(body),
            "date": str(self.env.metadata[docname].get("date", "")),
            "outdated": docname in self.edition.outdated,
        }

    def _about(self, docname: str) -> dict[str, Any]:
        """What an article's tree tells of it. To get a tree means to unpickle it each time."""
        if docname not in self._told:
            tree = self.env.get_doctree(docname)
            self._told[docname] = {
                "title": article_title(tree),
                "description": article_description(tree),
                "headings": headings(tree),
                "complete": not any(node.get("fallback") for node in tree.findall(nodes.Element)),
            }
        return self._told[docname]

    def articles(self) -> list[dict[str, Any]]:
        """Title, description and place of every article, in the order of the contents."""
        return [
            {"docname": docname, "title": about["title"], "description": about["description"]}
            for docname in self.article_names()
            for about in [self._about(docname)]
        ]

    def article_names(self) -> list[str]:
        """The documents that the root's contents list; the root itself is only a list."""
        root = self.config.root_doc
        return [name for name in self.env.toctree_includes.get(root, []) if name != root]

    # What Sphinx writes beside the pages and no reader needs.
    def copy_static_files(self) -> None:
        """Nothing: each edition copies what it names."""

    def gen_indices(self) -> None:
        """Nothing."""

    def gen_additional_pages(self) -> None:
        """Nothing."""

    def write_buildinfo(self) -> None:
        """Nothing: the engine decides what is built."""

    def dump_inventory(self) -> None:
        """Nothing."""


def article_title(tree: nodes.document) -> Words:
    """The article's title."""
    node = next(tree.findall(nodes.title), None)
    return Words(node.astext(), bool(node.get("fallback"))) if node else Words("")


def article_description(tree: nodes.document) -> Words:
    """The article's description, from its `meta` directive."""
    for node in tree.findall(nodes.meta):
        if node.get("name") == "description":
            return Words(node["content"], bool(node.get("fallback")))
    return Words("")


def headings(tree: nodes.document) -> tuple[Heading, ...]:
    """The sections below the title, as a tree."""
    top = next(tree.findall(nodes.section), None)
    return _headings(top) if top is not None else ()


def _headings(section: nodes.Element) -> tuple[Heading, ...]:
    return tuple(
        Heading(title.astext(), bool(title.get("fallback")), child["ids"][0], _headings(child))
        for child in section.findall(nodes.section)
        if child.parent is section
        for title in child.findall(nodes.title)
        if title.parent is child
    )


def slug(docname: str) -> str:
    """The article's short name: the last part of its document's name."""
    return Path(docname).name
