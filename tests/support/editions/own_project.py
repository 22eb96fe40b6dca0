"""A Sphinx project with a theme and an extension of its own, and catalogs in two languages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

CODES = ("de", "pt_BR")
LANGUAGE_DOCUMENTS = ("labels", "words")
"""Documents whose trees depend on the language before any translation."""

_CONF = """\
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
project = "Stairs"
version = release = (Path(__file__).parent.parent / "VERSION").read_text().strip()
extensions = ["sphinx.ext.extlinks", "steps_words"]
extlinks = {"wiki": ("https://example.org/%s", "%s")}
exclude_patterns = ["_*", "*.inc"]
templates_path = ["_templates"]
html_theme = "own"
html_theme_path = ["_themes"]
html_static_path = ["_static"]
html_domain_indices = True
html_last_updated_fmt = None
numfig = True
gettext_compact = False
gettext_additional_targets = ["index", "literal-block"]
rst_epilog = ".. |again| replace:: once more"
locale_dirs = ["locales"]
epub_show_urls = "no"
epub_identifier = "https://example.org/"
epub_uid = "stairs"
"""

_EXTENSION = '''\
"""Keeps the words of each document in the environment and in memory, as extensions do."""

from docutils import nodes
from sphinx.locale import _
from sphinx.util.docutils import SphinxDirective

SEEN = []


def key(name, rawtext, text, lineno, inliner, options=None, content=None):
    return [nodes.literal(rawtext, text, classes=["key"])], []


class Count(SphinxDirective):
    def run(self):
        SEEN.append(self.env.docname)
        counts = self.env.__dict__.setdefault("step_counts", {})
        counts[self.env.docname] = len(SEEN)
        return [nodes.paragraph("", f"Count {len(SEEN)}")]


class Word(SphinxDirective):
    def run(self):
        return [nodes.paragraph("", _("Index"))]


def add_context(app, pagename, templatename, context, doctree):
    counts = getattr(app.env, "step_counts", {})
    context["count"] = counts.get(pagename, 0)
    context["seen"] = ", ".join(SEEN)


def setup(app):
    app.add_role("key", key)
    app.add_directive("count", Count)
    app.add_directive("word", Word)
    app.connect("html-page-context", add_context)
'''

_THEME = "[theme]\ninherit = basic\nstylesheet = own.css\nsidebars = tree.html, searchbox.html\n"

_LAYOUT = """\
{%- extends "basic/layout.html" %}
{%- block header %}<p>{{ count }} {{ seen }} {{ _("Next") }} {{ language }} {{ title }}</p>
{%- if next %}<a href="{{ next.link|e }}">{{ next.title }}</a>{% endif %}{%- endblock %}
"""

_TREE = "<div>{{ toctree(maxdepth=2, collapse=False, titles_only=True) }}{{ toc }}</div>\n"

_DOCUMENTS = {
    "index": """\
Stairs
======

Welcome to the *stairs*.

.. toctree::
   :caption: All steps
   :numbered:

   first
   second
   labels
   words
""",
    "first": """\
.. _first:

First step
==========

.. index:: step; first, climbing

Each step counts, see :ref:`second <second>` and `the end`_. [#note]_

.. count::

.. figure:: step.png
   :alt: A step

   A step of stone

Press :key:`Enter`, read :wiki:`Stairs`, |again|.

.. code-block:: text

   up the stairs

.. glossary::

   stair
      One of many steps.

.. include:: more.inc

.. _the end:

The end
-------

* Up
* Down and :term:`stair`

.. [#note] Some have no end.

.. only:: html

   Only on pages.
""",
    "second": """\
.. _second:

Second step
===========

.. role:: own-red

Some :own-red:`red` steps, :numref:`table-steps`.

.. count::

.. table:: Steps
   :name: table-steps

   ===== =====
   Step  Name
   ===== =====
   One   First
   ===== =====

.. note:: Mind the gap.

   :orphaned field: Value of it
""",
    "labels": """\
Labels
======

.. contents::

Part
----

A part of it.
""",
    "words": """\
Words
=====

.. word::

Words of Sphinx.
""",
}

_WORDS = {"Labels": "Etiketten", "Steps": "Stufen", "Words": "Wörter"}


def write_own_project(root: Path, extension: str = "") -> None:
    """Make the project, adopted, with a translation of nearly all messages; `extension` is more
    code for the extension's module."""
    source = root / "docs"
    theme = source / "_themes" / "own"
    for folder in (theme / "static", source / "_static", source / "_templates"):
        folder.mkdir(parents=True)
    files = {
        root / "VERSION": "1.0\n",
        root / "pyproject.toml": '[tool.cellulite-content]\ntitle = "Stairs"\nadopted = true\n',
        source / "conf.py": _CONF,
        source / "steps_words.py": _EXTENSION + extension,
        source / "more.inc": "Included from elsewhere.\n",
        theme / "theme.conf": _THEME,
        theme / "layout.html": _LAYOUT,
        theme / "tree.html": _TREE,
        theme / "static" / "own.css": "body { margin: 0 }\n",
    }
    files |= {source / f"{name}.rst": text for name, text in _DOCUMENTS.items()}
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    (source / "step.png").write_bytes(_PICTURE)
    _write_catalogs(root)


def stock_build(root: Path, builder: str, code: str) -> Path:
    """Build a locale with `sphinx-build` into an empty folder; returns the folder.

    In the folder of an earlier build, Sphinx keeps a copy of its `.buildinfo`.
    """
    output = root / "stock" / builder / code
    shutil.rmtree(output, ignore_errors=True)
    _run(
        *("sphinx", "-q", "-b", builder, "-d", root / "stock" / "trees" / builder / code),
        *("-D", f"language={code}", "-D", f"locale_dirs={root / 'locales'}"),
        *(root / "docs", output),
    )
    return output


def own_build(root: Path, builder: str) -> str:
    """Build all locales through the gate; returns what the command prints."""
    return _run(
        *("cellulite_content", "--project", root, "build", "--formats", f"sphinx:{builder}")
    )


def _run(*arguments: str | Path) -> str:
    program = [sys.executable, "-m", *map(str, arguments)]
    result = subprocess.run(
        program, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


def _write_catalogs(root: Path) -> None:
    templates = root / "templates"
    _run("sphinx", "-q", "-b", "gettext", "-d", root / "trees", root / "docs", templates)
    for code in CODES:
        folder = root / "locales" / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        for name in _DOCUMENTS:
            with (templates / f"{name}.pot").open("rb") as file:
                texts = [str(message.id) for message in read_po(file) if message.id]
            entries = (
                f"msgid {_quoted(text)}\nmsgstr {_quoted(_translated(text, code))}\n"
                for text in texts
            )
            header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
            (folder / f"{name}.po").write_text("\n".join((header, *entries)), encoding="utf-8")
    tables = "".join(
        f'[{code}]\npublish = 80\nstate = "draft"\norigin = "people"\n' for code in CODES
    )
    (root / "locales" / "locales.toml").write_text(tables)


def _translated(text: str, code: str) -> str:
    if text in _WORDS:
        return f"{_WORDS[text]} {code}"
    if text == "Mind the gap.":
        return ""
    return f"{code.upper()} {text}" if text != "stair" else f"{code.lower()}stair"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002"
    "0000050001e221bc330000000049454e44ae426082"
)
