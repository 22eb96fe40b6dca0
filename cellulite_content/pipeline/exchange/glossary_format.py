"""TBX files: the glossary of a locale, through Translate Toolkit."""

from __future__ import annotations

from collections.abc import Iterable

from ..gate.glossary import Term


def write_tbx(tag: str, source_tag: str, terms: Iterable[Term]) -> bytes:
    """The bytes of a TBX file: terms, their forms to use, definitions, and forms to avoid."""
    from translate.storage import tbx  # noqa: PLC0415 - an optional extra

    store = tbx.tbxfile(sourcelanguage=source_tag, targetlanguage=tag)
    store.document.docinfo.clear()  # its DTD is on no machine, and many readers refuse one
    for term in terms:
        unit = store.addsourceunit(term.term)
        unit.set_target_terms([*term.forms, *term.glosses], tag)
        unit.set_common_note(term.definition, source=True)
        if term.avoid:
            unit.set_common_note(f"Avoid: {term.avoid}")
    return bytes(store)
