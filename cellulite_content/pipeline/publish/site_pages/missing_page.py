"""The page for addresses that do not exist, in all languages of the site.

A server sends it for any address, so its own links are from the server's root: those of the setting
`site-url`, or, without it, those of a site that is a server's whole content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from ...editions.edition import Edition
from ...model.fingerprint import digest
from ...model.locale import ListedLanguage
from ..site_digests import SiteDigests
from .entries import SiteEntry
from .shelf import by_state

NAME = "404.html"
"""The name that GitHub Pages, GitLab Pages, Netlify and others know."""


def write_missing_page(
    edition: Edition,
    entries: Sequence[SiteEntry],
    digests: SiteDigests,
    languages: Mapping[str, ListedLanguage],
) -> None:
    """Write `404.html`, in which each language has its words and a link to its articles."""
    project = edition.project
    root = urlsplit(project.site_url).path or "/"
    shown = [entry for entry in by_state(entries, languages) if entry.has_pages]
    keys = [(entry.locale.code, entry.words) for entry in shown]
    if digests.is_made_from(NAME, digest(project.title, root, edition.source, keys)):
        return
    values = {"root": root, "entries": [(entry, entry.edition) for entry in shown]}
    digests.write(NAME, edition.render("site/404.html", values).encode())
