"""The reader of pages: words as data, notes once, links that lead somewhere."""

import pytest
from defusedxml import ElementTree

from cellulite_content.pipeline.editions.pdf.nodes import Nodes, with_long_words
from cellulite_content.pipeline.editions.pdf.page_reader import PageReader


def read(*bodies: str) -> tuple[list[Nodes], PageReader]:
    pages = {
        f"{number}.xhtml": ElementTree.fromstring(f"<body>{body}</body>")
        for number, body in enumerate(bodies)
    }
    reader = PageReader(pages)
    return [reader.read(page, file) for file, page in pages.items()], reader


def kinds(nodes: object) -> list[str]:
    """The kinds of all nodes, in order."""
    if isinstance(nodes, list):
        return [kind for node in nodes for kind in kinds(node)]
    if not isinstance(nodes, dict):
        return []
    inner = [kind for value in nodes.values() for kind in kinds(value)]
    return [*([nodes["kind"]] if "kind" in nodes else []), *inner]


NOTE = '<aside class="footnote" id="a"><span class="label">[1]</span><p>Why.</p></aside>'
MARK = '<a class="footnote-reference" role="doc-noteref" href="#a">[1]</a>'


def test_words_stay_as_they_are() -> None:
    """Typst's signs are words like others; space is folded, but not in what is written."""
    ((paragraph, code),), _ = read('<p>#read("x")  $a$ \\ @b\n<em>*c*</em></p><pre>a  b\n  c</pre>')
    assert paragraph["body"] == ['#read("x") $a$ \\ @b ', {"kind": "em", "body": ["*c*"]}]
    assert (code["kind"], code["words"]) == ("program", "a  b\n  c")


def test_pictures_have_the_names_of_their_files() -> None:
    """A page has a name as a part of an address; Typst gets that of the file."""
    ((node,),), _ = read('<img src="_images/q%22%C3%BC%25.svg" alt="#a"/>')
    assert (node["file"], node["words"]) == ('_images/q"ü%.svg', "#a")


def test_a_picture_in_a_text_stays_in_its_line() -> None:
    """Also one in other markup; a picture that is a paragraph of its own does not."""
    picture = '<img src="a.png" alt="a"/>'
    (nodes,), _ = read(f"<p>A {picture} b <em>{picture}</em></p><p>{picture}</p>")
    text, alone = (node["body"] for node in nodes)
    assert [text[1]["inline"], text[3]["body"][0]["inline"]] == [True, True]
    assert not alone[0]["inline"]


def test_a_note_is_at_its_first_mark() -> None:
    """Other marks lead there, and the list of notes at the end has nothing left."""
    (nodes,), reader = read(
        f"<p>A{MARK}</p><p>B{MARK}</p><aside class='footnote-list'>{NOTE}</aside>"
    )
    first, second = (node["body"][1] for node in nodes)
    assert [node.get("has-notes") for node in nodes] == [True, None]
    assert first["label"] == "1"
    assert first["note"][0]["body"] == ["Why."]
    assert "note" not in second
    assert reader.listed == set()


def test_a_list_of_sources_stays() -> None:
    """Where notes are all that a section has, they are in it, too, with their addresses."""
    source = NOTE.replace("Why.", '<a href="https://x.example/a-b">X</a>')
    (nodes,), reader = read(
        f"<p>A{MARK}</p><section><h2>Sources</h2>"
        f"<aside class='footnote-list'>{source}</aside></section>"
    )
    assert reader.listed == {"0.xhtml#a"}
    (link, address) = nodes[-1]["body"][0]["body"]
    assert link["address"] == "https://x.example/a-b"
    assert "".join(address["parts"]) == "x.example/a-b"


@pytest.mark.parametrize("words", ["https://clevelandclinic.example/a-b", "a@x.example"])
def test_an_address_is_no_words(words: str) -> None:
    """A link that shows its address: it is not broken like a word, and not printed again."""
    target = words if "/" in words else f"mailto:{words}"
    note = NOTE.replace("Why.", f'<a href="{target}">{words}</a>')
    (nodes,), _ = read(
        f"<section><h2>Sources</h2><aside class='footnote-list'>{note}</aside></section>"
    )
    (link,) = with_long_words(nodes)[-1]["body"][0]["body"]
    (address,) = link["body"]
    assert (link["address"], "".join(address["parts"])) == (target, words)
    assert (address["kind"], address["printed"]) == ("address", False)


