"""The words of titles and descriptions in lists, which have no markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...model.unit import Substitution, Unit

_SIGN_OF_MARKUP = re.compile(r"[*`|_\\\[\]<>@&~$\x00-\x1f\x7f-\x9f\u2028\u2029]|:\S")
"""A text without any of these has no markup, in reStructuredText or Markdown."""


class ListedWords:
    """Gives the words of a document's units without their markup, in one language.

    `units` are the units by id, `translations` their translations, None for one without, and
    `substitutions` those that the texts show.
    """

    def __init__(
        self,
        units: Mapping[str, Unit],
        translations: Mapping[str, str | None],
        substitutions: Sequence[Substitution] = (),
    ) -> None:
        self._units = units
        self._translations = translations
        self._substitutions = {each.name: each for each in substitutions}
        self._by_lower_case = {each.name.lower(): each for each in substitutions}

    def of(self, name: str) -> str:
        """The words of a unit; those of the source if it is not translated."""
        unit = self._units[name]
        text = self._translations[name] or unit.text
        if not unit.markup or not _SIGN_OF_MARKUP.search(text):
            return text
        # It imports docutils and Sphinx, which takes 0.2 s.
        from ...source.message_markup import read_message  # noqa: PLC0415

        pieces = read_message(unit, text).pieces
        words = "".join(
            self._substituted(words) if element == "substitution_reference" else words
            for element, words in pieces
        )
        return words.strip() or text

    def _substituted(self, name: str) -> str:
        """The words of a substitution; its name if it is unknown."""
        # As docutils looks for it.
        name = " ".join(name.split())
        found = self._substitutions.get(name) or self._by_lower_case.get(name.lower())
        if found is None:
            return name
        return self.of(found.unit) if found.unit in self._units else found.text
