"""The cover of a book, drawn with that of the article's next book and the pictures made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

from sphinx.util import logging

from ...files.cache import Cache
from ...model.fault import ADVICE_TYPE
from ..edition import Edition
from ..typesetting.compiler import MissingGlyphError
from ..typesetting.cover import Cover, cached_covers
from ..typesetting.cover_pictures import cached_picture, picture_folders

_logger = logging.getLogger(__name__)


def book_cover(edition: Edition, covers: Sequence[Cover], in_source: Callable[[], Cover]) -> bytes:
    """The first of the covers as a JPEG; the others are in the cache then.

    For a script that no font has, it is that of `in_source`, so that readers get a book.
    """
    project = edition.project
    with suppress(MissingGlyphError):  # another cover may be the cause
        return cached_covers(project, covers)[0]
    try:
        return cached_covers(project, covers[:1])[0]
    except MissingGlyphError as error:
        _logger.warning("the cover is in the source's words: %s", error, type=ADVICE_TYPE)
        return cached_covers(project, [in_source()])[0]


def keep_pictures(edition: Edition, cover: bytes) -> None:
    """Draw the pictures that the site makes from a cover, and keep them in the cache."""
    for folder in picture_folders(edition.project):
        cached_picture(Cache(edition.project.cache), folder, cover)
