"""Growth of bundles: what the loader reads."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.growth.case import Case
from cellulite_content import Content
from cellulite_content.bundle import __version__
from cellulite_content.errors import DataError

_Files = dict[str, bytes]
_LANGUAGES = [
    "source\ten",
    "language\ten\tltr\tEnglish\tsource",
    "language\tde\tltr\tDeutsch\tdraft",
]


def _file(kind: str, lines: list[str], *fields: str) -> bytes:
    head = "\t".join((kind, "2", *fields, str(len(lines))))
    return "\n".join((head, *lines, "")).encode()


def _bundle(lines: list[str]) -> bytes:
    return _file("bundle", [*_LANGUAGES, *lines], __version__, "r")


def _article(
    source: list[str], target: list[str], structure: list[str], more: list[str] | None = None
) -> _Files:
    return {
        "bundle.txt": _bundle(["article\ta", *(more or ())]),
        "a/en.txt": _file("units", source, "r", "en"),
        "a/de.txt": _file("units", target, "r", "de"),
        "a/structure.txt": _file("structure", structure, "r", "2026-01-01"),
    }


_ONE = ["0\tarticle\t\t\t\t", "1\theading\t1\ttitle\t\t1"]


def _units(text: str, translation: str) -> Callable[[int], _Files]:
    """An article of many paragraphs."""

    def prepare(count: int) -> _Files:
        rows = (f"1\tparagraph\t{n}\tp-{n}\ta{n}\t" for n in range(2, count + 2))
        return _article(
            ["Walk", *[text] * count], ["Gehen", *[translation] * count], [*_ONE, *rows]
        )

    return prepare


def _lines(form: str) -> Callable[[int], _Files]:
    """Many lines of one kind in `bundle.txt`."""
    return lambda count: _article(
        ["Walk"], ["Gehen"], _ONE, [form.replace("{}", str(n)) for n in range(count)]
    )


def _nested(count: int) -> _Files:
    rows = [f"{depth}\tlist\t\t\t\t" for _ in range(count // 60 + 1) for depth in range(1, 61)]
    return _article(["Walk"], ["Gehen"], [*_ONE, *rows])


_BUNDLES: dict[str, Callable[[int], _Files]] = {
    "units": _units("Walk on.", "Geh."),
    "units that are not translated": _units("Walk on.", ""),
    "units with escapes": _units("\\\\\\t\\n\t<b>", "\\\\\\t\\n\t<b>"),
    "escapes of one unit": lambda count: _article(["\\\\" * count], ["\\n\\\\" * count], _ONE),
    "empty nodes": lambda count: _article(
        ["Walk"], ["Gehen"], [*_ONE, *["1\tlist\t\t\t\t"] * count]
    ),
    "nested nodes": _nested,
    "languages": _lines("language\tx-{}\tltr\tX\tdraft"),
    "articles": _lines("article\ta{}"),
    "aliases": _lines("alias\tx-{}\tde"),
    "sources": _lines("source\ten"),
    "equal units": lambda count: _article(["Walk", *["a"] * count], ["", *["b"] * count], _ONE),
}


def _load(files: _Files) -> None:
    """Read all that a program can ask for."""
    content = Content(files.__getitem__)
    try:
        content.match("fr, x-7, de-AT;q=0.5")
        article = content.load("de")
        for node in article.root.walk():
            _ = node.text.source
        _ = article.missing, article.figures
        for render in (article.plain, article.html, article.markdown, article.to_dict):
            render()
        content.translations("de")
    except DataError:
        pass


CASES = [Case("loader", name, prepare, _load) for name, prepare in _BUNDLES.items()]
