"""The units of an article as a gettext catalog."""

from gettext import GNUTranslations


class Catalog(GNUTranslations):
    """Source text to translation, both plain; the empty text is never a key."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__()
        # What GNUTranslations itself fills when it reads a file:
        self._catalog = {source: text for source, text in messages.items() if source}
        self.plural = _plural


def _plural(number: float) -> int:
    return int(number != 1)
