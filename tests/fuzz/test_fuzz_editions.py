"""Random catalogs through the whole pipeline: gate, pages, books and bundle.

Whatever a catalog says, the editions are published: a message that is not refused is shown in each
of them, every link leads where the source's leads, and no markup is shown raw. `FUZZ_SECONDS` sets
the time of the fuzz tests, `FUZZ_SEED` repeats a run.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from support.fuzz.budget import SECONDS, Recorder, say
from support.fuzz.catalog_rounds import run_rounds
from support.fuzz.fragments import HOSTILE
from support.small_projects import HEAD, write_project

pytestmark = pytest.mark.slow

ARTICLE = """\
Walking *Every* Day
===================

.. _start:

Many people walk. [#trial]_ It is **good**, it costs ``nothing``, and *anyone* can do it.

See `the clinic <https://a.example/clinic>`_, `a page <https://b.example/page>`__, and
https://c.example/plain, or write to a@d.example.

Read the `Second Part`_, then doctors_ and `more of them <doctors_>`_.

The year is |year| now, says [Book]_ in its note. [1]_

Go :ref:`to the start <start>`, to :ref:`second`, or :doc:`back to the list </index>`.

Press :kbd:`Ctrl`, choose :menuselection:`File --> Open`, and read :abbr:`WHO (World Health)`.

Water is H\\ :sub:`2`\\ O, and :math:`a < b` holds; :guilabel:`Go` is a button.

An _`inline place` is here, and `inline place`_ leads there. A \\*star and a back\\\\slash.

.. _second:

Second Part
-----------

- One hour `here <https://e.example/one>`__ or `here <https://e.example/two>`__.
- Two *long* hours.

1. First ``step``.
2. Second step.

Shoes
   They must **fit**.

.. list-table::
   :header-rows: 1

   * - Day
     - Time [#trial]_
   * - Monday
     - One :sup:`hour`

.. figure:: x.svg
   :alt: A person who walks *up* a hill.

   A hill, seen from `the clinic <https://a.example/clinic>`_.

.. note::

   Drink `water <https://f.example/>`_.

| A line of verse,
| and *another* line.

.. [#trial] A study_.
.. [1] A numbered note.
.. [Book] A book of 2026.

.. |year| replace:: 2026
.. _doctors: https://g.example/doctors
.. _study: https://h.example/study
"""

PICTURE = {"docs/articles/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'}

ATOMS = re.compile(
    r"\[(?:#?\w+)\]_|:[\w-]+:`[^`]*`|_?`[^`]*`_{0,2}|\*\*[^*]+\*\*|\*[^*]+\*|``[^`]+``|\|\w+\|"
    r"|https://\S+(?<!\.)|\S+@\S+\w|\b\w+_(?!\w)"
)


def test_no_catalog_withholds_its_locale(
    tmp_path: Path, run: Callable, record_property: Recorder
) -> None:
    """Each round is a catalog with a random translation for each message."""
    project = write_project(
        tmp_path / "project", {"a": HEAD + ARTICLE}, files=PICTURE, bilingual=True
    )
    say(record_property, run_rounds(project, run, ATOMS, HOSTILE, SECONDS / 3))
    shutil.rmtree(project)
