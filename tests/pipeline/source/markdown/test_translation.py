"""What the gate judges of a text in Markdown is what the build inserts."""

import pytest
from docutils import nodes
from sphinx.errors import ExtensionError

from cellulite_content.pipeline.model.unit import Dialect, MarkdownSyntax, Unit
from cellulite_content.pipeline.source.markdown.translation import link_targets
from cellulite_content.pipeline.source.message_markup import read_markup
from support.markdown.hostile import CANARY, HARMLESS, HOSTILE, PLACES
from support.markdown.trees import built_tree, message_facts, tree_facts

SYNTAX = MarkdownSyntax((True, True), references=(("CLINIC", "https://clinic.example/"),))
TARGETS = ["#part", "../index.rst"]


@pytest.mark.parametrize(("source", "target"), [*HARMLESS, *((text, text) for text, _ in HARMLESS)])
def test_tree_has_the_facts_of_the_message(source: str, target: str) -> None:
    """The same links, places, notes, roles and marks, and the same words in order."""
    expected = message_facts(read_markup(target, markdown=SYNTAX))
    assert tree_facts(built_tree(target, SYNTAX, TARGETS)) == expected


@pytest.mark.parametrize("target", sorted({target for _, target in HOSTILE}))
def test_hostile_text_makes_no_tree_that_harms(target: str) -> None:
    """Even if the gate let it pass: nothing raw, no picture, no file, and no other place."""
    try:
        tree = built_tree(target, SYNTAX, TARGETS)
    except (ExtensionError, RecursionError):
        return
    facts = tree_facts(tree)
    assert not [name for name, _ in facts["marks"] if name == "strange"]
    assert {place for name, place in facts["marks"] if name == "place"} <= set(TARGETS)
    assert CANARY not in facts["words"]


@pytest.mark.parametrize(
    ("text", "element", "words"),
    [
        ("Wörter *so*\n" + "=" * 22, "section", "Wörter so"),
        ("Wörter::\n\n   dummy literal", "paragraph", "Wörter::"),
        ("::\n\n   a\n   b", "literal_block", "a\nb"),
    ],
)
def test_what_sphinx_adds_is_removed(text: str, element: str, words: str) -> None:
    """The line below a heading, the block after `::`, and the marks of a literal block."""
    tree = built_tree(text, SYNTAX, TARGETS)
    assert (tree.tagname, tree.astext()) == (element, words)


def test_places_of_a_document_are_those_of_its_links() -> None:
    """The addresses that its sources name, as they are written."""
    unit = Unit("x", "a", "paragraph", PLACES, dialect=Dialect(markdown=SYNTAX))
    assert link_targets([unit]) == frozenset(TARGETS)


def test_links_are_those_of_the_project() -> None:
    """An address with a scheme of the project leads where the source's does, in a new window if
    the project says so; one without words would have those of the project."""
    wiki = ("url", "https://wiki.example/{{path}}"), ("title", "Page {{path}}"), ("classes", ("w",))
    syntax = MarkdownSyntax(schemes=("https", "wiki"), templates=(("wiki", wiki),), new_tab=True)
    tree = built_tree("Siehe [so](wiki:Fat)", syntax, [])
    (link,) = tree.findall(nodes.reference)
    assert (link["refuri"], link["classes"], link.astext()) == (
        "https://wiki.example/Fat",
        ["w"],
        "so",
    )
    assert link["target"] == "_blank"
    assert read_markup("Siehe [so](wiki:Fat)", markdown=syntax).complaints == ()
    assert read_markup("Siehe <wiki:Fat>", markdown=syntax).complaints == ("a link has no words",)
