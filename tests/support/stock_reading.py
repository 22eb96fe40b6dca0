"""What stock Sphinx reads in translations, before it resolves a reference.

Each message is a unit of a certain kind in a small project. Two transforms write down what the
nodes hold before and after Sphinx's own transform has inserted the translations.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cellulite_content.pipeline.catalogs.mo_files import compile_messages
from cellulite_content.pipeline.model.locale import Locale

DEADLINE = 120

FORMS = {
    "paragraph": "{text}\n",
    "title": "{text}\n{line}\n\nA paragraph.\n",
    "list item": "- {text}\n\n..\n",
    "term": "{text}\n   A definition.\n",
    "definition": "A term\n   {text}\n",
    "glossary term": ".. glossary::\n\n   {text}\n      A definition.\n",
    "field name": ":{text}: A body.\n\n..\n",
    "field body": ":Name {number}: {text}\n\n..\n",
    "line": "| {text}\n| Another line.\n\n..\n",
    "option description": "-a  {text}\n\n..\n",
    "caption": ".. figure:: none.png\n\n   {text}\n",
    "rubric": ".. rubric:: {text}\n",
    "version note": ".. versionadded:: 1.0\n   {text}\n",
    "footnote": ".. [#own{number}] {text}\n",
    "citation": ".. [OWN{number}] {text}\n",
    "box title": ".. admonition:: {text}\n\n   A paragraph.\n",
    "table title": ".. table:: {text}\n\n   == ==\n   a  b\n   == ==\n",
    "table cell": ".. list-table::\n\n   * - {text}\n",
    "note": ".. note:: {text}\n",
    "quotation": "A paragraph.\n\n    {text}\n\n..\n",
    "attribution": "A paragraph.\n\n    A quotation.\n\n    -- {text}\n\n..\n",
}
"""The source of each kind of unit."""

_CONF = """
import json, pathlib
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import extract_messages

project = "Stock"
gettext_compact = False
smartquotes = False
trim_footnote_reference_space = True
locale_dirs = ["../locales"]
NUMBERS = json.loads(pathlib.Path(__file__).with_name("numbers.json").read_text())
ROWS = {}

def label(node):
    return {1: "#", "*": "*"}.get(node.get("auto"), "") + node.get("refname", "")

def fact(node):
    if isinstance(node, (addnodes.pending_xref, addnodes.download_reference)):
        yield "roles", [node["refdomain"], node["reftype"], node["reftarget"]]
    elif isinstance(node, nodes.math):
        yield "roles", ["", "math", node.astext()]
    elif isinstance(node, nodes.reference) and "refuri" in node:
        yield "links", node["refuri"]
    elif isinstance(node, nodes.reference):
        name = node.get("refname")
        yield "references", ["link" if name else "anonymous link", name or ""]
    elif isinstance(node, nodes.footnote_reference):
        yield "references", ["footnote", label(node)]
    elif isinstance(node, nodes.citation_reference):
        yield "references", ["citation", node["refname"]]
    elif isinstance(node, nodes.substitution_reference):
        yield "references", ["substitution", node["refname"]]
    elif isinstance(node, nodes.target) and "refname" not in node:
        # The role `index` makes targets without a name.
        for name in [*node["names"], *node["dupnames"]][:1]:
            yield "targets", [name, node.get("refuri", "")]
    elif isinstance(node, nodes.problematic):
        yield "problems", node.astext()

def facts(node):
    found = {name: [] for name in ("roles", "links", "references", "targets", "problems")}
    for each in node.findall():
        if each is not node:
            for name, value in fact(each):
                found[name].append(value)
    return found | {"text": node.astext(), "translated": bool(node.get("translated"))}

class Before(SphinxTransform):
    default_priority = 19
    def apply(self):
        for node, text in extract_messages(self.document):
            if text in NUMBERS:
                node["probe"] = NUMBERS[text]
                ROWS[NUMBERS[text]] = [facts(node)]

class After(SphinxTransform):
    default_priority = 21
    def apply(self):
        for node in self.document.findall(nodes.Element):
            if "probe" in node:
                ROWS[node["probe"]].append(facts(node))
        # The project has no places for the references, and docutils fails without one.
        for name in ("autofootnote_refs", "symbol_footnote_refs", "footnote_refs", "refnames"):
            getattr(self.document, name).clear()

def setup(app):
    app.add_transform(Before)
    app.add_transform(After)
    app.connect("build-finished", write)

def write(app, error):
    pathlib.Path(app.outdir, "rows.json").write_text(json.dumps(ROWS))
"""


class Probe(NamedTuple):
    """A message: the kind of its unit, its source and its translation."""

    kind: str
    source: str
    target: str


class Reading(NamedTuple):
    """What Sphinx made of a source and of its translation."""

    source: Mapping[str, Any]
    target: Mapping[str, Any]


def source_of(number: int, source: str) -> str:
    """The source's text in the project: no two messages have the same."""
    return f"Nr{number} {source}"


def stock_readings(folder: Path, probes: Sequence[Probe]) -> dict[int, Reading]:
    """What stock Sphinx reads in each message, by its number.

    A message is missing when its source is no unit of this kind, as the name of a field that holds
    a role.
    """
    (folder / "docs").mkdir(parents=True)
    numbers = {source_of(number, probe.source): str(number) for number, probe in enumerate(probes)}
    (folder / "docs" / "numbers.json").write_text(json.dumps(numbers), encoding="utf-8")
    (folder / "docs" / "conf.py").write_text(_CONF, encoding="utf-8")
    (folder / "docs" / "index.rst").write_text("Stock\n=====\n", encoding="utf-8")
    compiled = folder / "locales" / "de" / "LC_MESSAGES"
    compiled.mkdir(parents=True)
    for kind, form in FORMS.items():
        chosen = {number: probe for number, probe in enumerate(probes) if probe.kind == kind}
        pieces = [f":orphan:\n\n{kind}\n{'=' * 40}\n"]
        for number, probe in chosen.items():
            text = source_of(number, probe.source)
            line = "~" * 2 * len(text)
            pieces += [form.format(text=text, line=line, number=number), f".. {number}\n"]
        name = kind.replace(" ", "-")
        (folder / "docs" / f"{name}.rst").write_text("\n".join(pieces), encoding="utf-8")
        texts = {source_of(number, probe.source): probe.target for number, probe in chosen.items()}
        (compiled / f"{name}.mo").write_bytes(compile_messages(Locale("de"), texts))
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "dummy", "-D", "language=de"]
    subprocess.run(
        [*command, "docs", "out"], cwd=folder, check=True, capture_output=True, timeout=DEADLINE
    )
    rows = json.loads((folder / "out" / "rows.json").read_text(encoding="utf-8"))
    return {int(number): Reading(*row) for number, row in rows.items() if len(row) == 2}
