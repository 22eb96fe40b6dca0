"""Social cards have the title of the cover, in its script and on its side."""

import io
from pathlib import Path

import pytest
from PIL import Image

from cellulite_content.pipeline.editions.typesetting.card import draw_card
from cellulite_content.pipeline.editions.typesetting.cover import Cover, draw_covers
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import LOCALES, SLUG

LONG = "A title of many words that says all that an article has to say, and then a little more"


def _drawn(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as cover:
        card = draw_card(cover.convert("RGB").reduce(2))
        assert card == draw_card(cover.convert("RGB").reduce(2))
    assert len(card) < 70_000
    return Image.open(io.BytesIO(card)).convert("RGB")


def _ink(card: Image.Image) -> tuple[int, int, int, int]:
    """The box around the words above the picture."""
    words = card.crop((0, 0, card.width, 420)).convert("L")
    box = words.point([255] * 150 + [0] * 106).getbbox()
    assert box
    return box


@pytest.mark.parametrize("locale", LOCALES[:3], ids=lambda locale: locale.tag)
def test_words_begin_at_their_side(site: Path, locale: Locale) -> None:
    """Within the margins, at the left or, in Arabic, at the right; nothing touches the picture."""
    cover = (site / "covers" / f"{SLUG}.{locale.tag}.jpg").read_bytes()
    is_mirrored = locale.direction == "rtl"
    card = _drawn(cover)
    left, top, right, bottom = _ink(card)
    assert card.size == (1200, 630)
    assert abs((1200 - right if is_mirrored else left) - 112) < 8
    assert 20 < top < bottom < 410


@pytest.mark.parametrize("title", [LONG, ".", "क"])
def test_any_title_fits(title: str) -> None:
    """Long ones are smaller; short ones are not blown up."""
    (cover,) = draw_covers([Cover(title, "English", Locale("en"), "Imprint")])
    left, top, right, bottom = _ink(_drawn(cover))
    assert 100 < left < right < 1092
    assert 20 < top < bottom < 410
