"""Renderings: HTML, Markdown, plain text, values for JSON."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellulite_content import Article
from cellulite_content.renderings.markdown import inline
from support.loader.bundles import NAME, UNITS, content, files, reading

HTML = """\
<article lang="de" dir="ltr">
<h1>Gehen &amp; Haut</h1>
<p>Gehen tut <strong>gut</strong>. <a href="#note-1"><sup>[1]</sup></a></p>
<aside class="note">
<p>Vorsicht</p>
</aside>
<section id="why">
<h2>Warum</h2>
<p lang="en" dir="ltr">A path C:\\x\tand 1 &lt; 2</p>
<ul>
<li>Eins</li>
<li>Zwei</li>
</ul>
<table>
<thead>
<tr><th scope="col">Aussage</th></tr>
</thead>
<tbody>
<tr><td>Es hilft</td></tr>
</tbody>
</table>
<figure>
<img src="figures/foot.svg" alt="Ein Fuß">
<figcaption>Ein Bild</figcaption>
</figure>
</section>
<aside role="doc-footnote" id="note-1"><sup>1</sup> Die Quelle</aside>
</article>
"""
MARKDOWN = """\
# Gehen & Haut

Gehen tut **gut**. [^1]

> Vorsicht

## Warum

A path C:\\\\x\tand 1 \\< 2

- Eins
- Zwei

| Aussage |
| --- |
| Es hilft |

![Ein Fuß](figures/foot.svg)

Ein Bild

[^1]: Die Quelle
"""
PLAIN = """\
Gehen & Haut

Gehen tut gut. [1]

Vorsicht

Warum

A path C:\\x\tand 1 < 2

- Eins
- Zwei

Aussage
Es hilft

[Ein Fuß]

Ein Bild

[1] Die Quelle
"""


@pytest.fixture
def german() -> Article:
    """The German article, which lacks one unit."""
    return content().load("de")


class Balance(HTMLParser):
    """Reads HTML and fails at an element that is not closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html(german: Article) -> None:
    """One semantic fragment; the unit that is not German says that it is English."""
    assert german.html("figures") == german.html("figures/") == HTML
    assert 'src="foot.svg"' in german.html()
    assert german.__html__() == german._repr_html_() == german.html()


def test_markdown(german: Article) -> None:
    """Headings, emphasis, lists, a table, an image and a footnote with its reference."""
    assert german.markdown("figures").replace(r"\&", "&") == MARKDOWN


def test_plain(german: Article) -> None:
    """Text alone, without markup, and with nothing escaped."""
    assert german.plain() == PLAIN


def test_right_to_left() -> None:
    """An Arabic article says its direction; nothing in it needs to say it again."""
    html = content().load("ar").html()
    assert html.startswith('<article lang="ar" dir="rtl">\n<h1>')
    assert html.count("lang=") == 1
    mixed = content().load("de", "ar").html()
    assert '<p lang="ar" dir="rtl">مسار 1 &lt; 2</p>' in mixed


def test_values_for_json(german: Article) -> None:
    """The values survive JSON, and each node says what it is."""
    found = german.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert list(found)[:4] == ["format", "article", "lang", "dir"]
    assert found["missing"] == ["why/paragraph-1"]
    body = found["body"]
    assert isinstance(body, list)
    assert body[0] == {
        "type": "heading",
        "level": 1,
        "id": "title",
        "text": "Gehen & Haut",
        "html": "Gehen &amp; Haut",
    }
    section = body[3]
    assert section["anchor"] == "why"
    assert section["children"][1]["lang"] == "en"
    assert section["children"][2]["ordered"] is False
    assert section["children"][3]["children"][0]["header"] is True
    assert section["children"][4]["children"][0]["file"] == "foot.svg"
    assert body[4]["label"] == "1"
    assert {type(value) for value in _leaves(found)} == {str, int, bool}


def _leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in _leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in _leaves(each)]
    return [value]


def _with(rows: list[str], units: list[str], german: list[str]) -> Article:
    """A German article of these rows and units, after the title."""
    found = files()
    rows = ["0\tarticle\t\t\t\t", "1\theading\t1\ttitle\t\t1", *rows]
    head = found[f"{NAME}/structure.txt"].decode().split("\n")[0].rsplit("\t", 1)[0]
    lines = [f"{head}\t{len(rows)}", *rows, ""]
    found[f"{NAME}/structure.txt"] = "\n".join(lines).encode()
    for tag, texts in (("en", units), ("de", german)):
        head = found[f"{NAME}/{tag}.txt"].decode().split("\n")[0].rsplit("\t", 1)[0]
        lines = [f"{head}\t{len(texts) + 1}", UNITS[tag][0], *texts, ""]
        found[f"{NAME}/{tag}.txt"] = "\n".join(lines).encode()
    return reading(found).load("de")


def test_an_unknown_type_is_a_plain_block() -> None:
    """A node of a type from the future is shown, whatever its name."""
    types = ["sidebar", "_list", "article", "below", "inline"]
    rows = [f"1\t{kind}\t2\tx\t\tq" for kind in types]
    article = _with(rows, ["Text"], ["Wort"])
    assert article.html().count("<div>Wort</div>") == 5
    assert article.plain().count("Wort") == article.markdown().count("Wort") == 5
    assert article.root.children[1].attribute == "q"


