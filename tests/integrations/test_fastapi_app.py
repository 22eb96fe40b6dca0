"""The example for FastAPI, under uvicorn, asked for all languages at once."""

from collections.abc import Callable

import pytest

from support.integrations.answers import FEW, REQUESTS, TAGS, UNKNOWN, ask, figure, requests, strays

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(serve: Callable[..., str]) -> str:
    """Where the example answers."""
    return serve("asgi", "fastapi_app:app")


@pytest.mark.parametrize("path", ["/", "/article.json"])
def test_each_of_200_answers_is_in_the_language_asked_for(address: str, path: str) -> None:
    """Page and data are wholly in the language of their request, whatever others ask for."""
    wanted = requests()
    assert len(wanted) == REQUESTS
    assert {tag for tag, _ in wanted} == set(TAGS)
    assert strays(ask(address + path, wanted)) == []


@pytest.mark.parametrize("path", ["/", "/article.json"])
def test_a_leak_would_be_seen(serve: Callable[..., str], path: str) -> None:
    """The same example with one current language for all fails the same assertion."""
    found = strays(ask(serve("asgi", "fastapi_app:app", "leaky") + path, requests(FEW)))
    assert any("Content-Language is" in fault for fault in found)
    assert any("lacks" in fault for fault in found)
    assert any("holds" in fault for fault in found)


def test_a_header_that_names_no_language_is_answered_in_english(address: str) -> None:
    """Also one that is nonsense."""
    assert strays(ask(address, [("en", header) for header in UNKNOWN])) == []


def test_the_figure_is_where_the_page_says(address: str) -> None:
    """The example serves the figures too."""
    found = figure(address)
    assert (found.status, found.kind.partition(";")[0]) == (200, "image/svg+xml")
