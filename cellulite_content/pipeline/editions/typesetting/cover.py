"""The cover of a book: its title in its own script, above layers of skin."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ProjectError
from ...files.cache import Cache
from ...files.program.code import installed_versions
from ...model.fingerprint import digest
from ...model.locale import Locale
from ...model.project import Project
from ..templates import THEME
from . import compiler, cover_layout, cover_words, fonts, languages, motif
from .cover_layout import (
    HEIGHT,
    HORIZON,
    IMPRINT_LINE,
    IMPRINT_SIZE,
    LANGUAGE_LINE,
    LANGUAGE_SIZE,
    LAYOUT,
    MARGIN,
    RULE_HEIGHT,
    RULE_LINE,
    RULE_WIDTH,
    SOURCE_GAP,
    TITLE_LINE,
    WIDTH,
)

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.Image import Image

TEMPLATES = THEME / "typeset"
_ACCENT = "#93381f"  # the site's own colour
_FRAME = 24
"""Pixels around a text, for letters that reach over its box."""

_TEXTS = ("language", "title", "source", "imprint")
"""The texts of a cover in the order of `covers.typ`."""

_SAME = 1, 1
"""The pixels of the page of a text that looks as on the cover before."""

_QUALITY = 70


@dataclass(frozen=True)
class Cover:
    """The input of a cover: title, the language's own name, and imprint (the project's title).

    `locale` is the language of the title. On the cover of a bilingual book, a `source_title` is
    printed small below it, in the language `source`.
    """

    title: str
    language: str
    locale: Locale
    imprint: str
    source_title: str = ""
    source: Locale | None = None

    def values(self) -> dict[str, Any]:
        """The values for the templates."""
        source = self.source_title and self.source
        return {
            "title": cover_words.words_of(self.title, self.locale),
            "language": cover_words.words_of(self.language, self.locale),
            "imprint": cover_words.words_of(self.imprint, self.locale),
            "source": cover_words.words_of(self.source_title, source) if source else None,
            "rtl": self.locale.direction == "rtl",
            "layout": LAYOUT,
        }


def cached_covers(project: Project, covers: Sequence[Cover]) -> list[bytes]:
    """The covers as JPEGs, from the cache in the build folder as far as they were drawn before.

    The key is a digest of everything that a cover depends on. All are for one language. Raises
    `ProjectError` as `draw_covers` does.
    """
    cache = Cache(project.cache)
    keys = {cover: digest("cover", cover, typesetting_version()) for cover in covers}
    stored = {cover: cache.get(key) for cover, key in keys.items()}
    known = {cover: data for cover, data in stored.items() if data is not None}
    new = [cover for cover in keys if cover not in known]
    for cover, data in zip(new, draw_covers(new) if new else (), strict=True):
        known[cover] = data
        cache.put(keys[cover], data)
    return [known[cover] for cover in covers]


@cache
def typesetting_version() -> str:
    """The version of covers: a digest of the modules and templates that set them, and the versions
    of packages."""
    used = (compiler, cover_layout, cover_words, fonts, languages, motif)
    modules = [module.__file__ or "" for module in used]
    paths = [Path(__file__), *map(Path, modules), *sorted(TEMPLATES.iterdir())]
    files = hashlib.sha256(b"".join(path.read_bytes() for path in paths))
    installed = installed_versions()
    packages = ("typst", "pillow", "budoux", *fonts.distributions())
    versions = [installed.get(name.replace("-", "_")) or _version(name) for name in packages]
    return f"{files.hexdigest()} {versions}"


def _version(package: str) -> str:
    """The version of a package whose metadata is in an unusual place, as in Debian's packages.

    Raises `ProjectError` when it is not installed.
    """
    # This import takes 5 ms.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version(package)
    except PackageNotFoundError:
        raise fonts.missing_package(package) from None


def preload_covers() -> None:
    """Import the drawing modules, draw the background and list the fonts, for processes forked from
    this one. Typst itself must not run here: it starts threads."""
    import ctypes  # noqa: F401, PLC0415 - for `heap`

    from PIL import Image, ImageDraw  # noqa: F401, PLC0415

    Image.preinit()
    background(False)
    with suppress(ProjectError, ImportError):  # reported when a cover is drawn
        typesetting_version()
        fonts.fonts()


def draw_covers(covers: Sequence[Cover]) -> list[bytes]:
    """The covers as JPEGs of 1600 × 2400 pixels; equal covers give equal bytes on one machine.

    All are for one language. A text that looks the same on several is drawn once: the two covers of
    an article together take a third less time. Typst draws the texts alone: drawing a whole cover,
    which Pillow then reads, takes three times as long.
    Raises `MissingGlyphError` when no font has a character.
    """
    from PIL import Image  # noqa: PLC0415

    values = [cover.values() for cover in covers]
    data = {"covers": values, "height": HEIGHT, "frame": _FRAME}
    pages = iter(compiler.set_pictures(TEMPLATES, "covers.typ", data))
    texts: dict[str, Image.Image] = {}
    drawn: list[bytes] = []
    for cover_values in values:
        for name in _TEXTS:
            if cover_values[name]:
                text = Image.open(io.BytesIO(next(pages)))
                if text.size != _SAME:
                    texts[name] = text
        with _with_texts(cover_values, texts) as picture:
            drawn.append(_jpeg(picture))
    return drawn


@contextmanager
def _with_texts(values: Mapping[str, Any], texts: Mapping[str, Image]) -> Iterator[Image]:
    """The background with the texts of a cover, which are on it only meanwhile.

    A copy takes 8 ms: most of the background's memory is shared with the process that drew it.
    """
    picture = background(values["rtl"])
    hidden: list[tuple[Image, tuple[int, int]]] = []
    try:
        for name, top in _lines(values, texts).items():
            text = texts[name]
            left = MARGIN - _FRAME
            if values["rtl"]:
                left = WIDTH - left - text.width
            place = left, top - _FRAME
            box = (*place, left + text.width, place[1] + text.height)
            hidden.append((picture.crop(box), place))
            picture.paste(text, place)
        yield picture
    finally:
        for part, place in reversed(hidden):
            picture.paste(part, place)


def _lines(values: Mapping[str, Any], texts: Mapping[str, Image]) -> dict[str, int]:
    """The pixels from the upper edge at which each text of a cover begins."""
    lines = {
        "language": LANGUAGE_LINE - _rise(values["language"], LANGUAGE_SIZE),
        "title": TITLE_LINE,
        "imprint": IMPRINT_LINE - _rise(values["imprint"], IMPRINT_SIZE),
    }
    if values["source"]:
        lines["source"] = TITLE_LINE + texts["title"].height - 2 * _FRAME + SOURCE_GAP
    return lines


def motif_of(cover: Cover) -> str:
    """The picture of a cover as SVG, for the cover of a PDF."""
    mirrored = cover.locale.direction == "rtl"
    return motif.motif_svg(WIDTH, HEIGHT - HORIZON, mirrored=mirrored)


def _rise(words: dict[str, Any], size: int) -> int:
    """The pixels from the top of a text to its baseline."""
    rise: float = words["face"]["rise"] * words["face"]["scale"]
    return round(size * rise)


@cache
def background(mirrored: bool) -> Image:
    """The paper with the rule and the motif, shared by all covers; `mirrored` for right-to-left
    languages."""
    from PIL import Image, ImageDraw  # noqa: PLC0415

    if mirrored:
        return background(False).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    picture = Image.new("RGB", (WIDTH, HEIGHT), motif.PAPER)
    motif.draw_motif(picture, HORIZON)
    rule = (MARGIN, RULE_LINE, MARGIN + RULE_WIDTH, RULE_LINE + RULE_HEIGHT)
    ImageDraw.Draw(picture).rectangle(rule, fill=_ACCENT)
    return picture


def _jpeg(picture: Image) -> bytes:
    buffer = io.BytesIO()
    # Without `optimize` it takes 8 instead of 18 ms, and the file is larger by 27 %. A book, which
    # compresses it, would not be larger, but the picture in the catalogs is downloaded as it is.
    picture.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return buffer.getvalue()
