"""Catalogs, units and projects for the tests of the pipeline's core."""

from pathlib import Path

from hypothesis import settings

from cellulite_content.pipeline.catalogs.catalog import Catalog, Entry, parse_catalog, write_entry
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project
from cellulite_content.pipeline.model.unit import Document, Unit

DOMAIN = "articles/walking"
DE = Locale("de")
FUZZ = settings(max_examples=75, deadline=None)

FILE_CODES = (
    *("missing-catalog", "symbolic-link", "not-a-file", "unreadable-file", "too-large"),
    "stray-file",
)
"""Findings on files, which fixtures of one message cannot raise."""

HEADER = """\
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"""
"""Five lines, with that of the blank line that a test puts behind them."""


def po(text: str) -> bytes:
    """The bytes of a catalog: the header, a blank line, and `text`."""
    return f"{HEADER}\n{text}".encode()


def read(text: str) -> Catalog:
    """The catalog whose entries `text` writes."""
    return parse_catalog(po(text))


def again(catalog: Catalog) -> Catalog:
    """The catalog after it was written to its file and read again."""
    return parse_catalog(catalog.to_bytes())


def template(*texts: str) -> Catalog:
    """A template of these messages, as `extract` describes them."""
    return Catalog(
        read("").header,
        tuple(
            write_entry(
                Entry("", msgid=text, extracted=("paragraph",), references=("docs/walking.rst",))
            )
            for text in texts
        ),
    )


def project(root: Path, *locales: Locale) -> Project:
    """A project whose folders lie in `root`; none of them is made."""
    return Project(
        root=root,
        title="Walking",
        source=root / "docs",
        locales_folder=root / "locales",
        build=root / "build",
        bundle=root / "bundle",
        source_locale=Locale("en", 0, state="source", origin="authors"),
        locales=locales or (DE,),
        corrections="https://example.org/issues",
    )


def document(*texts: str, domain: str = DOMAIN) -> Document:
    """A document with a paragraph for each text."""
    return Document(
        domain,
        tuple(
            Unit(f"introduction/paragraph-{number}", domain, "paragraph", text)
            for number, text in enumerate(texts, 1)
        ),
    )
