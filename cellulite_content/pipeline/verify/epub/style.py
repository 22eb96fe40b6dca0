"""Checks of stylesheets: forbidden properties, and the needs of scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from ...gate.checks.language import scripts
from ...model.finding import Problem
from .checked_book import CheckedBook, Fault
from .passages import XHTML, XML_LANG

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

_MAX_SHOWN_SELECTORS = 10

_HINT = "fix the stylesheet, book.css, and build again"


@dataclass(frozen=True)
class Declaration:
    """One property and its value with the selectors of their rule, in lower case."""

    selectors: tuple[str, ...]
    name: str
    value: str

    @property
    def selector(self) -> str:
        """The selectors as one text, not longer than a line."""
        return ", ".join(self.selectors[:_MAX_SHOWN_SELECTORS])[:80]


def read_declarations(css: str) -> Iterator[Declaration]:
    """The declarations of a stylesheet in order, also those in `@media`.

    Declarations of one rule share its selectors: a pair of each would be their product.
    """
    for rule in _without_comments(css).split("}")[:-1]:
        head, brace, body = rule.rpartition("{")
        # The text before may end the rule before (`@import …;`) or open `@media … {`.
        head = head.rpartition("{")[2].rpartition(";")[2]
        selectors = tuple(selector.strip().lower() for selector in head.split(","))
        for declaration in body.split(";") if brace else ():
            name, colon, value = declaration.partition(":")
            if colon:
                yield Declaration(selectors, name.strip().lower(), value.strip().lower())


def _without_comments(css: str) -> str:
    """The stylesheet with a space for each comment. A comment without an end has all the rest."""
    pieces: list[str] = []
    offset = 0
    while (start := css.find("/*", offset)) >= 0:
        pieces.append(css[offset:start])
        end = css.find("*/", start + 2)
        offset = end + 2 if end >= 0 else len(css)
    return " ".join((*pieces, css[offset:]))


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
    # A language may have several scripts, as Kazakh, which is written in Cyrillic and in Arabic.
    if not scripts(checked.expected.locale.code) <= _SCRIPTS_WITHOUT_ITALICS:
        return
    tag = checked.expected.locale.tag
    text = f"is italic, but the script of {tag} has no italics"
    font_styles = list(_font_styles(checked, tag.lower()))
    for element in sorted(_italic_elements(checked)):
        declarations = [
            declaration
            for _, declaration in font_styles
            if any(_last_element(selector) in ("", element) for selector in declaration.selectors)
        ]
        if not declarations or _ITALIC.search(declarations[-1].value):
            yield checked.book.package_name, Problem("book-italics", f"<{element}> {text}", _HINT)
    for name, declaration in font_styles:
        others = (
            selector
            for selector in declaration.selectors
            if _last_element(selector) not in _ITALIC_ELEMENTS
        )
        if _ITALIC.search(declaration.value) and (selector := next(others, "")):
            yield name, Problem("book-italics", f"{selector[:80]} {text}", _HINT)


def _font_styles(checked: CheckedBook, language: str) -> Iterator[tuple[str, Declaration]]:
    """The declarations of `font-style` and `font`, with the selectors for this language.

    Of those of one rule, only the last one has an effect.
    """
    declarations = [
        (name, declaration)
        for name, declaration in _declarations(checked)
        if declaration.name in ("font-style", "font")
    ]
    for _, of_rule in groupby(declarations, key=lambda pair: id(pair[1].selectors)):
        *_, (name, declaration) = of_rule
        selectors = tuple(each for each in declaration.selectors if _applies_to(each, language))
        if selectors:
            yield name, replace(declaration, selectors=selectors)


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
