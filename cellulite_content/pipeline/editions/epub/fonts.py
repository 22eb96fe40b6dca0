"""The fonts of the covers, from Python packages, so that every machine draws the same.

All are under the SIL Open Font License 1.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from string import ascii_letters
from typing import TYPE_CHECKING

from ...errors import ProjectError

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_INVISIBLE = ("Cc", "Cf", "Zs")
"""Categories of characters that HarfBuzz draws without a glyph of their own."""

_UNASSIGNED = "\U0010ffff"
"""A code point without a character: every font shows its sign for a missing one."""


class MissingGlyphError(ProjectError):
    """No font of the covers has a character that a cover needs."""


@dataclass(frozen=True)
class Font:
    """A font file: the package that holds it, its path there, the distribution to install.

    `leading` is the distance between lines and `rise` the height of the first line above its
    baseline, both as parts of the font's size. `scale` makes fonts look equally large, and `stroke`
    (also a part of the size) equally dark. `axes` are the axes of a variable font.
    """

    package: str
    file: str
    distribution: str
    leading: float
    rise: float
    scale: float = 1.0
    stroke: float = 0.0
    axes: tuple[int, ...] = ()

    @property
    def path(self) -> Path:
        """The font's file. Raises `ProjectError` when its package is not installed."""
        for folder in _folders(self.package):
            if (path := Path(folder, self.file)).is_file():
                return path
        raise ProjectError(
            f"{self.distribution}: a cover needs its font {self.file}; "
            "run `pip install 'cellulite-content[pipeline]'`"
        )

    def at_size(self, size: int) -> FreeTypeFont:
        """The font in a size (pixels), with text shaping by RAQM."""
        return _sized_font(self, size)

    def missing_characters(self, text: str) -> str:
        """The characters of `text` that the font has no glyph for."""
        return "".join(
            dict.fromkeys(character for character in text if not _has_glyph(self, character))
        )


LATIN = Font(
    "fontpkg_source_serif_4",
    "files/SourceSerif4[opsz,wght].ttf",
    "fontpkg-source-serif-4",
    leading=1.14,
    rise=0.74,
    axes=(600, 60),  # weight, optical size
)
ARABIC = Font(
    "fontpkg_amiri",
    "files/Amiri-Bold.ttf",
    "fontpkg-amiri",
    leading=1.44,
    rise=0.86,
    scale=1.25,
)
DEVANAGARI = Font(
    "fontpkg_noto_sans_devanagari",
    "files/NotoSansDevanagari[wdth,wght].ttf",
    "fontpkg-noto-sans-devanagari",
    leading=1.36,
    rise=0.86,
    scale=0.94,
    axes=(500, 100),  # weight, width
)
JAPANESE = Font(
    "pylopdf_fonts_jp",
    "NotoSerifJP-Regular.otf",
    "pylopdf-fonts-jp",
    leading=1.34,
    rise=0.86,
    scale=0.94,
    stroke=0.008,
)
CHINESE = Font(
    "pylopdf_fonts_zh_cn",
    "NotoSerifSC-Regular.otf",
    "pylopdf-fonts-zh-cn",
    leading=1.34,
    rise=0.86,
    scale=0.94,
    stroke=0.008,
)
FONTS = (LATIN, ARABIC, DEVANAGARI, JAPANESE, CHINESE)


def font_for(text: str, tag: str) -> Font:
    """The font that has all characters of a text in the language `tag`.

    Han characters look different in Japan and in China, so the language decides between these two.
    Raises `MissingGlyphError` when no font has all characters.
    """
    east = (JAPANESE, CHINESE) if tag.partition("-")[0] == "ja" else (CHINESE, JAPANESE)
    fonts = (LATIN, ARABIC, DEVANAGARI, *east)
    for font in fonts:
        if all(_has_glyph(font, character) for character in text):
            return font
    missing = min((font.missing_characters(text) for font in fonts), key=len)[0]
    name = unicodedata.name(missing, "without a name")
    raise MissingGlyphError(
        f"no font of the covers has {missing!r} (U+{ord(missing):04X} {name}), which is in the "
        f"{tag} title or name {text[:60]!r}; change it, or add a font to editions/epub/fonts.py"
    )


def distributions() -> Iterator[str]:
    """The distributions that determine what a text looks like on a cover."""
    yield from (font.distribution for font in FONTS)


def preload_fonts() -> None:
    """Load what nearly all covers need: the Latin font in the sizes of texts, and its letters.

    The first text in a size takes 1 ms: HarfBuzz reads the font's tables.
    """
    for size in (56, 68, 88, 224):
        LATIN.at_size(size).getlength(ascii_letters)
    LATIN.missing_characters(ascii_letters)


@cache
def _folders(package: str) -> tuple[str, ...]:
    """The folders of an installed package; none of one that is not installed."""
    spec = find_spec(package)
    return tuple((spec.submodule_search_locations if spec else None) or ())


@cache
def _sized_font(font: Font, size: int) -> FreeTypeFont:
    from PIL import ImageFont, features  # noqa: PLC0415

    # Pillow's wheels load FriBiDi at run time; without it they have no RAQM.
    if not features.check("raqm"):
        raise ProjectError(
            "Pillow cannot shape text here: install FriBiDi (Debian: `apt-get install "
            "libfribidi0`, macOS: `brew install fribidi`)"
        )
    sized_font = ImageFont.truetype(font.path, size, layout_engine=ImageFont.Layout.RAQM)
    if font.axes:
        sized_font.set_variation_by_axes(list(font.axes))
    return sized_font


@cache
def _has_glyph(font: Font, character: str) -> bool:
    """Whether the font has its own glyph, found by comparing images: Pillow hides its list."""
    if unicodedata.category(character) in _INVISIBLE:
        return True
    # Most glyphs have another size than the sign for a missing one: these are not drawn.
    sizes = (_size(font, each) for each in (character, _UNASSIGNED))
    return len({*sizes}) > 1 or _pixels(font, character) != _pixels(font, _UNASSIGNED)


@cache
def _size(font: Font, character: str) -> tuple[float, float]:
    """The width and height of one character, unshaped."""
    from PIL import ImageFont  # noqa: PLC0415

    left, top, right, bottom = _basic_font(font, ImageFont.Layout.BASIC).getbbox(character)
    return right - left, bottom - top


@cache
def _pixels(font: Font, character: str) -> bytes:
    """The pixels of one character, unshaped."""
    from PIL import ImageFont  # noqa: PLC0415

    return bytes(_basic_font(font, ImageFont.Layout.BASIC).getmask(character))


@cache
def _basic_font(font: Font, layout: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(font.path, 40, layout_engine=ImageFont.Layout(layout))
