"""The units of an article as a gettext catalog."""

from gettext import GNUTranslations

from .article import Files
from .bundle import Bundle, Text, parse_plain
from .html_text import escape
from .outline import read_structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .article import Chain

_CONTEXT_END = "\x04"


class GettextCatalog(GNUTranslations):
    """Source text to translation, both plain; the empty text is never a key.

    The key of a text with a context is that of `context_key`.

    Jinja2's newstyle `gettext` and `{% trans %}` treat a catalog's texts as HTML and as format
    strings. So each translation is a `Text` whose HTML is escaped and has no percent sign; a source
    text with a percent sign is there a second time, with `%%` for `%` in both texts.
    """

    def __init__(self, messages: "Mapping[str, Text]") -> None:
        super().__init__()
        made: dict[int, Text] = {}  # a text has two keys: its own, and that with its unit's id
        plain_texts: dict[str, Text] = {}
        for key, text in messages.items():
            source = key.rpartition(_CONTEXT_END)[2]
            if source:
                plain = made.get(id(text))
                if plain is None:
                    plain = made[id(text)] = _without_markup(text, source)
                plain_texts[key] = plain
        formats = {
            _double_percents(key): _as_format(plain_texts[key]) for key in plain_texts if "%" in key
        }
        # The attributes that GNUTranslations sets when it reads a file:
        self._catalog = formats | plain_texts
        self.plural = _plural


def read_catalog(files: Files, bundle: Bundle, name: str, chain: "Chain") -> GettextCatalog:
    """The catalog of the article `name` in the languages of the chain; raises `DataError`."""
    folder = bundle.documents[name][1]
    revision, units = files.units(folder, chain[0])
    sources = files.units_of_revision(folder, bundle.source, revision, len(units))
    file = f"{folder}/structure.txt"
    outline = files.parsed(file, lambda data: read_structure(data, file, len(units)))
    ids = {number: id for id, number in outline.ids.items()}
    contexts = outline.contexts()
    messages: dict[str, Text] = {}
    for number, source in enumerate(sources, 1):
        plain, context = parse_plain(source, folder, bundle.source), contexts.get(number)
        text = files.text(folder, chain, number, "")
        messages.setdefault(context_key(context, plain) if context else plain, text)
        if number in ids:
            messages[context_key(ids[number], plain)] = text
    return GettextCatalog(messages)


def context_key(context: str, text: str) -> str:
    """The key of a text with a context in gettext's catalogs."""
    return f"{context}{_CONTEXT_END}{text}"


def _without_markup(text: Text, source: str) -> Text:
    """A text without its markup."""
    html = escape(text).replace("%", "&#37;")
    return Text(str(text), text.lang, text.id, source, html)


def _as_format(text: Text) -> Text:
    """A text as a format string."""
    return Text(_double_percents(text), text.lang, text.id, text.source, text.__html__())


def _double_percents(text: str) -> str:
    """The text, or the key, with `%%` for `%`, but not in a context."""
    context, end, text = text.rpartition(_CONTEXT_END)
    return context + end + text.replace("%", "%%")


def _plural(number: float) -> int:
    return int(number != 1)
