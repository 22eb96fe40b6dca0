"""Made documents as OpenDocument texts, written part by part."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from .archive_files import write_archive
from .made_document import Block, MadeDocument, Run, png

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
