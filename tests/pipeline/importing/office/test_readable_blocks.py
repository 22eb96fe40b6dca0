"""Office documents with texts in places where pandoc reads none."""

import io
import zipfile
from pathlib import Path

import pytest

from cellulite_content.pipeline.importing.imported import GivenFile, ImportedArticle
from cellulite_content.pipeline.importing.tasks import read_article

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
ODF_NAMES = " ".join(
    f'xmlns:{name}="{ODF}:{uri}:1.0"'
    for name, uri in {
        "draw": "drawing",
        "office": "office",
        "table": "table",
        "text": "text",
    }.items()
)
PICTURE = (
    '<draw:frame><draw:image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="Pictures/a.svg"'
    "/></draw:frame>"
)

DOCX = """\
<w:p><w:r><w:t>Before.</w:t></w:r></w:p>
<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p></w:txbxContent>
</w:drawing></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Boxed words.</w:t></w:r></w:p>
</w:txbxContent></mc:Fallback></mc:AlternateContent><w:t>Around the box.</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Figure </w:t></w:r><w:fldSimple w:instr=" SEQ Figure "><w:r>
<w:t>1</w:t></w:r></w:fldSimple><w:customXml><w:r><w:t>: Steps</w:t></w:r></w:customXml></w:p>
<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>
</w:rubyBase></w:ruby></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>one</w:t></w:r></w:p></w:tc>
<w:tc><w:p><w:r><w:t>two</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:unknown><w:r><w:t>Unread</w:t></w:r></w:unknown></w:p>"""

ODT = """\
<text:p>Before.</text:p>
<text:p>Around the box.<draw:frame><draw:text-box><text:p>Boxed words.</text:p></draw:text-box>
</draw:frame></text:p>
<draw:custom-shape><text:p>A shape</text:p></draw:custom-shape>
<text:p>Page <text:page-number>7</text:page-number>.<text:note><text:note-body>
<text:p>Note.</text:p><text:list><text:list-item><text:p>item of the note</text:p>
</text:list-item></text:list></text:note-body></text:note></text:p>
<text:p><text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>kan</text:ruby-text></text:ruby
></text:p>
<text:list><text:list-item><text:p>item</text:p><table:table><table:table-row><table:table-cell>
<text:p>cell</text:p></table:table-cell></table:table-row></table:table></text:list-item></text:list>
<text:p>Kept<office:annotation><text:p>A comment</text:p></office:annotation>.</text:p>"""


def archive(**parts: str) -> bytes:
    """A ZIP file of parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def docx(body: str) -> bytes:
    """A Word file."""
    target = f'Type="{REL}/officeDocument" Target="word/document.xml"'
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        **{
            "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="a" {target}/>'
            "</Relationships>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        }
    )


def odt(body: str, **parts: str) -> bytes:
    """An OpenDocument file."""
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        **{
            "content.xml": f"<office:document-content {ODF_NAMES}>{text}</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF_NAMES}><office:styles/>"
            "</office:document-styles>",
            **parts,
        }
    )


def read(kind: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The lines of the article of a file, and what it does not have."""
    file = GivenFile(Path(f"a.{kind}"), f"a.{kind}", data)
    article = read_article(file, "articles/a", "2026-01-01")
    assert isinstance(article, ImportedArticle), article
    lines = [line.strip() for line in article.text.splitlines()[5:] if line.strip()]
    return " / ".join(lines), article.losses


def run(text: str) -> str:
    """A run of a Word file."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def ruby(base: str, reading: str) -> str:
    """A ruby text of a Word file."""
    return f"<w:ruby><w:rt>{run(reading)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase></w:ruby>"


def cells(*spans: int) -> str:
    """A row of a Word table, each cell with the number of columns that it spans."""
    span = '<w:tcPr><w:gridSpan w:val="{0}"/></w:tcPr><w:p><w:r><w:t>c{0}</w:t></w:r></w:p>'
    return f"<w:tr>{''.join(f'<w:tc>{span.format(number)}</w:tc>' for number in spans)}</w:tr>"


@pytest.mark.parametrize(
    ("kind", "data", "text", "losses"),
    [
        (
            "docx",
            docx(DOCX),
            "Before. / Around the box. / Boxed words. / Figure 1: Steps / 漢(kan) / "
            ".. list-table:: / :widths: auto / * - one / - two",
            ("texts not imported: 1, such as: Unread; copy them by hand",),
        ),
        (
            "odt",
            odt(ODT),
            "Before. / Around the box. / Boxed words. / Page 7. [#note-1]_ / 漢(kan) / 1. item / "
            ".. list-table:: / :widths: auto / * - cell / Kept. / .. [#note-1] Note. / "
            "1. item of the note",
            (
                "texts not imported: 1, such as: A shape; copy them by hand",
                "comments not imported: 1; copy by hand what is needed",
            ),
        ),
    ],
)
def test_words_where_pandoc_reads_none(
    kind: str, data: bytes, text: str, losses: tuple[str, ...]
) -> None:
    """Boxes, fields, ruby texts, lists in notes and tables in lists are there, in order; what
    cannot be read, and comments, are reported."""
    assert read(kind, data) == (text, losses)


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        (
            "docx",
            docx(
                f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>A</w:t>{ruby('漢', 'kan')}<w:t>B</w:t>"
                f"{ruby('字', 'ji')}<w:t>C</w:t></w:r></w:p>"
                '<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://example.org&quot; ">'
                f"{run('link')}</w:fldSimple></w:p>"
                f"<w:tbl>{cells(2, 1)}{cells(1, 1, 1)}</w:tbl>"
                f"<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>{cells(1, 1)}{cells(1, 1)}</w:tbl>"
                f'<w:p xmlns:other="{W}"><w:fldSimple>{run("Last words")}</w:fldSimple></w:p>'
            ),
            r"**A**\ 漢(kan)\ **B**\ 字(ji)\ **C** / `link <https://example.org>`__ / "
            ".. table:: / +---------+----+ / | c2      | c1 | / +----+----+----+ / "
            "| c1 | c1 | c1 | / +----+----+----+ / "
            ".. list-table:: / :widths: auto / * - c1 / - c1 / * - c1 / - c1 / Last words",
        ),
        (
            "odt",
            odt(
                "<text:p>A<draw:frame><draw:text-box><text:p>Boxed words.</text:p>"
                f"<text:p>{PICTURE}</text:p></draw:text-box></draw:frame></text:p>"
                f"<text:p><draw:frame><draw:text-box><text:p>{PICTURE}Caption</text:p>"
                "</draw:text-box></draw:frame></text:p>"
                "<text:p>Sh<text:script>run()</text:script>o<text:hidden-text>no"
                '</text:hidden-text>w<text:hidden-text text:is-hidden="false">n</text:hidden-text>'
                "</text:p>",
                **{"Pictures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'},
            ),
            "A / Boxed words. / .. image:: /figures/a/picture-1.svg / "
            ".. figure:: /figures/a/picture-1.svg / :alt: Caption / Caption / Shown",
        ),
    ],
)
def test_all_of_what_a_place_has(kind: str, data: bytes, text: str) -> None:
    """All ruby texts of a run with the words around them, links that are simple fields, all columns
    of tables whose cells span several, also where a file has two prefixes for Word's namespace;
    boxes with words and a picture, but no text that is hidden."""
    assert read(kind, data) == (text, ())
