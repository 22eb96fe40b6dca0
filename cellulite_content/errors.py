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


def no_package(name: str, spec: object) -> DataError:
    """The error for the file `name` of a `Content` whose spec has no files."""
    if spec is None:  # that of `python pages/__init__.py`, and of the interpreter
        fault = "its `__spec__` is None, as in a program"
        return DataError(f"{name} cannot be read: {fault}; import the package that has the content")
    fault = "the package of the content has no __init__.py"
    return DataError(f"{name} cannot be read: {fault}; add one, and build the package again")


def wrong_source(source: object) -> TypeError:
    """The error for a `Content` of anything else than a spec or a function."""
    kind = type(source).__name__
    return TypeError(f"a Content takes a package's __spec__ or a function, not {kind}")


def warn_of_version(built_by: str, read_by: str) -> None:
    """Warn of a bundle that another version of this package has built."""
    import warnings  # noqa: PLC0415  few programs need it

    problem = f"content built by cellulite-content {built_by} is read by {read_by}"
    warnings.warn(f"{problem}; build it again, or upgrade", stacklevel=5)
