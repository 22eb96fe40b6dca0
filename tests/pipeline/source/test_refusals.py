"""Refusals that need several documents: their names, and links to the root's text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
