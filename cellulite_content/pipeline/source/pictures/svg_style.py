"""The properties of an element of an SVG picture that decide where its text begins and ends."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

Matrix = tuple[float, float, float, float, float, float]

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_SIZE_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "mm": 96 / 25.4, "em": 16.0, "rem": 16.0}
_SIZE = re.compile(r"([\d.]+)\s*([a-z]*)")
_MEDIUM = 16.0
"""The size of text without `font-size` (CSS Fonts 3, 3.5), in pixels."""


@dataclass(frozen=True)
class TextStyle:
    """What an element gives its text: `anchor` is `start`, `middle` or `end`, `size` that of its
    letters in its own units, and `matrix` leads from its units to the picture's.

    `is_fixed` says that a stylesheet or an attribute `style` decides direction or anchor, which are
    stronger than attributes.
    """

    direction: str = "ltr"
    anchor: str = "start"
    size: float = _MEDIUM
    matrix: Matrix = _IDENTITY
    is_fixed: bool = False

    def of_child(
        self, name: str, attributes: Mapping[str, str], rules: Mapping[str, Mapping[str, str]]
    ) -> TextStyle:
        """The properties of a child; `rules` are those of `read_rules`."""
        selectors = [name, *(f".{each}" for each in attributes.get("class", "").split())]
        selectors.append(f"#{attributes.get('id', '')}")
        declared: dict[str, str] = {}
        for selector in selectors:
            declared |= rules.get(selector, {})
        declared |= dict(_declarations(attributes.get("style", "")))
        values = {**attributes, **declared}
        style = replace(
            self,
            direction=values.get("direction", self.direction),
            anchor=values.get("text-anchor", self.anchor),
            size=_size(values.get("font-size", ""), self.size),
            is_fixed=self.is_fixed or bool({"direction", "text-anchor"} & declared.keys()),
        )
        if transform := attributes.get("transform"):
            style = replace(style, matrix=_times(self.matrix, _matrix(transform)))
        return style


def read_rules(css: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The simple selectors of a stylesheet (`text`, `.label`, `#skin`) with their declarations."""
    for rule in css.split("}")[:-1]:
        selectors, _, body = rule.rpartition("{")
        for selector in selectors.rpartition("{")[2].split(","):
            yield selector.strip(), dict(_declarations(body))


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for declaration in css.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip().lower(), value.replace("!important", "").strip()


def _size(value: str, inherited: float) -> float:
    match = _SIZE.fullmatch(value.strip().lower())
    if match is None or match[2] not in _SIZE_UNITS:
        return inherited
    numbers = read_numbers(match[1])
    factor = inherited if match[2] == "em" else _SIZE_UNITS[match[2]]
    return numbers[0] * factor if numbers else inherited


def read_numbers(text: str) -> list[float]:
    """The numbers in a text, such as those of `viewBox`."""
    return [float(number) for number in _NUMBER.findall(text)]


def _matrix(transform: str) -> Matrix:
    """The matrix of an attribute `transform` (SVG 1.1, 7.6)."""
    result = _IDENTITY
    for name, arguments in _TRANSFORM.findall(transform):
        result = _times(result, _of_function(name, read_numbers(arguments)))
    return result


def _of_function(name: str, numbers: list[float]) -> Matrix:
    match name, numbers:
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
        case "translate", [x, *rest]:
            return 1, 0, 0, 1, x, rest[0] if rest else 0
        case "scale", [x, *rest]:
            return x, 0, 0, rest[0] if rest else x, 0, 0
        case "rotate", [degrees, *_]:
            cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            return cosine, sine, -sine, cosine, 0, 0
        case _:
            # A skewed label is not measured, and neither is a rotated one.
            return 1, 1, 1, 1, 0, 0


def _times(left: Matrix, right: Matrix) -> Matrix:
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * m + e,
        b * k + d * m + f,
    )
