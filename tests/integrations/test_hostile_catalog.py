"""A hostile catalog, through the real gate and the real bundle, into templates."""

import html
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from jinja2 import Environment
from lxml.html import HtmlElement, document_fromstring
from markupsafe import Markup

from cellulite_content import Article, Content, Text
from cellulite_content.html_text import escape
from support.editions.reader import ARTICLE
from support.integrations.shown import django, everywhere, jinja, one_spelling

pytestmark = pytest.mark.slow

# What the gate refuses: a reader gets English.
REFUSED = {
    "Conclusion": "'><img src=x onerror=alert(1)>",
    "Claim": "javascript:alert(1)",
    "Verdict": "</style",
    "Source": "<!-- x",
    "Supported": r"\<script>alert(1)\</script>",
    "What the Evidence Says": "<b>x</b>",
}
# What it lets through, for it is only text: it has to stay text.
ACCEPTED = {
    "Will running reduce cellulite?": 'a" onmouseover="alert(1)',
    "Understanding Cellulite": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "The Role of Running": "{{ 7*7 }}{% raw %}",
    "Complementary Strategies": "a < b > c & 'd' ${x} #{y}",
    "Most women have cellulite after puberty.": "%(x)s %s 100% %",
    "Genes, hormones and age play a part.": "< script >alert(1)< /script >",
}
# A source with a tag in it allows one in its translation.
PLACE = "Cellulite can appear on people of every body size."
TAGGED = "Type <script>alert(1)</script> & <b>on</b>."
GERMAN = "Tippe <script>alert(2)</script> & <b>an</b>."


@pytest.fixture(scope="module")
def content(
    copy_project: Callable, run: Callable, tmp_path_factory: pytest.TempPathFactory
) -> Content:
    """A bundle whose German was written by an enemy."""
    project: Path = copy_project(tmp_path_factory.mktemp("hostile") / "project")
    source = project / "docs" / f"{ARTICLE}.rst"
    text = source.read_text(encoding="utf-8")
    assert PLACE in text
    source.write_text(text.replace(PLACE, TAGGED), encoding="utf-8")
    path = project / "locales" / "de" / "LC_MESSAGES" / f"{ARTICLE}.po"
    pofile = polib.pofile(str(path), wrapwidth=0)
    for entry in pofile:
        entry.msgstr = (REFUSED | ACCEPTED).get(entry.msgid, entry.msgstr)
        if PLACE in entry.msgid:
            entry.msgid, entry.msgstr = entry.msgid.replace(PLACE, TAGGED), GERMAN
    pofile.save()
    assert run("extract", project=project).returncode == 0
    done = run("build", "de", "--formats", "bundle", project=project)
    assert done.returncode == 1
    assert done.stderr.count("looks-like-a-tag") == len(REFUSED) - 1
    assert done.stderr.count("link-changed") == 1
    return Content(lambda name: (project / "build" / "bundle" / name).read_bytes())


@pytest.fixture(scope="module")
def article(content: Content) -> Article:
    """The article in that German."""
    return content.load("de")


def _text(article: Article, source: str) -> Text:
    return next(node.text for node in article.walk() if source in node.text.source)


@pytest.mark.parametrize("source", REFUSED)
def test_what_is_refused_is_english(article: Article, source: str) -> None:
    """No word of the translation is in the bundle."""
    text = _text(article, source)
    assert (text, text.lang) == (source, "en")
    assert REFUSED[source] not in article.plain()


@pytest.mark.parametrize("source", [*ACCEPTED, TAGGED])
def test_what_is_let_through_stays_text(article: Article, source: str) -> None:
    """It comes out escaped in Jinja2, Django and MarkupSafe, and reads as it was written."""
    text = _text(article, source)
    assert (text, text.lang) == ((ACCEPTED | {TAGGED: GERMAN})[source], "de")
    assert {html.unescape(each) for each in everywhere(text)} == {str(text)}
    assert everywhere(str(text)) == {escape(text)}
    for shown in everywhere(text):
        assert "<" not in shown


@pytest.mark.parametrize("newstyle", [True, False])
def test_what_is_let_through_stays_text_in_trans(content: Content, newstyle: bool) -> None:
    """And in Jinja2's `gettext`, which takes a catalog's words for HTML and for a format string."""
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    made.install_gettext_translations(content.translations("de"), newstyle=newstyle)
    for source, words in ACCEPTED.items():
        for template in (f"{{% trans %}}{source}{{% endtrans %}}", f"{{{{ _('{source}') }}}}"):
            shown = made.from_string(template).render()
            assert shown == escape(words).replace("%", "&#37;")


def _elements(page: str) -> HtmlElement:
    return document_fromstring(f"<!DOCTYPE html><title>x</title>{page}")


def test_a_whole_page_has_the_elements_of_the_english_one(
    article: Article, content: Content
) -> None:
    """The same tags and links, German figures, and no attribute that could run anything."""
    english = _elements(content.load("en").html())
    made = [
        jinja("{{ article }}", article=article),
        django("{{ body }}", body=article.html()),
        Markup("{}").format(article),
    ]
    assert len(set(map(one_spelling, made))) == 1
    german = _elements(made[0])
    assert Counter(each.tag for each in german.iter()) == Counter(
        each.tag for each in english.iter()
    )
    names = {name for element in german.iter() for name in element.attrib}
    assert names <= {name for element in english.iter() for name in element.attrib} | {
        "lang",
        "dir",
    }
    assert german.xpath("//@href") == english.xpath("//@href")
    figures = [path.replace(".svg", ".de.svg") for path in english.xpath("//@src")]
    assert german.xpath("//@src") == figures
