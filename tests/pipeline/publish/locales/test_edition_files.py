"""Staged editions are completed with the published files, or with those in the cache."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

from cellulite_content.pipeline.files.cache import Cache
from cellulite_content.pipeline.files.folder import read_folder
from cellulite_content.pipeline.model.fingerprint import Fingerprint
from cellulite_content.pipeline.model.locale import Locale
from cellulite_content.pipeline.model.project import Project, load_project
from cellulite_content.pipeline.model.report import Report
from cellulite_content.pipeline.model.unit import Source
from cellulite_content.pipeline.publish.locales.edition_cache import EditionCache
from cellulite_content.pipeline.publish.locales.edition_files import EditionFiles
from cellulite_content.pipeline.publish.plan import LocalePlan
from cellulite_content.pipeline.publish.site import Site
from cellulite_content.pipeline.publish.site_record import SITE

PAGES = {"index.html": b"the list", "articles/a.html": b"one", "articles/b.html": b"two"}
OLD = Fingerprint("", "", "", "", "old")
NEW = Fingerprint("", "", "", "", "new")


class Published(NamedTuple):
    """A site with an edition, its plan after an edit, and what completes staged editions."""

    site: Site
    plan: LocalePlan
    files: EditionFiles


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """A site with pages of the source language, which are in the cache too."""
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "locales.toml").write_text("")
    (tmp_path / "pyproject.toml").write_text("[tool.cellulite-content]\n")
    project = load_project(tmp_path)
    site, editions = Site(project, tmp_path / "site"), EditionCache(Cache(tmp_path / "cache"))
    locale = project.source_locale
    _write(site.pages(locale), PAGES)
    editions.store(OLD.key, site.pages(locale), ())
    site.save_record({locale: {"html": OLD}}, {SITE: "key"}, Report(Source(())))
    return _opened(project, editions, locale)


def _opened(project: Project, editions: EditionCache, locale: Locale) -> Published:
    site = Site(project, project.root / "site")
    plan = LocalePlan(locale, {"html": NEW}, (), ("html",), False, "", previous={"html": OLD.key})
    return Published(site, plan, EditionFiles(site, editions))


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _completed(published: Published, tmp_path: Path) -> bool:
    """Complete an edition with another page and without one; returns whether by links."""
    staged = tmp_path / "staged"
    _write(staged / "html", {"articles/a.html": b"changed"})
    removed = ["html/articles/b.html", "epub/index.html"]
    shared = published.files.complete(published.plan, removed, staged)["html"]
    assert shared.names == {"index.html"}
    assert shared.written == {"articles/a.html"}
    assert read_folder(staged / "html") == {
        "articles/a.html": b"changed",
        "index.html": PAGES["index.html"],
    }
    page = published.site.pages(published.plan.locale) / "index.html"
    linked = page.samefile(staged / "html" / "index.html")
    assert linked == shared.published
    return linked


def test_published_files_are_linked(published: Published, tmp_path: Path) -> None:
    """Those that the last run has installed; what is built in their place is another file."""
    assert _completed(published, tmp_path)
    page = published.site.pages(published.plan.locale) / "articles" / "a.html"
    assert page.read_bytes() == PAGES["articles/a.html"]


def test_a_link_is_no_unknown_file(published: Published, tmp_path: Path) -> None:
    """The audit reports a link in a staged edition, also one to a folder."""
    staged = tmp_path / "staged" / "html"
    staged.mkdir(parents=True)
    (staged / "etc").symlink_to("/etc")
    shared = published.files.complete(published.plan, (), tmp_path / "staged")["html"]
    assert shared.written == {"etc"}


@pytest.mark.parametrize("moment", ["before the run", "during the run"])
def test_a_changed_site_gives_nothing(published: Published, tmp_path: Path, moment: str) -> None:
    """All comes from the cache then."""
    page = published.site.pages(published.plan.locale) / "index.html"
    if moment == "during the run":
        assert published.files.has(published.plan.locale, "html", OLD.key)
    page.write_bytes(b"the life")
    os.utime(page, ns=(0, 0))
    assert not _completed(published, tmp_path)


def test_a_system_without_second_names(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files come from the cache."""

    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    assert not _completed(published, tmp_path)


def test_linked_files_stay_those_of_the_record(published: Published, tmp_path: Path) -> None:
    """A link changes a time of the file; the next run must not take it for somebody's change."""
    project, locale = published.site.project, published.plan.locale
    assert _completed(published, tmp_path)
    (tmp_path / "staged" / "html" / "index.html").unlink()
    assert not Site(project, project.root / "site").is_untouched(locale.tag)
    published.site.save_record({}, {}, Report(Source(())))
    assert Site(project, project.root / "site").is_untouched(locale.tag)
