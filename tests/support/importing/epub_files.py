"""Made documents as ePub books, written part by part."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from .archive_files import write_archive
from .made_document import MadeDocument, png
from .text_files import html_body


def write_epub(path: Path, document: MadeDocument) -> None:
    """A book of one chapter, with notes and a picture."""
    body = html_body(document, [], "dot.png")
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{escape(document.title)}</title></head><body>{body}</body></html>"
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x'
        f"</dc:identifier><dc:title>{escape(document.title)}</dc:title>"
        "<dc:language>en</dc:language></metadata><manifest>"
        '<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="dot" href="dot.png" media-type="image/png"/></manifest>'
        '<spine><itemref idref="text"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="OPS/package.opf" '
        'media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    write_archive(
        path,
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/package.opf": package,
            "OPS/text.xhtml": page,
            "OPS/dot.png": png(),
        },
    )
