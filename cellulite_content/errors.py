"""The errors of the loader, under one root; each message is one line with the next step."""


class CelluliteContentError(Exception):
    """The root of all errors of this package; never raised itself."""


class UnknownLanguage(CelluliteContentError, LookupError):  # noqa: N818  the name is clear
    """No published language matches the wanted ones, and `fallback` is False."""


class UnknownArticle(CelluliteContentError, LookupError):  # noqa: N818  the name is clear
    """There is no article with that name."""


class UnknownSection(CelluliteContentError, LookupError):  # noqa: N818  the name is clear
    """The article has no node with that anchor."""


class UnknownFigure(CelluliteContentError, LookupError):  # noqa: N818  the name is clear
    """The article has no figure with that name."""


class DataError(CelluliteContentError):
    """The compiled content is missing, stale or damaged; names the file and the remedy."""
