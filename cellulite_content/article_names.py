"""Names and languages of articles: other names than those that `articles()` lists. A title does
not need this module."""

from .bundle import Bundle, Language
from .errors import UnknownArticle


def languages_of(article: str, bundle: Bundle) -> tuple[Language, ...]:
    """The published languages that have an article."""
    return tuple(
        language
        for language in bundle.languages.values()
        if (language, article) not in bundle.without
    )


def listed_name(article: str, bundle: Bundle) -> str:
    """The name of the article or chapter whose whole name is this or ends with it.

    Raises `UnknownArticle`, with the candidates if there are several.
    """
    ending = f"/{article}"
    found = [name for name, (whole, _) in bundle.documents.items() if f"/{whole}".endswith(ending)]
    exact = [name for name in found if bundle.documents[name][0] == article]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    if found:
        candidates = ", ".join(bundle.documents[name][0] for name in found)
        raise UnknownArticle(f"several articles are named {article!r}: {candidates}")
    raise UnknownArticle(f"no article {article!r}; available: {', '.join(bundle.chapters)}")
