"""Pictures of imported documents: only kinds that books may have, and SVG without scripts."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from ..files.file_tree import MEGABYTE, FileFaultError, read_file
from .writing.reading import LoadPicture, PictureError

_LARGEST = 16 * MEGABYTE
_MOST_PIXELS = 50_000_000
_SUFFIXES = {"GIF": ".gif", "JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_CONVERTED = ("BMP", "TIFF", "PPM", "ICO")
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=-]+)*?(?P<base64>;base64)?,(?P<data>.*)", re.DOTALL)
_REMOTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)|//", re.IGNORECASE)


def picture_loader(media: Mapping[str, bytes], folder: Path | None) -> LoadPicture:
    """Gives a document's pictures: those of its archive (`media`), those in its text (`data:`), and
    files in `folder` or below it, which is None for an archive.
    """

    def load(address: str) -> tuple[str, bytes]:
        if address in media:
            return safe_picture(media[address])
        if match := _DATA.fullmatch(address):
            return safe_picture(_decoded(match["data"], match["base64"]))
        if _REMOTE.match(address):
            raise PictureError("is on another machine; put it beside the file")
        return safe_picture(_read(address, folder))

    return load


def safe_picture(data: bytes) -> tuple[str, bytes]:
    """The suffix of a picture, and its bytes without anything that could run.

    Raises `PictureError` for what is no picture, or none that books may have.
    """
    if len(data) > _LARGEST:
        raise PictureError(f"has more than {_LARGEST // MEGABYTE} MB; make it smaller")
    if _is_svg(data):
        return ".svg", _safe_svg(data)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - many documents have none

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise PictureError("has too many pixels; make it smaller")
            kind = image.format or ""
            if kind in _CONVERTED:
                output = io.BytesIO()
                mode = "RGBA" if "A" in image.mode or "transparency" in image.info else "RGB"
                image.convert(mode).save(output, "PNG")
                return ".png", output.getvalue()
            if kind in _SUFFIXES:
                image.load()
                return _SUFFIXES[kind], data
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        pass
    raise PictureError("is no picture that books may have; save it as PNG or SVG")


def _is_svg(data: bytes) -> bool:
    return b"<svg" in data[:4096].lower() and not data.startswith(
        (b"\x89PNG", b"\xff\xd8", b"GIF8")
    )


def _safe_svg(data: bytes) -> bytes:
    import py_svg_hush  # noqa: PLC0415 - an optional extra

    mime_types = {"image": ["png", "jpeg", "gif", "webp"]}
    try:
        return bytes(py_svg_hush.filter_svg(data, keep_data_url_mime_types=mime_types))
    except Exception as error:  # whatever its parser raises
        raise PictureError("is no SVG that can be read; save it again") from error


def _decoded(text: str, is_base64: str | None) -> bytes:
    try:
        return base64.b64decode(unquote(text)) if is_base64 else unquote(text).encode()
    except (binascii.Error, ValueError):
        raise PictureError("is broken") from None


def _read(address: str, folder: Path | None) -> bytes:
    """The bytes of a file beside the document. Raises `PictureError`."""
    path = PurePosixPath(unquote(address.partition("?")[0].partition("#")[0]).replace("\\", "/"))
    if folder is None:
        raise PictureError("is not in the file")
    if path.is_absolute() or ".." in path.parts or not path.name:
        raise PictureError("is outside of the file's folder; put it beside the file")
    try:
        return read_file(folder, folder / path, _LARGEST)
    except (FileFaultError, ValueError):
        raise PictureError("is not there, or is no regular file; put it beside the file") from None
