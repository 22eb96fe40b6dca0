"""Checks of the package document's metadata, for shops, libraries and reading programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...model.finding import Problem
from .book import DC, NCX, OPF, Book
from .checked_book import AGAIN, CheckedBook, Fault
from .expected_book import Expected
from .passages import XHTML

_PLACEHOLDERS = frozenset({"unknown", "untitled", "table of contents", "cover image"})
"""Placeholders that programs write where a value is missing."""

_ACCESSIBILITY = (
    "accessMode accessModeSufficient accessibilityFeature accessibilityHazard accessibilitySummary"
).split()
_CLAIM = "dcterms:conformsTo"


def check_identifier(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a library takes two books for one, or one book for two.

    Bad: the Arabic book's identifier in the German one
    Good: the UUIDv5 of article and locale (and `bilingual`), in OPF and NCX
    """
    book, wanted = checked.book, checked.expected.volume.identifier
    identifiers = {
        each.get("id"): (each.text or "").strip() for each in book.package.iter(f"{DC}identifier")
    }
    told = identifiers.get(book.package.get("unique-identifier"), "")
    if told != wanted:
        text = f"its identifier is {told!r}{_owner(checked.expected, told)}, not {wanted!r}"
        yield book.package_name, Problem("book-identifier", text, AGAIN)
    ncx = book.trees[book.ncx].iter(f"{NCX}meta") if book.ncx else ()
    for meta in ncx:
        if meta.get("name") == "dtb:uid" and meta.get("content") != told:
            text = "its identifier is not that of the package document"
            yield book.ncx, Problem("book-identifier", text, AGAIN)


def _owner(expected: Expected, identifier: str) -> str:
    """Whose identifier this is, where it belongs to another book of the article."""
    project = expected.project
    for locale in (project.source_locale, *project.locales):
        for more in ((), ("bilingual",)):
            if project.identifier(expected.slug, locale.tag, *more) == identifier:
                return f", which is that of {'.'.join((expected.slug, locale.tag, *more))}.epub"
    return ""


def check_metadata(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a book that nobody finds, credits or may share, or that hides its features.

    Bad: no `dc:description`; no contributor with the role `trl`
    Good: all that a catalogue of books asks for
    """
    for name, there in _asked(checked.book, checked.expected).items():
        if not there:
            text = f"its metadata lack {name}"
            yield checked.book.package_name, Problem("book-metadata-missing", text, AGAIN)


def _asked(book: Book, expected: Expected) -> Mapping[str, bool]:
    """The required metadata, and whether the book has it."""
    project, locale = expected.project, expected.locale
    credited = not expected.original and (locale.translators or locale.origin == "language-model")
    asked = {f"dc:{name}": any(book.metadata(name)) for name in ("title", "description")}
    asked["dcterms:modified"] = any(book.properties("dcterms:modified"))
    if credited:
        asked["a contributor with the role trl"] = "trl" in book.properties("role")
    if project.licence:
        asked["dc:rights"] = any(book.metadata("rights"))
    if project.site_url or not expected.original:
        asked["dc:source"] = any(book.metadata("source"))
    if expected.date:
        asked["dc:date"] = any(book.metadata("date"))
    return asked | {
        f"schema:{name}": any(book.properties(f"schema:{name}")) for name in _ACCESSIBILITY
    }


def check_placeholders(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: readers see a placeholder, such as `unknown` instead of an author.

    Bad: `<dc:contributor>unknown</dc:contributor>`, a nav called `Table of Contents` in German
    Good: text for readers
    """
    book = checked.book
    texts = [(book.package_name, each.text or "") for each in book.package.iter()]
    for name, passages in checked.passages.items():
        texts += ((name, each.text) for each in passages)
    for name, text in dict.fromkeys(texts):
        if text.strip().lower() in _PLACEHOLDERS:
            told = f"it has the placeholder {text.strip()!r}"
            yield name, Problem("book-placeholder", told, AGAIN)


def check_claims(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: a book that claims features it does not have, or a conformance that nobody checked.

    Bad: `alternativeText` where an image has none; `dcterms:conformsTo`
    Good: features that the content has
    """
    book = checked.book
    place = book.package_name
    links = (each.get("rel", "") for each in book.package.iter(f"{OPF}link"))
    if book.properties(_CLAIM) or any(_CLAIM in each.split() for each in links):
        text = "it claims to conform to a standard, and nobody has examined that"
        yield place, Problem("book-claim", text, AGAIN)
    features = set(book.properties("schema:accessibilityFeature"))
    modes = set(book.properties("schema:accessMode"))
    headings = any(True for root in book.pages.values() for _ in root.iter(f"{XHTML}h2"))
    told = {
        "alternativeText": ("alternativeText" in features, bool(book.images)),
        "visual": ("visual" in modes, bool(book.images)),
        "structuralNavigation": ("structuralNavigation" in features, headings),
    }
    for name, (claimed, there) in told.items():
        if claimed and not there:
            text = f"it claims {name!r}, but its pages do not have it"
            yield place, Problem("book-claim", text, AGAIN)
