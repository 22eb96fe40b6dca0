"""The reading of SVG pictures: their labels, and why they are refused."""

import pytest

from cellulite_content.pipeline.source.pictures.svg_picture import read_picture


def _picture(inner: str, attributes: str = 'viewBox="0 0 100 50"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inner}</svg>'.encode()


@pytest.mark.parametrize(
    ("inner", "texts"),
    [
        ("<text>Skin</text>", ["Skin"]),
        ("<text> Fat\n lobule </text><text>Skin</text>", ["Fat lobule", "Skin"]),
        ("<text>Fat &amp; skin</text>", ["Fat & skin"]),
        # Programs for drawing write each line as a `tspan`, and each style.
        ('<text><tspan x="1" y="2">Band of</tspan><tspan x="1" dy="1em">tissue</tspan></text>',
         ["Band of tissue"]),
        ("<text>H<tspan font-size='8'>2</tspan>O</text>", ["H2O"]),
        ('<text><tspan x="1" y="2">S</tspan><tspan x="3" y="2">kin</tspan></text>', ["Skin"]),
        ('<text><textPath href="#p">Along</textPath></text>', ["Along"]),
        ('<g><a href="https://example.org/"><text>Link</text></a></g>', ["Link"]),
        # No words: numbers, nothing, names of shapes, another program's own language.
        ("<text>12.5 %</text><text/><text> </text>", [""]),
        ("<title>drawing</title><desc>made</desc><style>text { fill: red }</style>", []),
        ('<switch><text systemLanguage="de">Haut</text><text>Skin</text></switch>', ["Skin"]),
        ('<x:text xmlns:x="https://example.org/">no</x:text>', []),
    ],
)  # fmt: skip
def test_labels(inner: str, texts: list[str]) -> None:
    """The words of each `<text>` element, in one line."""
    picture = read_picture(_picture(inner))
    assert [label.text for label in picture.labels] == texts
    assert picture.faults == ()


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ("<script>alert(1)</script>", "it has a program or another medium (<script>); remove it"),
        ('<g onclick="alert(1)"/>', "it has a program (onclick); remove it"),
        ('<a href=" java&#10;script:alert(1)"/>', "it has a program (href); remove it"),
        ("<foreignObject><p>Words</p></foreignObject>", "its words are HTML"),
        ('<image href="https://example.org/x.png"/>', "it loads 'https://example.org/x.png'"),
        ('<image href="../secret.png"/>', "it loads '../secret.png' from elsewhere"),
        ('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="o.svg#a"/>', "it loads"),
        ('<rect fill="url(https://example.org/#p)"/>', "it loads 'https://example.org/#p'"),
        ('<rect style="fill:url(//example.org/x)"/>', "it loads '//example.org/x'"),
        ("<style>@import 'x.css';</style>", "it loads '@import'"),
        (r"<style>a { fill: u\72l(https://example.org/x) }</style>", "it loads"),
        (r"<rect fill='u\rl(https://example.org/#p)'/>", "it loads 'https://example.org/#p'"),
        (r"<style>@\import 'x.css';</style>", "it loads '@import'"),
        ("<style>svg { mask: image-set('x.png' 1x) }</style>", "it loads 'image-set('"),
        ("<style>@font-face { src: src('x.woff') }</style>", "it loads 'x.woff'"),
        ("<style>a {}<g/>@import 'x.css';</style>", "its stylesheet has an element (<g>)"),
        ('<a href="#x"><set attributeName="href" to="https://x.example/"/></a>', "an animation"),
        ('<animate attributeName="xlink:href" values="#;javascript:x"/>', "an animation"),
        ('<set attributeName="onclick" to="alert(1)"/>', "an animation changes 'onclick'"),
        ('<use href="data:image/svg+xml,x#a"/>', "it loads 'data:image/svg+xml,x#a'"),
        ('<image href="data:image/svg+xml,x"/>', "it has another SVG picture in an address"),
        ('<style xmlns="http://www.w3.org/1999/xhtml">p {}</style>', "its words are HTML"),
        ('<meta xmlns="http://www.w3.org/1999/xhtml"/>', "its words are HTML"),
        ("<text><title>Tip</title>Skin</text>", "a label has the element <title>"),
        ("<text>Skin<animate attributeName='x'/></text>", "a label has the element <animate>"),
        ("<text><style>@import 'x.css';</style></text>", "a label has the element <style>"),
        ("<g>", "it cannot be read as XML: mismatched tag"),
    ],
)  # fmt: skip
def test_faults(inner: str, problem: str) -> None:
    """Programs, and whatever a reader's device would load, with the line and the remedy."""
    faults = read_picture(_picture("\n" + inner)).faults
    assert {line for line, _ in faults} == {2}
    assert faults[0][1].startswith(problem)


@pytest.mark.parametrize(
    "inner",
    [
        '<use href="#a"/><rect fill="url(#p)"/><rect style="fill:url(\'#p\')"/>',
        '<image href="data:image/png;base64,AA=="/>',
        '<metadata><r:d xmlns:r="https://example.org/" r:about="https://example.org/"/></metadata>',
    ],
)
def test_harmless(inner: str) -> None:
    """References inside the picture, pictures written into it, and what other programs note."""
    assert read_picture(_picture(inner)).faults == ()


def test_declarations() -> None:
    """A document type is harmless; an entity or a stylesheet of it is not, nor is another
    encoding around words: translations may have any character."""
    picture = _picture("<text>a</text>")
    assert (
        read_picture(b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">' + picture).faults == ()
    )
    for declaration, problem in (
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>', "it declares the entity 'a'; save it again"),
        (b'<?xml-stylesheet href="x.css"?>', "it loads a stylesheet"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>', "its encoding is iso-8859-1"),
        (b'<?xml version="1.0" encoding="us-ascii"?>', "its encoding is us-ascii"),
    ):
        faults = read_picture(declaration + picture).faults
        assert faults[0][1].startswith(problem)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (_picture("<text>a</text>").decode().encode("utf-16"), "its encoding is UTF-16"),
        (b"<svg><text>a</text></svg>", "it is no SVG picture"),
        (b'<html xmlns="http://www.w3.org/2000/svg"/>', "it is no SVG picture"),
        (b'<!DOCTYPE svg SYSTEM "x">' + _picture("<text>&b;</text>"), "it has the entity 'b'"),
    ],
)
def test_other_files(data: bytes, problem: str) -> None:
    """A file that browsers show as no picture, or in which a translation would be no XML."""
    assert read_picture(data).faults[0][1].startswith(problem)


def test_long_stylesheet() -> None:
    """A stylesheet without rules is read once, not once for each of its characters."""
    style = f"<style>{'a' * 300_000}</style><text>Skin</text>"
    assert [label.text for label in read_picture(_picture(style)).labels] == ["Skin"]
