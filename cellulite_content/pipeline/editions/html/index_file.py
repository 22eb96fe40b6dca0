"""The file of the search index: a script with a value in JSON, which may be made from parts.

It imports no Sphinx: the command's process puts together what the workers of a cluster send.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

INDEX_FILE = "searchindex.js"

_BEGIN, _END = b"Search.setIndex(", b")"


class SearchIndex(msgspec.Struct):
    """The value that the search page's script gets: names, titles, and the articles of words, by
    their numbers in the list of names."""

    docnames: list[str]
    titles: list[str]
    terms: dict[str, list[int]]
    titleterms: dict[str, list[int]]

    def encode(self) -> bytes:
        """The value in JSON; equal indexes give equal bytes."""
        return msgspec.json.encode(self, order="deterministic")


def index_script(value: bytes) -> bytes:
    """The script with an index in JSON."""
    return b"%b%b%b" % (_BEGIN, value, _END)


def merge_scripts(parts: Sequence[bytes]) -> bytes:
    """The script of all articles, from scripts that have some of them each.

    Raises `ValueError` for anything that is not such a script, and for an article in two of them.
    """
    indexes = [*map(_decoded, parts)]
    names = sorted(name for index in indexes for name in index.docnames)
    numbers = {name: number for number, name in enumerate(names)}
    if len(numbers) < len(names):
        raise ValueError("an article is in two indexes")
    whole = SearchIndex(names, [""] * len(names), {}, {})
    for index in indexes:
        new = [numbers[name] for name in index.docnames]
        for number, title in zip(new, index.titles, strict=True):
            whole.titles[number] = title
        for all_terms, terms in (
            (whole.terms, index.terms),
            (whole.titleterms, index.titleterms),
        ):
            for word, articles in terms.items():
                all_terms.setdefault(word, []).extend(new[article] for article in articles)
    for terms in (whole.terms, whole.titleterms):
        for articles in terms.values():
            articles.sort()
    return index_script(whole.encode())


def _decoded(script: bytes) -> SearchIndex:
    if not (script.startswith(_BEGIN) and script.endswith(_END)):
        raise ValueError("it is not the script of an index")
    index = msgspec.json.decode(script[len(_BEGIN) : -len(_END)], type=SearchIndex)
    count = len(index.docnames)
    used = {
        number
        for terms in (index.terms, index.titleterms)
        for each in terms.values()
        for number in each
    }
    if len(index.titles) != count or not used <= {*range(count)}:
        raise ValueError("it has other numbers than articles")
    return index
