"""The example for Django, under waitress and uvicorn, asked for all languages at once."""

from collections.abc import Callable

import pytest

from support.integrations.answers import FEW, UNKNOWN, ask, figure, requests, strays

pytestmark = pytest.mark.slow

SERVERS = ["wsgi", "asgi"]
PATHS = ["/", "/article.json"]  # a view that is a function, and one that is a coroutine


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], request: pytest.FixtureRequest) -> str:
    """Where the example answers, through the server that the test names."""
    return serve(request.param, f"django_app:{request.param}")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("address", SERVERS, indirect=True)
def test_each_answer_is_in_the_language_asked_for(address: str, path: str) -> None:
    """Page and data are wholly in the language of their request (django/asgiref#473 and #475)."""
    assert strays(ask(address + path, requests())) == []


@pytest.mark.parametrize("server", SERVERS)
def test_a_leak_would_be_seen(serve: Callable[..., str], server: str) -> None:
    """The same example with one current language for all fails the same assertion."""
    address = serve(server, f"django_app:{server}", "leaky")
    for path in PATHS:
        found = strays(ask(address + path, requests(FEW)))
        assert any("holds" in fault for fault in found)


@pytest.mark.parametrize("address", SERVERS, indirect=True)
def test_a_header_that_names_no_language_is_answered_in_english(address: str) -> None:
    """Also one that is nonsense."""
    assert strays(ask(address, [("en", header) for header in UNKNOWN])) == []


@pytest.mark.parametrize("address", SERVERS, indirect=True)
def test_the_figure_is_where_the_page_says(address: str) -> None:
    """The example serves the figures too."""
    found = figure(address)
    assert (found.status, found.kind.partition(";")[0]) == (200, "image/svg+xml")
