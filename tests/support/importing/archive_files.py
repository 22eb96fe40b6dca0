"""Made documents as Word, OpenDocument and ePub files, written part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .made_document import Block, MadeDocument, Run, png
from .text_files import html_body

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_archive(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """A zip archive; its first part is stored as it is, as ePub and ODT ask."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            kind = zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, kind)


# Word


class _Word:
    """The body of a Word document, its notes and its links."""

    def __init__(self, document: MadeDocument) -> None:
        self.notes: list[str] = []
        self.links: list[str] = []
        self.lists: list[int] = []
        self._rtl = document.rtl
        title = self._paragraph("Title", f"<w:r><w:t>{escape(document.title)}</w:t></w:r>")
        self.body = title + "".join(map(self._block, document.blocks))

    def _block(self, block: Block) -> str:
        match block.kind:
            case "heading":
                return self._paragraph(f"Heading{block.level}", self._runs(block.runs))
            case "paragraph":
                return self._paragraph("BodyText", self._runs(block.runs))
            case "picture":
                return self._paragraph("BodyText", _word_picture(block.runs[0].text))
            case "table":
                return _word_table(block.rows)
        return self._list(block, 0, 0)

    def _list(self, block: Block, depth: int, _: int) -> str:
        self.lists.append(block.level)
        number, text = len(self.lists), ""
        for item in block.items:
            properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
            text += self._paragraph("ListParagraph", self._runs(item.runs), properties)
            if item.below:
                text += self._list(item.below, depth + 1, number)
        return text

    def _paragraph(self, style: str, content: str, properties: str = "") -> str:
        bidi = "<w:bidi/>" if self._rtl else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}{bidi}</w:pPr>{content}</w:p>'

    def _runs(self, runs: list[Run]) -> str:
        text = ""
        for run in runs:
            rtl = "<w:rtl/>" if self._rtl else ""
            # Word has marks of their own for scripts from right to left.
            marks = {"bold": "<w:b/><w:bCs/>", "italic": "<w:i/><w:iCs/>"}.get(run.style, "")
            words = f'<w:t xml:space="preserve">{escape(run.text)}</w:t>'
            piece = f"<w:r><w:rPr>{marks}{rtl}</w:rPr>{words}</w:r>"
            if run.style == "note":
                self.notes.append(run.value)
                text += f'<w:r><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
            elif run.style == "link":
                self.links.append(run.value)
                text += f'<w:hyperlink r:id="link{len(self.links)}">{piece}</w:hyperlink>'
            else:
                text += piece
        return text


def _word_picture(alternative: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="36000" cy="36000"/>'
        f'<wp:docPr id="1" name="Picture" descr={quoteattr(alternative)}/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        '<pic:blipFill><a:blip r:embed="picture"/></pic:blipFill><pic:spPr/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _word_table(rows: list[list[str]]) -> str:
    text = ""
    for number, row in enumerate(rows):
        header = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else ""
        cells = "".join(
            f'<w:tc><w:p><w:r><w:t xml:space="preserve">{escape(cell)}</w:t></w:r></w:p></w:tc>'
            for cell in row
        )
        text += f"<w:tr>{header}{cells}</w:tr>"
    look = '<w:tblPr><w:tblLook w:firstRow="1"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{'<w:gridCol/>' * len(rows[0])}</w:tblGrid>{text}</w:tbl>"


def write_docx(path: Path, document: MadeDocument) -> None:
    """A Word file with Word's styles, numbered lists, footnotes and a picture."""
    word = _Word(document)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/></w:style>'
        for name, shown in {
            **{"Title": "Title", "BodyText": "Body Text", "ListParagraph": "List Paragraph"},
            **{f"Heading{level}": f"heading {level}" for level in (1, 2, 3)},
        }.items()
    )
    kinds = [("bullet", "•"), ("decimal", "%1.")]
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{mark}"/></w:lvl>'
            for depth in range(4)
        )
        + "</w:abstractNum>"
        for number, (kind, mark) in enumerate(kinds)
    ) + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/></w:num>'
        for number, kind in enumerate(word.lists, 1)
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r>'
        f'<w:t xml:space="preserve"> {escape(note)}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(word.notes, 1)
    )
    relations = [
        *(("styles", "styles", "styles.xml", ""), ("numbering", "numbering", "numbering.xml", "")),
        ("footnotes", "footnotes", "footnotes.xml", ""),
        ("picture", "image", "media/dot.png", ""),
        *(
            (f"link{number}", "hyperlink", link, ' TargetMode="External"')
            for number, link in enumerate(word.links, 1)
        ),
    ]
    links = "".join(
        f'<Relationship Id="{name}" Type="{_R}/{kind}" Target={quoteattr(target)}{mode}/>'
        for name, kind, target, mode in relations
    )
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{main}.{kind}+xml"/>'
        for part, kind in (
            *(("document", "document.main"), ("styles", "styles")),
            *(("numbering", "numbering"), ("footnotes", "footnotes")),
        )
    )
    write_archive(
        path,
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="rels" ContentType='
                '"application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="png" ContentType="image/png"/>{overrides}</Types>'
            ),
            "_rels/.rels": (
                f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="main" '
                f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
            "word/document.xml": f"<w:document {_W}><w:body>{word.body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'
            ),
            "word/media/dot.png": png(),
        },
    )


