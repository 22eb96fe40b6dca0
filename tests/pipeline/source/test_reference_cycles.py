"""Circles of references: what is not needed any more is freed without Python looking for it."""

import filecmp
import gc
import json
import pickle
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.statemachine import State
from docutils.utils import new_document

from benchmarks.articles import write_corpus
from cellulite_content.pipeline.source.message_markup import read_markup
from cellulite_content.pipeline.source.reference_cycles import (
    break_cycles,
    break_cycles_below,
    release_state_machine,
    take_first_child,
)

TEXT = """\
Why Walk
========

Walking is *good* for you [#who]_, says `the lady <https://example.org>`_, see `Why Walk`_.

.. list-table::

   * - One
     - **Two**

.. [#who] The lady at the `corner <https://example.com>`__.
"""


@pytest.fixture(autouse=True)
def _nobody_looks() -> Iterator[None]:
    """Python looks for no circles during a test."""
    gc.disable()
    yield
    gc.enable()


def _document() -> nodes.document:
    """A document as from its file: nothing of the parser that made it is left."""
    document = publish_doctree(TEXT)
    document.settings.warning_stream = None
    read: nodes.document = pickle.loads(pickle.dumps(document))  # noqa: S301 (written a line above)
    return read


def _alive(held: list[Any]) -> int:
    """How many of the things are still there when only `held` refers to them, and it is emptied."""
    known = [weakref.ref(each) for each in held]
    held.clear()
    return sum(reference() is not None for reference in known)


def test_tree_is_freed_at_once() -> None:
    """Of a document that was taken apart no node stays, and all stay of one that was not."""
    document = _document()
    held: list[Any] = list(document.findall())
    break_cycles(document)
    del document
    assert len(held) > 30
    assert _alive(held) == 0
    held = list(_document().findall())
    count = len(held)
    assert _alive(held) == count


def test_nodes_that_were_taken_out_are_freed() -> None:
    """A node that its document lists and its tree does not hold any more is freed with it."""
    document = _document()
    reference = next(document.findall(nodes.footnote_reference))
    reference.parent.remove(reference)
    document.autofootnote_refs[:] = [reference]
    held: list[Any] = [reference, *reference.children]
    break_cycles(document)
    del document, reference
    assert _alive(held) == 0


def test_nodes_in_attributes_are_freed() -> None:
    """So is a tree that an attribute of a node holds, as those of bilingual books do."""
    document = _document()
    title = next(document.findall(nodes.title))
    title["source"] = title.deepcopy()
    held: list[Any] = [title["source"], *title["source"].children]
    break_cycles(document)
    del document, title
    assert _alive(held) == 0


def test_texts_and_attributes_stay() -> None:
    """What an element says can be read when it was taken apart."""
    document = _document()
    section, paragraph = document, next(document.findall(nodes.paragraph))
    said, names = paragraph.astext(), section.attributes.copy()
    break_cycles(document)
    assert (paragraph.astext(), section.attributes) == (said, names)
    assert paragraph.parent is None


def test_nodes_of_another_tree_stay_there() -> None:
    """A child that another tree has taken over keeps its place in it."""
    ours, theirs = nodes.paragraph("", "", nodes.emphasis("", "good")), nodes.paragraph()
    (child,) = ours.children
    theirs += child
    break_cycles(ours)
    assert child.parent is theirs
    assert child[0].parent is child


def test_what_a_node_holds_is_freed() -> None:
    """A node that is known in its tree keeps its place there, and holds nothing in circles."""
    document = _document()
    reference = next(document.findall(nodes.reference))
    held: list[Any] = [reference, *reference.children]
    break_cycles_below(reference)
    assert reference.parent is not None
    reference.parent.remove(reference)
    document.ids.clear(), document.refnames.clear(), document.nameids.clear()
    del reference
    assert _alive(held) == 0


def test_a_first_child_knows_no_document() -> None:
    """It is the same tree, its nodes keep their places, and its document is freed."""
    document = new_document("walking", get_default_settings(Parser))
    parser = Parser()
    parser.parse("Walk `far <https://walk.example/>`_ and see far_ [#]_.", document)
    release_state_machine(parser.statemachine)
    first, links = document[0], list(document[0].findall(nodes.reference))
    said = first.pformat()
    child = take_first_child(document)
    assert child is first
    assert (child.pformat(), child.document, child.parent) == (said, None, None)
    assert len(links) == 2
    assert all(link.parent is child for link in links)
    assert b"Reporter" not in pickle.dumps(child.children)
    held: list[Any] = [document]
    del document, parser
    assert _alive(held) == 0


