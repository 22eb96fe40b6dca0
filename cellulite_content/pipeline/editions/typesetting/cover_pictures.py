"""The smaller pictures made from a cover: thumbnails for the shelf, and social cards.

The process that draws a cover draws them too, and the site takes them from the cache; covers from
another machine are only drawn there, and their pictures here.
"""

from __future__ import annotations

import hashlib
import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...files.cache import Cache
from ...files.program.code import installed_versions
from ...model.fingerprint import digest
from ...model.project import Project
from ..books import volume
from . import card, cover_layout

# The build hook of the wheel imports the builders and has no Pillow: drawing functions import it.
if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL = 320, 480
"""Pixels of a thumbnail: two for each of the largest that the shelf shows. One has 15 KB; a cover
has 110 KB."""

_HALF = volume.COVER_WIDTH // 2, volume.COVER_HEIGHT // 2
_QUALITY = 80


def picture_folders(project: Project) -> tuple[str, ...]:
    """The folders of the site with such a picture of each article: only a site that knows its
    address has cards."""
    return ("thumbnails", "cards") if project.site_url else ("thumbnails",)


def cached_picture(cache: Cache, folder: str, cover: bytes) -> bytes:
    """The JPEG that a folder has of a cover, from the cache if it was drawn before: most edits of a
    book leave its cover."""
    key = digest(folder, pictures_version(), hashlib.sha256(cover).hexdigest())
    data = cache.get(key)
    if data is None:
        data = _card(cover) if folder == "cards" else _thumbnail(cover)
        cache.put(key, data)
    return data


@lru_cache(maxsize=1)
def pictures_version() -> str:
    """The version of these pictures: a digest of the modules that draw them, and that of Pillow."""
    files = (__file__, *(module.__file__ or "" for module in (card, cover_layout, volume)))
    code = b"".join(Path(file).read_bytes() for file in files)
    return f"{hashlib.sha256(code).hexdigest()} {installed_versions().get('pillow')}"


def _card(cover: bytes) -> bytes:
    return card.draw_card(_decoded(cover, _HALF))


def _thumbnail(cover: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415

    # JPEG decodes at a quarter of the size in a third of the time, and the rest is one filter: 7
    # instead of 45 ms. Nobody sees the difference (43 dB).
    small = _decoded(cover, THUMBNAIL).resize(THUMBNAIL, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


def _decoded(cover: bytes, least: tuple[int, int]) -> Image:
    """A cover, decoded at a half or a quarter of its size, but not smaller than `least`."""
    from PIL import Image  # noqa: PLC0415 - takes 30 ms to import, and few runs have new covers

    with Image.open(io.BytesIO(cover)) as picture:
        picture.draft("RGB", least)
        return picture.convert("RGB")
