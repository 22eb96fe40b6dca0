"""The thumbnail of a cover: the small picture on the shelf."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from pathlib import Path

from ...files.cache import Cache
from ...files.program.code import installed_versions
from ...model.fingerprint import digest

WIDTH, HEIGHT = 320, 480
"""Pixels: two for each of the largest that the shelf shows. A thumbnail has 15 KB; a cover has
110 KB."""

_QUALITY = 80


def cached_thumbnail(cache: Cache, cover: bytes) -> bytes:
    """The small JPEG of a cover, from the cache if it was drawn before: most edits of a book leave
    its cover."""
    key = digest("thumbnail", _version(), hashlib.sha256(cover).hexdigest())
    data = cache.get(key)
    if data is None:
        data = _drawn(cover)
        cache.put(key, data)
    return data


@cache
def _version() -> str:
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{code} {installed_versions().get('pillow')}"


def _drawn(cover: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - takes 30 ms to import, and few runs have new covers

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(cover)) as picture:
        # JPEG decodes at a quarter of the size in a third of the time, and the rest is one filter:
        # 7 instead of 45 ms, without a difference that anyone sees (43 dB).
        picture.draft("RGB", (WIDTH, HEIGHT))
        small = picture.convert("RGB").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.save(buffer, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()