def test_marks_side_by_side_are_apart() -> None:
    """Or notes 2 and 3 would look like note 23."""
    (nodes,), _ = read(f"<p>A{MARK}\u2060{MARK}</p>")
    assert kinds(nodes) == ["text", "mark", "gap", "mark"]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ('<a href="#there">x</a>', "0.xhtml#there"),
        ('<a href="1.xhtml#here">x</a>', "1.xhtml#here"),
        ('<a href="1.xhtml#nowhere">x</a>', None),
    ],
)
def test_links_lead_to_places_of_the_book(link: str, expected: str | None) -> None:
    """One that leads nowhere is words: Typst would refuse the book."""
    (nodes, _), _ = read(f"<p id='there'>{link}</p>", "<p id='here'>y</p>")
    (part,) = nodes[0]["body"]
    assert (part["to"] if expected else part) == (expected or "x")


def test_languages_are_marked() -> None:
    """What fell back to the source is set apart; a code is not turned around."""
    (nodes,), _ = read(
        '<p class="fallback" lang="en" dir="ltr">x</p><p><code dir="ltr">y</code></p>'
    )
    assert (nodes[0]["kind"], nodes[0]["tag"], nodes[0]["fallback"]) == ("language", "en", True)
    assert kinds(nodes[1]) == ["text", "direction", "code"]


def test_pairs_are_two_sides() -> None:
    """In a box of their own, in an item of a list, and as headings."""
    pair = '<p class="paired">a</p><p class="source" lang="en">b</p>'
    (nodes,), _ = read(
        f"<div class='pair'>{pair}</div><ul><li>{pair}</li></ul>"
        '<section><h2 class="paired">a</h2><p class="source heading" lang="en">b</p></section>'
    )
    assert [kind for kind in kinds(nodes) if kind == "pair"] == ["pair"] * 3


def test_columns_have_room_for_their_words() -> None:
    """A column of long texts is wider, but not in proportion."""
    (nodes,), _ = read(f"<table><tbody><tr><td>{'a' * 64}</td><td>b</td></tr></tbody></table>")
    assert nodes[0]["columns"] == [8.0, 3.0]


def test_a_word_has_room_in_its_column() -> None:
    """Beside columns of long texts, and below a cell that takes several rows."""
    text = "so on " * 20
    row = f"<td>Sometimes</td><td>{text}</td><td>{text}</td><td>1234567890</td>"
    (nodes,), _ = read(f"<table><tbody><tr>{row}</tr></tbody></table>")
    first, *_, last = (share / sum(nodes[0]["columns"]) for share in nodes[0]["columns"])
    assert (first > 10 / 66, last > 11 / 66, nodes[0]["narrow"]) == (True, True, False)
    rows = f"<tr><td rowspan='2'>a</td><td>b</td></tr><tr><td>{text}</td></tr>"
    (nodes,), _ = read(f"<table><tbody>{rows}</tbody></table>")
    assert nodes[0]["columns"] == [3.0, 10.91]


def test_the_words_of_a_narrow_table_are_hyphenated() -> None:
    """One whose columns have no room for all of their words; each gets a part of the width."""
    row = "".join(f"<td>{word}</td>" for word in ["Frequently"] * 7)
    (nodes,), _ = read(f"<table><tbody><tr>{row}</tr></tbody></table>")
    assert nodes[0]["narrow"]
    assert len(set(nodes[0]["columns"])) == 1


@pytest.mark.parametrize("name", ["a_long_name/of_a_program.py", "0123456789abcdef" * 4])
def test_a_long_name_in_code_may_end_a_line(name: str) -> None:
    """It is divided into parts, and no character is lost; short ones are whole."""
    (nodes,), _ = read(f"<p><code><span>{name}</span> <span>a_b.py</span></code></p>")
    first, second = nodes[0]["body"][0]["body"]
    assert ("".join(first["parts"]), second) == (name, " a_b.py")
    assert max(map(len, first["parts"])) <= 12


