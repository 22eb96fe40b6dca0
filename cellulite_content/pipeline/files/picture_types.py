"""The kinds of pictures that editions show."""

from __future__ import annotations

MEDIA_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
"""The media types of pictures that every reading program shows (EPUB 3.3, 3.2), by suffix."""

DECORATION = "decoration"
"""The class of pictures that have no alternative text in the source."""
