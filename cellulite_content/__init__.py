"""Articles about running and cellulite in many languages.

>>> from cellulite_content import load
>>> article = load("en")
>>> str(article.title)
'Will Running Reduce Cellulite'

`load` takes the reader's languages: a language tag, a POSIX locale, several in order of preference,
or an Accept-Language header. It returns an `Article`, in which each text has its language.
"""

from .article import Article
from .bundle import __version__
from .content import Content, articles, languages, load, match, translations
from .nodes import Language, Node, Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .entry_points import installed
    from .errors import (
        CelluliteContentError,
        DataError,
        UnknownArticle,
        UnknownFigure,
        UnknownLanguage,
        UnknownSection,
    )

__all__ = [
    "Article",
    "CelluliteContentError",
    "Content",
    "DataError",
    "Language",
    "Node",
    "Text",
    "UnknownArticle",
    "UnknownFigure",
    "UnknownLanguage",
    "UnknownSection",
    "__version__",
    "articles",
    "installed",
    "languages",
    "load",
    "match",
    "translations",
]

_LAZY = {
    "CelluliteContentError": "errors",
    "DataError": "errors",
    "UnknownArticle": "errors",
    "UnknownFigure": "errors",
    "UnknownLanguage": "errors",
    "UnknownSection": "errors",
    "installed": "entry_points",
}


def __getattr__(name: str) -> object:
    """Import rarely used names at first use: a module costs 0.2 ms."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415

    value: object = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