def test_machine_of_a_parser_is_freed() -> None:
    """A parser's states, their methods and what has parsed inline markup go with the parser."""
    parser, document = Parser(), new_document("walking", get_default_settings(Parser))
    parser.parse("Walking is *good*.", document)
    states = list(parser.statemachine.states.values())
    held: list[Any] = [parser.statemachine, states[0].inliner, *states]
    del states
    release_state_machine(parser.statemachine)
    break_cycles(document)
    del parser, document
    assert _alive(held) == 0


def test_line_that_is_too_long_is_told() -> None:
    """A machine that was made and never ran, as for such a line, is taken apart as well."""
    found = read_markup("Walking is *good*. " * 1000 + "\n\nIt is.")
    assert found.complaints == ("Line 1 exceeds the line-length-limit.",)


PROGRAM = """
import gc, json, sys
from pathlib import Path
from sphinx.parsers import RSTParser
from cellulite_content.pipeline.source import reference_cycles
root, output = Path(sys.argv[1]), Path(sys.argv[2])
if sys.argv[3] == "seeded":
    for name in ('break_cycles', 'break_cycles_below', 'release_inliner'):
        setattr(reference_cycles, name, lambda thing: None)
    reference_cycles.release_state_machine = lambda machine: None
    reference_cycles.AcyclicParser.parse = RSTParser.parse
    from cellulite_content.pipeline.source import message_markup
    message_markup._break_cycles = lambda document, everything: None
    message_markup.read_usual_markup = lambda text: None  # it has no cycles
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source
from cellulite_content.pipeline.publish.locales.tasks import build_locale
output.mkdir()
gc.disable()
found = []
gc.collect()
source = read_source(root)
found.append(gc.collect())
check_catalogs(root, ["de"], source, None, True)
found.append(gc.collect())
build_locale(root, "de", ("html", "epub", "bundle"), (), (), output)
found.append(gc.collect())
print(json.dumps(found))
"""


def _garbage(folder: Path, articles: int, name: str) -> list[int]:
    """Objects in circles that a reading, a compiling and a building of so many articles leave."""
    root = folder / str(articles)
    if not root.exists():
        write_corpus(root, articles, ("de",))
    program = (sys.executable, "-c", PROGRAM, root, folder / f"{articles}-{name}", name)
    done = subprocess.run(program, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


def _each(folder: Path, name: str) -> list[float]:
    """Of these, what each further article leaves."""
    few, more = _garbage(folder, 3, name), _garbage(folder, 6, name)
    return [(later - earlier) / 3 for earlier, later in zip(few, more, strict=True)]


@pytest.mark.slow
def test_articles_leave_little_garbage(tmp_path: Path) -> None:
    """Reading, compiling and building leave little that Python must look for, and the same bytes.

    Measured: 1,500, 0 and 3,500 objects an article, and without taking anything apart 5,500,
    4,600 and 21,000. The bounds lie between the two.
    """
    read, compiled, built = _each(tmp_path, "open")
    assert (read < 3_000, compiled < 100, built < 7_000) == (True, True, True)
    read, compiled, built = _each(tmp_path, "seeded")
    assert (read > 4_000, compiled > 3_000, built > 14_000) == (True, True, True)
    names = [
        path.relative_to(tmp_path / "6-open")
        for path in (tmp_path / "6-open").rglob("*")
        if path.is_file()
    ]
    assert len(names) > 6 * 4
    same, _, _ = filecmp.cmpfiles(tmp_path / "6-open", tmp_path / "6-seeded", names, shallow=False)
    assert same == names


TREES = """
import sys
from pathlib import Path
from cellulite_content.pipeline.gate.tasks import check_catalogs, read_source
from cellulite_content.pipeline.source.sphinx_app import run_sphinx
from cellulite_content.pipeline.model.project import load_project
project, output = load_project(Path(sys.argv[1])), Path(sys.argv[2])
locale = project.locale("de")
check_catalogs(project.root, ["de"], read_source(project.root), None, True)
settings = {"cellulite_compiled": True}
run_sphinx(project, locale, "html", output / "html", output / "trees", settings)
"""


@pytest.mark.slow
def test_files_of_trees_hold_no_project(tmp_path: Path) -> None:
    """A tree's file is of its document alone: it does not grow with the number of documents.

    Copies of translations referred to the documents that they were parsed in, and those to all that
    Sphinx knows.
    """
    write_corpus(tmp_path / "corpus", 2, ("de",))
    program = (sys.executable, "-c", TREES, tmp_path / "corpus", tmp_path / "output")
    done = subprocess.run(program, capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    files = list((tmp_path / "output" / "trees" / "articles").glob("*.doctree"))
    assert len(files) == 2
    assert not any(b"BuildEnvironment" in path.read_bytes() for path in files)


def test_docutils_stays_as_it_was() -> None:
    """The states of other parsers end as docutils wants it."""
    assert State.unlink.__module__ == "docutils.statemachine"
