"""Distances and lines of PDF editions, as `pdftotext` finds the words."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

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

Place = tuple[float, float]


@pytest.fixture(scope="module")
def places(run: Callable, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Place]]:
    """The places (left and upper edge) of the words on the first page of each PDF edition."""
    folder = write_project(tmp_path_factory.mktemp("layout") / "p", {"a": ARTICLE}, bilingual=True)
    fill_in(folder, "de", {TITLE: GERMAN, "What it does.": "Wirkung."})
    assert run("build", "--formats", "html,pdf", project=folder).returncode == 0
    return {
        name: _places(folder / "build" / "site" / "downloads" / f"a.{name}.pdf")
        for name in ("en", "de.bilingual")
    }


def _places(path: Path) -> dict[str, Place]:
    program = shutil.which("pdftotext")
    assert program, "install poppler-utils"
    command = [program, "-l", "1", "-bbox", path, "-"]
    root = etree.fromstring(subprocess.run(command, capture_output=True, check=True).stdout)
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