# OpenDocument


_ODT_NAMES = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("text", "text"), ("style", "style"), ("table", "table")),
            *(("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible")),
        )
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def write_odt(path: Path, document: MadeDocument) -> None:
    """An OpenDocument text with styles, lists, footnotes and a picture with a description."""
    body = f'<text:p text:style-name="Title">{escape(document.title)}</text:p>'
    notes: list[str] = []
    for block in document.blocks:
        body += _odt_block(block, notes)
    styles = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2" style:family="text">'
        '<style:text-properties fo:font-style="italic"/></style:style>'
        + "".join(
            f'<text:list-style style:name="L{kind}">'
            + "".join(
                f'<text:list-level-style-{"number" if kind else "bullet"} text:level="{level}" '
                + ('style:num-format="1"/>' if kind else 'text:bullet-char="•"/>')
                for level in range(1, 5)
            )
            + "</text:list-style>"
            for kind in (0, 1)
        )
    )
    write_archive(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": (
                f"<office:document-content {_ODT_NAMES}><office:automatic-styles>{styles}"
                f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
                "</office:body></office:document-content>"
            ),
            "styles.xml": (
                f"<office:document-styles {_ODT_NAMES}><office:styles>"
                '<style:style style:name="Title" style:family="paragraph"/>'
                "</office:styles></office:document-styles>"
            ),
            "META-INF/manifest.xml": (
                '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:'
                '1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type='
                '"application/vnd.oasis.opendocument.text"/></manifest:manifest>'
            ),
            "Pictures/dot.png": png(),
        },
    )


def _odt_block(block: Block, notes: list[str]) -> str:
    match block.kind:
        case "heading":
            words = _odt(block.runs, notes)
            return f'<text:h text:outline-level="{block.level}">{words}</text:h>'
        case "paragraph":
            return f"<text:p>{_odt(block.runs, notes)}</text:p>"
        case "picture":
            return (
                '<text:p><draw:frame draw:name="p"><draw:image xlink:href="Pictures/dot.png"/>'
                f"<svg:desc>{escape(block.runs[0].text)}</svg:desc></draw:frame></text:p>"
            )
        case "table":
            rows = [
                "".join(
                    f"<table:table-cell><text:p>{_odt_text(cell)}</text:p></table:table-cell>"
                    for cell in row
                )
                for row in block.rows
            ]
            rows = [f"<table:table-row>{row}</table:table-row>" for row in rows]
            head = f"<table:table-header-rows>{rows[0]}</table:table-header-rows>"
            columns = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
            return f"<table:table>{columns}{head}{''.join(rows[1:])}</table:table>"
    return _odt_list(block, notes)


def _odt_list(block: Block, notes: list[str]) -> str:
    items = ""
    for item in block.items:
        words = _odt(item.runs, notes)
        below = _odt_list(item.below, notes) if item.below else ""
        items += f"<text:list-item><text:p>{words}</text:p>{below}</text:list-item>"
    return f'<text:list text:style-name="L{block.level}">{items}</text:list>'


def _odt_text(text: str) -> str:
    return escape(text).replace("  ", " <text:s/>")


def _odt(runs: list[Run], notes: list[str]) -> str:
    text = ""
    for run in runs:
        words = _odt_text(run.text)
        match run.style:
            case "bold" | "italic":
                name = "T1" if run.style == "bold" else "T2"
                text += f'<text:span text:style-name="{name}">{words}</text:span>'
            case "link":
                text += f"<text:a xlink:href={quoteattr(run.value)}>{words}</text:a>"
            case "note":
                notes.append(run.value)
                text += (
                    f'<text:note text:id="n{len(notes)}" text:note-class="footnote">'
                    f"<text:note-citation>{len(notes)}</text:note-citation><text:note-body>"
                    f"<text:p>{_odt_text(run.value)}</text:p></text:note-body></text:note>"
                )
            case _:
                text += words
    return text


# ePub


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
