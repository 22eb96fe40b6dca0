"""Sizes of pictures without inline styles, which a page's strict policy forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docutils import nodes

_PIXELS = {
    "": 1,
    "px": 1,
    "pt": 96 / 72,
    "pc": 16,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "em": 16,
    "rem": 16,
    "ex": 8,
    "ch": 8,
}
"""Pixels of the units of lengths (CSS Values 3, 5 and 6.2); those of letters are for a text of 16
pixels."""

_STEP = 5
"""The stylesheets have a class for each 5 % of the page's width."""


def pixel_sizes(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an image with all lengths in pixels; shares of the page are left out."""
    sizes = {}
    for name, length in _lengths(attributes):
        number, unit = nodes.parse_measure(length)
        if pixels := round(number * _PIXELS.get(unit, 0)):
            sizes[name] = str(pixels)
    return sizes


def width_class(attributes: Mapping[str, str]) -> str:
    """The class for a share of the page's width, or an empty text.

    A share of the height has no meaning: a page has no height.
    """
    for name, length in _lengths(attributes):
        number, unit = nodes.parse_measure(length)
        if name == "width" and unit in ("%", "vw"):
            return f"width-{min(100, max(_STEP, round(number / _STEP) * _STEP))}"
    return ""


def _lengths(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The sizes in the attributes that docutils gives an image, those in its style too."""
    for name, value in attributes.items():
        if name == "style":
            for declaration in filter(None, map(str.strip, value.split(";"))):
                size, _, length = declaration.partition(":")
                yield size, length.strip()
        else:
            yield name, value
