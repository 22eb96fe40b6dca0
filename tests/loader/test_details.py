"""Details of nodes: numbers of lists, lines of code, pictures of a language, labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Article, Node, Text
from cellulite_content.renderings.lists import mark
from cellulite_content.renderings.literals import code_lines
from support.loader.bundles import FIGURE, NAME, files, reading


def _article(*rows: str, tag: str = "de") -> Article:
    """The article of these rows after the title, which are `depth type attribute` with `|` for
    the tabs of details; each of them has the unit `Eins`."""
    found = files()
    lines = ["0\tarticle\t\t\t\t", "1\theading\t1\ttitle\t\t1"]
    for row in rows:
        depth, kind, *attribute = row.split(" ")
        field = " ".join(attribute).replace("|", "\\t")
        unit = "\t" if kind in ("list", "figure", "lines", "table", "row") else "6\twhy/item-1"
        lines.append(f"{depth}\t{kind}\t{unit}\t\t{field}")
    head = found[f"{NAME}/structure.txt"].decode().split("\n")[0].rsplit("\t", 1)[0]
    found[f"{NAME}/structure.txt"] = "\n".join([f"{head}\t{len(lines)}", *lines, ""]).encode()
    found[f"{NAME}/foot.de.svg"] = FIGURE + b"<!-- de -->"
    return reading(found).load(tag)


@pytest.mark.parametrize(
    ("number", "style", "expected"),
    [
        (3, "", "3"),
        (1, "loweralpha", "a"),
        (28, "upperalpha", "AB"),
        (4, "lowerroman", "iv"),
        (1999, "upperroman", "MCMXCIX"),
        (4000, "upperroman", "4000"),
        (0, "loweralpha", "0"),
    ],
)
def test_marks_of_items(number: int, style: str, expected: str) -> None:
    """Numbers are written as browsers write those of the same type of list."""
    assert mark(number, style) == expected


def test_a_list_keeps_its_first_number_and_style() -> None:
    """In all forms; Markdown has digits only, so letters are words there."""
    article = _article("1 list ordered|start=3|style=loweralpha", "2 item", "2 item")
    assert '<ol start="3" type="a">' in article.html()
    assert article.plain().endswith("c. Eins\nd. Eins\n")
    assert article.markdown().endswith("- c. Eins\n- d. Eins\n")
    values = article.to_dict()["body"][1]  # type: ignore[index]
    assert (values["start"], values["style"]) == (3, "loweralpha")
    assert _article("1 list ordered|start=3", "2 item").markdown().endswith("3. Eins\n")


def test_each_language_has_its_picture() -> None:
    """The first of the chain that has one; the file for all languages is left out."""
    row = "1 image foot.svg|file:de=foot.de.svg|link=https://x.example/?a=b"
    german, arabic = _article(row), _article(row, tag="ar")
    assert german.figures() == ("foot.de.svg",)
    assert german.figure("foot.de.svg") != arabic.figure("foot.svg") == FIGURE
    assert german.root.children[1].details == {"link": "https://x.example/?a=b"}
    image = '<a href="https://x.example/?a=b"><img src="f/foot.de.svg" alt="Eins"></a>'
    assert image in german.html("f")
    assert "[![Eins](foot.de.svg)](https://x.example/?a=b)" in german.markdown()


def test_a_picture_leads_to_a_picture() -> None:
    """Its file is one of the article's figures, in the language too."""
    row = "1 image foot.svg|linked-file=foot.svg|linked-file:de=foot.de.svg|width=50%|height=9"
    article = _article(row)
    assert article.figures() == ("foot.svg", "foot.de.svg")
    assert '<a href="f/foot.de.svg"><img src="f/foot.svg"' in article.html("f")
    assert 'height="9" style="width: 50%"' in article.html()


def test_labels_begin_captions() -> None:
    """The caption is one text with its label; in a box the label is a line."""
    article = _article(
        "1 figure", "2 image foot.svg", "2 label", "2 caption", "1 note n", "2 label"
    )
    assert '<figcaption><span class="label">Eins</span> Eins</figcaption>' in article.html()
    assert '<aside class="n">Eins\n<p class="label">Eins</p>' in article.html()
    assert "\n\n**Eins** Eins\n\n" in article.markdown()


def test_row_heads_and_lines() -> None:
    """The heading of a row is one; lines stay lines, those inside others indented."""
    article = _article("1 table", "2 row", "3 cell |scope=row", "3 cell")
    assert '<th scope="row">Eins</th><td>Eins</td>' in article.html()
    assert "| **Eins** | Eins |" in article.markdown()
    lines = _article("1 lines", "2 line", "2 lines", "3 line")
    assert lines.plain().endswith("Eins\n    Eins\n")
    assert '<div class="line-block">\n<div class="line">Eins</div>' in lines.html()


def test_code_has_its_language_numbers_and_marks() -> None:
    """Seen in HTML; in Markdown in the info string."""
    article = _article("1 literal |language=python|first-line=9|emphasized=1")
    code = '<span class="line-number">9 </span><mark>Eins</mark>'
    assert f'<pre><code class="language-python">{code}</code></pre>' in article.html()
    assert "```python {1} showLineNumbers=9\nEins\n```" in article.markdown()
    assert article.plain().endswith("9 Eins\n")


@given(st.text("0123456789-,x", max_size=30), st.text("09x", max_size=12))
def test_damaged_details_do_no_harm(ranges: str, first: str) -> None:
    """Whatever they say, each line is there once."""
    details = f"\\temphasized={ranges}\\tfirst-line={first}"
    node = Node(("literal", "", details, 1, "x", 0), Text("a\nb"), ())
    assert [line for _, _, line in code_lines(node, str(node.text))] == ["a", "b"]
