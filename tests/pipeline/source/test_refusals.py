"""Refusals of names, of links to the root's text and to programs, and of characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

from cellulite_content.pipeline.source.constructs.refusals import construct_errors
from support.small_projects import write_project

ROOT = """\
Walks
=====

.. _begin:

Begin here
----------

.. glossary::

   pace
      How fast you walk.

.. toctree::
   :glob:

   articles/*
"""
ARTICLE = "Steps\n=====\n\nSee :ref:`begin`, a :term:`pace`, and :doc:`all </index>`.\n"


def test_names_and_links_without_an_address_are_refused(run: Callable, tmp_path: Path) -> None:
    """Characters that addresses cannot have, and links to text of the root, which no page shows."""
    folder = write_project(tmp_path / "project", {"steps": "Steps\n=====\n\nWords.\n"})
    (folder / "docs/index.rst").write_text(ROOT, encoding="utf-8")
    for name in ("steps", "two steps", "step#3"):
        (folder / f"docs/articles/{name}.rst").write_text(ARTICLE, encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    name = "its name has {!r}, which the addresses of pages and books cannot have; rename the file"
    text = "the link leads to {!r} in the root document, whose text no page shows; move the text"
    links = [text.format("begin"), text.format("pace")]
    expected = [
        ("step#3.rst: ", name.format("#")),
        *(("step#3.rst:4: ", link) for link in links),
        *(("steps.rst:4: ", link) for link in links),
        ("two steps.rst: ", name.format(" ")),
        *(("two steps.rst:4: ", link) for link in links),
    ]
    lines = done.stderr.splitlines()[:-1]
    assert len(lines) == len(expected)
    for line, (place, begin) in zip(lines, expected, strict=True):
        assert line.startswith(f"cellulite-content: docs/articles/{place}{begin}")


def test_a_missing_picture_is_named_once_with_the_way_out(run: Callable, tmp_path: Path) -> None:
    """docutils drops the spaces of a name, so the file is not found under it."""
    article = "Steps\n=====\n\n.. image:: my step.svg\n\n.. image:: my\\ step.svg\n"
    folder = write_project(tmp_path / "project", {"steps": "Steps\n=====\n\nWords.\n"})
    (folder / "docs/articles/steps.rst").write_text(article, encoding="utf-8")
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    (folder / "docs/articles/my step.svg").write_text(picture, encoding="utf-8")
    done = run("extract", project=folder)
    (fault,) = done.stderr.splitlines()
    start = "cellulite-content: docs/articles/steps.rst:4: image file not readable: "
    assert fault.startswith(f"{start}articles/mystep.svg; correct the path: ")
    assert fault.endswith("; in reStructuredText, write a space in it as `\\ `")


@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("JavaScript:alert(1)", True),
        ("vbscript:x", True),
        ("data:text/html,x", True),
        ("file:///etc/passwd", True),
        ("https://data.example/", False),
        ("mailto:data@a.example", False),
        ("tel:1", False),
    ],
)
def test_links_that_run_programs_are_refused(address: str, is_refused: bool) -> None:
    """Around words and around a picture, and those to files that no reader has."""
    for child in (nodes.Text("words"), nodes.image(uri="x.svg")):
        tree = document(nodes.reference("", "", child, refuri=address))
        found = [line for line in construct_errors(tree, "a.rst", is_root=True) if "link" in line]
        assert [line.partition("; ")[2] for line in found] == [
            "link to a page with `https:`"
        ] * is_refused


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\t", "\u200b"])
def test_characters_that_no_book_can_have_are_refused(character: str) -> None:
    """In texts, programs, alternative texts and descriptions, with the line."""
    text = f"a{character}b"
    for node in (
        nodes.paragraph("", text),
        nodes.literal_block("", text),
        nodes.image(uri="x.svg", alt=text),
        nodes.meta("", name="description", content=text),
    ):
        found = list(construct_errors(document(node), "a.rst", is_root=True))
        expected = f"a.rst:3: a text has the character U+{ord(character):04X}; delete it"
        assert found == ([] if character in "\t\u200b" else [expected])


def document(node: nodes.Element) -> nodes.document:
    """A document with a node in its third line."""
    tree = new_document("a.rst")
    node.line = 3
    tree += node
    return tree
