"""A project for stock Sphinx: many sources in one document, and what became of their messages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cellulite_content.pipeline.catalogs.mo_files import compile_messages
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Unit

CANARY = "CANARY-7f3d-OUTSIDE-OF-THE-SOURCES"
DEADLINE = 120

_CONF = """
import json, pathlib, sys
from docutils import nodes
from sphinx import addnodes

project = "Stock"
release = version = "1"
gettext_compact = False
smartquotes = False
trim_footnote_reference_space = True
locale_dirs = ["../locales"]

def setup(app):
    app.connect("doctree-read", dump)

def facts(node):
    find = lambda *kinds: [each for kind in kinds for each in node.findall(kind)]
    return {
        # docutils notes once a document that a role has no name in the language.
        "tags": [n.tagname for n in node.children if n.tagname != "system_message"],
        "links": sorted(str(n.get("refuri") or n.get("refid")) for n in find(nodes.reference)),
        "notes": sorted(
            str(n.get("refid"))
            for n in find(nodes.footnote_reference, nodes.citation_reference)
        ),
        "roles": sorted(
            f"{n['refdomain']}:{n['reftype']}:{n['reftarget']}" for n in find(addnodes.pending_xref)
        ),
        "strange": [n.tagname for n in find(nodes.raw, nodes.problematic, nodes.image)],
        "text": node.astext(),
    }

def dump(app, tree):
    rows = {}
    for node in tree.findall(nodes.container):
        rows[node["classes"][0]] = facts(node)
    for node in tree.findall(nodes.image):
        rows[node["classes"][0]] = {"alt": node["alt"]}
    for section in list(tree.findall(nodes.section))[1:]:
        anchor = [name for name in section["ids"] if name.startswith("u")]
        if anchor:
            rows[anchor[0]] = facts(section[0]) | {"tags": [n.tagname for n in section[:2]]}
    pathlib.Path(app.outdir, "rows.json").write_text(json.dumps(rows))
"""

_FRAME = """\
.. |name| replace:: a name

Stock
=====

.. _evidence:

Targets
-------

.. _doctors:

A paragraph. [1]_ [Book]_

{notes}

.. [1] One.
.. [Book] A book.

"""


@dataclass(frozen=True)
class Message:
    """A unit of a document and a translation of it."""

    unit: Unit
    target: str


def build(folder: Path, messages: Sequence[Message], notes: str) -> dict[str, dict[str, object]]:
    """What stock Sphinx made of each message, by its number (`u17`); the outputs are in `out`.

    Raises `subprocess.SubprocessError` when it hangs or fails.
    """
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "canary.txt").write_text(f"{CANARY}\n", encoding="utf-8")
    (folder / "docs" / "conf.py").write_text(_CONF, encoding="utf-8")
    frame = _FRAME.format(notes=notes)
    pieces = [_piece(number, message.unit) for number, message in enumerate(messages)]
    (folder / "docs" / "index.rst").write_text(frame + "\n".join(pieces), encoding="utf-8")
    compiled = folder / "locales" / "de" / "LC_MESSAGES" / "index.mo"
    compiled.parent.mkdir(parents=True, exist_ok=True)
    texts = {
        sourced(number, message.unit).text: message.target
        for number, message in enumerate(messages)
        if message.target != message.unit.text
    }
    compiled.write_bytes(compile_messages(Locale("de"), texts))
    subprocess.run(
        [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-E",
            "-b",
            "html",
            "-D",
            "language=de",
            "docs",
            "out",
        ],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=DEADLINE,
    )
    rows: dict[str, dict[str, object]] = json.loads((folder / "out" / "rows.json").read_text())
    return rows


def sourced(number: int, unit: Unit) -> Unit:
    """The unit with a text of its own: a document has one message for equal texts."""
    return Unit(unit.id, unit.domain, unit.kind, f"Nr{number} {unit.text}")


def squeezed(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)


def _piece(number: int, unit: Unit) -> str:
    text = sourced(number, unit).text
    if unit.kind in ("alternative text", "description"):
        return f".. image:: none.png\n   :class: u{number}\n   :alt: {text}\n"
    if unit.kind.startswith(("title", "head")):
        return f".. _u{number}:\n\n{text}\n{'~' * 2 * len(text)}\n\nA paragraph.\n"
    return f".. container:: u{number}\n\n   {text}\n"
