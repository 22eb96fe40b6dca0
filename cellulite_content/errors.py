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


def warn_of_version(built_by: str, read_by: str) -> None:
    """Warn of a bundle that another version of this package has built."""
    import warnings  # noqa: PLC0415  few programs need it

    problem = f"content built by cellulite-content {built_by} is read by {read_by}"
    warnings.warn(f"{problem}; build it again, or upgrade", stacklevel=5)
