"""Distances and lines of PDF editions, as `pdftotext` finds the words."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image, ImageChops

from support.small_projects import fill_in, write_project

ARTICLE = """\
Was it so that one stops-itself so?
===================================

.. meta::
   :description: What it does.

Plain here:

- plain-1
- plain-2

Marked [#n]_ there:

- marked-1
- marked-2

.. [#n] Why.
"""
TITLE, GERMAN = "Was it so that one stops-itself so?", "Ein Gang im Schnee stoppt das wohl?"

LONG = f"""\
Jugs gypsum [#n]_
=================

{"Some words. " * 1500}

.. [#n] Why.
"""

_ROWS = "".join(f"   * - Row {number}\n     - Words\n" for number in range(60))


def _table(head: str) -> str:
    return f".. list-table::\n   :header-rows: 1\n\n   * - {head}\n     - More\n{_ROWS}\n"


TABLES = f"""\
Tables
======

{_table("Plainhead")}
{_table("Linkhead `there <https://example.org/>`_")}
{_table("Notehead [#n]_")}
.. [#n] Why.
"""

Place = tuple[float, float]


@pytest.fixture(scope="module")
def books(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the PDF editions."""
    articles = {"a": ARTICLE, "long": LONG, "tables": TABLES}
    folder = write_project(tmp_path_factory.mktemp("layout") / "p", articles, bilingual=True)
    fill_in(folder, "de", {TITLE: GERMAN, "What it does.": "Wirkung."})
    assert run("build", "--formats", "html,pdf", project=folder).returncode == 0
    return folder / "build" / "site" / "downloads"


@pytest.fixture(scope="module")
def places(books: Path) -> dict[str, dict[str, Place]]:
    """The places (left and upper edge) of the words on the first page of each PDF edition."""
    return {name: _places(books / f"a.{name}.pdf") for name in ("en", "de.bilingual")}


def _poppler(name: str, *options: str | Path) -> bytes:
    program = shutil.which(name)
    assert program, "install poppler-utils"
    return subprocess.run([program, *options], capture_output=True, check=True).stdout


def _places(path: Path) -> dict[str, Place]:
    root = etree.fromstring(_poppler("pdftotext", "-l", "1", "-bbox", path, "-"))
    return {
        word.text: (float(word.get("xMin")), float(word.get("yMin")))
        for word in reversed([*root.iter("{*}word")])
    }


def test_a_list_is_as_near_to_a_text_with_a_note(places: dict[str, dict[str, Place]]) -> None:
    """As to one without: the distance is that between two items."""
    words = {name: place[1] for name, place in places["en"].items()}
    distances = [
        words["plain-1"] - words["here:"],
        words["plain-2"] - words["plain-1"],
        words["marked-1"] - words["there:"],
        words["marked-2"] - words["marked-1"],
    ]
    assert max(distances) - min(distances) < 0.01


def test_a_title_ends_no_line_after_a_hyphen(places: dict[str, dict[str, Place]]) -> None:
    """The word with the hyphen is whole, at the beginning of a line."""
    words = places["en"]
    assert words["stops-itself"][0] == words["Was"][0]


def test_a_title_is_above_that_of_the_source(places: dict[str, dict[str, Place]]) -> None:
    """Both begin at the margin, and are nearer to each other than to the subtitle."""
    words = places["de.bilingual"]
    assert words["Was"][0] == words["Ein"][0] == words["Wirkung."][0]
    assert words["Ein"][1] < words["Was"][1] < words["Wirkung."][1]
    assert words["Wirkung."][1] - words["Was"][1] > 20


def test_a_head_has_all_of_its_letters(books: Path) -> None:
    """Also what is below the line, such as in *g* and *y*; and no number of a note."""
    path = books / "long.en.pdf"
    place = ("-f", "2", "-l", "2", "-x", "0", "-y", "0", "-W", "420", "-H", "50")
    assert _poppler("pdftotext", *place, path, "-").decode().split() == ["Jugs", "gypsum"]
    large = ("-f", "2", "-l", "2", "-r", "720", "-W", "4200", "-H", "500", "-gray")
    ink = ImageChops.invert(Image.open(io.BytesIO(_poppler("pdftoppm", *large, path)))).getbbox()
    assert ink is not None
    height = (ink[3] - ink[1]) / 10
    assert height > 0.8 * 8.16, "of the size of the head"


def test_the_outline_has_no_text_of_a_note(books: Path) -> None:
    """A title with a note is there by its words alone."""
    with pikepdf.open(books / "long.en.pdf") as pdf, pdf.open_outline() as outline:
        assert next(item.title for item in outline.root) == "Jugs gypsum"


def test_a_head_with_a_link_is_not_repeated(books: Path) -> None:
    """PDF/UA-1 allows no links in what is repeated on each page: Typst would refuse the book."""
    words = _poppler("pdftotext", books / "tables.en.pdf", "-").decode()
    counts = {head: words.count(head) for head in ("Plainhead", "Linkhead", "Notehead")}
    assert counts.pop("Plainhead") > 1
    assert counts == {"Linkhead": 1, "Notehead": 1}


CODE_BLOCKS = [
    f".. code-block:: {language}\n   :caption: *Caption*-{number}\n{options}\n   code-{number}\n"
    for number, (language, options) in enumerate(
        (language, options)
        for language in ("console", "python", "text")
        for options in ("", "   :linenos:\n", "   :emphasize-lines: 1\n")
    )
]


def test_code_with_a_caption(tmp_path: Path, run: Callable) -> None:
    """With numbers of lines, marked lines, and a label before it: each has its caption above."""
    blocks = "\n".join(f".. _place-{number}:\n\n{text}" for number, text in enumerate(CODE_BLOCKS))
    article = (
        f"Code\n====\n\n.. meta::\n   :description: D.\n\nSee :ref:`it <place-1>`.\n\n{blocks}"
    )
    project = write_project(tmp_path / "project", {"a": article}, codes=())
    done = run("build", "--formats", "pdf", project=project)
    assert (done.returncode, done.stderr.count("warning")) == (0, 0), done.stderr
    book = project / "build" / "site" / "downloads" / "a.en.pdf"
    command = ["pdftotext", "-raw", book, "-"]
    text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
    places = [
        text.index(f"{word}-{number}")
        for number in range(len(CODE_BLOCKS))
        for word in ("Caption", "code")
    ]
    assert places == sorted(places)
