"""Growth of catalogs: the reader, the gate, the merges and the near matches."""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterable
from contextlib import suppress

from benchmarks.growth.case import Case
from cellulite_content.pipeline.catalogs.catalog import CatalogError, parse_catalog
from cellulite_content.pipeline.catalogs.merging.fuzzy_match import similar_pairs
from cellulite_content.pipeline.catalogs.merging.three_way_merge import merge_branches
from cellulite_content.pipeline.catalogs.update import merge
from cellulite_content.pipeline.gate.gate import check_catalog
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.unit import Document, Unit

_FIELDS = "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"
HEADER = f'msgid ""\nmsgstr "{_FIELDS}"\n'
LOCALE = Locale("de")


def entry(source: str, target: str = "", before: str = "") -> str:
    """One entry of a PO file; `before` are its comments."""
    return f'\n{before}msgid "{source}"\nmsgstr "{target}"\n'


def catalog(entries: Iterable[str]) -> bytes:
    """A PO file of these entries."""
    return (HEADER + "".join(entries)).encode()


def _entries(count: int, target: str = "Gehen {}") -> bytes:
    return catalog(entry(f"Walk {n}", target.format(n)) for n in range(count))


def _one(count: int, line: str, source: str = "Walk") -> bytes:
    return catalog([entry(source, "Gehen", line * count)])


def _header(count: int) -> bytes:
    fields = _FIELDS + "".join(f"X-{n}: {n}\\n" for n in range(count))
    return f'msgid ""\nmsgstr "{fields}"\n'.encode() + entry("Walk", "Gehen").encode()


def _obsolete(count: int, source: str = "Walk {}") -> bytes:
    lines = (f'\n#~ msgid "{source.format(n)}"\n#~ msgstr "Gehen {n}"\n' for n in range(count))
    return catalog(lines)


