"""The errors of the loader, under one root; each message is one line that says what to do next."""


class CelluliteContentError(Exception):
    """The root of all errors of this package; never raised itself."""


class UnknownLanguage(CelluliteContentError, LookupError):  # noqa: N818  says what it is
    """No published language matches what was asked for, and `fallback=False`."""


class UnknownArticle(CelluliteContentError, LookupError):  # noqa: N818  says what it is
    """There is no article of that name."""


class UnknownSection(CelluliteContentError, LookupError):  # noqa: N818  says what it is
    """The article has nothing with that anchor."""


class UnknownFigure(CelluliteContentError, LookupError):  # noqa: N818  says what it is
    """The article has no figure of that name."""


class DataError(CelluliteContentError):
    """The compiled content is missing, stale or damaged; says which file, and how to fix it."""
