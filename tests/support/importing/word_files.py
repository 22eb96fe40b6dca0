"""Made documents as Word files, written part by part."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .archive_files import write_archive
from .made_document import Block, MadeDocument, Run, png

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


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
