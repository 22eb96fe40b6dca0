"""axe-core, the engine of most accessibility checkers, finds nothing on any page of the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from support.editions.reader import ARTICLE
from support.site.axe import Checker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

SCHEMES = ("light", "dark")


@pytest.fixture(scope="module", params=SCHEMES)
def checker(program: Browser, request: pytest.FixtureRequest) -> Iterator[Checker]:
    """Checks pages in the light, and in the dark."""
    found = Checker(program, request.param)
    yield found
    found.page.context.close()


def test_no_page_has_a_fault(checker: Checker, address: str, pages: list[str]) -> None:
    """Shelf, status, lists, articles and search of all languages, with all that unfolds open."""
    found = {page: checker.broken_rules(f"{address}/{page}") for page in pages}
    assert {page: faults for page, faults in found.items() if faults} == {}


# Faults

FAULTS: dict[str, str] = {
    "image-alt": "document.querySelector('img').removeAttribute('alt')",
    "html-has-lang": "document.documentElement.removeAttribute('lang')",
    "valid-lang": "document.querySelector('body [hreflang]').lang = 'deutsch'",
    "link-name": "document.querySelector('main a').replaceChildren()",
    "color-contrast": "document.querySelector('article li p').style.color = 'gray'",
    "document-title": "document.title = ''",
    "page-has-heading-one": "document.querySelector('h1').replaceWith('')",
    "landmark-one-main": "const m = document.querySelector('main'); m.replaceWith(...m.children)",
    "heading-order": "document.querySelector('h2').outerHTML = '<h4>Deeper</h4>'",
    "duplicate-id-aria": "document.querySelector('footer section').id = 'about'",
}
"""Rules, and what breaks each on the German article."""


@pytest.mark.parametrize("rule", FAULTS)
def test_fault_is_told(program: Browser, address: str, rule: str) -> None:
    """A page with one seeded fault is reported by the rule's name: the check works."""
    checker = Checker(program, "light")
    checker.page.goto(f"{address}/de/{ARTICLE}.html")
    checker.page.evaluate(FAULTS[rule])
    assert rule in {line.partition(":")[0] for line in checker.faults()}
    checker.page.context.close()


def test_a_dark_fault_is_told_in_the_dark(program: Browser, address: str) -> None:
    """Words that are too dim on the dark paper alone: the dark pages are really looked at."""
    dim = "document.querySelector('article li p').style.color = '#645a50'"
    found = {}
    for scheme in SCHEMES:
        checker = Checker(program, scheme)
        checker.page.goto(f"{address}/de/{ARTICLE}.html")
        checker.page.evaluate(dim)
        found[scheme] = checker.faults()
        checker.page.context.close()
    assert found["light"] == []
    assert found["dark"] != []