def _duplicates_with_comments(count: int) -> bytes:
    """Half of the things are comments of the first entry, half are entries with its text."""
    first = entry("Walk", "Gehen", "".join(f"# {n}\n" for n in range(count // 2)))
    return catalog([first, *[entry("Walk", "Gehen", "# 1\n")] * (count // 2)])


_FILES: dict[str, Callable[[int], bytes]] = {
    "entries": _entries,
    "obsolete entries": _obsolete,
    "duplicates": lambda count: catalog(entry("Walk", f"Gehen {n}") for n in range(count)),
    "duplicates with comments": _duplicates_with_comments,
    "comments of one entry": lambda count: _one(count, "# so\n"),
    "extracted comments": lambda count: _one(count, "#. so\n"),
    "references": lambda count: _one(count, "#: a.rst:1\n"),
    "flags": lambda count: _one(count, "#, so, so\n"),
    "previous lines": lambda count: _one(count, '#| msgid "so"\n#| "so"\n'),
    "blank lines": lambda count: catalog([entry("Walk", "Gehen"), "\n" * count, entry("Go")]),
    "strings of one message": lambda count: catalog(
        ['\nmsgid "Walk"\nmsgstr ""\n' + '"gehen "\n' * count]
    ),
    "one long string": lambda count: catalog([entry("Walk", "Gehen und " * count)]),
    "escapes": lambda count: catalog([entry("Walk", '\\"\\\\\\n' * count)]),
    "an unclosed string": lambda count: catalog([entry("Walk", '\\"\\\\\\n' * count)[:-2]]),
    "lines that are not PO": lambda count: catalog([entry("Walk", "Gehen") + "?\n"] * count),
    "unclosed entries": lambda count: catalog([entry("Walk", 'Ge"hen')] * count),
    "fields of the header": _header,
    "plural forms": lambda count: catalog(
        f'\nmsgid "Walk {n}"\nmsgid_plural "Walks {n}"\nmsgstr[0] "a"\nmsgstr[1] "b"\n'
        for n in range(count)
    ),
}


def _read(data: bytes) -> None:
    with suppress(CatalogError):
        parse_catalog(data)


# The gate


def check(inputs: tuple[bytes, Document]) -> None:
    """Take a catalog through the gate."""
    data, document = inputs
    check_catalog(LOCALE, document, parse_catalog(data), "de.po")


def document(sources: Iterable[str], kind: str = "paragraph") -> Document:
    """A document with a unit for each text."""
    units = (Unit(f"s/{kind}-{n}", "a", kind, text) for n, text in enumerate(sources))
    return Document("a", tuple(units))


def _messages(source: str, target: str) -> Callable[[int], tuple[bytes, Document]]:
    def prepare(count: int) -> tuple[bytes, Document]:
        sources = [source.format(n) for n in range(count)]
        data = catalog(entry(text, target.format(n)) for n, text in enumerate(sources))
        return data, document(sources)

    return prepare


def _long_message(piece: str) -> Callable[[int], tuple[bytes, Document]]:
    """One message of many pieces; no check but the first may see it."""

    def prepare(count: int) -> tuple[bytes, Document]:
        text = piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") * count
        return catalog([entry("Walk *on* name_", f"x{text} name_")]), document(["Walk *on* name_"])

    return prepare


def _full_messages(piece: str) -> Callable[[int], tuple[bytes, Document]]:
    """Messages of 1,000 characters, with this many pieces together: each has a legal length."""

    def prepare(count: int) -> tuple[bytes, Document]:
        sources = [f"Walk {n} " + "on and on " * 25 for n in range(count * len(piece) // 1000 + 1)]
        text = piece.replace("\\", "\\\\").replace("\n", "\\n")
        target = f"x {text * (1000 // len(piece))}"
        return catalog(entry(source, target) for source in sources), document(sources)

    return prepare


_MESSAGES = {
    "plain messages": _messages("Walk {}", "Gehen {}"),
    "messages with markup": _messages(
        "Walk *{}* `on <https://a.example>`__", "Gehen *{}* `an <https://a.example>`__"
    ),
    "refused messages": _messages("Walk {}", "Gehen *{}"),
    "unknown messages": lambda count: (_entries(count), document(["Go"])),
    "duplicates": lambda count: (
        catalog(entry("Walk", f"Gehen {n}") for n in range(count)),
        document(["Walk"]),
    ),
    "lists in place of paragraphs": _messages("Walk {}", "- - - - Gehen {}"),
    "parts of a plural formula": lambda count: (
        HEADER.replace("Content", "Plural-Forms: nplurals=2; plural=" + "(" * count + "\\nContent")
        .encode() + entry("Walk", "Gehen").encode(),
        document(["Walk"]),
    ),
}  # fmt: skip
PIECES = {
    "unclosed emphasis": " *a",
    "unclosed strong": " **a",
    "unclosed roles": " `a",
    "unclosed literals": " ``a",
    "substitutions": " |a",
    "references": " a_",
    "links": " `a <b>`_",
    "link targets": " _`a`",
    "notes": " [1]_",
    "tags": " <a",
    "backslashes": "\\",
    "list marks": "- ",
    "quotation marks": "'",
    "addresses": "a:",
    "addresses of mail": "a@",
    "spaces": " ",
    "lines": "a\n",
    "indented lines": "a\n  b\n",
    "directives": "\n.. a::",
    "nested roles": ":a:`<",
    "long words": "a/b.c-",
    "combining marks": "\u0301",
    "controls": "\u200b",
}

# Merges


def _merge(inputs: tuple[bytes, bytes]) -> None:
    gc.disable()  # as the command `update` does
    template, data = map(parse_catalog, inputs)
    merge(template, data)


def _sentences(count: int, seed: int = 1) -> list[str]:
    """Sentences that share few words."""
    rng = random.Random(seed)  # noqa: S311  no secret
    words = ["".join(rng.choices("abcdefghiklmnoprstu", k=5)) for _ in range(5000)]
    return [" ".join(rng.choices(words, k=10)) for _ in range(count)]


def _near(count: int) -> list[str]:
    """Messages that differ in a number only."""
    return [f"Walk for an hour on each day of week {n}." for n in range(count)]


def _changed(texts: list[str]) -> tuple[bytes, bytes]:
    """A template of slightly changed sources, and the catalog with translations."""
    new = catalog(entry(f"{text} now") for text in texts)
    return new, catalog(entry(text, f"Gehen {n}") for n, text in enumerate(texts))


def _same_key(count: int) -> tuple[bytes, bytes]:
    return catalog([entry("Walk")]), _obsolete(count, "Walk")


_MERGES: dict[str, Callable[[int], tuple[bytes, bytes]]] = {
    "nothing new": lambda count: (_entries(count, ""), _entries(count)),
    "all sources changed": lambda count: _changed(_sentences(count)),
    "near-equal messages": lambda count: _changed(_near(count)),
    "equal lengths, other texts": lambda count: (
        catalog(map(entry, _sentences(count))),
        catalog(entry(text, "Gehen") for text in _sentences(count, 2)),
    ),
    "obsolete entries come back": lambda count: (_entries(count, ""), _obsolete(count)),
    "obsolete entries of one text": _same_key,
    "duplicates": lambda count: (
        catalog([entry("Walk")]),
        catalog(entry("Walk", f"Gehen {n}") for n in range(count)),
    ),
    "duplicates with comments": lambda count: (
        catalog([entry("Walk")]),
        _duplicates_with_comments(count),
    ),
    "comments of a changed entry": lambda count: (
        catalog([entry("Walk for an hour now")]),
        _one(count, "# so\n", "Walk for an hour"),
    ),
    "one long old source": lambda count: (
        catalog([entry("Walk on and on " * 300)] + [entry(f"Walk {n}") for n in range(30)]),
        catalog([entry("walk on and on " * count, "Gehen")] + [
            entry(f"walk, {n}", "Gehen") for n in range(30)
        ]),
    ),
}  # fmt: skip


def _merge_branches(inputs: tuple[bytes, bytes, bytes]) -> None:
    merge_branches(*inputs)


def _lines_of_both(form: str) -> Callable[[int], tuple[bytes, bytes, bytes]]:
    """Each branch adds other lines to the same entry."""

    def branch(count: int, start: int) -> bytes:
        lines = "".join(form.format(n) for n in range(start, start + count))
        return catalog([entry("Walk", f"Gehen {start}", lines)])

    return lambda count: (branch(count, 0), branch(count, count // 2), branch(count, count))


def _headers_of_both(count: int) -> tuple[bytes, bytes, bytes]:
    base = _header(count)
    return base, base.replace(b": 1", b": 2"), base.replace(b": 1", b": 3")


_BRANCHES: dict[str, Callable[[int], tuple[bytes, bytes, bytes]]] = {
    "entries of one branch": lambda count: (_entries(0), _entries(count), _entries(0)),
    "conflicts": lambda count: tuple(  # type: ignore[dict-item, return-value]
        _entries(count, f"{word} {{}}") for word in ("Los", "Gehen", "Laufen")
    ),
    "duplicates": lambda count: tuple(  # type: ignore[dict-item, return-value]
        catalog(entry("Walk", f"{word} {n}") for n in range(count)) for word in "abc"
    ),
    "other orders": lambda count: (
        _entries(count),
        catalog(entry(f"Walk {n}", "Gehen") for n in reversed(range(count))),
        catalog(entry(f"Walk {2 * n}", "Gehen") for n in range(count)),
    ),
    "comments": _lines_of_both("# {}\n"),
    "flags": _lines_of_both("#, f{}\n"),
    "references": _lines_of_both("#: a{}\n"),
    "fields of the header": _headers_of_both,
}


def _match(texts: list[str]) -> None:
    similar_pairs([f"{text} now" for text in texts], texts)


CASES = [
    *(Case("reader", name, prepare, _read) for name, prepare in _FILES.items()),
    *(Case("gate", name, prepare, check) for name, prepare in _MESSAGES.items()),
    *(Case("gate", f"one message, {name}", _long_message(p), check) for name, p in PIECES.items()),
    *(Case("gate", f"messages, {name}", _full_messages(p), check) for name, p in PIECES.items()),
    *(Case("merge", name, prepare, _merge) for name, prepare in _MERGES.items()),
    *(Case("branches", name, prepare, _merge_branches) for name, prepare in _BRANCHES.items()),
    Case("near matches", "equal texts", lambda count: ["Walk"] * count, _match),
]
