"""Offline copies: the pages of one language in a ZIP file, which opens from a disk.

A copy has the published pages without what is only on the site (elements with the attribute
`data-online`). Equal pages give equal files.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Sequence
from functools import partial

from ...files.file_tree import read_file
from ...files.folder import MAX_FILE_BYTES
from ...files.zip_member import add_member
from ...model.fingerprint import digest
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import SiteEntry

_LEVEL = 1
"""Level 6 makes a copy 10 % smaller and takes four times as long."""

_MARK = " data-online"
_ATTRIBUTE = r'(?: [a-z-]+(?:="[^"]*")?)'
_ONLINE = re.compile(rf"<([a-z]+){_ATTRIBUTE}*?{_MARK}{_ATTRIBUTE}*>.*?</\1>\n?", re.DOTALL)
"""An element that is only on the site. It contains no element of its own kind."""

_HEAD_LINK = re.compile(r'<link rel="alternate"[^<>]*>\n?')
_DATA = re.compile(r'<script type="application/ld\+json">[^<]*</script>\n?')
_ADDRESS = re.compile(r' href="((?:\.\./)+[^"]*)"')


def copy_name(tag: str) -> str:
    """The path in the site of the copy of a language: `downloads/articles.<tag>.zip`."""
    return f"downloads/articles.{tag}.zip"


def write_offline_copies(
    project: Project, entries: Sequence[SiteEntry], digests: SiteDigests
) -> None:
    """Write the copy of each language whose pages have changed, and remove other copies."""
    tags = [entry.locale.tag for entry in entries if entry.has_pages]
    names = {copy_name(tag) for tag in tags}
    for path in digests.site.books.glob("articles.*.zip"):
        if f"downloads/{path.name}" not in names:
            path.unlink()
    for tag in tags:
        files = digests.in_folder(tag)
        key = digest(project.site_url, sorted(files.items()))
        if not digests.is_made_from(copy_name(tag), key):
            digests.write(copy_name(tag), _copy(project, tag, sorted(files), digests))


def _copy(project: Project, tag: str, names: Sequence[str], digests: SiteDigests) -> bytes:
    """The bytes of a copy: all is in a folder that has the copy's name."""
    folder = posixpath.basename(copy_name(tag)).removesuffix(".zip")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for name in names:
            data = read_file(digests.site.folder, digests.site.folder / name, MAX_FILE_BYTES)
            if name.endswith(".html"):
                data = offline_page(data.decode(), name, project.site_url).encode()
            add_member(copy, f"{folder}/{name.removeprefix(f'{tag}/')}", data, _LEVEL)
    return buffer.getvalue()


def offline_page(page: str, name: str, site_url: str) -> str:
    """A page without what is only on the site; `name` is its path there (`de/articles/x.html`).

    Links out of the copy lead to the site, or nowhere if its address is not known.
    """
    page = _without_online(page)
    page = _HEAD_LINK.sub("", _DATA.sub("", page))
    return _ADDRESS.sub(partial(_address_in_copy, name, site_url), page)


def _without_online(page: str) -> str:
    """A page without its marked elements. Matching each of its tags would take five times as
    long."""
    position = page.find(_MARK)
    while position >= 0:
        start = page.rfind("<", 0, position)
        element = _ONLINE.match(page, start) if start >= 0 else None
        if element:
            page = page[:start] + page[element.end() :]
        position = page.find(_MARK, start if element else position + 1)
    return page


def _address_in_copy(name: str, site_url: str, match: re.Match[str]) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
    if target.startswith(f"{name.partition('/')[0]}/"):
        return match[0]
    return f' href="{site_url}{target}"' if site_url else ""
