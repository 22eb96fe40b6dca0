"""XLIFF 1.2 files, through Translate Toolkit.

Version 1.2 and not 2.0: OmegaT and memoQ open it without a plugin, and Weblate's documentation
calls its support of 2.0 "under development" (5.15 to 2026.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .segment import ExchangeFile, ExchangeFileError, Segment, State
from .untrusted_data import check_xml

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_SKELETON = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="{_NAMESPACE}">
<file original="NoName" source-language="en" datatype="plaintext"><body/></file>
</xliff>"""
_NOT_DONE = ("new", "needs-")
"""How the states of XLIFF begin that are fuzzy here."""


def write_xliff(tag: str, source_tag: str, segments: Iterable[Segment]) -> bytes:
    """The bytes of an XLIFF file with a `<file>` for each domain.

    A unit has the message's context as `resname`, and as `extradata` the digest of what was
    exported.
    """
    from lxml import etree  # noqa: PLC0415 - an optional extra
    from translate.storage import xliff  # noqa: PLC0415

    store = xliff.xlifffile.parsestring(_SKELETON.encode())
    store.setsourcelanguage(source_tag)
    store.settargetlanguage(tag)
    for each in segments:
        store.switchfile(each.domain, createifmissing=True)
        unit = store.addsourceunit(each.source, each.domain, True)
        element = unit.xmlelement
        element.set("id", f"{each.unit}@{each.context}" if each.context else each.unit)
        if each.context:
            element.set("resname", each.context)
        element.set("restype", f"x-{each.kind.replace(' ', '-')}")
        element.set("extradata", each.exported)
        if each.state is not State.MISSING:
            unit.target = each.translation
            if each.state is State.FUZZY:
                unit.set_state_n(unit.S_NEEDS_REVIEW)
        unit.addnote(each.note, origin="developer")
    etree.cleanup_namespaces(store.document)  # each unit has one that nothing uses
    return bytes(store)


def read_xliff(path: str, data: bytes) -> ExchangeFile:
    """The segments of an XLIFF file of version 1.1 or 1.2; `path` is its name in errors.

    Raises `ExchangeFileError` also for a text with inline elements, which no export has.
    """
    from translate.storage import xliff  # noqa: PLC0415 - an optional extra

    if check_xml(path, data).get("version", "").startswith("2"):
        raise ExchangeFileError(f"{path}: is XLIFF 2; save it as XLIFF 1.2")
    try:
        store = xliff.xlifffile.parsestring(data)
    except Exception as error:  # Translate Toolkit raises all kinds for a damaged file
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ExchangeFileError(
            f"{path}: no readable XLIFF 1.2 ({reason}); export it again"
        ) from None
    tags = {tag for tag in _attributes(store, "target-language") if tag}
    if len(tags) > 1:
        raise ExchangeFileError(
            f"{path}: has {' and '.join(sorted(tags))}; make a file for each language"
        )
    return ExchangeFile(next(iter(tags), ""), tuple(_segment(path, unit) for unit in store.units))


def _attributes(store: Any, name: str) -> Iterator[str]:
    for element in store.document.getroot().iterchildren(store.namespaced("file")):
        yield element.get(name, "")


def _text(path: str, node: Any) -> str:
    """The text of a source or target. Raises `ExchangeFileError` for inline elements.

    Marks (`<mrk>`) are no part of the text: programs put them around each sentence.
    """
    if node is None:
        return ""
    for each in node.iterdescendants():
        if not isinstance(each.tag, str) or each.tag.rpartition("}")[2] != "mrk":
            raise ExchangeFileError(
                f"{path}:{node.sourceline}: an inline element, which no text here has; "
                "delete it and keep its words"
            )
    return "".join(node.itertext())


def _segment(path: str, unit: Any) -> Segment:
    element = unit.xmlelement
    source, target = unit.source_dom, unit.target_dom
    file = next(element.iterancestors("{*}file"))
    translation = _text(path, target)
    state = State.TRANSLATED if translation else State.MISSING
    if translation and target.get("state", "").startswith(_NOT_DONE):
        state = State.FUZZY
    context = element.get("resname", "")
    return Segment(
        file.get("original", ""),
        element.get("id", "").removesuffix(f"@{context}" if context else ""),
        context,
        element.get("restype", "").removeprefix("x-").replace("-", " "),
        _text(path, source),
        translation,
        state,
        exported=element.get("extradata", ""),
        line=element.sourceline or 0,
    ).with_plain_line_ends()
