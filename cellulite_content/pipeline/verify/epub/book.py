"""A book: the parsed files of an ePub."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, fromstring

from ...files.picture_types import DECORATION
from ..page_facts import MarkupError, PageFacts, parse_xml
from .container import BookError, Container
from .passages import XHTML

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_ROOTFILE = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_XML_SUFFIXES = (".xhtml", ".opf", ".ncx", ".svg", ".xml")
_MAX_DEPTH = 100
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
    """An image: the name of its page, its alternative text, and whether it is the book's cover, or
    a decoration, which has no alternative text in the source."""

    page: str
    text: str
    is_cover: bool
    is_decoration: bool


@dataclass(frozen=True)
class Book:
    """An ePub: its container, the name of its package document, and its XML files as trees.

    `facts` are the `page_facts` of each XML file.
    """

    container: Container
    package_name: str
    trees: dict[str, Element]
    facts: dict[str, PageFacts]

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
        names = (
            paths.get(item.get("idref", ""), "") for item in self.package.iter(f"{OPF}itemref")
        )
        return tuple(name for name in names if name in self.pages)

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
        """The article's pages: those marked as body matter, or all without another purpose."""
        types = {
            name: {
                kind
                for element in self.pages[name].iter()
                for kind in element.get(EPUB_TYPE, "").split()
            }
            for name in self.spine
            if name != self.nav
        }
        body = tuple(name for name, kinds in types.items() if "bodymatter" in kinds)
        other_types = {"cover", "frontmatter", "backmatter"}
        return body or tuple(name for name, kinds in types.items() if not kinds & other_types)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """The images on the pages."""
        covers = {item.path for item in self.items if "cover-image" in item.properties}
        return tuple(
            Image(
                name,
                image.get("alt", "").strip(),
                path in covers or image.get("role") == "doc-cover",
                image.get("alt") == "" and DECORATION in image.get("class", "").split(),
            )
            for name, root in self.pages.items()
            for image in root.iter(f"{XHTML}img")
            for path, _ in [self.resolve(name, image.get("src", ""))]
        )

    @cached_property
    def ids(self) -> dict[str, list[str]]:
        """The ids of each XML file, in order, including repeated ids."""
        return {
            name: [element.get("id", "") for element in root.iter() if element.get("id")]
            for name, root in self.trees.items()
        }

    def metadata(self, name: str) -> list[str]:
        """The texts of a Dublin Core element of the package document."""
        return [(element.text or "").strip() for element in self.package.iter(f"{DC}{name}")]

    def properties(self, name: str) -> list[str]:
        """The texts of the `<meta>` elements of a property of the package document."""
        elements = self.package.iter(f"{OPF}meta")
        return [
            (element.text or "").strip() for element in elements if element.get("property") == name
        ]

    @staticmethod
    def resolve(name: str, address: str) -> tuple[str, str]:
        """The file and the anchor of an address in the file `name`."""
        target, _, anchor = address.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(target)))
        return (path if target else name), unquote(anchor)


def read_book(container: Container) -> Book:
    """The book in a container. Raises `BookError`."""
    trees: dict[str, Element] = {}
    facts: dict[str, PageFacts] = {}
    for name, data in container.files.items():
        if name.endswith(_XML_SUFFIXES):
            trees[name], facts[name] = _parse(name, data)
    rootfile = next(trees.get("META-INF/container.xml", Element("none")).iter(_ROOTFILE), None)
    package = "" if rootfile is None else rootfile.get("full-path", "")
    if package not in trees:
        raise BookError("META-INF/container.xml does not name an existing package document")
    book = Book(container, package, trees, facts)
    if not book.nav or not book.body:
        raise BookError("it has no navigation document, or no page with text", package)
    return book


def _parse(name: str, data: bytes) -> tuple[Element, PageFacts]:
    """A file's tree and facts; entities are refused before a tree is built."""
    try:
        facts = parse_xml(data)
        # This parser also checks namespace prefixes.
        root = fromstring(data)  # noqa: S314 - read once above, without entities
    except (MarkupError, ParseError) as error:
        raise BookError(f"it is not well-formed XML: {error}", name) from None
    if _depth(root) > _MAX_DEPTH:
        raise BookError(f"its elements are nested deeper than {_MAX_DEPTH}", name)
    return root, facts


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _MAX_DEPTH:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth
