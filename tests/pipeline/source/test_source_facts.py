"""Facts of the source that the gate needs: its roles, the names of its links, its terms."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cellulite_content.pipeline.gate.run import extract_source
from cellulite_content.pipeline.model.project import load_project
from cellulite_content.pipeline.model.unit import Dialect, Document, GlossaryTerm, message_key
from cellulite_content.pipeline.source.roles import OTHER_ROLE
from cellulite_content.pipeline.workers.process_pool import ProcessPool
from support.small_projects import translate, write_project
from support.verdicts import gate_result

HEAD = """\
:date: 2026-11-22

.. meta::
   :description: Words on walking.

"""

ARTICLE = f"""{HEAD}\
.. role:: warm(emphasis)
.. role:: hot(warm)
.. role:: chem(math)

Walking
=======

A `stride <stride>` and :warm:`warm words`, :hot:`hot words`, :chem:`a`, :std:ref:`it <part>`.

Both terms are :term:`steps <stride>` and :term:`Gait`.

More is in :manual:`the manual <walk>`.

Go to `Part Two`_ or to way_, first_ [#n]_.

.. _way: first_
.. _first: https://first.example/

Term here : classifier
   A definition.

.. _part:

Part Two
--------

Words.

.. [#n] A note.
"""

GLOSSARY = f"""{HEAD}\
Glossary
========

.. glossary::

   stride
      A step.

   *gait* : manner
      A way to walk.

   unused
      Nothing.
"""


CONF = """\
default_role = "any"
extensions.append("sphinx.ext.extlinks")
extlinks = {"manual": ("https://manual.example/%s", "%s")}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a default role, roles of its own and a glossary in another document."""
    folder = tmp_path_factory.mktemp("facts") / "project"
    articles = {"a": ARTICLE, "glossary": GLOSSARY}
    return write_project(folder, articles, conf=CONF)


@pytest.fixture(scope="module")
def documents(project: Path) -> dict[str, Document]:
    """Its documents by name."""
    source = extract_source(load_project(project), ProcessPool(1))
    return {document.domain.rpartition("/")[2]: document for document in source.documents}


def test_the_dialect_is_the_projects(documents: dict[str, Document]) -> None:
    """Roles that sources define are those for display, or those whose text is all."""
    wanted = Dialect("any", frozenset({"warm", "hot"}), frozenset({"chem"}))
    assert {unit.dialect for unit in documents["a"].units} == {wanted}


@pytest.mark.parametrize(
    ("directive", "wanted"),
    [
        ("", ""),
        (".. default-role:: math\n", OTHER_ROLE),
        (".. default-role:: ref\n", OTHER_ROLE),
        (".. default-role:: download\n", OTHER_ROLE),
        (".. default-role:: emphasis\n", "emphasis"),
        (".. default-role:: ref\n.. default-role::\n", ""),
        ("Some `words`.\n", "title-reference"),
    ],
)
def test_a_document_may_set_its_own_default_role(
    directive: str, wanted: str, tmp_path: Path
) -> None:
    """Translations are read with it: bare text must be the source's, and no file is published.

    The next document begins without it.
    """
    head = f"{HEAD}Walking\n=======\n\n{directive}\n"
    articles = {"a": head + "Words here.\n", "b": f"{HEAD}Plain\n=====\n\n`Words` here.\n"}
    folder = write_project(tmp_path / "project", articles)
    source = extract_source(load_project(folder), ProcessPool(1))
    roles = [document.units[0].dialect.default_role for document in source.documents[:2]]
    assert roles == [wanted, "title-reference"]
    result = gate_result(source.documents[0], {"Words here.": "Worte `hier`."})
    assert result.refused == (wanted == OTHER_ROLE)


def test_names_of_links_are_known(documents: dict[str, Document]) -> None:
    """Also those that a target uses to lead to another one; no notes."""
    assert documents["a"].link_names == {"part two", "way", "first"}
    assert documents["a"].explicit_names == {"way", "first"}


def _keys(id: str, text: str) -> tuple[str, str]:
    """The keys of the shared message of a unit, and of its own."""
    return text, message_key(id, text)


def test_terms_are_known_where_a_text_refers_to_them(documents: dict[str, Document]) -> None:
    """By their name without markup and classifier, with the message that translates them."""
    assert documents["a"].terms == (
        GlossaryTerm("gait", "articles/glossary", *_keys("introduction/term-2", "*gait* : manner")),
        GlossaryTerm("stride", "articles/glossary", *_keys("introduction/term-1", "stride")),
    )
    assert documents["glossary"].terms == ()


def test_terms_of_glossaries_are_no_other_terms(documents: dict[str, Document]) -> None:
    """Sphinx reads the translation of a glossary's term in its own way."""
    terms = [unit for document in documents.values() for unit in document.units]
    assert {unit.text: unit.in_glossary for unit in terms if unit.kind == "term"} == {
        "Term here": False,
        "stride": True,
        "*gait* : manner": True,
        "unused": True,
    }


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("Ein `Schritt <stride>`, :warm:`w`, :hot:`h`, :chem:`a`, :std:ref:`das <part>`.", 0),
        ("Ein `Schritt <stride>`, :warm:`w`, :hot:`h`, :chem:`a`, :ref:`das <part>`.", 0),
        ("Ein `Schritt`, :warm:`w`, :hot:`h`, :chem:`a`, :std:ref:`das <part>`.", 1),
        ("Ein `Schritt <stride>`, :warm:`w`, :hot:`h`, :chem:`b`, :std:ref:`das <part>`.", 1),
        ("Ein `stride`, `part`, :warm:`w`, :hot:`h`, :chem:`a`, :std:ref:`das <part>`.", 1),
    ],
)
def test_the_gate_uses_the_dialect(
    target: str, wanted: int, documents: dict[str, Document]
) -> None:
    """A default role that links is a link, and a role for display is none."""
    document = documents["a"]
    (text,) = (unit.text for unit in document.units if ":warm:" in unit.text)
    assert gate_result(document, {text: target}).refused == wanted


@pytest.mark.parametrize(
    ("target", "wanted"),
    [
        ("Mehr steht im :manual:`Handbuch <walk>`.", 0),
        ("Mehr steht im :manual:`Handbuch <talk>`.", 1),
        ("Mehr steht im :manual:`!Handbuch <walk>`.", 1),
        ("Mehr steht im Handbuch.", 1),
    ],
)
def test_the_words_of_an_external_link_may_be_translated(
    target: str, wanted: int, documents: dict[str, Document]
) -> None:
    """A role of `sphinx.ext.extlinks` has words and a target, as Sphinx's own."""
    text = "More is in :manual:`the manual <walk>`."
    assert gate_result(documents["a"], {text: target}).refused == wanted


def test_a_term_has_the_name_that_the_other_catalog_gives_it(run: Callable, project: Path) -> None:
    """The glossary is another document, and its translation is read for this one."""
    text = "Both terms are :term:`steps <stride>` and :term:`Gait`."
    translate(project, "glossary", {"*gait* : manner": "*Gangart* : Art"})
    translate(project, "a", {text: "Beide sind :term:`Schritte <stride>` und :term:`Gangart`."})
    done = run("build", "de", "--formats", "html", project=project)
    assert done.returncode == 0, done.stderr
    page = (project / "build/site/de/articles/a.html").read_text(encoding="utf-8")
    assert 'href="glossary.html#term-gait"' in page.partition("Beide sind")[2].partition("</p>")[0]
