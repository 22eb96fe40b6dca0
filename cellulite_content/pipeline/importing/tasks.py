"""What runs in a process of its own: files from outside, and the source with what they become."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from pathlib import Path

from ..model.project import load_project
from ..model.unit import Source
from ..source.extract import read_source
from .imported import GivenFile, ImportedArticle, ImportFileError
from .office.missing_text import missing_texts
from .office.office_file import complete_odt, office_values, unpack_document
from .office.readable_blocks import with_readable_blocks
from .pandoc import ARCHIVES, run_pandoc
from .pictures import picture_loader
from .plain_text import read_plain_text
from .web_page import PreparedPage, prepare_page
from .writing.article_text import write_article
from .writing.reading import LoadPicture
from .writing.structure import Structure, read_structure

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGES = ("html", "htm")
_CHARSET = re.compile(
    rb"(?:<meta[^>]+charset|<\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE
)
_BROWSERS = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
"""The encodings that browsers read for those that pages name: with more characters, which authors
saw and used. https://encoding.spec.whatwg.org/#names-and-labels"""


def read_article(
    file: GivenFile, name: str, today: str, local_address: str = ""
) -> ImportedArticle | str:
    """The article of a file, as document `name`; without a name, one from its title.

    `today` is its date if it has none. For `local_address` see `Reading`; with one,
    pictures are not read. An error is returned as one line.
    """
    try:
        structure, load = _read(file)
        if not structure.blocks:
            return f"{file.name}: has no text; write some"
        if local_address:
            load = _any_picture
        return write_article(structure, name, today, load, local_address)
    except ImportFileError as error:
        return str(error)
    except RecursionError:
        return f"{file.name}: is nested too deeply; simplify it"


def read_copy(root: Path, copy: Path) -> Source:
    """The source of the project in `root`, read from the folder `copy`; runs in its own process."""
    project = load_project(root)
    changed = replace(project, source=copy)
    start, own_start = changed.relative(copy), project.relative(project.source)
    source = read_source(changed)
    documents = (
        replace(
            document,
            units=tuple(
                replace(unit, place=f"{own_start}{unit.place.removeprefix(start)}")
                if unit.place.startswith(f"{start}/")
                else unit
                for unit in document.units
            ),
        )
        for document in source.documents
    )
    return Source(tuple(documents))


def _any_picture(address: str) -> tuple[str, bytes]:
    """A picture for each address: of a translation, only the alternative texts count."""
    return ".svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def _read(file: GivenFile) -> tuple[Structure, LoadPicture]:
    title = file.path.stem.replace("_", " ").replace("-", " ").strip() or "Article"
    if not file.data.strip():
        raise ImportFileError(f"{file.name}: is empty; nothing to import")
    if file.kind == "txt":
        blocks = read_plain_text(_decode(file))
        return read_structure({}, blocks, title), picture_loader({}, None)
    if file.kind not in ARCHIVES:
        is_page = file.kind in _PAGES
        page = prepare_page(_decode(file)) if is_page else PreparedPage(_decode(file), ())
        document = run_pandoc(file.name, file.kind, page.text.encode())
        structure = read_structure(document.meta, document.blocks, title, is_page=is_page)
        return replace(structure, losses=page.losses), picture_loader({}, file.folder)
    parts = unpack_document(file.name, file.kind, file.data)
    readable = with_readable_blocks(file.kind, parts)
    document = run_pandoc(file.name, file.kind, readable.data or file.data)
    blocks = readable.restore(document.blocks)
    blocks = complete_odt(parts, blocks) if file.kind == "odt" else blocks
    structure = read_structure(document.meta, blocks, title)
    values = structure.values.or_else(office_values(file.kind, parts))
    missing = missing_texts(file.kind, parts, [document.meta, blocks])
    losses = (*readable.losses, *missing)
    return replace(structure, values=values, losses=losses), picture_loader(document.media, None)


def _decode(file: GivenFile) -> str:
    """The text of a file. Raises `ImportFileError` for one in an unknown encoding."""
    encoding = next((name for bom, name in _BOMS if file.data.startswith(bom)), "")
    if not encoding and file.kind in _PAGES:
        match = _CHARSET.search(file.data[:4096])
        encoding = match[1].decode() if match else ""
    try:
        if encoding:
            encoding = codecs.lookup(encoding).name
            encoding = _BROWSERS.get(encoding, encoding)
        text = file.data.decode(encoding or "utf-8")
    except (UnicodeDecodeError, LookupError):
        text = ""
    if not text or "\0" in text:
        raise ImportFileError(f"{file.name}: is no text in UTF-8; save it in that encoding")
    return text
