"""The cover of a book: its title in its own script, above layers of skin."""

from __future__ import annotations

import hashlib
import io
import math
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ProjectError
from ...files.cache import Cache
from ...model.fingerprint import digest, installed_versions
from ...model.project import Project
from . import fonts, motif, typesetting
from .typesetting import Block, direction, set_text
from .volume import COVER_HEIGHT, COVER_WIDTH

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = COVER_WIDTH, COVER_HEIGHT
MARGIN = 150
"""Pixels at the sides that stay free of text."""

HORIZON = 1380
"""Pixels from the upper edge at which the picture begins."""

_INK, _SOFT, _ACCENT = "#25211d", "#645a50", "#93381f"  # the site's own colours
_LANGUAGE_LINE, _RULE_LINE, _TITLE_LINE, _IMPRINT_LINE = 216, 284, 392, 2322
_QUALITY = 75


@dataclass(frozen=True)
class Cover:
    """The input of a cover: title, the language's own name, and imprint (the project's title).

    `tag` is the language's BCP 47 tag, `direction` is `ltr` or `rtl`. A `source_title` is printed
    small below the title, on the cover of a bilingual book.
    """

    title: str
    language: str
    tag: str
    direction: str
    imprint: str
    source_title: str = ""


def cached_cover(project: Project, cover: Cover) -> bytes:
    """The cover as a JPEG, from the cache in the build folder if it was drawn before.

    The key is a digest of everything that the cover depends on. Raises `ProjectError` as
    `draw_cover` does.
    """
    cache, key = Cache(project.cache), digest("cover", cover, _drawing_version())
    data = cache.get(key)
    if data is None:
        data = draw_cover(cover)
        cache.put(key, data)
    return data


@cache
def _drawing_version() -> str:
    """What determines the look of all covers: a digest of the modules, and package versions."""
    modules = (__file__, fonts.__file__, motif.__file__, typesetting.__file__)
    digest = hashlib.sha256(b"".join(Path(name).read_bytes() for name in modules))
    installed = installed_versions()
    packages = ("pillow", "budoux", *fonts.distributions())
    versions = [installed.get(name.replace("-", "_")) or _version(name) for name in packages]
    return f"{digest.hexdigest()} {versions}"


def _version(package: str) -> str:
    """The version of a package that has its metadata in an unusual place, as those of Debian.

    Raises `ProjectError` when it is not installed.
    """
    # To import this takes 5 ms.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(package)
    except PackageNotFoundError:
        raise ProjectError(
            f"{package}: a cover needs this package; "
            "run `pip install 'cellulite-content[pipeline]'`"
        ) from None


def preload_covers() -> None:
    """Import the drawing modules, draw the background and load a font, for processes forked from
    this one."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: F401, PLC0415

    Image.preinit()
    background(False)
    with suppress(ProjectError):  # reported when a cover is drawn
        _drawing_version()
        fonts.preload_fonts()


def draw_cover(cover: Cover) -> bytes:
    """The cover as a JPEG of 1600 × 2400 pixels; equal covers give equal bytes on one machine.

    Raises `MissingGlyphError` when no font has a character, `ProjectError` when Pillow cannot
    shape text.
    """
    from PIL import ImageDraw  # noqa: PLC0415

    page = background(cover.direction == "rtl")
    draw = ImageDraw.Draw(page.picture)
    _erase_text(draw, page)
    _draw_texts(draw, page, cover)
    return _jpeg(page.picture)


@dataclass(frozen=True)
class _Page:
    """A background for covers, and the lines that are drawn on it now."""

    picture: Image
    lines: list[_Line]


@dataclass(frozen=True)
class _Line:
    """A line of text, with the place where it begins, or ends if that is at the right."""

    block: Block
    text: str
    place: tuple[int, int]
    tag: str

    @property
    def style(self) -> dict[str, Any]:
        """How Pillow draws the line."""
        return {
            "font": self.block.sized_font,
            "stroke_width": self.block.size * self.block.font.stroke,
            "anchor": "ls" if self.place[0] == MARGIN else "rs",
            "direction": direction(self.text),
            "language": self.tag,
        }


@cache
def background(mirrored: bool) -> _Page:
    """The paper with the motif, shared by all covers; `mirrored` for right-to-left languages.

    A copy for each cover would take 11 ms (16 MB of new memory), as long as half the motif.
    """
    from PIL import Image  # noqa: PLC0415

    if mirrored:
        page = background(False)
        picture = page.picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return _Page(picture, [*page.lines])
    picture = Image.new("RGB", (WIDTH, HEIGHT), motif.PAPER)
    motif.draw_motif(picture, HORIZON)
    return _Page(picture, [])


def _erase_text(draw: ImageDraw, page: _Page) -> None:
    """Erase the lines of the previous cover, on the paper and on the earth.

    Other rows stay as they are: a forked process shares their memory with the others, and to erase
    the whole paper would take 7 ms.
    """
    earth = HORIZON + motif.EARTH_TOP
    for line in page.lines:
        _, box_top, _, box_bottom = draw.textbbox(line.place, line.text, **line.style)
        top, bottom = math.floor(box_top), math.ceil(box_bottom)
        if top < HORIZON:
            draw.rectangle((0, top, WIDTH, min(bottom, HORIZON - 1)), fill=motif.PAPER)
        if bottom >= earth:
            draw.rectangle((0, max(top, earth), WIDTH, bottom), fill=motif.EARTH)
    page.lines.clear()


def _draw_texts(draw: ImageDraw, page: _Page, cover: Cover) -> None:
    width = WIDTH - 2 * MARGIN
    mirrored = cover.direction == "rtl"
    language = set_text(cover.language, cover.tag, width, 120, 68)
    imprint = set_text(cover.imprint, cover.tag, width, 120, 56)
    _draw_block(draw, page, language, _LANGUAGE_LINE, cover, _ACCENT)
    _draw_block(draw, page, imprint, _IMPRINT_LINE, cover, motif.PAPER)
    rule_start = WIDTH - MARGIN - 140 if mirrored else MARGIN
    draw.rectangle((rule_start, _RULE_LINE, rule_start + 140, _RULE_LINE + 5), fill=_ACCENT)
    height = HORIZON - _TITLE_LINE - 70 - 240 * bool(cover.source_title)
    title = set_text(cover.title, cover.tag, width, height, 224)
    _draw_block(draw, page, title, _TITLE_LINE + title.rise, cover, _INK)
    if cover.source_title:
        source = set_text(cover.source_title, cover.tag, width, 200, 88)
        below = _TITLE_LINE + title.height + 40
        _draw_block(draw, page, source, below + source.rise, cover, _SOFT)


def _draw_block(
    draw: ImageDraw, page: _Page, block: Block, baseline: float, cover: Cover, colour: str
) -> None:
    """Draw lines from the side where the language begins; `baseline` is that of the first line."""
    mirrored = cover.direction == "rtl"
    side = WIDTH - MARGIN if mirrored else MARGIN
    for number, text in enumerate(block.lines):
        line = _Line(block, text, (side, round(baseline + number * block.leading)), cover.tag)
        page.lines.append(line)
        draw.text(line.place, text, fill=colour, **line.style)


def _jpeg(picture: Image) -> bytes:
    buffer = io.BytesIO()
    # Without `optimize` it takes 8 instead of 18 ms, and the file is larger by 27 %. A book, which
    # compresses it, would not be larger, but the picture in the catalogs is downloaded as it is.
    picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
