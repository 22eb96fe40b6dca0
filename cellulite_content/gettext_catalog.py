"""The units of an article as a gettext catalog."""

from gettext import GNUTranslations

from .nodes import Text, escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class GettextCatalog(GNUTranslations):
    """Source text to translation, both plain; the empty text is never a key.

    Jinja2's newstyle `gettext` and `{% trans %}` treat a catalog's texts as HTML and as format
    strings. So each translation is a `Text` whose HTML is escaped and has no percent sign; a source
    text with a percent sign is there a second time, with `%%` for `%` in both texts.
    """

    def __init__(self, messages: "Mapping[str, Text]") -> None:
        super().__init__()
        plain_texts = {
            source: _without_markup(text, source) for source, text in messages.items() if source
        }
        formats = {
            _double_percents(source): _as_format(plain_texts[source])
            for source in plain_texts
            if "%" in source
        }
        # The attributes that GNUTranslations sets when it reads a file:
        self._catalog = formats | plain_texts
        self.plural = _plural


def _without_markup(text: Text, source: str) -> Text:
    """A text without its markup."""
    html = escape(text).replace("%", "&#37;")
    return Text(str(text), text.lang, text.id, source, html)


def _as_format(text: Text) -> Text:
    """A text as a format string."""
    return Text(_double_percents(text), text.lang, text.id, text.source, text.__html__())


def _double_percents(text: str) -> str:
    return text.replace("%", "%%")


def _plural(number: float) -> int:
    return int(number != 1)
