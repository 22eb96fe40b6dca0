"""The article's texts through `gettext`: Jinja2's `{% trans %}`, and Flask-Babel's functions."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from types import CodeType

import pytest
from jinja2 import Environment, Template
from lxml import html

from cellulite_content import translations
from cellulite_content.pipeline.model.locale import Locale
from support.editions.reader import LOCALES, bare, said, squeezed, texts_of_kind
from support.integrations.answers import HEADERS, SOURCES, TAGS

each_locale = pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)


def _environment(tag: str, newstyle: bool) -> Environment:
    made = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    made.install_gettext_translations(translations(tag), newstyle=newstyle)
    return made


@cache
def _all_units(newstyle: bool) -> CodeType:
    """A compiled template that says each unit of the article."""
    blocks = (f"<p>{{% trans %}}{bare(text)}{{% endtrans %}}</p>" for text in SOURCES)
    return _environment("en", newstyle).compile("".join(blocks))


def _paragraphs(page: str) -> list[str]:
    return [squeezed(element.text_content()) for element in html.fragments_fromstring(page)]


@each_locale
@pytest.mark.parametrize("newstyle", [True, False])
def test_trans_translates_every_unit(locale: Locale, newstyle: bool) -> None:
    """Also those with a percent sign, which Jinja2 doubles in one of its two styles."""
    assert any("%" in text for text in SOURCES)
    made = _environment(locale.tag, newstyle)
    template = Template.from_code(made, _all_units(newstyle), made.globals)
    assert _paragraphs(template.render()) == [bare(said(locale, text)) for text in SOURCES]


@each_locale
def test_calls_of_gettext_translate_every_unit(locale: Locale) -> None:
    """`_(text)` of a unit's plain text, with and without escaping of percent signs."""
    template = "{% for text in texts %}<p>{{ _(text) }}</p>{% endfor %}"
    made = _environment(locale.tag, newstyle=True).from_string(template)
    wanted = [bare(said(locale, text)) for text in SOURCES]
    texts = [bare(text) for text in SOURCES]
    assert _paragraphs(made.render(texts=texts)) == wanted
    assert _paragraphs(made.render(texts=[text.replace("%", "%%") for text in texts])) == wanted


@each_locale
def test_the_empty_message_is_empty(locale: Locale) -> None:
    """And not the catalog's header (python-babel/flask-babel#74)."""
    for newstyle in (True, False):
        made = _environment(locale.tag, newstyle).from_string("[{{ _('') }}]")
        assert made.render() == "[]"
    assert translations(locale.tag).gettext("") == ""
    assert translations(locale.tag).info() == {}


# The example


@each_locale
def test_the_teaser(locale: Locale) -> None:
    """The example prints its teaser in the language that a browser's header asks for."""
    from jinja_trans import teaser

    (title,), (description,) = texts_of_kind("title"), texts_of_kind("description")
    root = html.fragment_fromstring(teaser(HEADERS[locale.tag]))
    assert (root.get("lang"), root.get("dir")) == (locale.tag, locale.direction)
    assert [squeezed(each.text) for each in root] == [
        said(locale, text) for text in (title, description, "Conclusion")
    ]


def _in_threads(render: Callable[[str], str]) -> set[tuple[str, str]]:
    """Which heading threads got for which language, 20 times each, all at once."""
    start = threading.Barrier(len(TAGS))

    def one(tag: str) -> list[tuple[str, str]]:
        start.wait(timeout=600)
        return [(tag, render(tag)) for _ in range(20)]

    with ThreadPoolExecutor(len(TAGS)) as pool:
        return {pair for found in pool.map(one, TAGS) for pair in found}


@pytest.fixture
def headings() -> set[tuple[str, str]]:
    """The heading that each language should get."""
    return {(locale.tag, said(locale, "Conclusion")) for locale in LOCALES}


def test_an_environment_a_language_does_not_leak(headings: set[tuple[str, str]]) -> None:
    """Threads that render different languages each get their own."""
    from jinja_trans import environment

    def render(tag: str) -> str:
        template = environment(tag).from_string("{{ rest() }}{% trans %}Conclusion{% endtrans %}")
        return template.render(rest=_rest)

    assert _in_threads(render) == headings


def test_an_environment_for_all_would_leak(headings: set[tuple[str, str]]) -> None:
    """One environment in which each caller installs its language fails the same assertion."""
    shared = _environment("en", newstyle=True)

    def render(tag: str) -> str:
        shared.install_gettext_translations(translations(tag), newstyle=True)
        _rest()
        return shared.from_string("{% trans %}Conclusion{% endtrans %}").render()

    assert _in_threads(render) - headings


def _rest() -> str:
    time.sleep(0.001)
    return ""


# Flask-Babel


@pytest.fixture
def request_in() -> Callable[[str], object]:
    """A request to the example for Flask, in this process."""
    from flask_app import app

    return lambda tag: app.test_request_context(headers={"Accept-Language": HEADERS[tag]})


def test_flask_babel_gets_the_articles_texts(request_in: Callable) -> None:
    """Each unit in the request's language; the empty message is empty."""
    from flask_babel import gettext

    for locale in LOCALES:
        with request_in(locale.tag):
            assert gettext("") == ""
            for text in SOURCES:
                assert gettext(bare(text)) == bare(said(locale, text))


def test_a_forced_language_holds_for_its_own_request(request_in: Callable) -> None:
    """Not for one in another thread (python-babel/flask-babel#117), nor afterwards."""
    from flask_app import page
    from flask_babel import force_locale

    def language(tag: str) -> str:
        with request_in(tag):
            return page().headers["Content-Language"]

    with request_in("de"):
        with force_locale("ja"), ThreadPoolExecutor(1) as pool:
            assert page().headers["Content-Language"] == "ja"
            assert pool.submit(language, "pl").result() == "pl"
        assert page().headers["Content-Language"] == "de"
