"""Links out of a book or a bundle: to the pages of the site, or plain words without one."""

from __future__ import annotations

import urllib.parse

from docutils import nodes
from sphinx import addnodes

from ..edition import Edition

_NOWHERE = "nowhere:"
"""The beginning of the addresses of pages in a project without a site."""


def page_address(edition: Edition, docname: str) -> str:
    """The address of a document's page on the site, or one that `unlink` removes.

    The page of a document that the edition goes without is the original's.
    """
    tag = edition.source.tag if docname in edition.withheld else edition.locale.tag
    return f"{edition.project.site_url or _NOWHERE}{tag}/{docname}.html"


def site_address(edition: Edition, path: str) -> str:
    """The address of a file of the edition on the site, or one that `unlink` removes."""
    base = f"{edition.project.site_url or _NOWHERE}{edition.locale.tag}/"
    return base + urllib.parse.quote(path)


def unlink(tree: nodes.document, edition: Edition) -> None:
    """Leave the words alone of links that lead nowhere; downloads are on the site."""
    for download in list(tree.findall(addnodes.download_reference)):
        if "refuri" not in download and "filename" in download:
            download["refuri"] = site_address(edition, f"_downloads/{download['filename']}")
        if download.get("refuri", "").startswith(_NOWHERE):
            download.replace_self(list(download.children))
    for link in list(tree.findall(nodes.reference)):
        if link.get("refuri", "").startswith(_NOWHERE):
            link.replace_self(list(link.children))
