"""Untrusted files: XML without a DTD, and archives that stay small when they are unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from ..files.file_tree import MEGABYTE
from .segment import ExchangeFileError

LARGEST_FILE = 32 * MEGABYTE
_LARGEST_UNPACKED = 256 * MEGABYTE
_MOST_PARTS = 1000
_CHUNK = 1024 * 1024


def check_xml(path: str, data: bytes) -> None:
    """Raise `ExchangeFileError` for XML with a DTD, which may have entities, or with a fault.

    Nothing is fetched, no entity is resolved, and libxml2's limits of depth and size are on.
    """
    from lxml import etree  # noqa: PLC0415 - an optional extra

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ExchangeFileError(f"{path}:{line}: no XML: {error.msg}; export it again") from None
    information = root.getroottree().docinfo
    if information.internalDTD is not None or information.doctype:
        raise ExchangeFileError(f"{path}: has a DTD, which is never read; delete <!DOCTYPE …>")


def check_zip(path: str, data: bytes) -> None:
    """Raise `ExchangeFileError` for an archive with too many or too large parts, or a DTD in one.

    The parts are unpacked to be counted: the sizes that an archive states may be wrong.
    """
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise ExchangeFileError(f"{path}: more than {_MOST_PARTS} parts; save it again")
            for part in parts:
                text = _unpacked(path, archive, part, _LARGEST_UNPACKED - total)
                total += len(text)
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    check_xml(path, text)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ExchangeFileError(f"{path}: no XLSX file ({error}); save it again") from None


def _unpacked(path: str, archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> bytes:
    chunks = []
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            limit -= len(chunk)
            if limit < 0:
                size = _LARGEST_UNPACKED // MEGABYTE
                raise ExchangeFileError(f"{path}: unpacks to more than {size} MB; save it again")
            chunks.append(chunk)
    return b"".join(chunks)
