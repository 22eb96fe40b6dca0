"""The cover of a book, drawn with that of the article's next book and the pictures made from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from operator import methodcaller

from sphinx.util import logging

from ...files.cache import Cache
from ...model.fault import ADVICE_TYPE
from ..edition import Edition
from ..typesetting.compiler import MissingGlyphError
from ..typesetting.cover import Cover, cached_covers
from ..typesetting.cover_pictures import cached_picture, picture_folders

_logger = logging.getLogger(__name__)

_MAX_LEFT_OUT = 3
"""A cover has no words if so many of their characters have no font: each takes a drawing."""


def book_cover(edition: Edition, covers: Sequence[Cover], in_source: Callable[[], Cover]) -> bytes:
    """The first of the covers as a JPEG; the others are in the cache then.

    For a script that no font has, it is that of `in_source`, so that readers get a book. Characters
    of that one without a font are left out.
    """
    project = edition.project
    with suppress(MissingGlyphError):  # another cover may be the cause
        return cached_covers(project, covers)[0]
    try:
        return cached_covers(project, covers[:1])[0]
    except MissingGlyphError as error:
        cover = in_source()
        if cover.title != covers[0].title:
            _logger.warning("the cover is in the source's words: %s", error, type=ADVICE_TYPE)
        return _without_missing(edition, cover)


def _without_missing(edition: Edition, cover: Cover) -> bytes:
    """The cover without the characters that no font has. No translation is their cause."""
    letters: list[str] = []
    while len(letters) < _MAX_LEFT_OUT:
        try:
            drawn = cached_covers(edition.project, [cover])[0]
        except MissingGlyphError as error:
            letters.append(error.letter)
            cover = _with_words(cover, methodcaller("replace", error.letter, ""))
        else:
            if letters:
                _warn(letters, f"the cover is without {' '.join(letters)}")
            return drawn
    _warn(letters, "the cover has no words")
    return cached_covers(edition.project, [_with_words(cover, lambda words: "")])[0]


def _warn(letters: Sequence[str], result: str) -> None:
    hint = "change the title, or leave it so"
    _logger.warning("%s: no font has %r; %s", result, letters[0], hint, type=ADVICE_TYPE)


def _with_words(cover: Cover, change: Callable[[str], str]) -> Cover:
    return replace(
        cover,
        title=change(cover.title),
        language=change(cover.language),
        imprint=change(cover.imprint),
    )


def keep_pictures(edition: Edition, cover: bytes) -> None:
    """Draw the pictures that the site makes from a cover, and keep them in the cache."""
    for folder in picture_folders(edition.project):
        cached_picture(Cache(edition.project.cache), folder, cover)
