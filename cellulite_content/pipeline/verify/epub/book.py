"""The book: an ePub as a value, its files parsed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, fromstring

from ..page_facts import Facts, MarkupError, facts_of_xml
from .container import BookError, Container
from .passages import XHTML

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_ROOT = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_XML = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_DEEPEST = 100
"""Python's parsers recurse into children: a deeper file would exhaust the stack."""


@dataclass(frozen=True)
class ManifestItem:
    """A line of the manifest; `path` is the file's name in the container."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True)
class Image:
    """An image on the page `place`: the words for it, and whether it is the book's cover."""

    place: str
    text: str
    cover: bool


@dataclass(frozen=True)
class Book:
    """An ePub: its container, the name of its package document, its XML files as trees.

    `facts` has the `page_facts` of each XML file.
    """

    container: Container
    package_name: str
    trees: dict[str, Element]
    facts: dict[str, Facts]

    @property
    def package(self) -> Element:
        """The package document (OPF)."""
        return self.trees[self.package_name]

    @cached_property
    def items(self) -> tuple[ManifestItem, ...]:
        """The manifest."""
        return tuple(
            ManifestItem(
                item.get("id", ""),
                self.resolve(self.package_name, item.get("href", ""))[0],
                item.get("media-type", ""),
                frozenset(item.get("properties", "").split()),
            )
            for item in self.package.iter(f"{OPF}item")
        )

    @cached_property
    def pages(self) -> dict[str, Element]:
        """The XHTML pages by name."""
        return {name: root for name, root in self.trees.items() if name.endswith(".xhtml")}

    @cached_property
    def spine(self) -> tuple[str, ...]:
        """The names of the pages in reading order."""
        paths = {item.id: item.path for item in self.items}
        order = (
            paths.get(each.get("idref", ""), "") for each in self.package.iter(f"{OPF}itemref")
        )
        return tuple(name for name in order if name in self.pages)

    @cached_property
    def nav(self) -> str:
        """The name of the navigation document, or an empty string."""
        names = (item.path for item in self.items if "nav" in item.properties)
        return next((name for name in names if name in self.pages), "")

    @cached_property
    def ncx(self) -> str:
        """The name of the NCX, or an empty string."""
        return next((name for name in self.trees if name.endswith(".ncx")), "")

    @cached_property
    def body(self) -> tuple[str, ...]:
        """The pages with the article: those marked so, or all that have no other purpose."""
        types = {
            name: {
                kind for each in self.pages[name].iter() for kind in each.get(EPUB_TYPE, "").split()
            }
            for name in self.spine
            if name != self.nav
        }
        told = tuple(name for name, kinds in types.items() if "bodymatter" in kinds)
        around = {"cover", "frontmatter", "backmatter"}
        return told or tuple(name for name, kinds in types.items() if not kinds & around)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The images that its pages show."""
        covers = {item.path for item in self.items if "cover-image" in item.properties}
        return tuple(
            Image(
                name,
                each.get("alt", "").strip(),
                path in covers or each.get("role") == "doc-cover",
            )
            for name, root in self.pages.items()
            for each in root.iter(f"{XHTML}img")
            for path, _ in [self.resolve(name, each.get("src", ""))]
        )

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The ids of each XML file, in order, repeated ones too."""
        return {
            name: [each.get("id", "") for each in root.iter() if each.get("id")]
            for name, root in self.trees.items()
        }

    def metadata(self, name: str) -> list[str]:
        """The texts of a Dublin Core element of the package document."""
        return [(each.text or "").strip() for each in self.package.iter(f"{DC}{name}")]

    def properties(self, name: str) -> list[str]:
        """The texts of the `<meta>` elements of a property of the package document."""
        found = self.package.iter(f"{OPF}meta")
        return [(each.text or "").strip() for each in found if each.get("property") == name]

    @staticmethod
    def resolve(name: str, address: str) -> tuple[str, str]:
        """The file and the anchor of an address in the file `name`."""
        target, _, anchor = address.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target)))
        return (path if target else name), unquote(anchor)


def read_book(container: Container) -> Book:
    """The book that is in a container. Raises `BookError`."""
    trees: dict[str, Element] = {}
    facts: dict[str, Facts] = {}
    for name, data in container.files.items():
        if name.endswith(_XML):
            trees[name], facts[name] = _parse(name, data)
    rootfile = next(trees.get("META-INF/container.xml", Element("none")).iter(_ROOT), None)
    package = "" if rootfile is None else rootfile.get("full-path", "")
    if package not in trees:
        raise BookError("META-INF/container.xml names no package document that is there")
    book = Book(container, package, trees, facts)
    if not book.nav or not book.body:
        raise BookError("it has no navigation document, or no page of text", package)
    return book


def _parse(name: str, data: bytes) -> tuple[Element, Facts]:
    """A file's tree and facts; entities are refused before a tree is made."""
    try:
        facts = facts_of_xml(data)
        # It checks prefixes, which the parser of facts does not.
        root = fromstring(data)  # noqa: S314 - read once above, without entities
    except (MarkupError, ParseError) as error:
        raise BookError(f"it is not well-formed XML: {error}", name) from None
    if _depth(root) > _DEEPEST:
        raise BookError(f"its elements nest deeper than {_DEEPEST}", name)
    return root, facts


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _DEEPEST:
        depth, level = depth + 1, [child for each in level for child in each]
    return depth
