"""Checks of stylesheets: forbidden properties, and the needs of scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...gate.checks.language import scripts
from ...model.finding import Problem
from .checked_book import CheckedBook, Fault
from .passages import XHTML, XML_LANG

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DIRECTION_PROPERTIES = frozenset({"direction", "unicode-bidi"})
_SIDED_PROPERTY = re.compile(
    r"(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius|left|right"
)
_ALIGNING_PROPERTIES = frozenset({"text-align", "float", "clear", "caption-side"})
_SIDE = re.compile(r"\b(?:left|right)\b")
_ITALIC = re.compile(r"italic|oblique", re.IGNORECASE)
_ITALIC_ELEMENTS = ("em", "i", "cite", "dfn", "var", "address")
"""Elements that reading programs show in italics unless a stylesheet changes that."""

_SCRIPTS_WITHOUT_ITALICS = frozenset(
    "ARABIC BENGALI CJK DEVANAGARI GUJARATI GURMUKHI HANGUL HEBREW HIRAGANA KANNADA KATAKANA KHMER "
    "LAO MALAYALAM MYANMAR ORIYA SINHALA TAMIL TELUGU THAI".split()
)
"""Scripts without italics, as `checks.language.scripts` names them."""

_HINT = "fix the stylesheet, book.css, and build again"


@dataclass(frozen=True)
class Declaration:
    """One selector with one property and its value, in lower case."""

    selector: str
    name: str
    value: str


def read_declarations(css: str) -> Iterator[Declaration]:
    """The declarations of a stylesheet, one for each selector, in order; also those in `@media`."""
    for selectors, body in _RULE.findall(_COMMENT.sub(" ", css)):
        for declaration in body.split(";"):
            name, colon, value = declaration.partition(":")
            for selector in selectors.rpartition(";")[2].split(","):
                if colon:
                    yield Declaration(
                        selector.strip().lower(), name.strip().lower(), value.strip().lower()
                    )


def check_css_direction(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: the direction is lost when the stylesheet is; EPUB 3.3 (6.3.1) forbids this.

    Bad: `body { direction: rtl; }`
    Good: `dir="rtl"` on the element
    """
    for name, declaration in _declarations(checked):
        if declaration.name in _DIRECTION_PROPERTIES:
            text = f"{declaration.selector} sets {declaration.name}; use `dir` in the pages"
            yield name, Problem("book-css-direction", text, _HINT)


def check_css_sides(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: lists are indented, or rules drawn, on the wrong side of a right-to-left page.

    Bad: `margin-left: 1em`, `text-align: left`
    Good: `margin-inline-start: 1em`, `text-align: start`
    """
    for name, declaration in _declarations(checked):
        sided = declaration.name in _ALIGNING_PROPERTIES and _SIDE.search(declaration.value)
        if sided or _SIDED_PROPERTY.fullmatch(declaration.name):
            declared = f"{declaration.name}: {declaration.value}"
            text = f"{declaration.selector} sets {declared}; use start and end"
            yield name, Problem("book-css-side", text, _HINT)


def check_italics(checked: CheckedBook) -> Iterator[Fault]:
    """Harm: slanted letters are hard to read, or ugly, in a script without italics.

    Bad: `<em>` in a Japanese book without `em:lang(ja) { font-style: normal; }`
    Good: emphasis by weight
    """
    if not scripts(checked.expected.locale.code) & _SCRIPTS_WITHOUT_ITALICS:
        return
    tag = checked.expected.locale.tag
    text = f"is italic, but the script of {tag} has no italics"
    font_styles = [
        (name, declaration)
        for name, declaration in _declarations(checked)
        if declaration.name in ("font-style", "font")
        and _applies_to(declaration.selector, tag.lower())
    ]
    for element in sorted(_italic_elements(checked)):
        declarations = [
            declaration
            for _, declaration in font_styles
            if _last_element(declaration.selector) in ("", element)
        ]
        if not declarations or _ITALIC.search(declarations[-1].value):
            yield checked.book.package_name, Problem("book-italics", f"<{element}> {text}", _HINT)
    for name, declaration in font_styles:
        if (
            _ITALIC.search(declaration.value)
            and _last_element(declaration.selector) not in _ITALIC_ELEMENTS
        ):
            yield name, Problem("book-italics", f"{declaration.selector} {text}", _HINT)


def _declarations(checked: CheckedBook) -> Iterator[tuple[str, Declaration]]:
    for name, data in checked.book.container.files.items():
        if name.endswith(".css"):
            yield from (
                (name, declaration)
                for declaration in read_declarations(data.decode(errors="replace"))
            )


def _italic_elements(checked: CheckedBook) -> set[str]:
    """The elements in `_ITALIC_ELEMENTS` that the book has in its own language."""
    source = checked.expected.source.tag
    return {
        name
        for root in checked.book.pages.values()
        for name in _ITALIC_ELEMENTS
        for element in root.iter(f"{XHTML}{name}")
        if source not in (element.get("lang"), element.get(XML_LANG))
    }


def _last_element(selector: str) -> str:
    """The element at the end of a selector, or an empty string: `em` of `.note em:lang(ar)`."""
    match = re.match(r"[a-z][a-z0-9]*", re.split(r"[\s>+~]+", selector)[-1])
    return match[0] if match else ""


def _applies_to(selector: str, language: str) -> bool:
    """Whether a selector may apply to elements in this language."""
    languages = re.findall(r":lang\(['\"]?([\w-]+)", selector)
    return all(language == tag or language.startswith(f"{tag}-") for tag in languages)
