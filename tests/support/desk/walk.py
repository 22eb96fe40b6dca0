"""A person at the desk: one who has only a keyboard, or one who points at things."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class Keyboard:
    """Works by keys alone."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def next_text(self) -> None:
        """Open the next text of the list."""
        self._page.keyboard.press("Alt+ArrowDown")

    def write(self, text: str) -> None:
        """Write a translation instead of what is there."""
        self._page.keyboard.press("ControlOrMeta+a")
        self._page.keyboard.insert_text(text)

    def correct(self) -> None:
        """Take over the offered text."""
        self._page.keyboard.press("Alt+c")

    def confirm(self) -> None:
        """Say that a fuzzy text is right."""
        if self._page.locator("#fuzzy").is_checked():
            self._page.keyboard.press("Alt+u")

    def save(self) -> None:
        """Save the text."""
        self._page.keyboard.press("Control+Enter")

    def undo(self) -> None:
        """Undo what was saved last."""
        self._page.keyboard.press("Alt+z")

    def discard(self) -> None:
        """Discard what is not saved."""
        self._page.keyboard.press("Escape")

    def switch_edition(self) -> None:
        """Show the book instead of the page, or the page again."""
        self._page.keyboard.press("Alt+b")


class Pointer(Keyboard):
    """Points at the list and at buttons; in a narrow window at the views first."""

    def next_text(self) -> None:
        """Open the next text of the list."""
        self._see("List")
        texts = self._page.locator("#documents button")
        current = self._page.locator("#documents li", has=self._page.locator("[aria-current]"))
        following = current.locator("xpath=following-sibling::li[1]//button")
        (following if current.count() else texts.first).click()

    def correct(self) -> None:
        """Take over the offered text."""
        self._page.get_by_role("button", name="Take over").first.click()

    def confirm(self) -> None:
        """Say that a fuzzy text is right."""
        self._page.locator("#fuzzy").uncheck()

    def save(self) -> None:
        """Save the text."""
        self._button("Save").click()

    def undo(self) -> None:
        """Undo what was saved last."""
        self._button("Undo").click()

    def discard(self) -> None:
        """Discard what is not saved."""
        self._button("Discard").click()

    def switch_edition(self) -> None:
        """Show the book instead of the page, or the page again."""
        self._see("Page")
        self._page.locator('[data-edition][aria-pressed="false"]').click()

    def _button(self, name: str) -> Locator:
        return self._page.get_by_role("button", name=name, exact=True)

    def _see(self, view: str) -> None:
        button = self._page.locator(".views").get_by_role("button", name=view, exact=True)
        if button.is_visible():
            button.click()
