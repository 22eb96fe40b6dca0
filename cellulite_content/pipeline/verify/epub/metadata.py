"""Checks of the package document's metadata, which shops, libraries and readers use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.finding import Problem
from ...model.project import BILINGUAL, KEPUB
from .book import DC, NCX, OPF, Book
from .checked_book import REBUILD_HINT, CheckedBook, Fault
from .expected_book import ExpectedBook
from .passages import XHTML

_PLACEHOLDERS = frozenset({"unknown", "untitled", "table of contents", "cover image"})
"""Placeholders that programs write for missing values."""

_ACCESSIBILITY_PROPERTIES = (
    "accessMode accessModeSufficient accessibilityFeature accessibilityHazard accessibilitySummary"
).split()
_CONFORMANCE = "dcterms:conformsTo"


def check_identifier(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a library takes two books for one, or one book for two.

    Bad: the Arabic book's identifier in the German one
    Good: the UUIDv5 of article and locale (and `bilingual`), in OPF and NCX
    """
    book, expected_identifier = checked.book, checked.expected.volume.identifier
    identifiers = {
        element.get("id"): (element.text or "").strip()
        for element in book.package.iter(f"{DC}identifier")
    }
    identifier = identifiers.get(book.package.get("unique-identifier"), "")
    if identifier != expected_identifier:
        owner = _owner_note(checked.expected, identifier)
        text = f"its identifier is {identifier!r}{owner}, not {expected_identifier!r}"
        yield book.package_name, Problem("book-identifier", text, REBUILD_HINT)
    elements = book.trees[book.ncx].iter(f"{NCX}meta") if book.ncx else ()
    for meta in elements:
        if meta.get("name") == "dtb:uid" and meta.get("content") != identifier:
            text = "its identifier is not that of the package document"
            yield book.ncx, Problem("book-identifier", text, REBUILD_HINT)


def _owner_note(expected: ExpectedBook, identifier: str) -> str:
    """The name of the article's other book that has this identifier, as a part of a message."""
    project = expected.project
    for locale in (project.source_locale, *project.locales):
        for suffixes in ((), (BILINGUAL,), (KEPUB,)):
            if project.identifier(expected.slug, locale.tag, *suffixes) == identifier:
                return f", which is that of {'.'.join((expected.slug, locale.tag, *suffixes))}.epub"
    return ""


def check_metadata(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers do not find the book, its authors, its licence or its features.

    Bad: no `dc:description`; no contributor with the role `trl`
    Good: all metadata that a catalogue of books asks for
    """
    for name, present in _required_metadata(checked.book, checked.expected).items():
        if not present:
            text = f"its metadata lack {name}"
            yield checked.book.package_name, Problem("book-metadata-missing", text, REBUILD_HINT)


def _required_metadata(book: Book, expected: ExpectedBook) -> Mapping[str, bool]:
    """The required metadata by name, and whether the book has them."""
    project, locale = expected.project, expected.locale
    credited = not expected.original and (locale.translators or locale.origin == "language-model")
    required = {"dc:title": any(book.metadata("title"))}
    if any(unit.unit.kind == "description" for unit in expected.units):
        required["dc:description"] = any(book.metadata("description"))
    required["dcterms:modified"] = any(book.properties("dcterms:modified"))
    creators = list(expected.authors) or [expected.project.title]
    required["dc:creator"] = list(book.metadata("creator")) == creators
    if credited:
        required["a contributor with the role trl"] = "trl" in book.properties("role")
    if project.licence:
        required["dc:rights"] = any(book.metadata("rights"))
    if project.site_url or not expected.original:
        required["dc:source"] = any(book.metadata("source"))
    if expected.date:
        required["dc:date"] = any(book.metadata("date"))
    return required | {
        f"schema:{name}": any(book.properties(f"schema:{name}"))
        for name in _ACCESSIBILITY_PROPERTIES
    }


def check_placeholders(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers see a placeholder, such as `unknown` instead of an author.

    Bad: `<dc:contributor>unknown</dc:contributor>`, a nav called `Table of Contents` in German
    Good: the text itself, or nothing
    """
    book = checked.book
    texts = [(book.package_name, element.text or "") for element in book.package.iter()]
    for name, passages in checked.passages.items():
        texts += ((name, passage.text) for passage in passages)
    for name, text in dict.fromkeys(texts):
        if text.strip().lower() in _PLACEHOLDERS:
            problem = f"it has the placeholder {text.strip()!r}"
            yield name, Problem("book-placeholder", problem, REBUILD_HINT)


def check_claims(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a book that claims features it does not have, or a conformance that nobody checked.

    Bad: `alternativeText` where an image has none; `dcterms:conformsTo`
    Good: features that the content has
    """
    book = checked.book
    place = book.package_name
    relations = (link.get("rel", "") for link in book.package.iter(f"{OPF}link"))
    claims_in_links = any(_CONFORMANCE in relation.split() for relation in relations)
    if book.properties(_CONFORMANCE) or claims_in_links:
        text = "it claims to conform to a standard, but nobody has checked that"
        yield place, Problem("book-claim", text, REBUILD_HINT)
    features = set(book.properties("schema:accessibilityFeature"))
    modes = set(book.properties("schema:accessMode"))
    headings = any(True for root in book.pages.values() for _ in root.iter(f"{XHTML}h2"))
    claims = {
        "alternativeText": ("alternativeText" in features, bool(book.images)),
        "visual": ("visual" in modes, bool(book.images)),
        "structuralNavigation": ("structuralNavigation" in features, headings),
    }
    for name, (claimed, present) in claims.items():
        if claimed and not present:
            text = f"it claims {name!r}, but its pages lack it"
            yield place, Problem("book-claim", text, REBUILD_HINT)
