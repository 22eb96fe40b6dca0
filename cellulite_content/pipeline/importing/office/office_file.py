"""Archives of office programs and books: checked before pandoc reads them, and what it leaves out.

pandoc does not read the title of an ODT file nor the descriptions of its pictures, nor what Word
stores about a document outside of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET  # `ET`: its usual name

from ...files.untrusted.zip_archive import UntrustedZipError, unpack
from ..imported import ImportFileError
from ..writing.reading import Node
from ..writing.structure import Values

_MAIN_PARTS = {
    "docx": "word/document.xml",
    "epub": "META-INF/container.xml",
    "odt": "content.xml",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


def _attribute(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMES[prefix]}}}{local}"


def unpack_document(name: str, kind: str, data: bytes) -> dict[str, bytes]:
    """The parts of a document of this kind (a suffix). `name` is that in messages.

    Raises `ImportFileError` for a file of another kind, a broken or encrypted one, and one that is
    too large when it is unpacked.
    """
    if data.startswith(_OLE):
        raise ImportFileError(
            f"{name}: is encrypted, or of an old program; save it as .{kind} without a password"
        )
    try:
        parts = dict(unpack(data))
    except UntrustedZipError as error:
        raise ImportFileError(f"{name}: is no .{kind} file: {error}; save it again") from None
    if _MAIN_PARTS[kind] not in parts:
        known = next((each for each, part in _MAIN_PARTS.items() if part in parts), "")
        hint = f"rename it to .{known}" if known else "save it again"
        raise ImportFileError(f"{name}: is no .{kind} file: has no {_MAIN_PARTS[kind]}; {hint}")
    manifest = parts.get("META-INF/manifest.xml", b"")
    if b"encryption-data" in manifest or "META-INF/encryption.xml" in parts:
        raise ImportFileError(f"{name}: is encrypted; save it without a password")
    if kind != "epub":
        for part, content in parts.items():
            if part.endswith((".xml", ".rels")) and _DTD.search(content):
                raise ImportFileError(
                    f"{name}: {part} has a DTD, which is never read; save it again"
                )
    return parts


def office_values(kind: str, parts: dict[str, bytes]) -> Values:
    """What an office program stores about a document: its date, description and authors.

    The title there is often that of a template, so it is not taken.
    """
    part = {"docx": "docProps/core.xml", "odt": "meta.xml"}.get(kind, "")
    root = parsed_part(parts.get(part, b""))
    if root is None:
        return Values()
    day = _text(root, "dcterms:modified") or _text(root, "dc:date")
    return Values(
        date=day[:10] if re.match(r"\d{4}-\d\d-\d\d", day) else "",
        description=_text(root, "dc:description"),
    )


def complete_odt(parts: dict[str, bytes], blocks: list[Node]) -> list[Node]:
    """The blocks of an ODT file with its title, and with the descriptions of its pictures."""
    content = parsed_part(parts.get("content.xml", b""))
    if content is None:
        return blocks
    descriptions = list(_descriptions(content))
    for picture in _pictures(blocks):
        name = picture["c"][2][0].rpartition("/")[2]
        number = next((n for n, (own, _) in enumerate(descriptions) if own == name), None)
        if number is None and descriptions:
            number = 0  # pandoc renames pictures, in their order
        if number is not None:
            text = descriptions.pop(number)[1]
            if text and not picture["c"][1]:
                picture["c"][1] = [{"t": "Str", "c": text}]
    title = _odt_title(content, parsed_part(parts.get("styles.xml", b"")))
    for number, block in enumerate(blocks[:3]):
        if title and block["t"] in ("Para", "Plain") and _letters(block["c"]) == _squeezed(title):
            heading = {"t": "Header", "c": [1, ["", ["title"], []], block["c"]]}
            return [*blocks[:number], heading, *blocks[number + 1 :]]
    return blocks


def _odt_title(content: ET.Element, styles: ET.Element | None) -> str:
    """The text of the first paragraph in the style `Title`, or in one that is derived from it."""
    title_styles = {"Title"}
    for root in (styles, content):
        for style in root.iter(_attribute("style:style")) if root is not None else ():
            if style.get(_attribute("style:parent-style-name")) in title_styles:
                title_styles.add(style.get(_attribute("style:name"), ""))
    for kind in ("text:p", "text:h"):
        for paragraph in content.iter(_attribute(kind)):
            if paragraph.get(_attribute("text:style-name")) in title_styles:
                return "".join(paragraph.itertext())
    return ""


def _descriptions(content: ET.Element) -> Iterator[tuple[str, str]]:
    """The file name and the description of each picture, in the order of the document."""
    for frame in content.iter(_attribute("draw:frame")):
        image = frame.find("draw:image", _NAMES)
        if image is not None:
            text = _text(frame, "svg:desc") or _text(frame, "svg:title")
            yield image.get(_attribute("xlink:href"), "").rpartition("/")[2], text


def _pictures(value: object) -> Iterator[Node]:
    if isinstance(value, dict):
        if value.get("t") == "Image":
            yield value
        yield from _pictures(value.get("c"))
    elif isinstance(value, list):
        for each in value:
            yield from _pictures(each)


def _letters(inlines: list[Node]) -> str:
    texts: list[str] = []
    waiting: list[object] = list(reversed(inlines))
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if each.get("t") == "Str":
                texts.append(each["c"])
            elif each.get("t") != "Note":
                waiting.append(each.get("c"))
        elif isinstance(each, list):
            waiting += reversed(each)
    return _squeezed("".join(texts))


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _text(root: ET.Element, name: str) -> str:
    element = root.find(f".//{name}", _NAMES)
    return " ".join((element.text or "").split()) if element is not None else ""


def parsed_part(data: bytes) -> ET.Element | None:
    """The XML of a part, which has no DTD (`unpack_document`); None if it is broken."""
    try:
        return ET.fromstring(data) if data else None  # noqa: S314 - see above
    except ET.ParseError:
        return None
