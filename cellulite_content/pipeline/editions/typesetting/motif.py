"""The picture of the covers: layers of the skin, and the septa that pull them in.

It is the article's drawing (`docs/figures/skin-layers.svg`) without the details. It holds no words
and makes no promise: no hump is smoother than the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.Image import Image

PAPER = "#fbf5ec"
EARTH = "#7a2d1b"
"""The lowest layer; text in the paper's colour can be printed on it."""

_LAYERS = (
    (0, 1.0, "#c26a58"),
    (22, 1.0, "#eab8a4"),
    (104, 0.94, "#f0cb92"),
    (222, 0.76, "#ebbd78"),
    (348, 0.58, "#e5ae62"),
    (486, 0.4, "#dd9d50"),
    (640, 0.2, "#b0513a"),
    (690, 0.16, EARTH),
)
"""From the surface down: the depth in pixels, the share of the hump, the colour."""

_SEPTA = (-150, 240, 700, 1210, 1530, 1960)
"""Where septa pull the skin in, in pixels from the side where text begins."""

_HUMP = 118
_HUMP_EXPONENT = 2.3
_SEPTUM_COLOUR = "#a5553f"
_SCALE = 2  # drawn larger, then reduced: Pillow's polygons have jagged edges
_STEP = 10
_STRIP_HEIGHT = 128

Points = list[tuple[float, float]]


def draw_motif(picture: Image, top: int) -> None:
    """Draw the layers from `top` (pixels) down to the picture's lower edge.

    Drawn in strips, because the first use of memory is slow (34 instead of 47 ms with the page
    below it, median of 15 new processes on a loaded machine).
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415

    height = picture.height - top
    shapes = list(_shapes(picture.width, height))
    strip = Image.new("RGB", (picture.width * _SCALE, _STRIP_HEIGHT * _SCALE))
    draw = ImageDraw.Draw(strip)
    for upper in range(0, height, _STRIP_HEIGHT):
        draw.rectangle((0, 0, *strip.size), fill=PAPER)
        for points, colour in shapes:
            if _touches(points, upper, upper + _STRIP_HEIGHT):
                draw.polygon(
                    [(x * _SCALE, (y - upper) * _SCALE) for x, y in points],
                    fill=colour,
                )
        picture.paste(strip.reduce(_SCALE), (0, top + upper))


@cache
def motif_svg(width: int, height: int, *, mirrored: bool) -> str:
    """The layers as an SVG picture (sizes in pixels); `mirrored` for right-to-left languages."""
    shapes = "".join(
        f'<path fill="{colour}" d="M{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}Z"/>'
        for points, colour in _shapes(width, height)
    )
    side = f' transform="matrix(-1 0 0 1 {width} 0)"' if mirrored else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">'
        f"<g{side}>{shapes}</g></svg>"
    )


def _touches(points: Points, upper: float, lower: float) -> bool:
    """Whether a shape has a part between two heights: even a polygon outside is slow to draw."""
    heights = [y for _, y in points]
    return min(heights) <= lower and max(heights) >= upper


def _shapes(width: int, height: int) -> Iterator[tuple[Points, str]]:
    """The shapes from back to front: outlines (pixels) and their colours."""
    humps = [(float(x), _hump(x)) for x in range(0, width + _STEP, _STEP)]
    for upper, lower in pairwise((*_LAYERS, (height, 0.0, ""))):
        yield _layer(humps, upper, lower[0]), upper[2]
    for x in _SEPTA:
        yield _septum(x), _SEPTUM_COLOUR
    yield _layer(humps, _LAYERS[-1], height), EARTH


def _hump(x: float) -> float:
    """The height of the surface at `x` above the points where the skin is pulled in."""
    left, right = next((a, b) for a, b in pairwise(_SEPTA) if x <= b)
    distance = abs(2 * (x - left) / (right - left) - 1)
    return _HUMP * (1 - math.pow(distance, _HUMP_EXPONENT))


def _layer(humps: Points, layer: tuple[float, float, str], bottom: float) -> Points:
    """The area between a layer's upper edge and the deepest point of the next layer's edge."""
    depth, share, _ = layer
    edge = [(x, _HUMP + depth - share * hump) for x, hump in humps]
    return [*edge, (edge[-1][0], _HUMP + bottom), (edge[0][0], _HUMP + bottom)]


def _septum(x: float) -> Points:
    """A strand from the point where the skin is pulled in to the lowest layers, where it widens."""
    top, bottom = _HUMP + _LAYERS[1][0] - 10, _HUMP + _LAYERS[-1][0]
    side = [(5 + 24 * (part / 20) ** 6, top + (bottom - top) * part / 20) for part in range(21)]
    return [(x - half, y) for half, y in side] + [(x + half, y) for half, y in reversed(side)]
