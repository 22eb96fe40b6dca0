"""Offline copies: the pages of one language in a ZIP file, which opens from a disk.

A copy has the published pages without what is only on the site. Equal pages give equal files.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ...files.archives.zip_member import add_member, move_member
from ...files.stored_value import dump_value, load_value
from ...model.fingerprint import digest
from ...model.project import Project
from ..site_digests import SiteDigests
from .entries import SiteEntry
from .offline_pages import offline_page

_LEVEL = 1
"""Level 6 makes a copy 10 % smaller and takes four times as long."""


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
        make_offline_copy(project, tag, digests)


def make_offline_copy(project: Project, tag: str, digests: SiteDigests) -> None:
    """Make the copy of one language, whose pages may be staged."""
    name, files = copy_name(tag), digests.in_folder(tag)
    key = digest(project.site_url, sorted(files.items()))
    if digests.make(name, key, partial(_copy, project, tag, files, digests)):
        sources = _Sources(hashlib.sha256(digests.read(name)).hexdigest(), files)
        digests.cache.put(_sources_key(project, digests, name), dump_value(sources))


@dataclass
class _Sources:
    """What a copy was made from: the digests of the files by name. `sha256` is the copy's."""

    sha256: str = ""
    files: dict[str, str] = field(default_factory=dict)


def _sources_key(project: Project, digests: SiteDigests, name: str) -> str:
    """The key in the cache of what a copy was made from."""
    return digest("offline copy", digests.program, project.site_url, str(digests.site.folder), name)


class _EarlierCopy:
    """A language's copy of an earlier run, from which members are taken whose files are the same.

    To compress all pages anew took a fifth of a build after one paragraph of 100 articles.
    """

    def __init__(self, project: Project, digests: SiteDigests, name: str) -> None:
        kept = digests.cache.get(_sources_key(project, digests, name))
        sources = load_value(_Sources, kept) or _Sources()
        self._files: dict[str, str] = {}
        self._data = memoryview(b"")
        self._members: dict[str, zipfile.ZipInfo] = {}
        if sources.sha256 and sources.sha256 == digests.kept_digest(name):
            self._read(digests, name, sources)

    def _read(self, digests: SiteDigests, name: str, sources: _Sources) -> None:
        data = digests.read(name)
        if hashlib.sha256(data).hexdigest() == sources.sha256:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                self._members = {member.filename: member for member in archive.infolist()}
            self._data, self._files = memoryview(data), sources.files

    def add_to(self, archive: zipfile.ZipFile, member_name: str, name: str, sha256: str) -> bool:
        """Add a member to a new copy if it was made from the same file; returns whether it was."""
        member = self._members.get(member_name)
        if member is None or self._files.get(name) != sha256:
            return False
        move_member(archive, member, self._data)
        return True


def _copy(project: Project, tag: str, files: Mapping[str, str], digests: SiteDigests) -> bytes:
    """The bytes of a copy: all is in a folder that has the copy's name."""
    earlier = _EarlierCopy(project, digests, copy_name(tag))
    folder = posixpath.basename(copy_name(tag)).removesuffix(".zip")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as copy:
        for name in sorted(files):
            member_name = f"{folder}/{name.removeprefix(f'{tag}/')}"
            if earlier.add_to(copy, member_name, name, files[name]):
                continue
            data = digests.read(name)
            if name.endswith(".html"):
                data = offline_page(data.decode(), name, project.site_url).encode()
            add_member(copy, member_name, data, _LEVEL)
    return buffer.getvalue()