def test_a_text_beside_children_marks_only_itself() -> None:
    """An English text does not make the German paragraph in the same item English."""
    rows = ["1\tlist\t\t\t\tordered", "2\titem\t2\ta\t\t", "3\tparagraph\t3\tb\t\t"]
    html = _with(rows, ["One", "Two"], ["", "Zwei"]).html()
    assert '<ol>\n<li><span lang="en" dir="ltr">One</span>\n<p>Zwei</p>' in html


def test_an_only_paragraph_gives_its_language_to_the_item() -> None:
    """A list item, a cell and a footnote that hold one English paragraph are English."""
    rows = ["1\tlist\t\t\t\tbullet", "2\titem\t\t\t\t", "3\tparagraph\t2\ta\t\t"]
    rows += ["1\tfootnote\t\t\tf\t2", "2\tparagraph\t2\ta\t\t"]
    article = _with(rows, ["One"], [""])
    assert '<li lang="en" dir="ltr">One</li>' in article.html()
    assert 'id="f" lang="en" dir="ltr"><sup>2</sup> One</aside>' in article.html()
    assert "\\[2\\] One" in article.markdown()  # nothing cites it
    assert article.missing == ("a",)


def test_a_list_in_a_list() -> None:
    """What an item holds is set in below it."""
    rows = ["1\tlist\t\t\t\tordered", "2\titem\t\t\t\t", "3\tparagraph\t2\ta\t\t"]
    rows += ["3\tlist\t\t\t\tbullet", "4\titem\t3\tb\t\t", "2\titem\t3\tb\t\t"]
    article = _with(rows, ["One", "Two"], ["Eins", "Zwei"])
    assert article.plain().endswith("1. Eins\n\n   - Zwei\n\n2. Zwei\n")
    assert article.markdown().endswith("1. Eins\n\n   - Zwei\n\n2. Zwei\n")
    Balance(article.html())


def test_a_note_in_a_cell_follows_the_table() -> None:
    """GitHub's tables hold no notes: one in a cell would be shown as `[^1]`."""
    rows = ["1\ttable\t\t\t\t", "2\trow\t\t\t\t", "3\tcell\t\t\t\t", "4\tparagraph\t2\ta\t\t"]
    rows += ["4\tfootnote\t\t\tn\t1", "5\tparagraph\t3\tb\t\t", "1\tparagraph\t4\tc\t\t"]
    texts = ['Fact1\tFact<sup><a href="#n">1</a></sup>', "Note", "After"]
    markdown = _with(rows, texts, texts).markdown()
    assert markdown.endswith("| --- |\n| Fact[^1] |\n\n[^1]: Note\n\nAfter\n")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_plain_text_is_escaped_in_html(text: str) -> None:
    """Whatever is in a text, an anchor, an attribute or the base, no element is added."""
    field = text.replace("\\", "\\\\") or "x"
    kinds = ("image", "note", "footnote", "odd")
    rows = [f"1\t{kind}\t2\tx\t{kind}{field}\t{field}" for kind in kinds]
    html = _with(rows, [field], [field]).html(text)
    names = {name for name, _ in Balance(html).attributes}
    assert names <= {"lang", "dir", "id", "class", "role", "src", "alt"}
    assert html.count("<") == _with(rows, ["x"], ["x"]).html().count("<")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<em>a</em> b", "*a* b"),
        ("<strong>Body fat:</strong> less", "**Body fat:** less"),
        ("<strong>Fett:</strong>weg", "<strong>Fett:</strong>weg"),
        ("<strong>「重要」</strong>です", "<strong>「重要」</strong>です"),
        ("これは<em>重要</em>です", "これは*重要*です"),
        ("<em>a</em><em>b</em>", "<em>a</em><em>b</em>"),
        ("<strong><em>a</em></strong>", "**<em>a</em>**"),
        ("<em> a</em>", "<em> a</em>"),
        ('<a href="https://x.y/a(b)">t</a>', "[t](<https://x.y/a(b)>)"),
        ('<a href="#n"><sup>[1]</sup></a>', "[^1]"),
        ('<sup><a href="#n">1</a></sup>', "[^1]"),
        ("m<sup>2</sup>", "m<sup>2</sup>"),
        ("<code>a*b`c</code>", "``a*b`c``"),
        ("2 * 3 &lt; 7 [x]", r"2 \* 3 \< 7 \[x\]"),
        ("1. Mai", r"1\. Mai"),
        ("- 5", r"\- 5"),
        ("80 to 90%", "80 to 90%"),
    ],
)
def test_inline_markdown(html: str, expected: str) -> None:
    """Inline markup is Markdown where Markdown sees it, else it stays HTML."""
    assert inline(html, {"#n": "1"}) == expected


@given(st.text(alphabet="ab*_`<>[]&;/e\x01\x02\x03 em", max_size=40))
def test_any_markup_gives_markdown(markup: str) -> None:
    """Malformed markup is no exception and no endless loop."""
    inline(markup, {})
