"""The base of all builders: one reading of the sources, and our own templates around the text."""

from __future__ import annotations

import posixpath
import urllib.parse
from collections.abc import Iterator, Set
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx, TemplateBridge
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.errors import SphinxError

from ..files.atomic import write_file
from ..files.picture_types import DECORATION
from ..source.constructs.contents import Contents
from ..source.reference_cycles import break_cycles
from ..source.sphinx_app import is_ours
from ..source.sphinx_builds import read_with
from ..source.sphinx_private import (
    application_of,
    forget_pickled_trees,
    unwritten_trees,
)
from ..source.trees.partial_reading import PartialReading
from ..workers.clusters.batches import Batch
from .constructs.figure_files import picture_data
from .contents.toctrees import ContentsReader
from .divided_work import read_divided, write_divided
from .edition import Edition
from .summary import summary_of
from .translator import ReadingTranslator

MAX_CACHED_TREES = 24
"""Trees that a process keeps between reading and writing. Sphinx keeps them all, at 1 to 3 MB an
article; a tree that was not kept is read from its file."""


def limit_cached_trees(app: Sphinx, doctree: nodes.document) -> None:
    """Drop the cached trees when there are too many: memory must not grow with articles."""
    trees = unwritten_trees(app.env)
    if len(trees) >= MAX_CACHED_TREES:
        for tree in trees.values():
            break_cycles(tree)
        trees.clear()


