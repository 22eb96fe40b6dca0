"""The pages of the PDF editions, as they are printed: heads, numbers, notes and columns."""

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from support.editions.reader import PROJECT, SLUG, own_digits, said, texts_of_kind

WIDTH, HEIGHT = 420, 595
MARGIN = 51
HEAD, FOOT = 50, 545
"""Points from the left and right edge to the text; and from the upper edge at which a running head
ends and the number of the page begins."""

TAGS = ("de", "fa", "ja")
each_tag = pytest.mark.parametrize("tag", TAGS)


def _text(path: Path, page: int, left: int, top: int, width: int, height: int) -> str:
    """The words in a part of a page, without spaces and signs of direction."""
    place = {"-f": page, "-l": page, "-x": left, "-y": top, "-W": width, "-H": height}
    options = [str(part) for pair in place.items() for part in pair]
    return "".join(each for each in _read(path, *options).decode() if each.isalnum())


def _read(path: Path, *options: str) -> bytes:
    program = shutil.which("pdftotext")
    assert program, "install poppler-utils"
    return subprocess.run([program, *options, path, "-"], capture_output=True, check=True).stdout


def _book(site: Path, tag: str, ending: str = "pdf") -> Path:
    return site / "downloads" / f"{SLUG}.{tag}.{ending}"


@each_tag
def test_pages_have_heads_and_numbers(site: Path, tag: str) -> None:
    """A5; the number in the language's digits; the section above odd pages, the title above even
    ones, and nothing above the title itself."""
    locale, path = PROJECT.locale(tag), _book(site, tag)
    with pikepdf.open(path) as pdf:
        boxes = {tuple(round(float(each)) for each in page.mediabox) for page in pdf.pages}
        count = len(pdf.pages)
    assert boxes == {(0, 0, WIDTH, HEIGHT)}
    for page in range(2, count + 1):
        assert _text(path, page, 0, FOOT, WIDTH, 50) == own_digits(locale, str(page))
    assert _text(path, 2, 0, 0, WIDTH, HEAD) == ""
    title = said(locale, texts_of_kind("title")[0])
    head = _text(path, 4, 0, 0, WIDTH, HEAD)
    assert set(head) == {each for each in title if each.isalnum()}
    assert 0 < len(_text(path, 3, 0, 0, WIDTH, HEAD)) != len(head)


@each_tag
def test_notes_are_at_the_foot_of_their_pages(site: Path, tag: str) -> None:
    """The source of the first two statements, whose name is the same in all languages."""
    lower, pages = HEIGHT * 2 // 3, range(2, 5)
    found = [
        page
        for page in pages
        if "ClevelandClinic" in _text(_book(site, tag), page, 0, lower, WIDTH, FOOT - lower)
    ]
    assert found
    assert "ClevelandClinic" not in _text(_book(site, tag), 2, 0, 0, WIDTH, lower)


@each_tag
def test_the_source_is_in_the_second_column(site: Path, tag: str) -> None:
    """At the right, or at the left in Persian; none of its words is in the other column."""
    path, half = _book(site, tag, "bilingual.pdf"), WIDTH // 2
    columns = [_text(path, 3, left, HEAD, half, 300) for left in (0, half)]
    first, second = reversed(columns) if PROJECT.locale(tag).direction == "rtl" else columns
    assert "Theinformationinthisarticleisgeneral" in second
    assert "information" not in first
    assert len(first) > 100


@pytest.mark.parametrize(
    ("tag", "justified"), [("de", True), ("fa", True), ("ja", True), ("th", False)]
)
def test_lines_end_by_the_tradition_of_the_script(site: Path, tag: str, justified: bool) -> None:
    """Lines within a paragraph end at the margin, but for Thai, which has few spaces to widen."""
    root = etree.fromstring(_read(_book(site, tag), "-bbox-layout"))
    margin = MARGIN if PROJECT.locale(tag).direction == "rtl" else WIDTH - MARGIN
    side = "xMin" if margin == MARGIN else "xMax"
    ends = [round(float(line.get(side))) for line in root.iter("{*}line")]
    assert (ends.count(margin) > 20) == justified
