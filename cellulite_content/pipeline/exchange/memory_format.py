"""TMX files: finished translations as a translation memory, through Translate Toolkit."""

from __future__ import annotations

from collections.abc import Iterable

from .segment import Segment, State


def write_tmx(tag: str, source_tag: str, segments: Iterable[Segment]) -> bytes:
    """The bytes of a TMX 1.4 file with the segments that are translated and not fuzzy."""
    from translate.storage import tmx  # noqa: PLC0415 - an optional extra

    store = tmx.tmxfile(sourcelanguage=source_tag, targetlanguage=tag)
    store.document.docinfo.clear()  # many readers refuse a DTD
    for each in segments:
        if each.state is State.TRANSLATED:
            store.addtranslation(each.source, source_tag, each.translation, tag, each.note or None)
    return bytes(store)
