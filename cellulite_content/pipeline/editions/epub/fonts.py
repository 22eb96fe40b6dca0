"""The faces of the covers: fonts from Python packages, so that any machine draws the same.

All are under the SIL Open Font License 1.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import ProjectError

# The build hook of the wheel imports the builders and has no Pillow: who draws imports it.
if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

_INVISIBLE = ("Cc", "Cf", "Zs")
"""Categories of characters that HarfBuzz sets without a glyph of their own."""

_NOWHERE = "\U0010ffff"
"""No character, so that every font shows its sign for a missing one."""


class FaceError(ProjectError):
    """No face of the covers has a character that a cover needs."""


@dataclass(frozen=True)
class Face:
    """A font file: the package that holds it, its place there, the distribution to install.

    `leading` is the distance between lines and `rise` the height of the first line above its
    baseline, both in parts of the font's size. `scale` makes faces look equally large, and
    `stroke` (again in parts of the size) equally dark. `axes` are those of a variable font.
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
        spec = find_spec(self.package)
        for folder in (spec.submodule_search_locations if spec else None) or ():
            if (path := Path(folder, self.file)).is_file():
                return path
        raise ProjectError(
            f"{self.distribution}: a cover needs its font {self.file}; "
            "run `pip install 'cellulite-content[pipeline]'`"
        )

    def font(self, size: int) -> FreeTypeFont:
        """The font in a size (pixels), shaped by RAQM."""
        return _font(self, size)

    def lacking(self, text: str) -> str:
        """The characters of `text` that the font has no glyph for."""
        return "".join(dict.fromkeys(each for each in text if not _has(self, each)))


LATIN = Face(
    "fontpkg_source_serif_4",
    "files/SourceSerif4[opsz,wght].ttf",
    "fontpkg-source-serif-4",
    leading=1.14,
    rise=0.74,
    axes=(600, 60),  # weight, optical size
)
ARABIC = Face(
    "fontpkg_amiri",
    "files/Amiri-Bold.ttf",
    "fontpkg-amiri",
    leading=1.44,
    rise=0.86,
    scale=1.25,
)
DEVANAGARI = Face(
    "fontpkg_noto_sans_devanagari",
    "files/NotoSansDevanagari[wdth,wght].ttf",
    "fontpkg-noto-sans-devanagari",
    leading=1.36,
    rise=0.86,
    scale=0.94,
    axes=(500, 100),  # weight, width
)
JAPANESE = Face(
    "pylopdf_fonts_jp",
    "NotoSerifJP-Regular.otf",
    "pylopdf-fonts-jp",
    leading=1.34,
    rise=0.86,
    scale=0.94,
    stroke=0.008,
)
CHINESE = Face(
    "pylopdf_fonts_zh_cn",
    "NotoSerifSC-Regular.otf",
    "pylopdf-fonts-zh-cn",
    leading=1.34,
    rise=0.86,
    scale=0.94,
    stroke=0.008,
)
FACES = (LATIN, ARABIC, DEVANAGARI, JAPANESE, CHINESE)


def face_for(text: str, tag: str) -> Face:
    """The face that has all of a text in the language `tag`.

    Han characters look different in Japan and in China, so the language decides between these
    two. Raises `FaceError` when no face has all characters.
    """
    east = (JAPANESE, CHINESE) if tag.partition("-")[0] == "ja" else (CHINESE, JAPANESE)
    faces = (LATIN, ARABIC, DEVANAGARI, *east)
    for face in faces:
        if all(_has(face, each) for each in text):
            return face
    lacking = min((face.lacking(text) for face in faces), key=len)[0]
    name = unicodedata.name(lacking, "without a name")
    raise FaceError(
        f"no font of the covers has {lacking!r} (U+{ord(lacking):04X} {name}), which stands in the "
        f"{tag} title or name {text[:60]!r}; change it, or add a face to editions/faces.py"
    )


def sources() -> Iterator[str]:
    """The distributions that decide what a text looks like on a cover."""
    yield from (face.distribution for face in FACES)


@cache
def _font(face: Face, size: int) -> FreeTypeFont:
    from PIL import ImageFont, features  # noqa: PLC0415

    # Pillow's wheels load FriBiDi when they run; without it they have no RAQM.
    if not features.check("raqm"):
        raise ProjectError(
            "Pillow cannot shape text here: install FriBiDi (Debian: `apt-get install "
            "libfribidi0`, macOS: `brew install fribidi`)"
        )
    font = ImageFont.truetype(face.path, size, layout_engine=ImageFont.Layout.RAQM)
    if face.axes:
        font.set_variation_by_axes(list(face.axes))
    return font


@cache
def _has(face: Face, character: str) -> bool:
    """Whether the font has a glyph of its own, told by the picture: Pillow hides its list."""
    if unicodedata.category(character) in _INVISIBLE:
        return True
    return _glyph(face, character) != _glyph(face, _NOWHERE)


@cache
def _glyph(face: Face, character: str) -> tuple[tuple[int, int], bytes]:
    """The size and the pixels of one character, unshaped."""
    from PIL import ImageFont  # noqa: PLC0415

    mask = _plain_font(face, ImageFont.Layout.BASIC).getmask(character)
    return mask.size, bytes(mask)


@cache
def _plain_font(face: Face, layout: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415

    return ImageFont.truetype(face.path, 40, layout_engine=ImageFont.Layout(layout))
