"""The example for Flask with Flask-Babel, under waitress, asked for all languages at once."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from lxml import html

from support.editions.reader import LOCALES, said
from support.integrations.answers import FEW, TAGS, UNKNOWN, Answer, ask, figure, requests, strays

pytestmark = pytest.mark.slow

DRAFT = "A draft: no native speaker has reviewed this translation."


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's own compiled catalogs: in each language a note that names the language."""
    folder = tmp_path_factory.mktemp("translations")
    for locale in LOCALES:
        catalog = Catalog(locale.code)
        catalog.add(DRAFT, f"Note: {locale.tag}")
        written = io.BytesIO()
        write_mo(written, catalog)
        path = folder / locale.code / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        path.write_bytes(written.getvalue())
    return folder


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], catalogs: Path) -> str:
    """Where the example answers."""
    return serve("wsgi", "flask_app:app", FLASK_BABEL_TRANSLATION_DIRECTORIES=str(catalogs))


@pytest.fixture(scope="module")
def answers(address: str) -> list[Answer]:
    """The answers to requests for all languages, sent at once."""
    return ask(address, requests())


def test_each_answer_is_in_the_language_asked_for(answers: list[Answer]) -> None:
    """The page is wholly in the language of its request, whatever others ask for."""
    assert strays(answers) == []


def test_the_sites_texts_and_the_articles_are_found_side_by_side(answers: list[Answer]) -> None:
    """`_` gives the site's own note and `{% trans %}` the article's word, in one language."""
    seen = {answer.wanted: _said_by_gettext(answer) for answer in answers}
    assert sorted(seen) == sorted(TAGS)
    for locale in LOCALES:
        notes = [f"Note: {locale.tag}"] if locale.state == "draft" else []
        assert seen[locale.tag] == (notes, said(locale, "Conclusion"))
    for answer in answers:
        assert _said_by_gettext(answer) == seen[answer.wanted]


def _said_by_gettext(answer: Answer) -> tuple[list[str], str]:
    root = html.document_fromstring(answer.body)
    return [p.text for p in root.findall("body/p")], root.findtext("body/nav/a")


def test_a_leak_would_be_seen(serve: Callable[..., str]) -> None:
    """The same example with one current language for all fails the same assertion."""
    found = strays(ask(serve("wsgi", "flask_app:app", "leaky"), requests(FEW)))
    assert any("Content-Language is" in fault for fault in found)
    assert any("holds" in fault for fault in found)


def test_a_header_that_names_no_language_is_answered_in_english(address: str) -> None:
    """Also one that is nonsense."""
    assert strays(ask(address, [("en", header) for header in UNKNOWN])) == []


def test_the_figure_is_where_the_page_says(address: str) -> None:
    """The example serves the figures too."""
    found = figure(address)
    assert (found.status, found.kind.partition(";")[0]) == (200, "image/svg+xml")
