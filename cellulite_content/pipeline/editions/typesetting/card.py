"""Social cards: what other sites show beside a link to an article, in their usual format.

A card has the parts of the article's cover, so that it costs a third of what Typst would take for a
drawing of its own. Only a site that knows its address can name its cards.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ..books.volume import CARD_HEIGHT, CARD_WIDTH
from .cover_layout import HORIZON, MARGIN, RULE_HEIGHT, RULE_LINE, RULE_WIDTH

if TYPE_CHECKING:
    from PIL.Image import Image

_TEXT = (0, 60, 800, HORIZON // 2)
_LAYERS = (0, HORIZON // 2, 800, 1130)
_IMPRINT = (0, 1131, 800, 1177)
"""Parts of a cover of half the size: language and title, the picture, the line with the imprint."""

_LAYERS_LINE, _IMPRINT_LINE = 430, 560
_MARGIN, _TEXT_HEIGHT, _MAX_SCALE = MARGIN * 3 // 4, 350, 1.3
_INK = 40
"""The least difference to the paper that is no noise of the JPEG, in any colour (0 to 255)."""

_QUALITY = 80


def draw_card(cover: Image) -> bytes:
    """The card as a JPEG of 1200 × 630 pixels, from a cover of 800 × 1200 pixels.

    Its words begin at the margin at which those of the cover begin.
    """
    from PIL import Image  # noqa: PLC0415

    paper = cover.getpixel((4, 4))
    card = Image.new("RGB", (CARD_WIDTH, CARD_HEIGHT), paper)
    words = _cropped(cover.crop(_TEXT), paper)
    left = CARD_WIDTH - _MARGIN - words.width if _is_mirrored(cover) else _MARGIN
    card.paste(words, (left, (_LAYERS_LINE - words.height) // 2))
    for part, top, bottom in (
        (_LAYERS, _LAYERS_LINE, _IMPRINT_LINE + 30),
        (_IMPRINT, _IMPRINT_LINE, CARD_HEIGHT),
    ):
        scaled = cover.resize((CARD_WIDTH, bottom - top), Image.Resampling.BILINEAR, part)
        card.paste(scaled, (0, top))
    buffer = io.BytesIO()
    card.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _is_mirrored(cover: Image) -> bool:
    """Whether the rule of a cover, which is darker than the paper, is at the right."""
    grey = cover.convert("L")
    line = (RULE_LINE + RULE_HEIGHT // 2) // 2
    place = (MARGIN + RULE_WIDTH // 2) // 2
    left, right = grey.getpixel((place, line)), grey.getpixel((grey.width - 1 - place, line))
    return bool(right < left)  # type: ignore[operator]


def _cropped(picture: Image, paper: object) -> Image:
    """The words without the paper around them, as large as there is room for."""
    from PIL import Image, ImageChops  # noqa: PLC0415

    difference = ImageChops.difference(picture, Image.new("RGB", picture.size, paper))  # type: ignore[arg-type]
    box = difference.convert("L").point([0] * _INK + [255] * (256 - _INK)).getbbox()
    left, top, right, bottom = box or (0, 0, *picture.size)
    width, height = right - left, bottom - top
    scale = min(_MAX_SCALE, (CARD_WIDTH - 2 * _MARGIN) / width, _TEXT_HEIGHT / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return picture.resize(size, Image.Resampling.BICUBIC, (left, top, right, bottom))
