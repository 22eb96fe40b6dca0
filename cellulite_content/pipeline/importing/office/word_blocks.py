"""Blocks of Word files where pandoc reads none, put where it does: see `readable_blocks`."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from xml.etree import ElementTree as ET  # `ET`: its usual name

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_MOST_COLUMNS = 63
"""Columns that a cell can span: Word's limit of those in a table."""


def change_docx(root: ET.Element) -> bool:
    """Put the blocks of text boxes behind the paragraphs that have them, and the content of other
    containers in their places; whether anything has changed."""
    changed = _unwrap(root) | _add_grids(root)
    for parent in list(root.iter()):
        for paragraph in parent.findall(f"{_W}p"):
            if blocks := list(_remove_box_blocks(paragraph)):
                place = list(parent).index(paragraph) + 1
                parent[place:place] = blocks
                changed = True
    return changed


def _unwrap(element: ET.Element) -> bool:
    """Replace simple fields such as the number of a caption, marks of templates, and ruby texts by
    their content."""
    changed = False
    for number in range(len(element) - 1, -1, -1):
        child = element[number]
        changed |= _unwrap(child)
        content = _content(child)
        if content is not None:
            element[number : number + 1] = content
            changed = True
    return changed


def _content(element: ET.Element) -> list[ET.Element] | None:
    """What is written in the place of an element; None if it stays."""
    if element.tag == f"{_W}r" and element.find(f"{_W}ruby") is not None:
        return list(_without_ruby(element))
    if element.tag not in (f"{_W}fldSimple", f"{_W}customXml"):
        return None
    content = [part for part in element if part.tag not in (f"{_W}customXmlPr", f"{_W}fldData")]
    instruction = element.get(f"{_W}instr", "")
    return _link(instruction, content) if "HYPERLINK" in instruction.upper() else content


def _without_ruby(run: ET.Element) -> Iterator[ET.Element]:
    """The runs in place of one with ruby texts: their readings in brackets, the rest as it is."""
    properties = run.findall(f"{_W}rPr")
    current = _run(*properties)
    for child in run:
        if child.tag == f"{_W}ruby":
            yield current
            yield from child.findall(f"{_W}rubyBase/*")
            if reading := child.findall(f"{_W}rt/*"):
                looks = reading[0].findall(f"{_W}rPr")
                yield from (_text_run("(", *looks), *reading, _text_run(")", *looks))
            current = _run(*properties)
        elif child not in properties:
            current.append(child)
    yield current


def _link(instruction: str, content: list[ET.Element]) -> list[ET.Element]:
    """A link in the form of a field that pandoc reads."""
    begin, separate, end = (
        _run(ET.Element(f"{_W}fldChar", {f"{_W}fldCharType": kind}))
        for kind in ("begin", "separate", "end")
    )
    text = ET.Element(f"{_W}instrText", {_XML_SPACE: "preserve"})
    text.text = instruction
    return [begin, _run(text), separate, *content, end]


def _add_grids(root: ET.Element) -> bool:
    """Complete the lists of the columns of tables: pandoc leaves out cells beyond the last one."""
    changed = False
    for table in root.iter(f"{_W}tbl"):
        grid = table.find(f"{_W}tblGrid")
        if grid is None:
            grid = ET.Element(f"{_W}tblGrid")
            table.insert(0, grid)
        columns = max(map(_columns, _own(table, "tr")), default=0)
        listed = sum(f"{_W}w" in column.attrib for column in grid)
        for _ in range(columns - listed):
            ET.SubElement(grid, f"{_W}gridCol", {f"{_W}w": "1000"})
            changed = True
    return changed


def _own(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """The rows of a table or the cells of a row, without those of tables in its cells."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag != f"{_W}tbl":
            yield from _own(child, name)


def _columns(row: ET.Element) -> int:
    """The columns of a row: those of its cells, and the ones that it leaves out."""
    left_out = (row.find(f"{_W}trPr/{_W}{name}") for name in ("gridBefore", "gridAfter"))
    spans = (cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in _own(row, "tc"))
    return sum(_number(span, 0) for span in left_out) + sum(_number(span, 1) for span in spans)


def _number(element: ET.Element | None, default: int) -> int:
    """The value of an element; the default where it has none, or a smaller one."""
    value = element.get(f"{_W}val", "") if element is not None else ""
    number = int(value[:4]) if value.isascii() and value.isdecimal() else default
    return min(max(number, default), _MOST_COLUMNS)


def _run(*content: ET.Element) -> ET.Element:
    """A run with copies of elements."""
    run = ET.Element(f"{_W}r")
    run.extend(map(deepcopy, content))
    return run


def _text_run(text: str, *properties: ET.Element) -> ET.Element:
    run = _run(*properties)
    ET.SubElement(run, f"{_W}t").text = text
    return run


def _remove_box_blocks(paragraph: ET.Element) -> Iterator[ET.Element]:
    """Remove the blocks of a paragraph's text boxes from it, and give them."""
    for content in list(paragraph.iter(f"{_MC}AlternateContent")):
        first, *others = content or [content]
        if next(first.iter(f"{_W}txbxContent"), None) is not None:
            for other in others:  # the same text for older programs
                content.remove(other)
    for parent in list(paragraph.iter()):
        for box in parent.findall(f"{_W}txbxContent"):
            yield from [block for block in box if block.tag != f"{_W}sectPr"]
            parent.remove(box)
