"""Articles about running and cellulite in many languages.

>>> from cellulite_content import load
>>> article = load("en")
>>> str(article.title)
'Will Running Reduce Cellulite'

`load` takes what a program knows of its reader: a language tag, a POSIX locale, several in order of
preference, or an Accept-Language header. What it gives is an `Article` whose every text says which
language it is in.
"""

from .article import Article, Node, Text
from .bundle import Language
from .content import (
    Content,
    articles,
    installed,
    languages,
    load,
    match,
    translations,
)
from .errors import (
    CelluliteContentError,
    DataError,
    UnknownArticle,
    UnknownLanguage,
    UnknownSection,
)

__version__ = "0.1.0"

__all__ = [
    "Article",
    "CelluliteContentError",
    "Content",
    "DataError",
    "Language",
    "Node",
    "Text",
    "UnknownArticle",
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
