"""Every kind of node that an article may hold, from a real source through a real build."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import cellulite_content
from cellulite_content import Article, Content
from support import TESTS

FIXTURE = TESTS / "fixtures" / "every-kind.rst"
KINDS = (
    *("article section heading paragraph list item note table row cell figure image".split()),
    *("caption legend footnote definitions term definition quote attribution rubric".split()),
    *("literal classifier label lines line transition".split()),
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def article(
    copy_project: Callable[[Path], Path], run: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Article:
    """The article of the fixture, as the loader gives it."""
    project = copy_project(tmp_path_factory.mktemp("kinds") / "project")
    (source,) = (project / "docs" / "articles").glob("*.rst")
    source.write_bytes(FIXTURE.read_bytes())
    done = run("build", "en", "--formats", "bundle", project=project)
    assert done.returncode == 0, done.stderr
    return Content(lambda name: (project / "build" / "bundle" / name).read_bytes()).load("en")


def test_the_article_has_every_kind(article: Article) -> None:
    """The fixture leaves no kind of the schema out, and gives none beside them."""
    assert {node.type for node in article.walk()} == set(KINDS)


def test_every_id_names_one_unit(article: Article) -> None:
    """No two texts have the same id, not even the title and a table's heading."""
    ids = [node.text.id for node in article.walk() if node.text]
    assert len(ids) == len(set(ids)) == 64
    assert [id for id in ids if id == "title"] == ["title"]


def test_the_values_keep_to_the_schema(article: Article) -> None:
    """`to_dict()` is valid by the schema, with every kind in it."""
    path = Path(cellulite_content.__file__).with_name("article.schema.json")
    validator = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(article.to_dict())] == []


def test_no_words_are_lost(article: Article) -> None:
    """Each word of the source is in the plain text, those that no translator gets too."""
    plain = article.plain()
    for words in (
        *("A title of its own", "Its words.", "The second one.", "classified", "Last paragraph."),
        *("A legend.", "A table's title", "listed", "— Somebody", "A rubric", "literal\n  text"),
        *('>>> print("doctest")', "another", "its body", "— Else", "a^2", "Only here."),
        *("Centered", "Something.", "Its meaning.", "[CIT2002] A citation.", "[1] A source."),
    ):
        assert words in plain


def test_html_has_an_element_for_each_kind(article: Article) -> None:
    """What has an element of its own in HTML is in it."""
    html = article.html()
    for element in (
        '<span class="classifier">classified</span></dt>',
        "<pre>literal\n  text</pre>",
        "<footer>Somebody</footer>",
        "<p>A rubric</p>",
        "<caption>A table&#x27;s title</caption>",
        '<aside class="topic">\n<p>A topic</p>',
        '<aside role="doc-footnote" id="cit2002"><sup>CIT2002</sup> A citation.</aside>',
        '<figcaption>\n<p><span class="label">Figure 1</span> A caption.</p>',
    ):
        assert element in html


def test_markdown_has_a_sign_for_each_kind(article: Article) -> None:
    """What has a sign in Markdown is written with it; Sphinx's own spans are left out."""
    markdown = article.markdown()
    for words in (
        "with `code`, a",
        "```\nliteral\n  text\n```",
        "**A rubric**",
        "**other term**",
        "> — Somebody",
        "- One\n\n  - Inner",
        "| One | - listed |",
        "[^1]: A source.",
        "[Second Section](#second-section) and [^CIT2002].",
    ):
        assert words in markdown
    assert "<span" not in markdown


def test_the_figure_is_there(article: Article) -> None:
    """An image's bytes come from the bundle, whichever node names it."""
    assert article.figures() == ("skin-layers.svg",)
    assert article.figure("skin-layers.svg").startswith(b"<svg")
