"""axe-core, the engine of most accessibility checkers, on pages in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.editions.browser import installed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RULES = {
    # A page with a frame or a video would need another look; these have none.
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations", "incomplete"],
}
UNDECIDED = {"color-contrast"}
"""The one rule that may leave a thing to people: a `+` or a text that another one overlaps."""


_REPORT = """async (rules) => {
    const frames = [...document.querySelectorAll('iframe')].map((each) => each.contentDocument);
    const bodies = [document, ...frames].flatMap((each) => each?.body ?? []);
    for (;;) {
        let isSame = true;
        const observer = new MutationObserver(() => { isSame = false; });
        for (const body of bodies) observer.observe(body, { childList: true });
        const report = await axe.run(document, rules);
        observer.disconnect();
        if (isSame) return report;
    }
}"""
"""The report on a page that stays the same meanwhile: the desk renews its frame, and axe-core would
not find there what it has just read."""


class Checker:
    """Pages of one look, each given to axe-core."""

    def __init__(self, program: Browser, scheme: Any) -> None:
        pool = installed() / "node_modules" / "axe-core" / "axe.min.js"
        # The engine is put in by the test; the pages' own policy would rightly keep it out.
        self._context = program.new_context(color_scheme=scheme, bypass_csp=True)
        self._context.add_init_script(path=pool)
        self.page: Page = self._context.new_page()

    def broken_rules(self, address: str) -> list[str]:
        """Go to a page; gives what axe-core has against it, a line a fault."""
        self.page.goto(address)
        return self.faults()

    def faults(self) -> list[str]:
        """What axe-core has against the page as it is now, with all that a reader can unfold."""
        self.page.evaluate(
            """() => {
            for (const each of document.querySelectorAll('details')) each.open = true;
            for (const each of document.querySelectorAll('.both')) each.checked = true;
            }"""
        )
        report = self.page.evaluate(_REPORT, RULES)
        left = [each for each in report["incomplete"] if each["id"] not in UNDECIDED]
        return [
            f"{rule['id']}: {node['html'][:120]}"
            for rule in report["violations"] + left
            for node in rule["nodes"]
        ]
