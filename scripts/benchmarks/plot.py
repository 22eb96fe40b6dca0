"""A plot as SVG: lines over numbers, for the handbook. It follows the reader's colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 300, 180, 48, 34, 76
_COLOURS = ("#2b6cb0", "#c05621")


@dataclass(frozen=True)
class Line:
    """Points of one colour, with their name."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Panel:
    """One chart: the labels of its two axes, and its lines."""

    across: str
    up: str
    lines: tuple[Line, ...]


def draw(panels: Sequence[Panel], title: str) -> str:
    """The panels side by side; screen readers read out `title`."""
    width = len(panels) * (_WIDTH + _GAP) + _GAP // 2
    height = _HEIGHT + 2 * _TOP + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{title}</title>",
        "<style>text { font: 12px sans-serif; fill: #444 } .axis { stroke: #888; fill: none }",
        "@media (prefers-color-scheme: dark) { text { fill: #bbb } }</style>",
    ]
    for index, panel in enumerate(panels):
        shift = _LEFT + index * (_WIDTH + _GAP)
        parts += (f'<g transform="translate({shift} {_TOP})">', *_panel(panel), "</g>")
    return "\n".join((*parts, "</svg>", ""))


def _panel(panel: Panel) -> Iterator[str]:
    points = [point for line in panel.lines for point in line.points]
    most_across = _round(max(x for x, _ in points))
    most_up = _round(max(y for _, y in points))
    yield f'<path class="axis" d="M0 0V{_HEIGHT}H{_WIDTH}"/>'
    yield f'<text x="-40" y="-18">{panel.up}</text>'
    yield f'<text x="{_WIDTH}" y="{_HEIGHT + 34}" text-anchor="end">{panel.across}</text>'
    for part in (0.0, 0.5, 1.0):
        x, y = part * _WIDTH, _HEIGHT * (1 - part)
        below, beside = part * most_across, part * most_up
        yield f'<text x="{x:g}" y="{_HEIGHT + 16}" text-anchor="middle">{below:g}</text>'
        yield f'<text x="-6" y="{y + 4:g}" text-anchor="end">{beside:g}</text>'
    for number, line in enumerate(panel.lines):
        colour = _COLOURS[number % len(_COLOURS)]
        placed = [
            (x / most_across * _WIDTH, _HEIGHT * (1 - y / most_up)) for x, y in sorted(line.points)
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in placed)
        yield f'<path d="M{path}" stroke="{colour}" stroke-width="2" fill="none"/>'
        for x, y in placed:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        yield (
            f'<text x="{_WIDTH}" y="{14 * number - 20}" text-anchor="end" style="fill: {colour}">'
            f"{line.name}</text>"
        )


def _round(most: float) -> float:
    """The next larger round number, for the end of an axis."""
    step: float = 1
    while step * 10 < most:
        step *= 10
    return next(step * part for part in (1, 2, 3, 4, 5, 6, 8, 10) if step * part >= most)
