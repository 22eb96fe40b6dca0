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


def odt(body: str) -> bytes:
    """An OpenDocument file."""
    text = f"<office:body><office:text>{body}</office:text></office:body>"
    return archive(
        **{
            "content.xml": f"<office:document-content {ODF_NAMES}>{text}</office:document-content>",
            "styles.xml": f"<office:document-styles {ODF_NAMES}><office:styles/>"
            "</office:document-styles>",
        }
    )


@pytest.mark.parametrize(
    ("kind", "data", "text", "losses"),
    [
        (
            "docx",
            docx(DOCX),
            "Before. / Around the box. / Boxed words. / Figure 1: Steps / 漢(kan) / "
            ".. list-table:: / :widths: auto / * - one / - two",
            ("text in places that cannot be read: 1 ×, such as: Unread",),
        ),
        (
            "odt",
            odt(ODT),
            "Before. / Around the box. / Boxed words. / Page 7. [#note-1]_ / 漢(kan) / 1. item / "
            ".. list-table:: / :widths: auto / * - cell / Kept. / .. [#note-1] Note. / "
            "1. item of the note",
            ("text in places that cannot be read: 1 ×, such as: A shape", "comments: 1 ×"),
        ),
    ],
)
def test_words_where_pandoc_reads_none(
    kind: str, data: bytes, text: str, losses: tuple[str, ...]
) -> None:
    """Boxes, fields, ruby texts, lists in notes and tables in lists are there, in order; what
    cannot be read, and comments, are reported."""
    file = GivenFile(Path(f"a.{kind}"), f"a.{kind}", data)
    article = read_article(file, "articles/a", "2026-01-01")
    assert isinstance(article, ImportedArticle), article
    lines = [line.strip() for line in article.text.splitlines()[5:] if line.strip()]
    assert " / ".join(lines) == text
    assert article.losses == losses
