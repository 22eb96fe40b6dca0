"""The words of pictures, which Typst sets apart from them."""

import pytest

from cellulite_content.pipeline.editions.pdf.pictures import labelled_picture

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50">
<g {group}><text x="20" y="10" font-size="10" xml:lang="ar" {text}>على الدرج</text></g></svg>
"""


@pytest.mark.parametrize(
    ("group", "text", "side"),
    [
        ("", "", "start"),
        ("", 'text-anchor="end"', "end"),
        ("", 'text-anchor="middle"', "center"),
        ("", 'direction="rtl"', "end"),
        ("", 'direction="rtl" text-anchor="end"', "start"),
        ('direction="rtl"', 'text-anchor="start"', "end"),
        ('direction="rtl"', 'text-anchor="middle"', "center"),
        ('direction="rtl"', 'direction="ltr"', "start"),
    ],
)
def test_words_are_where_the_picture_has_them(group: str, text: str, side: str) -> None:
    """A line from right to left begins at its right end, as browsers show it."""
    picture = labelled_picture(PICTURE.format(group=group, text=text).encode())
    assert picture is not None
    assert [(label["x"], label["anchor"]) for label in picture.labels] == [(0.2, side)]
    assert b"<text" not in picture.picture