class _Templates(TemplateBridge):
    """Makes Sphinx render our templates, which escape every value."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def init(self, builder: Any, theme: Any = None, dirs: Any = None) -> None:
        """Nothing to prepare."""

    def render(self, template: str, context: dict[str, Any]) -> str:  # type: ignore[override]
        """Render a template."""
        return self._edition.render(template, context)


class _NoTheme:
    """The theme that Sphinx's builder expects, without content: our templates need none."""

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
    """Sphinx's HTML builder without what readers do not need: scripts, search, source copies.

    `xml` says that the output must be XML (a book), `is_page` that it is a page of a site, whose
    markup should be light, `shows_numbers` that headings have the numbers
    of a numbered list of contents; `edition` is the locale's edition. `marks_units` says that the
    elements of units have the ids of these, for the translators' desk. `method_names` are the names
    of the translator's methods, by event and class of nodes, as far as they were looked for, and
    `indexed` what the search index holds of the documents that were written.
    """

    xml = is_page = False
    shows_numbers = True
    search = False
    copysource = False
    add_permalinks = False
    html_scaled_image_link = False
    default_translator_class: ClassVar[Any] = ReadingTranslator
    edition: Edition

    def __init__(self, app: Sphinx, env: Any) -> None:
        super().__init__(app, env)
        self.edition = app.edition  # type: ignore[attr-defined]
        self.marks_units: bool = app.config.cellulite_marks_units
        self.method_names: dict[tuple[str, type], str] = {}
        self.indexed: dict[str, Any] = {}

    @property
    def is_for_readers(self) -> bool:
        """Whether people see the texts as they are: on a page or in a book."""
        return self.xml or self.is_page

    def init(self) -> None:
        """Divide the reading among processes, if there are spare cores.

        Raises `SphinxError` for a batch of articles if other code than Sphinx's and ours runs: an
        extension may write anything with all documents.
        """
        super().init()
        if self._batch is not None and not is_ours(self.app):
            raise SphinxError("an extension writes all documents together")
        read_with(self, partial(read_divided, self))

    def compile_update_catalogs(self) -> None:
        """Nothing: there are only catalogs that the gate has compiled."""

    def init_templates(self) -> None:
        """Use only our templates: to find themes, Sphinx reads the metadata of all packages."""
        self.theme: Any = _NoTheme()
        self.theme_options = {}
        self.create_template_bridge()

    def create_template_bridge(self) -> None:
        """Use our templates instead of Sphinx's."""
        self.templates = _Templates(self.edition)

    def init_css_files(self) -> None:
        """Add none: the templates name the stylesheets."""

    def init_js_files(self) -> None:
        """Add none: the page needs no script."""

    def get_outdated_docs(self) -> Iterator[str]:
        """In a partial reading the documents that it reads, which are written with each builder."""
        reading: PartialReading | None = application_of(self).partial
        names = super().get_outdated_docs() if reading is None else sorted(reading.names)
        yield from names

    def write_documents(self, docnames: Set[str]) -> None:
        """Write documents; in a partial reading none that only lists some of them, and of a batch
        those of its articles."""
        reading: PartialReading | None = application_of(self).partial
        names = docnames if reading is None else docnames & reading.names
        batch = self._batch
        if batch is not None:
            names = {name for name in names if batch.writes(self._article_of(name))}
        write_divided(self, names, self.write_part)

    def _article_of(self, name: str) -> str:
        """The article with which a document is written. A page has facts of its article's books,
        and the root's page of the first article's."""
        if name == self.config.root_doc:
            return next(iter(self.contents.articles), name)
        return self.contents.article_of.get(name, name)

    @property
    def _batch(self) -> Batch | None:
        batch: Batch | None = application_of(self).batch
        return None if batch and batch.is_optional and not is_ours(self.app) else batch

    @property
    def writes_shared(self) -> bool:
        """Whether the build writes what belongs to no article: of several batches, one does."""
        return self._batch is None or self._batch.is_first

    def copy_assets(self) -> None:
        """Copy the files that belong to no article."""
        if self.writes_shared:
            super().copy_assets()

    def write_part(self, docnames: Set[str]) -> None:
        """Write some of the documents, in this process."""
        super().write_documents(docnames)

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a document, then free its tree and its pickled copy."""
        super().write_doc(docname, doctree)
        forget_pickled_trees(self.env)
        break_cycles(doctree)

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """The values for an article's template, all in the edition's language."""
        summary = summary_of(self.env, docname)
        return {
            "docname": docname,
            "body": Markup(body),
            "title": summary.title,
            "description": summary.description,
            "date": str(self.env.metadata[docname].get("date", "")),
            "headings": summary.headings,
            "outdated": docname in self.edition.outdated,
            "complete": summary.complete,
            "authors": summary.authors or self.edition.project.authors,
        }

    @cached_property
    def contents(self) -> Contents:
        """The articles that the edition has, and their chapters."""
        return Contents(self.env, self.edition.withheld)

    def post_process_images(self, doctree: nodes.Node) -> None:
        """Find the files of a document's images, and of the pictures to which these lead."""
        super().post_process_images(doctree)
        for image in doctree.findall(nodes.image):
            if not image.get("alt"):  # docutils would write the file's name
                image["alt"] = ""
                image["classes"].append(DECORATION)
        for reference in doctree.findall(nodes.reference):
            if path := reference.get("picture"):
                reference["refuri"] = self.picture_address(path)

    def picture_address(self, path: str) -> str:
        """The address of a picture to which a picture leads, by its path in the sources."""
        self.images[path] = self.env.images[path][1]
        return posixpath.join(self.imgpath, urllib.parse.quote(self.images[path]))

    @cached_property
    def contents_reader(self) -> ContentsReader:
        """Reads the lists of contents."""
        return ContentsReader(self.env, self.edition, self.contents)

    def copy_image_files(self) -> None:
        """Write the pictures, those with labels in the edition's language."""
        for name, file in self.images.items():
            data = picture_data(self.edition, self.env, name)
            write_file(Path(self.outdir) / self.imagedir / file, data)

    # Files that Sphinx writes in addition to the pages; readers do not need them.
    def copy_static_files(self) -> None:
        """Nothing: each edition copies the files that it needs."""

    def gen_indices(self) -> None:
        """Nothing."""

    def gen_additional_pages(self) -> None:
        """Nothing."""

    def write_buildinfo(self) -> None:
        """Nothing: the pipeline decides what is built."""

    def dump_inventory(self) -> None:
        """Nothing."""
