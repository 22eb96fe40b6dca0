"""The layout of a cover: places and sizes of its parts, in pixels."""

from __future__ import annotations

from ..books.volume import COVER_HEIGHT, COVER_WIDTH

WIDTH, HEIGHT = COVER_WIDTH, COVER_HEIGHT
MARGIN = 150
"""Pixels at the sides without text."""

HORIZON = 1380
"""Pixels from the upper edge at which the picture begins."""

LANGUAGE_LINE, RULE_LINE, TITLE_LINE, IMPRINT_LINE = 216, 284, 392, 2322
LANGUAGE_SIZE, TITLE_SIZE, SOURCE_SIZE, IMPRINT_SIZE = 68, 224, 88, 56
RULE_WIDTH, RULE_HEIGHT = 140, 5
SOURCE_GAP = 40
LAYOUT = {
    "width": WIDTH,
    "margin": MARGIN,
    "picture": HEIGHT - HORIZON,
    "language": LANGUAGE_LINE,
    "language-size": LANGUAGE_SIZE,
    "rule": RULE_LINE,
    "rule-width": RULE_WIDTH,
    "rule-height": RULE_HEIGHT,
    "title": TITLE_LINE,
    "title-size": TITLE_SIZE,
    "source-gap": SOURCE_GAP,
    "source-size": SOURCE_SIZE,
    "below-imprint": HEIGHT - IMPRINT_LINE,
    "imprint-size": IMPRINT_SIZE,
}
"""The places and sizes for `cover.typ`, in pixels: lines are those of baselines, or of the top of a
title. A cover of another height has the imprint and the picture as far from its lower edge."""