def test_long_words_may_be_broken() -> None:
    """Those of alphabets, in all texts but headings and code; no letter is lost."""
    page = "<h1>Unbreakableword</h1><ul><li>Ja, Nahrungsergänzungsmittel.</li></ul>"
    (nodes,), _ = read(f"{page}<p>短い<code>unbreakableword</code></p>")
    heading, items, paragraph = with_long_words(nodes)
    assert (heading, paragraph) == (nodes[0], nodes[2])
    word = {"kind": "word", "words": "Nahrungsergänzungsmittel"}
    assert items["items"][0]["body"] == ["Ja, ", word, "."]


def test_a_source_repeats_the_numbers_of_notes() -> None:
    """Its translation has the links, unless the source alone has the note."""
    source = f'<p class="source" lang="en">B{MARK}</p>'
    notes = f"<aside class='footnote-list'>{NOTE}</aside>"
    (nodes,), _ = read(f'<p class="paired">A{MARK}</p>{source}{notes}')
    assert nodes[0]["second"][0]["body"][0]["body"][1] == {"kind": "mark", "label": "1"}
    (nodes,), _ = read(f'<p class="paired">A</p>{source}{notes}')
    assert "note" in nodes[0]["second"][0]["body"][0]["body"][1]


def test_each_place_is_there_once() -> None:
    """Also where an element begins with another one that has a place, or is empty."""
    (nodes,), _ = read(
        '<section id="a"><span id="b"></span><h2 id="c">x</h2></section>'
        '<div id="d"><p id="e">y</p></div><aside class="topic" id="f"></aside>'
    )
    assert _anchors(nodes) == [f"0.xhtml#{each}" for each in "abcdef"]


def _anchors(nodes: Nodes) -> list[str]:
    found = []
    for node in nodes:
        if isinstance(node, dict):
            found += [node["anchor"]] if node.get("anchor") else []
            found += _anchors(node.get("body", []))
    return found


def test_terms_are_in_their_languages() -> None:
    """One without a translation, and a source that is a line of its own below its translation."""
    (nodes,), _ = read(
        "<dl><dt class='fallback' lang='en'>One</dt><dd><p>1</p></dd>"
        "<dt>Zwei:</dt><dt class='source' lang='en'>Two:</dt><dd><p>2</p></dd></dl>"
    )
    first, second = nodes[0]["entries"]
    language = {"kind": "language", "tag": "en"}
    assert first["terms"] == [[{**language, "body": ["One"], "fallback": True}]]
    source = {"kind": "text", "style": "source", "body": ["Two:"], "block": True}
    assert second["terms"] == [["Zwei:"], [{**language, "body": [source], "block": True}]]
    assert [entry["body"][0]["body"] for entry in (first, second)] == [["1"], ["2"]]


def test_a_term_and_its_classifiers_are_a_line_in_each_language() -> None:
    """Also if one of them is the same in both; places and links are in the first line."""
    source = "<span class='source' lang='en'>{}</span>"
    (nodes,), _ = read(
        f"<dl><dt id='t'>Last {source.format('load')}"
        f"<span class='paired classifier'>schwer {source.format('<em>heavy</em>')}</span>"
        "<span class='classifier'>kg</span></dt><dd><p>1</p></dd></dl><p><a href='#t'>x</a></p>"
    )
    (entry,) = nodes[0]["entries"]
    marks = [{"kind": "em", "body": ["schwer"]}, " : ", {"kind": "em", "body": ["kg"]}]
    place = {"kind": "anchor", "anchor": "0.xhtml#t"}
    heavy = {"kind": "em", "body": [{"kind": "em", "body": ["heavy"]}]}
    english = ["load : ", heavy, " : ", {"kind": "em", "body": ["kg"]}]
    text = {"kind": "text", "style": "source", "body": english, "block": True}
    assert entry["terms"] == [
        [place, "Last : ", *marks],
        [{"kind": "language", "tag": "en", "body": [text], "block": True}],
    ]
