"""Contexts of sources: comments that Sphinx ignores give equal texts messages of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.catalogs.catalog import parse_catalog
from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.source import ui_strings
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import write_project

GOOD = """\
:date: 2026-11-22

.. context: summary

.. meta::
   :description: Order

.. context: top

Order
=====

Order

.. context: verb

.. _here:
.. rst-class:: wide

Order

* .. context: item

  Order

* Order

.. context: outer

.. list-table:: Order

   * - Order
     - .. Context:  inner   name

       Order

.. context: shot

.. code-block:: text
   :caption: Order

   code

Part
----

Words.

.. An ordinary comment: context matters.

.. context: part

.. _there:

Order
-----

.. context: terms

.. glossary::

   Order
      .. context: explained

      Order

.. context: list

1. Order
2. Order

.. context: quoted

.. admonition:: Order

   Order

Order
"""

BAD = """\
:date: 2026-11-22

Title
=====

.. context: nothing follows

.. code-block:: text

   code

.. context: two lines
   and an indented one

Text.

.. context:

Text.

.. context: a/b

Text.

.. context: title

Text.

.. context: first

.. context: second

Text.

* Item.

  .. context: end of item

.. glossary::

   .. context: between terms

   term
      A definition.

.. context: swallows

   a quotation

.. context: end
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a context in each kind of place."""
    return write_project(tmp_path_factory.mktemp("contexts") / "project", {"a": GOOD})


def test_each_kind_of_text_can_have_a_context(project: Path) -> None:
    """The comment is for the next block: a heading alone, or all texts of anything else."""
    source = extract_source(load_project(project), ProcessPool(1))
    units = [each for each in source.documents[0].units if each.text == "Order"]
    assert [(each.kind, each.context) for each in units] == [
        ("description", "summary"),
        ("title", "top"),
        ("paragraph", ""),
        ("paragraph", "verb"),
        ("list item", "item"),
        ("list item", ""),
        ("heading of a table", "outer"),
        ("table cell", "outer"),
        ("table cell", "inner name"),
        ("caption", "shot"),
        ("heading 2", "part"),
        ("term", "terms"),
        ("definition", "explained"),
        *[("list item", "list")] * 2,
        *[("note", "quoted")] * 2,
        ("paragraph", ""),
    ]


def test_a_template_has_an_entry_for_each_context(project: Path) -> None:
    """And one without, in reading order; each says where its texts are."""
    template = parse_catalog((project / "locales/templates/articles/a.pot").read_bytes())
    entries = {each.context: each.extracted for each in template.live if each.msgid == "Order"}
    assert [*entries][:4] == ["summary", "top", None, "verb"]
    assert entries[None] == (
        "paragraph, in: Order",
        "list item, in: Order",
        "paragraph, in: Order > Order",
    )
    assert entries["outer"] == ("heading of a table", "table cell, in: Order")


def test_a_context_that_is_for_nothing_is_refused(run: Callable, tmp_path: Path) -> None:
    """Each with its line and what to do; nothing is written."""
    folder = write_project(tmp_path / "project", {"a": GOOD})
    template = folder / "locales/templates/articles/a.pot"
    before = template.read_bytes()
    (folder / "docs/articles/a.rst").write_text(BAD, encoding="utf-8")
    done = run("extract", project=folder)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    for line, words in {
        6: "no text follows this context; write it directly before the paragraph",
        12: "a context is one name on one line, and what follows it is not indented; write one",
        17: "a context is one name on one line",
        21: "a context has at most 60 characters and no `/`",
        25: "`title` and `description` are ids of units",
        29: "no text follows",
        31: "the same block has another context; keep one of the two",
        37: "no text follows",
        41: "a glossary ignores comments between its terms",
        46: "what follows it is not indented",
        50: "no text follows",
    }.items():
        place = f"cellulite-content: docs/articles/a.rst:{line}: "
        assert any(each.startswith(place) and words in each for each in lines), (line, lines)
    assert len(lines) == 12
    assert template.read_bytes() == before


def test_the_interfaces_strings_have_contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pgettext` in templates and modules makes messages of their own."""
    sources = {
        "a.html": b"{{ pgettext('verb', 'Order') }} {{ _('Order') }}",
        "b.py": b"pgettext('noun', 'Order')",
    }
    monkeypatch.setattr(ui_strings, "_sources", sources.items)
    monkeypatch.setattr(ui_strings, "user_cache", lambda: None)
    units = ui_strings.read_interface().units
    assert [(each.context, each.text, each.place) for each in units] == [
        ("verb", "Order", "a.html"),
        ("", "Order", "a.html"),
        ("noun", "Order", "b.py"),
    ]
    assert len({each.id for each in units}) == 3
