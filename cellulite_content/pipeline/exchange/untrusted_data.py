"""Untrusted files: XML without a DTD, and archives that stay small when they are unpacked."""

from __future__ import annotations

from typing import Any

from ..files.file_tree import MEGABYTE
from ..files.untrusted.zip_archive import UntrustedZipError, unpack
from .segment import ExchangeFileError

LARGEST_FILE = 32 * MEGABYTE


def check_xml(path: str, data: bytes) -> Any:
    """The root element. Raises `ExchangeFileError` for a fault or a DTD, which may have entities.

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
    return root


def check_zip(path: str, data: bytes) -> None:
    """Raise `ExchangeFileError` for an archive with many or large parts, or with a DTD."""
    try:
        for name, text in unpack(data):
            if name.lower().endswith((".xml", ".rels", ".vml")):
                check_xml(path, text)
    except UntrustedZipError as error:
        raise ExchangeFileError(f"{path}: no XLSX file: {error}; save it again") from None
